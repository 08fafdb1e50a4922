#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "dms/api.hpp"
#include "tasks/dms/node.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::tasks {

struct DmsKindOptions {
    std::size_t max_attempts = 10'000;  ///< At once, over all connections.
    /// Of the one tracker that follows all nodes of a connection's API. Absent: the defaults.
    std::function<TrackerOptions(const std::string& connection)> tracker;
};

/// The DMS node as a task kind. `kept` and `kept_by_earlier` are NodeState as JSON; a text that
/// cannot be read is told in the log and ignored, for the node finds its replication task by the
/// run id.
/// It refers to `{"connection", "replicationTaskArn", "replicationTaskIdentifier"}`, the last where
/// the node has made the task.
/// Stop lets go: replication tasks go on at their service.
class DmsKind final : public TaskKind {
public:
    /// Gives the API of a connection by its name (empty: the default one). Called on the kind's
    /// thread, before each attempt and again later for the same name; may take a while.
    /// Lifetime: what it gives outlives the kind.
    using OpenConnection = std::function<Result<dms::Api*>(const std::string& connection)>;

    DmsKind(OpenConnection open, Clock& clock, DmsKindOptions options = {});
    ~DmsKind() override;
    DmsKind(const DmsKind&) = delete;
    DmsKind& operator=(const DmsKind&) = delete;

    std::string_view Type() const override { return "DMS"; }
    bool TakesSlot() const override { return false; }
    std::vector<std::string> OutputNames() const override;
    std::vector<Problem> Check(const TaskContext& context,
                               const std::vector<std::string>& later_names) const override;
    Json DryRun(const TaskContext& context, std::vector<Problem>& problems) const override;
    Result<AttemptId> Start(TaskAttempt attempt) override;
    void Kill(AttemptId id, KillReason reason) override;
    void Stop() override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// What a screen gets of a running DMS node: `{"phase", "status", "replicationTaskArn", "percent",
/// "rowsLoaded", "rowsPerSecond", "tablesLoaded", "tablesLoading", "tablesQueued", "tablesErrored",
/// "tables": [{"schema", "table", "state", "rows", "errorRows"}], "tablesLeftOut"}`. `percent` is
/// null while unknown; at most 1,000 tables, those in error first.
Json ToJson(const Progress& progress);

}  // namespace dmsnode::tasks
