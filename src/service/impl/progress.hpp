#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "migration/task.hpp"
#include "store/database.hpp"
#include "store/service_rows.hpp"

namespace dmsnode::service {

store::TableProgressRow ToRow(const migration::TableProgress& table);
migration::TableProgress ToProgress(const store::TableProgressRow& row);

/// Takes a task's progress from the engine and holds it until somebody stores it: the engine must
/// not wait for the disk at every commit.
/// Threads: any.
class ProgressBuffer final : public migration::TaskObserver {
public:
    /// `reload`: the run loads everything again, which marks every table, also after a crash.
    explicit ProgressBuffer(LogSink& log, bool reload) : log_(log), reload_(reload) {}

    void OnTables(const std::vector<migration::TableProgress>& tables) override;
    void OnTable(const migration::TableProgress& table) override;

    /// The tables that changed since the last call, in the order in which they were first seen.
    std::vector<store::TableProgressRow> TakeChanged();
    /// Gives rows back whose store failed, unless newer ones came meanwhile.
    void PutBack(std::vector<store::TableProgressRow> rows);

private:
    void Keep(const migration::TableProgress& table);

    LogSink& log_;
    const bool reload_;
    std::mutex mutex_;  // guards what follows
    std::vector<store::TableProgressRow> changed_;
    std::map<connectors::TableId, std::size_t> place_;         // in changed_
    std::map<connectors::TableId, std::string> logged_state_;  // of all tables
};

}  // namespace dmsnode::service
