#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "connectors/query.hpp"
#include "tasks/keep.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::tasks {

struct SqlKindOptions {
    std::size_t threads = 8;  ///< Nodes that run at once: each holds a thread and a session.
    std::chrono::milliseconds keep_patience = kKeepPatience;  ///< For a store that is away.
};

/// The SQL node: statements in one session of a database. docs/task-kinds.md describes it for the
/// user.
/// Stop ends the running statements; what they kept stays, and the next process tells their loss.
class SqlKind final : public TaskKind {
public:
    /// Gives the database behind an endpoint's name or ARN. Threads: any. Errors are told as they
    /// are.
    using Resolve = std::function<Result<connectors::Endpoint>(const std::string& datasource)>;

    /// Lifetime: `queries` outlives the kind.
    SqlKind(Resolve resolve, connectors::QueryFactory& queries, SqlKindOptions options = {});
    ~SqlKind() override;
    SqlKind(const SqlKind&) = delete;
    SqlKind& operator=(const SqlKind&) = delete;

    std::string_view Type() const override { return "SQL"; }
    bool TakesSlot() const override { return true; }
    std::vector<std::string> OutputNames() const override { return {"rows", "result"}; }
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

}  // namespace dmsnode::tasks
