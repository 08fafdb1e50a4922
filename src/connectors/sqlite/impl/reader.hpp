#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "connectors/connector.hpp"
#include "connectors/sqlite/impl/database.hpp"
#include "connectors/sqlite/impl/snapshot.hpp"
#include "connectors/sqlite/impl/values.hpp"

namespace dmsnode::connectors::sqlite {

class SqliteReader final : public Reader {
public:
    /// Errors: kNotFound for a table that is gone; kInvalidArgument for a filter.
    static Result<std::unique_ptr<Reader>> Open(Lease lease, const ReadPlan& plan,
                                                NumberDates number_dates);

    Result<bool> Next(RowBatch& batch, std::size_t max_bytes, std::int64_t max_rows) override;
    std::int64_t changed_values() const override { return context_.changed_values; }
    void Cancel() override;

private:
    SqliteReader(Lease lease, ReadPlan plan) : lease_(std::move(lease)), plan_(std::move(plan)) {}

    Status AppendRow(RowAppender& out);
    Error Misfit(std::size_t column);

    Lease lease_;
    ReadPlan plan_;
    Statement statement_;  ///< After lease_: it must be finalized first.
    bool has_rowid_ = false;
    std::int64_t row_number_ = 0;
    ValueContext context_;
    std::atomic<bool> cancelled_{false};
};

}  // namespace dmsnode::connectors::sqlite
