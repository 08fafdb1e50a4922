#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "connectors/cells.hpp"
#include "connectors/connector.hpp"
#include "connectors/sqlite/impl/write_turn.hpp"

namespace dmsnode::connectors::sqlite {

class SqliteWriter final : public Writer {
public:
    SqliteWriter(std::shared_ptr<WriteTurns> turns, WritePlan plan);
    ~SqliteWriter() override;

    Status Write(const RowBatch& batch) override;
    Status Commit() override;
    void Cancel() override;

private:
    Status Begin();
    Status PrepareInsert();
    Status InsertRow();
    void Rollback();
    void End();
    /// `where` and the row's key for a failure of the present row.
    Error AtRow(Error error) const;
    std::string KeyText() const;

    std::shared_ptr<WriteTurns> turns_;
    WritePlan plan_;
    Statement insert_;
    std::vector<Cell> cells_;
    std::vector<std::string> scratch_;  ///< One a column: texts that must outlive the step.
    std::vector<int> parameters_;       ///< Of each column; 0: the file computes it itself.
    std::atomic<bool> cancelled_{false};
    std::atomic<bool> has_turn_{false};
};

}  // namespace dmsnode::connectors::sqlite
