#pragma once

#include <gmock/gmock.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/ids.hpp"
#include "fakes/fake_clock.hpp"
#include "scheduler/commands.hpp"
#include "scheduler/master.hpp"
#include "scheduler/rescuer.hpp"
#include "scheduler/watch.hpp"
#include "scheduler/worker.hpp"
#include "store/scheduler_schema.hpp"
#include "store/scheduler_tasks.hpp"
#include "support/test_store.hpp"

/// A scheduler without threads, on one SQLite file: every step is a call of the test.
namespace dmsnode::scheduler::testing {

namespace rows = store::scheduler;

/// Definitions by name: the document is the name.
class FakeDefinitions final : public DefinitionSource {
public:
    Result<FoundWorkflow> Find(std::int64_t, std::int64_t code, std::int64_t) override {
        const std::string document = "w" + std::to_string(code);
        if (!known.contains(document)) return Error{ErrorCode::kNotFound, "no such workflow"};
        return FoundWorkflow{"project", document, 1, document};
    }
    ReadDefinition Reader() {
        return [this](const std::string& document) -> Result<workflow::WorkflowDefinition> {
            const auto found = known.find(document);
            if (found == known.end()) return Error{ErrorCode::kInvalidArgument, "unreadable"};
            return found->second;
        };
    }
    std::map<std::string, workflow::WorkflowDefinition> known;
};

inline workflow::TaskDefinition Node(std::string name, std::vector<std::string> predecessors = {}) {
    workflow::TaskDefinition task;
    task.name = std::move(name);
    task.task_type = "FAKE";
    task.predecessors = std::move(predecessors);
    return task;
}

/// Runs attempts as the test says: by default each succeeds at the next Step.
class FakeKind final : public tasks::TaskKind {
public:
    struct Running {
        tasks::TaskAttempt attempt;
        bool killed = false;
        tasks::KillReason reason = tasks::KillReason::kUser;
    };
    explicit FakeKind(std::string type = "FAKE", bool takes_slot = true)
        : type_(std::move(type)), takes_slot_(takes_slot) {}

    std::string_view Type() const override { return type_; }
    bool TakesSlot() const override { return takes_slot_; }
    std::vector<std::string> OutputNames() const override { return {}; }
    std::vector<Problem> Check(const tasks::TaskContext&,
                               const std::vector<std::string>&) const override {
        return {};
    }
    Json DryRun(const tasks::TaskContext& context, std::vector<Problem>& problems) const override {
        return Json::array({workflow::Substitute(
            context.task.task_params.value("text", std::string()), context.scope,
            workflow::Escaping::kNone, context.path, problems)});
    }
    Result<tasks::AttemptId> Start(tasks::TaskAttempt attempt) override {
        if (full) return Error{ErrorCode::kResourceExhausted, "full"};
        started.push_back(attempt.task.name);
        if (on_start) on_start(attempt);
        running.emplace(++last_id_, Running{std::move(attempt)});
        return last_id_;
    }
    void Kill(tasks::AttemptId id, tasks::KillReason reason) override {
        const auto found = running.find(id);
        if (found == running.end()) return;
        found->second.killed = true;
        found->second.reason = reason;
    }
    void Stop() override { running.clear(); }

    /// Ends what is killed, and all others that `judge` has an outcome for.
    void Step() {
        const auto now = std::exchange(running, {});
        for (const auto& [id, one] : now) {
            std::optional<tasks::Outcome> outcome;
            if (one.killed) {
                outcome.emplace();
                outcome->result = one.reason == tasks::KillReason::kUser
                                      ? tasks::NodeResult::kKilled
                                      : tasks::NodeResult::kFailure;
            } else if (judge) {
                outcome = judge(one.attempt);
            } else {
                outcome.emplace();
                outcome->result = tasks::NodeResult::kSuccess;
            }
            if (!outcome) {
                running.emplace(id, one);
                continue;
            }
            one.attempt.on_done(*outcome);
        }
    }
    std::vector<std::string> RunningNames() const {
        std::vector<std::string> names;
        for (const auto& [id, one] : running) names.push_back(one.attempt.task.name);
        return names;
    }

    std::function<void(const tasks::TaskAttempt&)> on_start;
    std::function<std::optional<tasks::Outcome>(const tasks::TaskAttempt&)> judge;
    std::vector<std::string> started;
    std::map<tasks::AttemptId, Running> running;
    bool full = false;

private:
    std::string type_;
    bool takes_slot_;
    tasks::AttemptId last_id_ = 0;
};

inline tasks::Outcome Outcome(tasks::NodeResult result,
                              std::map<std::string, std::string> out = {}) {
    tasks::Outcome outcome;
    outcome.result = result;
    outcome.out = std::move(out);
    return outcome;
}

/// Alarms go into the same store: they come and go with the transaction.
class FakeAlarms final : public AlarmSink {
public:
    Status Raise(store::Connection& db, const Alarm& alarm) override {
        auto put = db.Run(
            "INSERT INTO test_alarm(id, kind, instance, state, task) VALUES(?, ?, ?, ?, ?)",
            {NewCode(), static_cast<int>(alarm.kind), alarm.instance, alarm.state, alarm.task});
        if (!put) return put.error();
        return {};
    }
};

class FakeGroups final : public TaskGroupSizes {
public:
    Result<std::optional<std::int64_t>> SizeOf(store::Connection&, std::int64_t,
                                               const std::string& name) override {
        const auto found = sizes.find(name);
        if (found == sizes.end()) return std::optional<std::int64_t>();
        return std::optional(found->second);
    }
    std::map<std::string, std::int64_t> sizes;
};

class Harness {
public:
    explicit Harness(dmsnode::testing::StoreKind kind = dmsnode::testing::StoreKind::kSqlite)
        : store(kind), database(Open()) {
        EXPECT_TRUE(store::Migrate(*database, rows::SchemaSteps()));
        EXPECT_TRUE(database->Write([](store::Connection& db) {
            return db.Script(
                "CREATE TABLE test_alarm(id INTEGER, kind INTEGER, instance INTEGER, state TEXT, "
                "task "
                "TEXT)");
        }));
        commands.emplace(CommandPorts{.database = *database,
                                      .clock = clock,
                                      .definitions = definitions,
                                      .read = definitions.Reader(),
                                      .alarms = &alarms,
                                      .bell = &bell});
    }

    std::unique_ptr<store::Database> Open() {
        auto opened = store.Open();
        if (store.kind() == dmsnode::testing::StoreKind::kSqlite) {
            EXPECT_TRUE(opened->Read(
                [](store::Connection& db) { return db.Script("PRAGMA synchronous=OFF"); }));
        }
        return opened;
    }
    std::unique_ptr<Master> NewMaster(const std::string& name, store::Database& db) {
        MasterOptions options;
        options.name = name;
        return std::make_unique<Master>(
            MasterPorts{.database = db,
                        .clock = clock,
                        .log = log,
                        .bell = bell,
                        .read = definitions.Reader(),
                        .decisions = {.groups = &groups, .alarms = &alarms}},
            options);
    }
    std::unique_ptr<Worker> NewWorker(const std::string& name, store::Database& db, FakeKind& kind,
                                      std::vector<std::string> worker_groups = {"default"},
                                      int slots = 4) {
        WorkerOptions options;
        options.name = name;
        options.groups = std::move(worker_groups);
        options.slots = slots;
        options.data_folder = folder.path() + "/" + name;
        return std::make_unique<Worker>(WorkerPorts{.database = db,
                                                    .clock = clock,
                                                    .log = log,
                                                    .bell = bell,
                                                    .kinds = {&kind},
                                                    .setup = setup,
                                                    .read = definitions.Reader()},
                                        options);
    }

    workflow::WorkflowDefinition& Define(std::int64_t code,
                                         std::vector<workflow::TaskDefinition> tasks) {
        workflow::WorkflowDefinition& definition = definitions.known["w" + std::to_string(code)];
        definition.name = "w" + std::to_string(code);
        definition.tasks = std::move(tasks);
        return definition;
    }
    StartRequest Request(std::int64_t code = 1) {
        StartRequest request;
        request.project_code = 7;
        request.workflow_code = code;
        return request;
    }
    std::int64_t StartIt(std::int64_t code = 1) { return StartIt(Request(code)); }
    std::int64_t StartIt(const StartRequest& request) {
        const auto started = commands->Start(request);
        EXPECT_TRUE(started) << (started ? "" : started.error().ToString());
        return started ? started->id : 0;
    }

    rows::Instance Get(std::int64_t id) {
        return **database->Read([&](store::Connection& db) { return rows::FindInstance(db, id); });
    }
    std::string StateOf(std::int64_t id) { return Get(id).state; }
    /// `a success 1; b failure 2`
    std::string Tasks(std::int64_t id) {
        std::string text;
        const auto all =
            *database->Read([&](store::Connection& db) { return rows::TasksOf(db, id); });
        for (const rows::Task& task : all) {
            text += (text.empty() ? "" : "; ") + task.name + " " + task.state + " " +
                    std::to_string(task.attempt);
        }
        return text;
    }
    std::vector<rows::Attempt> Attempts(std::int64_t id) {
        return *database->Read([&](store::Connection& db) { return rows::AttemptsOf(db, id); });
    }
    /// `kind state task` of each alarm.
    std::vector<std::string> Alarms() {
        return *database->Read([](store::Connection& db) {
            return db.All("SELECT kind, state, task FROM test_alarm ORDER BY id", {},
                          [](const store::Row& row) {
                              return std::to_string(row.Int(0)) + " " + row.Text(1) + " " +
                                     row.Text(2);
                          });
        });
    }

    dmsnode::testing::TestStore store;
    dmsnode::testing::TempDir folder;
    dmsnode::testing::FakeClock clock;
    NullLog log;
    Bell bell;
    FakeDefinitions definitions;
    FakeAlarms alarms;
    FakeGroups groups;
    SetupPorts setup;
    std::unique_ptr<store::Database> database;
    std::optional<Commands> commands;
};

/// One master, one worker, one fake kind.
class Single : public Harness {
public:
    explicit Single(dmsnode::testing::StoreKind on = dmsnode::testing::StoreKind::kSqlite)
        : Harness(on), master(NewMaster("m", *database)), worker(NewWorker("w", *database, kind)) {}

    void Look() {
        EXPECT_TRUE(master->RunDue());
        const auto ran = worker->RunDue();
        EXPECT_TRUE(ran) << ran.error().ToString();
    }
    /// The kind ends what it runs, and everybody looks until nothing moves.
    void Step() {
        kind.Step();
        Settle();
    }
    void Settle() {
        for (int i = 0; i < 4; ++i) Look();
    }
    void ToTheEnd(std::int64_t id) {
        for (int i = 0; i < 200 && !workflow::IsFinal(*workflow::ParseWorkflowState(StateOf(id)));
             ++i) {
            Step();
        }
    }

    FakeKind kind;
    std::unique_ptr<Master> master;
    std::unique_ptr<Worker> worker;
};

}  // namespace dmsnode::scheduler::testing
