#include "tasks/dms/dms_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/guarded.hpp"
#include "dms/status.hpp"
#include "tasks/call_pool.hpp"
#include "tasks/dms/prepare.hpp"
#include "tasks/problems.hpp"

namespace dmsnode::tasks {
namespace {

// The folder of an attempt has what the scheduler has put there, and nobody else can.
constexpr std::string_view kAddResource =
    "upload it as a resource, and name it in the node's resourceList";
constexpr std::size_t kMostTables = 1000;

PreparedNode Prepare(const workflow::TaskDefinition& task, const std::string& path,
                     const workflow::ParameterScope& scope,
                     const std::vector<std::filesystem::path>& folders,
                     const std::vector<std::string>& later_names) {
    return PrepareDmsNode(task.task_params, path, scope,
                          FileAccess{.folders = folders, .how_to_add = std::string(kAddResource)},
                          PrepareOptions{.later_names = later_names, .foreign_keys = {}});
}

/// The tables to show: when there are too many, those in error first, else in their order.
std::vector<const dms::TableStatistics*> MostTelling(
    const std::vector<dms::TableStatistics>& tables) {
    std::vector<const dms::TableStatistics*> chosen;
    for (const dms::TableStatistics& table : tables) chosen.push_back(&table);
    if (chosen.size() <= kMostTables) return chosen;
    std::stable_partition(chosen.begin(), chosen.end(), [](const dms::TableStatistics* table) {
        return table->table_state == dms::table_state::kError;
    });
    chosen.resize(kMostTables);
    return chosen;
}

/// One attempt between Start and its end. Lifetime: outlives the tracker's node.
struct Attempt final : StateSink, ProgressSink {
    explicit Attempt(TaskAttempt what) : task(std::move(what)) {
        if (task.log == nullptr) task.log = &no_log;
    }
    Status Save(const NodeState& state) override {
        Status kept =
            task.states == nullptr ? Status{} : task.states->Keep(DumpJson(ToJson(state)));
        if (kept && task.progress != nullptr && !state.replication_task_arn.empty()) {
            task.progress->Refer(ReferenceOf(state));
        }
        return kept;
    }
    Json ReferenceOf(const NodeState& state) const {
        Json reference{
            {"connection", task.task.connection.empty() ? "embedded" : task.task.connection},
            {"replicationTaskArn", state.replication_task_arn}};
        if (!state.identifier.empty()) reference["replicationTaskIdentifier"] = state.identifier;
        return reference;
    }
    void Show(const Progress& progress) override { task.progress->Show(ToJson(progress)); }

    /// Nothing if the text is none of this run: the node then finds what it made by its run id.
    std::optional<NodeState> Read(const std::optional<std::string>& kept) const {
        if (!kept) return std::nullopt;
        const Result<Json> json = ParseJson(*kept);
        Result<NodeState> state = json ? NodeStateFromJson(*json) : json.error();
        if (state && state->run_id != task.run_id) {
            state = Error{ErrorCode::kInvalidArgument,
                          fmt::format("it is of run {}, not of {}", state->run_id, task.run_id)};
        }
        if (state) return *std::move(state);
        task.log->Log(LogLevel::kWarning,
                      fmt::format("the kept state cannot be used, the replication task is looked "
                                  "up by its run id: {}",
                                  state.error().ToString()));
        return std::nullopt;
    }

    NullLog no_log;
    TaskAttempt task;
    Tracker* tracker = nullptr;  // once it follows the node
    NodeId node = 0;
    std::optional<KillReason> kill;
};

struct Attempts {
    std::map<AttemptId, std::unique_ptr<Attempt>> running;
    AttemptId last_id = 0;
    bool stopped = false;
};

}  // namespace

class DmsKind::Impl {
public:
    Impl(OpenConnection open, Clock& clock, DmsKindOptions options)
        : open_(std::move(open)), clock_(clock), options_(std::move(options)), starter_(1) {}

    Result<AttemptId> Start(TaskAttempt task) {
        const Result<AttemptId> id = attempts_.With([&](Attempts& all) -> Result<AttemptId> {
            if (all.stopped) return Error{ErrorCode::kCancelled, "DMS nodes are being let go"};
            if (all.running.size() >= options_.max_attempts) {
                return Error{ErrorCode::kResourceExhausted,
                             fmt::format("{} DMS nodes run already", all.running.size())}
                    .Hint("start the node later, or raise the limit");
            }
            all.running.emplace(++all.last_id, std::make_unique<Attempt>(std::move(task)));
            return all.last_id;
        });
        if (id) starter_.Run([this, started = *id] { Begin(started); });
        return id;
    }

    void Kill(AttemptId id, KillReason reason) {
        Tracker* tracker = nullptr;
        const NodeId node = attempts_.With([&](Attempts& all) -> NodeId {
            const auto found = all.running.find(id);
            if (found == all.running.end()) return 0;
            if (!found->second->kill) found->second->kill = reason;
            tracker = found->second->tracker;
            return found->second->node;
        });
        if (tracker != nullptr) tracker->Kill(node, reason);
    }

    void Stop() {
        attempts_.With([](Attempts& all) { all.stopped = true; });
        starter_.Stop();
        for (auto& [api, tracker] : trackers_) tracker->Stop();
        attempts_.With([](Attempts& all) { all.running.clear(); });
    }

private:
    /// On the starter's thread, the only one that ends an attempt before the tracker has it.
    void Begin(AttemptId id) {
        Attempt& attempt = *attempts_.With([&](Attempts& all) { return all.running.at(id).get(); });
        const TaskAttempt& task = attempt.task;
        PreparedNode node = Prepare(task.task, task.path, task.scope, task.file_folders, {});
        LogProblems(node.problems, *task.log);
        if (HasErrors(node.problems)) return End(id, WrongParameters(node.problems));
        const Result<dms::Api*> api = open_(task.task.connection);
        if (!api) return End(id, FailureOf(api.error()));
        NodeRun run;
        run.parameters = std::move(node.parameters);
        run.run_id = task.run_id;
        run.log = task.log;
        run.states = &attempt;
        run.progress = task.progress == nullptr ? nullptr : &attempt;
        run.saved = attempt.Read(task.kept);
        if (!task.kept) run.earlier_attempt = attempt.Read(task.kept_by_earlier);
        run.on_done = [this, id](const Outcome& outcome) { End(id, outcome); };
        Tracker& tracker = TrackerOf(*api, task.task.connection);
        const Result<NodeId> started = tracker.Start(std::move(run));
        if (!started) return End(id, FailureOf(started.error()));
        Follow(id, tracker, *started);
    }

    /// The node may have ended in between.
    void Follow(AttemptId id, Tracker& tracker, NodeId node) {
        const auto kill = attempts_.With([&](Attempts& all) -> std::optional<KillReason> {
            const auto found = all.running.find(id);
            if (found == all.running.end()) return std::nullopt;
            found->second->tracker = &tracker;
            found->second->node = node;
            return found->second->kill;
        });
        if (kill) tracker.Kill(node, *kill);
    }

    Tracker& TrackerOf(dms::Api* api, const std::string& connection) {
        std::unique_ptr<Tracker>& tracker = trackers_[api];
        if (!tracker) {
            tracker = std::make_unique<Tracker>(
                *api, clock_, options_.tracker ? options_.tracker(connection) : TrackerOptions{});
        }
        return *tracker;
    }

    void End(AttemptId id, const Outcome& outcome) {
        const std::unique_ptr<Attempt> attempt = attempts_.With([&](Attempts& all) {
            const auto found = all.running.find(id);
            std::unique_ptr<Attempt> taken = std::move(found->second);
            all.running.erase(found);
            return taken;
        });
        if (attempt->task.on_done) attempt->task.on_done(outcome);
    }

    const OpenConnection open_;
    Clock& clock_;
    const DmsKindOptions options_;
    Guarded<Attempts> attempts_;
    std::map<dms::Api*, std::unique_ptr<Tracker>> trackers_;  // the starter's thread, then Stop
    CallPool starter_;
};

DmsKind::DmsKind(OpenConnection open, Clock& clock, DmsKindOptions options)
    : impl_(std::make_unique<Impl>(std::move(open), clock, std::move(options))) {}

DmsKind::~DmsKind() {
    impl_->Stop();
}

std::vector<std::string> DmsKind::OutputNames() const {
    return DmsOutputNames();
}

std::vector<Problem> DmsKind::Check(const TaskContext& context,
                                    const std::vector<std::string>& later_names) const {
    return Prepare(context.task, context.path, context.scope, context.file_folders, later_names)
        .problems;
}

Json DmsKind::DryRun(const TaskContext& context, std::vector<Problem>& problems) const {
    const PreparedNode node =
        Prepare(context.task, context.path, context.scope, context.file_folders, {});
    problems.insert(problems.end(), node.problems.begin(), node.problems.end());
    if (HasErrors(node.problems)) return Json::array();
    return DryRunDmsNode(node.parameters, "<workflow instance>/<task>");
}

Result<AttemptId> DmsKind::Start(TaskAttempt attempt) {
    return impl_->Start(std::move(attempt));
}

void DmsKind::Kill(AttemptId id, KillReason reason) {
    impl_->Kill(id, reason);
}

void DmsKind::Stop() {
    impl_->Stop();
}

Json ToJson(const Progress& progress) {
    Json tables = Json::array();
    for (const dms::TableStatistics* table : MostTelling(progress.tables)) {
        tables.push_back({{"schema", table->schema_name.value_or("")},
                          {"table", table->table_name.value_or("")},
                          {"state", table->table_state.value_or("")},
                          {"rows", table->full_load_rows.value_or(0)},
                          {"errorRows", table->full_load_error_rows.value_or(0)}});
    }
    const std::size_t left_out = progress.tables.size() - tables.size();
    return {{"phase", progress.phase},
            {"status", progress.status},
            {"replicationTaskArn", progress.replication_task_arn},
            {"percent", progress.percent ? Json(*progress.percent) : Json()},
            {"rowsLoaded", progress.rows_loaded},
            {"rowsPerSecond", progress.rows_per_second},
            {"tablesLoaded", progress.tables_loaded},
            {"tablesLoading", progress.tables_loading},
            {"tablesQueued", progress.tables_queued},
            {"tablesErrored", progress.tables_errored},
            {"tables", std::move(tables)},
            {"tablesLeftOut", left_out}};
}

}  // namespace dmsnode::tasks
