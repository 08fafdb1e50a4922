#include "tasks/sql/sql_kind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "tasks/call_pool.hpp"
#include "tasks/keep.hpp"
#include "tasks/masking.hpp"
#include "tasks/problems.hpp"
#include "tasks/sql/impl/kept_state.hpp"
#include "tasks/sql/impl/plan.hpp"
#include "tasks/sql/impl/results.hpp"

namespace dmsnode::tasks {
namespace {

using connectors::Engine;
using connectors::QueryResult;
using sql::KeptState;
using sql::Role;
using Time = std::chrono::steady_clock::time_point;

constexpr std::size_t kLongestRowShown = 1000;

/// One attempt between Start and its end.
struct Attempt {
    explicit Attempt(TaskAttempt what) : task(std::move(what)) {
        if (task.log == nullptr) task.log = &no_log;
    }
    NullLog no_log;
    TaskAttempt task;
    std::stop_source stop;
    // Below: under the kind's mutex.
    std::optional<KillReason> kill;
    std::optional<Time> deadline;  ///< Of the running statement.
    bool overdue = false;
    bool stop_sent = false;
};

Outcome Killed(KillReason reason) {
    Outcome outcome;
    const bool user = reason == KillReason::kUser;
    outcome.result = user ? NodeResult::kKilled : NodeResult::kFailure;
    outcome.message = user ? "ended on request" : "ended because the node's timeout passed";
    return outcome;
}

/// MySQL commits by itself before and after each DDL statement: there a crash may leave a part.
bool UndoneByCrash(const sql::SqlPlan& plan, Role next) {
    const bool whole =
        plan.endpoint->engine == Engine::kPostgres || plan.endpoint->engine == Engine::kSqlite;
    return plan.parameters.transaction && whole && next != Role::kCommit;
}

std::string Plural(std::int64_t count, std::string_view one) {
    return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

std::string Describe(const QueryResult& result) {
    return result.columns.empty() ? Plural(result.affected, "row") + " affected"
                                  : Plural(result.row_count, "row");
}

}  // namespace

class SqlKind::Impl {
public:
    Impl(Resolve resolve, connectors::QueryFactory& queries, SqlKindOptions options)
        : resolve_(std::move(resolve)),
          queries_(queries),
          options_(options),
          pool_(options.threads) {
        stopper_ = std::jthread([this](const std::stop_token& end) { RequestStops(end); });
    }

    sql::SqlPlan Plan(const TaskContext& context, const std::vector<std::string>& later_names,
                      std::vector<Problem>& problems) const {
        return sql::MakePlan(context, later_names, resolve_, problems);
    }

    Result<AttemptId> Start(TaskAttempt task) {
        AttemptId id = 0;
        {
            const std::lock_guard lock(mutex_);
            if (stopped_) return Error{ErrorCode::kCancelled, "SQL nodes are being ended"};
            if (running_.size() >= options_.threads) {
                return Error{ErrorCode::kResourceExhausted,
                             fmt::format("{} SQL nodes run already", running_.size())}
                    .Hint("start the node later, or raise the limit");
            }
            id = ++last_id_;
            running_.emplace(id, std::make_unique<Attempt>(std::move(task)));
        }
        pool_.Run([this, id] { Run(id); });
        return id;
    }

    void Kill(AttemptId id, KillReason reason) {
        const std::lock_guard lock(mutex_);
        const auto found = running_.find(id);
        if (found == running_.end() || found->second->kill) return;
        found->second->kill = reason;
        Wake();
    }

    void Stop() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
            Wake();
        }
        pool_.Stop();
        stopper_.request_stop();
        if (stopper_.joinable()) stopper_.join();
        const std::lock_guard lock(mutex_);
        running_.clear();
    }

private:
    /// On a thread of its own, for a stop may itself wait for the server. One that has been sent
    /// stays sent: the attempt ends.
    void RequestStops(const std::stop_token& end) {
        std::unique_lock lock(mutex_);
        while (!end.stop_requested()) {
            std::vector<std::stop_source> due;
            Time next = std::chrono::steady_clock::now() + std::chrono::minutes(1);
            const Time now = std::chrono::steady_clock::now();
            for (auto& [id, attempt] : running_) {
                if (attempt->stop_sent) continue;
                const bool overdue = attempt->deadline && now >= *attempt->deadline;
                if (attempt->kill || stopped_ || overdue) {
                    attempt->overdue = overdue && !attempt->kill && !stopped_;
                    attempt->stop_sent = true;
                    due.push_back(attempt->stop);
                } else if (attempt->deadline) {
                    next = std::min(next, *attempt->deadline);
                }
            }
            if (due.empty()) {
                changed_.wait_until(lock, end, next,
                                    [this] { return std::exchange(wake_, false); });
                continue;
            }
            lock.unlock();
            for (std::stop_source& stop : due) stop.request_stop();
            lock.lock();
        }
    }

    void Run(AttemptId id) {
        Attempt* attempt = nullptr;
        {
            const std::lock_guard lock(mutex_);
            if (stopped_) return;
            attempt = running_.at(id).get();
        }
        const Outcome outcome = Work(*attempt);
        std::unique_ptr<Attempt> ended;
        {
            const std::lock_guard lock(mutex_);
            if (stopped_) return;  // the next process takes up what was kept
            const auto found = running_.find(id);
            ended = std::move(found->second);
            running_.erase(found);
        }
        if (ended->task.on_done) ended->task.on_done(outcome);
    }

    Outcome Work(Attempt& attempt) {
        const TaskAttempt& task = attempt.task;
        std::vector<Problem> problems;
        const TaskContext context{.task = task.task,
                                  .path = task.path,
                                  .scope = task.scope,
                                  .file_folders = task.file_folders};
        const sql::SqlPlan plan = Plan(context, {}, problems);
        LogProblems(problems, *task.log);
        if (HasErrors(problems)) return WrongParameters(problems);
        if (!plan.endpoint) {
            return FailureOf(plan.unresolved.value_or(
                Error{ErrorCode::kNotFound, "the datasource is not known"}));
        }
        if (const auto known = AfterCrash(task, plan.parameters.idempotent)) return *known;
        Result<std::unique_ptr<connectors::QuerySession>> session =
            queries_.OpenQuery(*plan.endpoint, *task.log);
        if (!session) {
            return FailureOf(Error(session.error()).Because(plan.parameters.datasource));
        }
        KeptState state;
        const Outcome outcome = RunAll(attempt, plan, **session, state);
        session->reset();  // rolls back what is not committed, before the end is told
        if (!IsStopped()) {
            // Should we die before the worker has saved the end, it is not told as a loss.
            state.ended = outcome;
            Status kept = Keep(attempt, state);
            if (!kept) {
                task.log->Log(LogLevel::kWarning,
                              "the node's end cannot be kept: " + kept.error().ToString());
            }
        }
        return outcome;
    }

    /// What is known of an attempt that a process left by dying; nothing: it begins (again).
    static std::optional<Outcome> AfterCrash(const TaskAttempt& task, bool idempotent) {
        if (!task.kept) return std::nullopt;
        const Result<KeptState> state = sql::ParseKeptState(*task.kept);
        if (state && state->ended) return *state->ended;
        if (idempotent) {
            task.log->Log(LogLevel::kWarning,
                          "the worker ended while the node ran: it runs again (idempotent)");
            return std::nullopt;
        }
        if (state && state->undone_by_crash) {
            task.log->Log(LogLevel::kWarning,
                          "the worker ended before the commit: the server has undone what had "
                          "run, and the node runs again");
            return std::nullopt;
        }
        Outcome outcome;
        outcome.attention = true;
        outcome.message =
            state ? fmt::format(
                        "the worker ended while statement {} of {} ran: it is unknown "
                        "whether it was committed",
                        state->statement, state->of)
                  : "the worker ended while the node ran, and what it kept cannot be read: it is "
                    "unknown what was committed";
        outcome.hint =
            "look into the database; statements that may run twice can have idempotent: true";
        return outcome;
    }

    Outcome RunAll(Attempt& attempt, const sql::SqlPlan& plan, connectors::QuerySession& session,
                   KeptState& state) {
        const TaskAttempt& task = attempt.task;
        Masker masker;
        masker.AddParameters(task.scope);
        masker.Add(plan.endpoint->password.Reveal());
        QueryResult main;
        bool checked = false;
        const std::size_t count = plan.statements.size();
        for (std::size_t i = 0; i < count; ++i) {
            const auto& [role, statement] = plan.statements[i];
            if (!checked && role > Role::kMain) {
                if (const auto wrong = Unexpected(plan.parameters.expect, main)) {
                    return NotAsExpected(*wrong, plan);
                }
                checked = true;
            }
            if (const auto end = StopOf(attempt)) return *end;
            state.statement = static_cast<int>(i) + 1;
            state.of = static_cast<int>(count);
            state.undone_by_crash = UndoneByCrash(plan, role);
            if (Status kept = Keep(attempt, state); !kept) {
                return FailureOf(std::move(kept.error())
                                     .Because(fmt::format("statement {} of {} was not sent, for "
                                                          "this cannot be kept",
                                                          i + 1, count)));
            }
            const std::string place = fmt::format("statement {} of {}", i + 1, count);
            const std::string shown = masker.Mask(statement.shown);
            task.log->Log(LogLevel::kInfo, place + ": " + shown);
            Show(task, i + 1, count, shown);
            const Time begun = std::chrono::steady_clock::now();
            SetDeadline(attempt, begun + plan.parameters.statement_timeout);
            // A commit is not interrupted: nobody could say then what became of it.
            const bool commits = role == Role::kCommit;
            Result<QueryResult> result =
                session.Run(statement.text, static_cast<std::size_t>(plan.parameters.limit),
                            commits ? std::stop_token() : attempt.stop.get_token());
            SetDeadline(attempt, std::nullopt);
            if (const auto end = StopOf(attempt); end && !commits) {
                return WithPlace(*end, place, plan);
            }
            if (!result) {
                return Failed(result.error(), place + " (" + shown + ")",
                              commits || !plan.parameters.transaction, masker);
            }
            const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
            task.log->Log(LogLevel::kInfo, fmt::format("{}: {} in {:.3f} s", place,
                                                       Describe(*result), took.count()));
            if (role == Role::kMain) {
                LogRows(task, *result, masker);
                main = *std::move(result);
            }
        }
        if (const auto wrong = Unexpected(plan.parameters.expect, main); wrong && !checked) {
            return NotAsExpected(*wrong, plan);
        }
        Outcome outcome;
        outcome.result = NodeResult::kSuccess;
        outcome.message = fmt::format(
            "{}, {}", Plural(static_cast<std::int64_t>(count), "statement"), Describe(main));
        std::vector<std::string> notes;
        outcome.out = sql::OutputsOf(task.task, main, notes);
        for (const std::string& note : notes) task.log->Log(LogLevel::kWarning, note);
        return outcome;
    }

    static Outcome NotAsExpected(const std::string& wrong, const sql::SqlPlan& plan) {
        Outcome outcome;
        outcome.message = "the check does not hold: " + wrong;
        if (plan.parameters.transaction) outcome.message += "; rolled back";
        return outcome;
    }

    static Outcome WithPlace(Outcome outcome, const std::string& place, const sql::SqlPlan& plan) {
        outcome.message += " during " + place;
        if (plan.parameters.transaction) outcome.message += "; rolled back";
        return outcome;
    }

    static Outcome Failed(const Error& error, const std::string& place, bool may_be_committed,
                          const Masker& masker) {
        Outcome outcome = FailureOf(error);
        outcome.message = masker.Mask(place + ": " + outcome.message);
        if (error.code == ErrorCode::kUnavailable && may_be_committed) {
            outcome.attention = true;
            outcome.message += "; it is unknown whether it was committed";
        }
        return outcome;
    }

    void LogRows(const TaskAttempt& task, const QueryResult& result, const Masker& masker) const {
        for (const Json& row : sql::RowsToJson(result)) {
            std::string line = masker.Mask(DumpJson(row));
            if (line.size() > kLongestRowShown) {
                line = fmt::format("a row of {} bytes", line.size());
            }
            task.log->Log(LogLevel::kInfo, line);
        }
        const auto shown = static_cast<std::int64_t>(result.rows.size());
        if (result.row_count > shown) {
            task.log->Log(LogLevel::kInfo,
                          fmt::format("{} more (limit)", Plural(result.row_count - shown, "row")));
        }
    }

    static void Show(const TaskAttempt& task, std::size_t statement, std::size_t of,
                     const std::string& shown) {
        if (task.progress == nullptr) return;
        task.progress->Show(
            {{"phase", "running"}, {"statement", statement}, {"statements", of}, {"sql", shown}});
    }

    Status Keep(const Attempt& attempt, const KeptState& state) const {
        return KeepPatiently(attempt.task.states, ToText(state), options_.keep_patience,
                             attempt.stop.get_token());
    }

    void SetDeadline(Attempt& attempt, std::optional<Time> deadline) {
        const std::lock_guard lock(mutex_);
        attempt.deadline = deadline;
        if (deadline) Wake();
    }

    /// How the attempt ends if it is to end now.
    std::optional<Outcome> StopOf(const Attempt& attempt) {
        const std::lock_guard lock(mutex_);
        if (attempt.overdue) {
            Outcome outcome;
            outcome.message = "statementTimeout passed";
            return outcome;
        }
        if (attempt.kill) return Killed(*attempt.kill);
        if (stopped_) return Outcome{};
        return std::nullopt;
    }

    /// Under the mutex.
    void Wake() {
        wake_ = true;
        changed_.notify_all();
    }

    bool IsStopped() {
        const std::lock_guard lock(mutex_);
        return stopped_;
    }

    const Resolve resolve_;
    connectors::QueryFactory& queries_;
    const SqlKindOptions options_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<AttemptId, std::unique_ptr<Attempt>> running_;  // by mutex_, as the next three
    AttemptId last_id_ = 0;
    bool stopped_ = false;
    bool wake_ = false;  // the stopper has something to look at
    CallPool pool_;
    std::jthread stopper_;
};

SqlKind::SqlKind(Resolve resolve, connectors::QueryFactory& queries, SqlKindOptions options)
    : impl_(std::make_unique<Impl>(std::move(resolve), queries, options)) {}

SqlKind::~SqlKind() {
    impl_->Stop();
}

std::vector<Problem> SqlKind::Check(const TaskContext& context,
                                    const std::vector<std::string>& later_names) const {
    std::vector<Problem> problems;
    const sql::SqlPlan plan = impl_->Plan(context, later_names, problems);
    if (plan.unresolved) {
        // It may be made before the node runs.
        problems.push_back({context.path + ".datasource",
                            "its statements are not checked: " + plan.unresolved->message, "",
                            plan.unresolved->hint, true});
    }
    return problems;
}

Json SqlKind::DryRun(const TaskContext& context, std::vector<Problem>& problems) const {
    std::vector<Problem> own;
    const sql::SqlPlan plan = impl_->Plan(context, {}, own);
    if (plan.unresolved) {
        own.push_back({context.path + ".datasource", plan.unresolved->message, "",
                       plan.unresolved->hint, false});
    }
    problems.insert(problems.end(), own.begin(), own.end());
    Json steps = Json::array();
    if (HasErrors(own)) return steps;
    Masker masker;
    masker.AddParameters(context.scope);
    for (const sql::PlannedStatement& planned : plan.statements) {
        steps.push_back({{"datasource", plan.parameters.datasource},
                         {"engine", connectors::EngineName(plan.endpoint->engine)},
                         {"statement", masker.Mask(sql::HideSecrets(planned.statement.text,
                                                                    plan.endpoint->engine))}});
    }
    return steps;
}

Result<AttemptId> SqlKind::Start(TaskAttempt attempt) {
    return impl_->Start(std::move(attempt));
}

void SqlKind::Kill(AttemptId id, KillReason reason) {
    impl_->Kill(id, reason);
}

void SqlKind::Stop() {
    impl_->Stop();
}

}  // namespace dmsnode::tasks
