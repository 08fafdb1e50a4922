#include "tasks/dms/impl/judge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>

namespace dmsnode::tasks::impl {
namespace {

using dms::TaskStatus;

constexpr std::size_t kTablesNamed = 20;

std::string Listed(const std::vector<std::string>& names) {
    const std::size_t shown = std::min(names.size(), kTablesNamed);
    std::string text = fmt::format("{}", fmt::join(std::span(names).first(shown), ", "));
    if (shown < names.size()) text += fmt::format(" and {} more", names.size() - shown);
    return text;
}

std::int64_t ErroredOf(const dms::ReplicationTask& task) {
    if (!task.replication_task_stats) return 0;
    return task.replication_task_stats->tables_errored.value_or(0);
}

std::string Plural(std::int64_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

/// The service's own account of a failure: it stands in both fields, and either may be absent.
std::string FailureText(const dms::ReplicationTask& task) {
    const std::string failure = task.last_failure_message.value_or("");
    return failure.empty() ? task.stop_reason.value_or("") : failure;
}

Outcome Failed(std::string message, std::string hint, bool attention = false) {
    Outcome outcome;
    outcome.result = NodeResult::kFailure;
    outcome.attention = attention;
    outcome.message = std::move(message);
    outcome.hint = std::move(hint);
    return outcome;
}

Outcome Succeeded(std::string message) {
    Outcome outcome;
    outcome.result = NodeResult::kSuccess;
    outcome.message = std::move(message);
    return outcome;
}

/// By status and stop reason alone.
Outcome JudgeStop(const DmsParameters& parameters, const dms::ReplicationTask& task) {
    const std::string text = task.stop_reason.value_or("");
    const auto reason = dms::ParseStopReason(text);
    const bool failed = task.status == dms::Word(TaskStatus::kFailed);
    const bool overridden = reason && parameters.stop_reasons.contains(*reason);
    if (failed && !overridden) {
        const std::string next = reason ? std::string(RowOf(*reason).next) : "";
        return Failed(
            fmt::format("the replication task failed: {}",
                        FailureText(task).empty() ? "the service says no more" : FailureText(task)),
            next.empty() ? "look into the task's own log, then run the node again" : next);
    }
    if (text.empty()) {
        return Failed("the replication task stopped, and the service gives no stop reason",
                      "look at the task; run the node again if the data is not complete", true);
    }
    if (!reason) {
        return Failed(fmt::format("the replication task stopped for a reason that is not known "
                                  "here: {}",
                                  text),
                      "look at the task; if this is a good end, tell the maintainers", true);
    }
    const StopReasonRow& row = RowOf(*reason);
    const std::string message =
        fmt::format("the replication task stopped: {} ({})", row.words, dms::Word(*reason));
    switch (VerdictOf(*reason, parameters)) {
        case StopVerdict::kSuccess: return Succeeded(message);
        case StopVerdict::kFailure:
            return Failed(FailureText(task) == text ? message : message + ": " + FailureText(task),
                          std::string(row.next));
        case StopVerdict::kAttention: return Failed(message, std::string(row.next), true);
        case StopVerdict::kWait:
            return Failed(message + ", and it did not come back",
                          "look at the replication instance, then run the node again", true);
        case StopVerdict::kSuccessIfComplete: break;
    }
    const bool started_is_enough = FinishRuleOf(parameters, task) == FinishWhen::kStarted;
    const bool cdc_only = task.migration_type == dms::Word(dms::MigrationType::kCdc);
    if (started_is_enough || (cdc_only && !text.empty())) return Succeeded(message);
    if (FullLoadComplete(task)) return Succeeded(message + "; its full load was complete");
    return Failed(message + " before its full load was complete", std::string(row.next));
}

}  // namespace

std::optional<TimePoint> ToMilliseconds(const std::optional<TimePoint>& time) {
    if (!time) return std::nullopt;
    return std::chrono::floor<std::chrono::milliseconds>(*time);
}

std::optional<TimePoint> StartDateOf(const dms::ReplicationTask& task) {
    if (task.replication_task_start_date) return ToMilliseconds(task.replication_task_start_date);
    if (!task.replication_task_stats) return std::nullopt;
    const auto& stats = *task.replication_task_stats;
    return ToMilliseconds(stats.start_date ? stats.start_date : stats.fresh_start_date);
}

bool IsOwnRun(const NodeState& state, const dms::ReplicationTask& task) {
    const std::optional<TimePoint> start = StartDateOf(task);
    if (state.started_at) return start && *start >= *state.started_at;
    if (state.adopted_run) return true;
    if (!state.start_sent) return false;
    if (start) return !state.start_before || *start > *state.start_before;
    // The service tells no dates: a task that had never run and now has can only be ours.
    return !state.had_run_before;
}

FinishWhen FinishRuleOf(const DmsParameters& parameters, const dms::ReplicationTask& task) {
    if (parameters.finish_when) return *parameters.finish_when;
    const std::string type = task.migration_type.value_or(parameters.migration_type);
    const bool has_cdc = type == dms::Word(dms::MigrationType::kCdc) ||
                         type == dms::Word(dms::MigrationType::kFullLoadAndCdc);
    const bool has_end =
        !parameters.cdc_stop_position.empty() || !task.cdc_stop_position.value_or("").empty();
    return has_cdc && !has_end ? FinishWhen::kStarted : FinishWhen::kStopped;
}

bool FullLoadComplete(const dms::ReplicationTask& task) {
    if (!task.replication_task_stats) return false;
    const auto& stats = *task.replication_task_stats;
    const bool nothing_open =
        stats.tables_loading.value_or(0) == 0 && stats.tables_queued.value_or(0) == 0;
    return stats.full_load_progress_percent == 100 && nothing_open;
}

StartChoice ChooseStart(const DmsParameters& parameters, const NodeState& state,
                        const dms::ReplicationTask& task) {
    using dms::MigrationType;
    using dms::StartType;
    const std::string start(dms::Word(StartType::kStartReplication));
    const std::string resume(dms::Word(StartType::kResumeProcessing));
    const std::string reload(dms::Word(StartType::kReloadTarget));
    const std::string& given = parameters.start_replication_task_type;

    const bool never_ran = task.status == dms::Word(TaskStatus::kReady);
    if (never_ran) {
        StartChoice choice{.type = start, .problem = "", .hint = "", .note = ""};
        if (!given.empty() && given != start) {
            choice.note = fmt::format("{} is only for tasks that have run; this one never has: {}",
                                      given, start);
        }
        return choice;
    }
    if (parameters.is_restart_task && !given.empty()) return {given, "", "", ""};

    const auto type = dms::ParseMigrationType(task.migration_type.value_or(""));
    const bool loaded = FullLoadComplete(task) && ErroredOf(task) == 0;
    if (type == MigrationType::kCdc) {
        return {resume, "", "", "a cdc task that has run goes on where it stopped"};
    }
    if (type == MigrationType::kFullLoadAndCdc && loaded) {
        return {resume, "", "", "the full load is complete: changes go on where they stopped"};
    }
    if (!parameters.is_restart_task) {
        // The target is this run's own work: an earlier attempt began to fill it.
        return {reload, "", "", "an earlier attempt of this run did not complete the load"};
    }
    if (!loaded) {
        return {resume, "", "",
                "the last run did not load all tables: the missing ones are loaded"};
    }
    return {"",
            fmt::format("task {} has a complete full load, and the node does not say whether to "
                        "load it again",
                        state.replication_task_arn),
            "set startReplicationTaskType: reload-target loads all tables again (and replaces "
            "what is in the target), resume-processing loads only what is missing",
            ""};
}

TableSummary Summarize(const std::vector<dms::TableStatistics>& tables) {
    TableSummary sum;
    for (const dms::TableStatistics& table : tables) {
        const std::string name =
            fmt::format("{}.{}", table.schema_name.value_or("?"), table.table_name.value_or("?"));
        const std::string state = table.table_state.value_or("");
        sum.rows += table.full_load_rows.value_or(0);
        const auto difference = [](const auto& captured, const auto& applied) {
            return std::max<std::int64_t>(0, captured.value_or(0) - applied.value_or(0));
        };
        sum.backlog += difference(table.inserts, table.applied_inserts) +
                       difference(table.updates, table.applied_updates) +
                       difference(table.deletes, table.applied_deletes) +
                       difference(table.ddls, table.applied_ddls);
        if (table.validation_failed_records.value_or(0) > 0) ++sum.mismatched;
        if (state == dms::table_state::kCompleted) {
            ++sum.loaded;
        } else if (state == dms::table_state::kError || state == dms::table_state::kDoesNotExist) {
            sum.failed.push_back(fmt::format("{}: {}", name, state));
        } else {
            sum.unfinished.push_back(
                fmt::format("{}: {}", name, state.empty() ? "state unknown" : state));
        }
    }
    return sum;
}

bool LooksSuccessful(const DmsParameters& parameters, const dms::ReplicationTask& task) {
    if (task.status != dms::Word(TaskStatus::kStopped)) return false;
    return JudgeStop(parameters, task).result == NodeResult::kSuccess &&
           ErroredOf(task) <= parameters.tolerated_table_errors;
}

Outcome Judge(const DmsParameters& parameters, const NodeState& state,
              const dms::ReplicationTask& task,
              const std::optional<std::vector<dms::TableStatistics>>& tables, bool finish_reached) {
    Outcome outcome;
    if (finish_reached) {
        const FinishWhen rule = FinishRuleOf(parameters, task);
        outcome = Succeeded(
            rule == FinishWhen::kFullLoadComplete
                ? "the full load is complete; the replication task goes on"
                : "the target has caught up with the source; the replication task goes on");
    } else {
        outcome = JudgeStop(parameters, task);
    }
    const TableSummary sum = Summarize(tables.value_or(std::vector<dms::TableStatistics>{}));
    const auto failed =
        std::max<std::int64_t>(ErroredOf(task), static_cast<std::int64_t>(sum.failed.size()));
    const std::string which = sum.failed.empty() ? "" : ": " + Listed(sum.failed);
    if (outcome.result == NodeResult::kSuccess && failed > parameters.tolerated_table_errors) {
        const std::string allowed =
            parameters.tolerated_table_errors == 0
                ? "none is tolerated"
                : fmt::format("toleratedTableErrors is {}", parameters.tolerated_table_errors);
        outcome = Failed(fmt::format("{} could not be loaded ({}){}",
                                     Plural(failed, "table", "tables"), allowed, which),
                         "mend the cause (the task's log names it), then run the node again or "
                         "reload the tables");
    } else if (failed > 0) {
        outcome.message += fmt::format("; {} in error{}", Plural(failed, "table", "tables"), which);
        outcome.attention = true;
    }
    // A cdc-only task has no load whose tables could be missing.
    const bool has_load = task.migration_type != dms::Word(dms::MigrationType::kCdc);
    const bool load_claimed = FinishRuleOf(parameters, task) != FinishWhen::kStarted && has_load;
    if (outcome.result == NodeResult::kSuccess && load_claimed && !sum.unfinished.empty()) {
        outcome = Failed(
            fmt::format("the task ended well by its own account, but {} not loaded: {}",
                        sum.unfinished.size() == 1
                            ? "1 table is"
                            : fmt::format("{} tables are", sum.unfinished.size()),
                        Listed(sum.unfinished)),
            "compare source and target; reload with reload-target if rows are missing", true);
    }
    if (sum.mismatched > 0) {
        outcome.attention = true;
        outcome.message += fmt::format("; validation found differences in {}",
                                       Plural(sum.mismatched, "table", "tables"));
    }
    AddOut(outcome, state, task, tables);
    return outcome;
}

void AddOut(Outcome& outcome, const NodeState& state,
            const std::optional<dms::ReplicationTask>& task,
            const std::optional<std::vector<dms::TableStatistics>>& tables) {
    auto& out = outcome.out;
    if (!state.replication_task_arn.empty()) {
        out["replicationTaskArn"] = state.replication_task_arn;
    }
    std::string identifier = state.identifier;
    if (identifier.empty() && task) identifier = task->replication_task_identifier.value_or("");
    if (!identifier.empty()) out["replicationTaskIdentifier"] = identifier;
    if (task && task->replication_task_stats) {
        const auto& stats = *task->replication_task_stats;
        if (stats.tables_loaded) out["tablesLoaded"] = std::to_string(*stats.tables_loaded);
        if (stats.tables_errored) out["tablesErrored"] = std::to_string(*stats.tables_errored);
    }
    if (tables) {
        const TableSummary sum = Summarize(*tables);
        out["rowsLoaded"] = std::to_string(sum.rows);
        if (!tables->empty()) {
            out["tablesLoaded"] = std::to_string(sum.loaded);
            const auto counted = static_cast<std::int64_t>(sum.failed.size());
            out["tablesErrored"] = std::to_string(std::max(counted, task ? ErroredOf(*task) : 0));
        }
    }
    if (task && task->stop_reason && IsOwnRun(state, *task)) {
        const auto reason = dms::ParseStopReason(*task->stop_reason);
        const bool ended = task->status == dms::Word(TaskStatus::kStopped) ||
                           task->status == dms::Word(TaskStatus::kFailed);
        // An old reason stays visible while the task runs again.
        if (ended) {
            out["stopReason"] = reason ? std::string(dms::Word(*reason)) : *task->stop_reason;
        }
    }
}

}  // namespace dmsnode::tasks::impl
