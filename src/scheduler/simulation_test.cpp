#include <cstdlib>
#include <random>

#include "scheduler/test_harness.hpp"

/// Masters and workers that die at any write, on one store, with everything at random but the
/// truth: which nodes must have run, and how often.
namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using tasks::NodeResult;
using testing::FakeKind;
using testing::Harness;
using testing::Node;
using workflow::TaskState;
using workflow::WorkflowState;

using Random = std::mt19937;

/// How often a node fails before it succeeds; hidden in its parameters.
int FailuresOf(const workflow::TaskDefinition& task) {
    return task.task_params.value("failures", 0);
}

/// What runs elsewhere, and outlives the workers: like replication tasks.
struct RemoteWorld {
    std::map<std::string, int> created;  ///< By run id and attempt.
};

/// A kind whose work is elsewhere: it keeps the job's name before it makes it, and adopts it.
class RemoteKind {
public:
    RemoteKind(RemoteWorld& world, Random& random) : world_(world), random_(random) {
        kind.on_start = [this](const tasks::TaskAttempt& attempt) { Begin(attempt); };
        kind.judge = [this](const tasks::TaskAttempt& attempt) { return Judge(attempt); };
    }
    FakeKind kind{"FAKE"};

private:
    static std::string Job(const tasks::TaskAttempt& attempt) {
        return attempt.run_id + "#" + std::to_string(attempt.number);
    }
    void Begin(const tasks::TaskAttempt& attempt) {
        if (attempt.kept) {
            EXPECT_EQ(*attempt.kept, Job(attempt));
            // It was kept, but the process may have ended before it was made.
            world_.created[Job(attempt)] = 1;
            return;
        }
        // Kept in vain: whatever was made before keeping would be made twice.
        EXPECT_FALSE(world_.created.contains(Job(attempt)))
            << "made before, and not told to the one who goes on";
        if (attempt.states->Keep(Job(attempt))) world_.created[Job(attempt)] = 1;
    }
    std::optional<tasks::Outcome> Judge(const tasks::TaskAttempt& attempt) {
        if (random_() % 3 == 0) return std::nullopt;
        if (!world_.created.contains(Job(attempt))) {
            if (!attempt.states->Keep(Job(attempt))) return std::nullopt;
            world_.created[Job(attempt)] = 1;
        }
        const bool fails = attempt.number <= FailuresOf(attempt.task);
        return testing::Outcome(fails ? NodeResult::kFailure : NodeResult::kSuccess,
                                {{"n", std::to_string(attempt.number)}});
    }

    RemoteWorld& world_;
    Random& random_;
};

class Simulation : public Harness {
public:
    explicit Simulation(unsigned seed) : random_(seed) {
        Script(R"sql(
            CREATE TABLE test_fault(writes_left INTEGER);
            INSERT INTO test_fault VALUES(NULL);
            CREATE TABLE test_end(attempt INTEGER);
            CREATE TABLE test_seen(attempt INTEGER);
            CREATE TRIGGER test_ends AFTER UPDATE OF state ON sched_attempt
                WHEN NEW.state = 'ended' AND OLD.state <> 'ended'
                BEGIN INSERT INTO test_end VALUES(NEW.id); END;
            CREATE TRIGGER test_sees AFTER UPDATE OF news ON sched_attempt
                WHEN NEW.news = 0 AND OLD.news = 1
                BEGIN INSERT INTO test_seen VALUES(NEW.id); END;)sql");
        for (const std::string table :
             {"sched_instance", "sched_task", "sched_attempt", "sched_worker", "test_alarm"}) {
            for (const std::string verb : {"INSERT", "UPDATE", "DELETE"}) {
                Script("CREATE TRIGGER test_" + verb + table + " BEFORE " + verb + " ON " + table +
                       " WHEN (SELECT writes_left FROM test_fault) IS NOT NULL BEGIN"
                       " UPDATE test_fault SET writes_left = writes_left - 1;"
                       " SELECT CASE WHEN (SELECT writes_left FROM test_fault) < 0"
                       " THEN RAISE(ABORT, 'the process dies here') END; END;");
            }
        }
    }

    unsigned Roll(unsigned sides) { return static_cast<unsigned>(random_() % sides); }

    /// A workflow of up to ten nodes.
    workflow::WorkflowDefinition& RandomWorkflow(std::int64_t code) {
        std::vector<workflow::TaskDefinition> nodes;
        const unsigned size = 1 + Roll(10);
        for (unsigned i = 0; i < size; ++i) {
            std::vector<std::string> before;
            for (unsigned edges = i == 0 ? 0 : Roll(3); edges > 0; --edges) {
                before.push_back("n" + std::to_string(Roll(i)));
            }
            workflow::TaskDefinition node = Node("n" + std::to_string(i), before);
            node.retry_times = static_cast<int>(Roll(3));
            node.retry_interval = std::chrono::minutes(Roll(2));
            node.delay = std::chrono::minutes(Roll(6) == 0 ? 1 : 0);
            node.prohibited = Roll(8) == 0;
            node.priority = static_cast<workflow::TaskPriority>(Roll(5));
            if (Roll(4) == 0) node.task_group = workflow::TaskGroupUse{"g", int(Roll(3))};
            if (Roll(4) == 0) node.worker_group = "other";
            node.task_params = {{"failures", Roll(4) == 0 ? Roll(4) : 0}};
            nodes.push_back(std::move(node));
        }
        return Define(code, std::move(nodes));
    }

    void NewProcesses() {
        if (!master_[0] || Roll(3) == 0) Renew(0);
        if (!master_[1]) Renew(1);
        for (const int which : {0, 1}) {
            if (!worker_[which]) NewWorkerProcess(which);
        }
    }

    /// One process does one look, perhaps its last: it may die at one of its writes.
    void Act() {
        const bool mortal = Roll(4) == 0;
        if (mortal) Arm(Roll(14));
        const unsigned who = Roll(9);
        const int which = static_cast<int>(Roll(2));
        bool well = true;
        if (who < 3) {
            well = master_[which]->RunDue().has_value();
            if (!well) Renew(which);
        } else if (who < 6) {
            well = worker_[which]->RunDue().has_value();
            if (!well && Roll(2) == 0) Drop(which);
        } else if (who < 7) {
            remote_[which]->kind.Step();
        } else if (who < 8) {
            static_cast<void>(rescuer_.RunDue());
        } else {
            static_cast<void>(watch_.RunDue());
        }
        if (mortal) Disarm();
        if (!well) ++deaths;
        if (Roll(40) == 0) Drop(which);
        if (Roll(40) == 0) Renew(which);
        clock.Advance(std::chrono::milliseconds(Roll(1500)));
        if (Roll(60) == 0) clock.Advance(std::chrono::seconds(40));
        NewProcesses();
    }

    /// Until all instances have ended; they must within the steps.
    void RunToTheEnd(const std::vector<std::int64_t>& ids,
                     const std::function<void()>& between = {}) {
        NewProcesses();
        for (int step = 0; step < 6000; ++step) {
            if (between && step < 150) between();
            Act();
            if (step % 10 != 0 || step < 150) continue;
            bool done = true;
            for (const std::int64_t id : ids) {
                const std::string state = StateOf(id);
                if (state == "paused") {
                    EXPECT_TRUE(commands->Resume(id));
                }
                done = done && workflow::IsFinal(*workflow::ParseWorkflowState(state));
            }
            if (done) return;
        }
        for (const std::int64_t id : ids) {
            ADD_FAILURE() << "stuck: " << id << " " << StateOf(id) << ": " << Tasks(id);
        }
    }

    int deaths = 0;  ///< Looks that ended at a write.

    /// What must hold whatever happened.
    void CheckTruths(std::int64_t id) {
        const auto attempts = Attempts(id);
        std::map<std::int64_t, std::int64_t> numbers;
        for (const rows::Attempt& attempt : attempts) {
            EXPECT_EQ(attempt.state, "ended") << attempt.task_name;
            EXPECT_EQ(Count("test_end", attempt.id), 1) << "ended more than once";
            EXPECT_EQ(Count("test_seen", attempt.id), 1) << "its end was lost or counted twice";
            EXPECT_EQ(attempt.number, ++numbers[attempt.task]) << "a number is missing";
        }
        const auto tasks =
            *database->Read([&](store::Connection& db) { return rows::TasksOf(db, id); });
        for (const rows::Task& task : tasks) {
            EXPECT_TRUE(workflow::IsFinal(*workflow::ParseTaskState(task.state))) << task.state;
            EXPECT_EQ(task.attempt, numbers[task.task]) << task.name;
        }
        EXPECT_EQ(*database->Read([&](store::Connection& db) {
            return db.One("SELECT count(*) FROM test_alarm WHERE kind = 0 AND instance = ?", {id},
                          [](const store::Row& row) { return row.Int(0); });
        }),
                  1)
            << "the end is told once";
    }

    /// With the strategy CONTINUE and no requests, the end is known beforehand.
    void CheckExact(std::int64_t id, const workflow::WorkflowDefinition& definition) {
        std::string expected;
        std::map<std::string, bool> well;
        bool all_well = true;
        for (const workflow::TaskDefinition& task : definition.tasks) {
            const bool free = std::all_of(task.predecessors.begin(), task.predecessors.end(),
                                          [&](const std::string& name) { return well[name]; });
            const int failures = FailuresOf(task);
            const bool succeeds = failures <= task.retry_times;
            TaskState state = TaskState::kUpstreamFailed;
            int attempts = 0;
            if (free && task.prohibited) state = TaskState::kPassedOver;
            if (free && !task.prohibited) {
                state = succeeds ? TaskState::kSucceeded : TaskState::kFailed;
                attempts = std::min(failures, task.retry_times) + 1;
            }
            well[task.name] = IsWell(state);
            all_well = all_well && well[task.name];
            expected += (expected.empty() ? "" : "; ") + task.name + " " +
                        std::string(Word(state)) + " " + std::to_string(attempts);
        }
        EXPECT_EQ(Tasks(id), expected);
        EXPECT_EQ(StateOf(id), all_well ? "success" : "failure");
        for (const rows::Attempt& attempt : Attempts(id)) {
            const std::string job = std::to_string(id) + "/" + std::to_string(attempt.task + 1) +
                                    "/1#" + std::to_string(attempt.number);
            EXPECT_TRUE(world_.created.contains(job)) << job << " was never made";
        }
    }

private:
    void Script(const std::string& sql) {
        EXPECT_TRUE(database->Read([&](store::Connection& db) { return db.Script(sql); }));
    }
    void Arm(unsigned writes) {
        Script("UPDATE test_fault SET writes_left = " + std::to_string(writes));
    }
    void Disarm() { Script("UPDATE test_fault SET writes_left = NULL"); }
    std::int64_t Count(const std::string& table, std::int64_t attempt) {
        return **database->Read([&](store::Connection& db) {
            return db.One("SELECT count(*) FROM " + table + " WHERE attempt = ?", {attempt},
                          [](const store::Row& row) { return row.Int(0); });
        });
    }
    /// A new master, with the old one's name or another.
    void Renew(int which) {
        master_[which] =
            NewMaster("m" + std::to_string(which) + (Roll(2) == 0 ? "x" : ""), *database);
    }
    void Drop(int which) {
        if (!worker_[which]) return;
        worker_[which]->Abandon();
        worker_[which].reset();
    }
    void NewWorkerProcess(int which) {
        remote_[which] = std::make_unique<RemoteKind>(world_, random_);
        worker_[which] =
            NewWorker("w" + std::to_string(which) + (Roll(2) == 0 ? "x" : ""), *database,
                      remote_[which]->kind, {"default", "other"}, 1 + static_cast<int>(Roll(3)));
    }

    Random random_;
    RemoteWorld world_;
    // The kinds outlive the workers.
    std::unique_ptr<RemoteKind> remote_[2];
    std::unique_ptr<Worker> worker_[2];
    std::unique_ptr<Master> master_[2];
    Rescuer rescuer_{*database, clock, log, bell, {.most_losses = 1000}};
    Watch watch_{*database, clock, bell, {.groups = &groups, .alarms = &alarms}};
};

unsigned Seeds() {
    const char* text = std::getenv("DMSNODE_SEEDS");
    return text == nullptr ? 40 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

StartRequest Told(Simulation& s, std::int64_t code) {
    StartRequest request = s.Request(code);
    request.notify = Notify::kAll;
    request.priority = static_cast<workflow::TaskPriority>(s.Roll(5));
    return request;
}

TEST(Simulation, ProcessesThatDieAtAnyWriteLoseAndDoubleNothing) {
    int deaths = 0;
    for (unsigned seed = 1; seed <= Seeds() && !::testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Simulation s(seed);
        s.groups.sizes["g"] = 1 + s.Roll(2);
        std::vector<std::int64_t> ids;
        for (std::int64_t code = 1; code <= 2; ++code) {
            s.RandomWorkflow(code);
            ids.push_back(s.StartIt(Told(s, code)));
        }
        s.RunToTheEnd(ids);
        deaths += s.deaths;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            s.CheckTruths(ids[i]);
            s.CheckExact(ids[i], s.definitions.known["w" + std::to_string(i + 1)]);
        }
    }
    EXPECT_GT(deaths, static_cast<int>(Seeds())) << "the simulation is too kind";
    RecordProperty("deaths", deaths);
}

TEST(Simulation, RequestsAtAnyMomentLeaveNothingStuckOrUncounted) {
    for (unsigned seed = 1; seed <= Seeds() && !::testing::Test::HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Simulation s(seed + 100'000);
        s.groups.sizes["g"] = 1;
        s.RandomWorkflow(1).execution_type =
            static_cast<workflow::ExecutionType>(s.Roll(2));  // parallel or serial
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 2; ++i) {
            StartRequest request = Told(s, 1);
            if (s.Roll(2) == 0) request.failure_strategy = workflow::FailureStrategy::kEnd;
            if (s.Roll(3) == 0) request.start_nodes = {"n0"};
            ids.push_back(s.StartIt(request));
        }
        const auto meddle = [&] {
            const std::int64_t id = ids[s.Roll(2)];
            // Refused ones change nothing.
            switch (s.Roll(40)) {
                case 0:
                case 1: static_cast<void>(s.commands->Pause(id)); break;
                case 2:
                case 3:
                case 4: static_cast<void>(s.commands->Resume(id)); break;
                case 5: static_cast<void>(s.commands->Stop(id)); break;
                case 6:
                case 7:
                case 8: {
                    const std::string node = "n" + std::to_string(s.Roll(4));
                    static_cast<void>(s.commands->KillTask(id, node));
                    break;
                }
                default: break;
            }
        };
        s.RunToTheEnd(ids, meddle);
        for (const std::int64_t id : ids) s.CheckTruths(id);
    }
}

}  // namespace
}  // namespace dmsnode::scheduler
