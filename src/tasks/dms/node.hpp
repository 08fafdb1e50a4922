#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "dms/api.hpp"
#include "tasks/dms/parameters.hpp"
#include "tasks/dms/prepare.hpp"

/// The DMS node as a runner sees it:
///
///     PreparedNode node = PrepareDmsNode(task_params, path, scope, files);    // all problems
///     Tracker tracker(api, clock, {});                                        // one per dms::Api
///     tracker.Start({.parameters = node.parameters, .run_id = …, .log = …, …, .on_done = …});
///     tracker.Kill(id, KillReason::kUser);
///
/// No thread waits for a node: `on_done` is called once when it has ended.
namespace dmsnode::tasks {

enum class NodeResult { kSuccess, kFailure, kKilled };
std::string_view Word(NodeResult result);

/// How a node ended.
struct Outcome {
    NodeResult result = NodeResult::kFailure;
    bool attention = false;  ///< A person should look, whatever the result.
    std::string message;     ///< What happened and why, for an operator.
    std::string hint;        ///< What to do next; empty if nothing.
    std::string fault;       ///< The service's fault code, if one was the cause.
    /// OUT parameters: replicationTaskArn, replicationTaskIdentifier, rowsLoaded, tablesLoaded,
    /// tablesErrored, stopReason. Those that are not known are left out.
    std::map<std::string, std::string> out;
};

/// Where a node is, for a screen.
struct Progress {
    std::string phase;   ///< `creating`, `following`, …
    std::string status;  ///< The task's own status; empty before it is known.
    std::string replication_task_arn;
    std::optional<std::int64_t> percent;  ///< Of the full load; absent while unknown.
    std::int64_t rows_loaded = 0;
    double rows_per_second = 0;
    std::int64_t tables_loaded = 0;
    std::int64_t tables_loading = 0;
    std::int64_t tables_queued = 0;
    std::int64_t tables_errored = 0;
    std::vector<dms::TableStatistics> tables;  ///< As last read; may be older than the rest.
};

/// What must survive a crash. Saved before every call that depends on it; a restarted process
/// hands it back in NodeRun::saved and the node goes on.
struct NodeState {
    std::string run_id;
    std::string phase = "resolving";
    // What the names stand for.
    std::string source_endpoint_arn;
    std::string target_endpoint_arn;
    std::string replication_instance_arn;
    std::string identifier;               ///< Saved before Create.
    std::string replication_task_arn;     ///< Saved right after it.
    std::optional<TimePoint> created_at;  ///< The service's creation date: the task's identity.
    bool create_sent = false;
    bool created = false;  ///< By this run (this attempt or an earlier one).
    bool connections_checked = false;
    bool connections_retested = false;  ///< After a refused start: once only.
    bool modified = false;              ///< modifyTask is done.
    // The start.
    bool start_sent = false;
    bool start_accepted = false;
    bool adopted_run = false;  ///< Follows a run that it did not start itself.
    std::string start_type;
    std::optional<TimePoint> start_before;  ///< The start date the task had before our Start.
    std::optional<TimePoint> started_at;    ///< The start date that is ours.
    bool had_run_before = false;
    // The end.
    std::string kill;     ///< Empty, `user` or `timeout`.
    std::string failure;  ///< Cause, kept while cleaning up.
    std::string failure_hint;
    std::string failure_fault;
    bool attention = false;

    bool operator==(const NodeState&) const = default;
};
Json ToJson(const NodeState& state);
/// Errors: kInvalidArgument, for what ToJson did not write.
Result<NodeState> NodeStateFromJson(const Json& json);

/// Keeps a node's state. Threads: called on the tracker's threads, one call at a time per node.
class StateSink {
public:
    virtual ~StateSink() = default;
    /// Returns after the state is safe. While it fails, the node makes no further call.
    virtual Status Save(const NodeState& state) = 0;
};

class ProgressSink {
public:
    virtual ~ProgressSink() = default;
    /// Called on change, on the tracker's thread: return quickly.
    virtual void Show(const Progress& progress) = 0;
};

enum class KillReason {
    kUser,     ///< Ends as KILLED.
    kTimeout,  ///< The node's timeout with the strategy "fail": ends as FAILURE.
};

/// One node to run.
/// Lifetime: log, states and progress outlive on_done (or the tracker).
struct NodeRun {
    DmsParameters parameters;  ///< From PrepareDmsNode, without errors.
    /// Identity of the node's run: the same over all attempts and restarts of it, another for every
    /// other run (workflow instance and task code, say). Letters, digits, `_ . : / = + -`, ≤ 128.
    /// It is put on what the run creates, as the tag `dmsnode:run`.
    std::string run_id;
    LogSink* log = nullptr;
    StateSink* states = nullptr;
    ProgressSink* progress = nullptr;  ///< May be null.
    /// From a process that ended in between: the node goes on where it was.
    std::optional<NodeState> saved;
    /// For a retry: the last state of the attempt before. What that attempt started is followed or
    /// judged instead of started again. Not together with `saved`.
    std::optional<NodeState> earlier_attempt;
    std::function<void(const Outcome&)> on_done;  ///< Called once, on the tracker's thread.
};

using NodeId = std::uint64_t;

struct TrackerOptions {
    std::chrono::milliseconds poll_min{1000};   ///< Just after a change.
    std::chrono::milliseconds poll_max{15000};  ///< When nothing has changed for long.
    std::size_t max_nodes = 10000;
    std::size_t call_threads = 4;   ///< 0: calls are made inside RunDue (tests).
    std::uint64_t jitter_seed = 0;  ///< 0: random.
};

/// Runs and follows the nodes of one dms::Api.
/// Threads: any.
class Tracker {
public:
    Tracker(dms::Api& api, Clock& clock, TrackerOptions options = {});
    /// Stops following; remote tasks go on, saved states stay, on_done is not called any more.
    ~Tracker();
    Tracker(const Tracker&) = delete;
    Tracker& operator=(const Tracker&) = delete;

    /// Errors: kResourceExhausted beyond max_nodes, kInvalidArgument for a saved state of another
    /// run.
    Result<NodeId> Start(NodeRun run);
    /// Asks the node to stop its replication task and end; returns at once. Unknown ids are
    /// ignored: the node may have ended by itself. Twice is fine.
    void Kill(NodeId id, KillReason reason);
    /// Ends the threads and forgets the nodes. Twice is fine.
    void Stop();

    /// With call_threads 0 there is no thread: does all that is due now and returns the time of the
    /// next thing to do (none: nothing is running). For tests and for single-threaded owners.
    std::optional<TimePoint> RunDue();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace dmsnode::tasks
