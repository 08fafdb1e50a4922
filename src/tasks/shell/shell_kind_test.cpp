#include "tasks/shell/shell_kind.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/files.hpp"
#include "base/process_table.hpp"
#include "support/test_servers.hpp"
#include "tasks/test_attempt.hpp"

namespace dmsnode::tasks {
namespace {

using dmsnode::testing::TempDir;
using std::chrono::milliseconds;
using ::testing::AllOf;
using testing::FakeWorker;
using ::testing::HasSubstr;
using ::testing::Not;
using workflow::ParameterDirection;

workflow::TaskDefinition ScriptTask(const std::string& script, const Json& more = Json::object()) {
    workflow::TaskDefinition task;
    task.task_type = "SHELL";
    task.task_params = {{"rawScript", script}};
    task.task_params.update(more);
    for (const char* name : {"k", "other"}) {
        task.local_params.push_back(
            {.name = name, .direction = ParameterDirection::kOut, .value = ""});
    }
    return task;
}

workflow::ParameterScope Scope() {
    workflow::ParameterScope scope{TimePoint(std::chrono::seconds(1'795'342'622))};
    const auto set = [&](const char* name, const char* value) {
        scope.Set(workflow::ParameterLevel::kGlobal, {.name = name, .value = value});
    };
    set("table", "orders");
    set("quote", "it's \"$(touch /nowhere)\"");
    set("db.password", "s3cr3t-value");
    return scope;
}

/// One script in a folder of its own.
struct ScriptRun {
    explicit ScriptRun(const std::string& script, const Json& more = Json::object())
        : task(ScriptTask(script, more)) {}
    Result<AttemptId> Start(ShellKind& kind) {
        TaskAttempt attempt = worker.AttemptOf(task, Scope());
        attempt.working_directory = folder.path();
        attempt.environment = environment;
        attempt.kept = kept;
        attempt.kept_by_earlier = kept_by_earlier;
        return kind.Start(std::move(attempt));
    }
    Outcome ToTheEnd(ShellKind& kind) {
        EXPECT_TRUE(Start(kind));
        return worker.End();
    }
    pid_t pid() {
        worker.WaitForProgress([](const Json& progress) { return progress.contains("pid"); });
        return worker.shown().front()["pid"].get<pid_t>();
    }
    std::string File(const std::string& name) const {
        return ReadFile(folder.path() + "/" + name).value_or("");
    }

    TempDir folder;
    FakeWorker worker;
    workflow::TaskDefinition task;
    std::string environment;
    std::optional<std::string> kept;
    std::optional<std::string> kept_by_earlier;
};

void ExpectNoChildren() {
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "a zombie or a process is left";
    EXPECT_EQ(errno, ECHILD);
}

TEST(ShellKind, ExitCodesAreResults) {
    ShellKind kind;
    struct Case {
        std::string script;
        NodeResult result;
        std::string message;
    };
    for (const Case& c : std::vector<Case>{
             {"true", NodeResult::kSuccess, "exit code 0"},
             {"echo first; echo >&2 last; exit 3", NodeResult::kFailure,
              "exit code 3; last lines:\nfirst\nlast"},
             {"exit 137", NodeResult::kFailure, "exit code 137"},
             {"kill -9 $$", NodeResult::kFailure, "SIGKILL (exit code 137)"},
             {"kill -TERM $$", NodeResult::kFailure, "SIGTERM (exit code 143)"},
             {"no_such_command", NodeResult::kFailure, "exit code 127"},
         }) {
        SCOPED_TRACE(c.script);
        ScriptRun run(c.script);
        const Outcome outcome = run.ToTheEnd(kind);
        EXPECT_EQ(outcome.result, c.result);
        EXPECT_THAT(outcome.message, HasSubstr(c.message));
        EXPECT_FALSE(outcome.hopeless);
    }
    ScriptRun wrong("x", {{"rawscript", "y"}, {"onWorkerLoss", "retri"}});
    const Outcome outcome = wrong.ToTheEnd(kind);
    EXPECT_TRUE(outcome.hopeless);
    EXPECT_THAT(outcome.message, AllOf(HasSubstr("taskParams.rawscript"), HasSubstr("\"retry\"")));
    ExpectNoChildren();
}

TEST(ShellKind, AScriptSeesItsParametersAndLittleElse) {
    ::setenv("DMSNODE_TEST_SECRET", "of the worker", 1);
    ShellKind kind;
    ScriptRun run(
        "echo \"table ${table} on $[yyyy-MM-dd]\"\r\n"
        "echo \"quote $DMS_PARAM_quote\"\n"
        "echo \"worker ${DMSNODE_TEST_SECRET-none}, BASH_ENV ${BASH_ENV-none}, "
        "$FROM_ENVIRONMENT\"\n"
        "echo \"my password is $DMS_PARAM_db_password and $DB_PASSWORD\"\n"
        "echo \"fd 0 $(readlink /proc/$$/fd/0)\"; for i in {3..9}; do [ ! -e /proc/$$/fd/$i ] || "
        "echo fd $i; done\n"
        "pwd; stat -c 'mode %a' $0; ps -o pgid=,sid= -p $$ | xargs echo group\n"
        "trap -p; printf 'colour \\033[31mred\\033[0m bad \\xff\\n'; cat\n"
        "no_such_command");
    run.environment = "export FROM_ENVIRONMENT=yes\nexport DB_PASSWORD='hunter22'";
    run.ToTheEnd(kind);
    const std::string log = run.worker.log();
    EXPECT_THAT(log, HasSubstr("table orders on 2026-11-22"));
    EXPECT_THAT(log, HasSubstr("quote it's \"$(touch /nowhere)\""));
    EXPECT_THAT(log, HasSubstr("worker none, BASH_ENV none, yes"));
    EXPECT_THAT(log, HasSubstr("my password is *** and ***"));
    EXPECT_THAT(log, Not(HasSubstr("s3cr3t-value")));
    EXPECT_THAT(log, HasSubstr("fd 0 /dev/null"));
    for (int fd = 3; fd < 10; ++fd) {
        EXPECT_THAT(log, Not(HasSubstr(fmt::format("fd {}\n", fd))));
    }
    EXPECT_THAT(log, HasSubstr(run.folder.path() + "\n"));
    EXPECT_THAT(log, HasSubstr("mode 700"));
    EXPECT_THAT(log, HasSubstr(fmt::format("group {0} {0}", run.pid())));
    EXPECT_THAT(log, HasSubstr("colour red bad \xEF\xBF\xBD"));
    EXPECT_THAT(log, HasSubstr("line 8: no_such_command"));
    ExpectNoChildren();
}

TEST(ShellKind, ValuesThatAreSetGoOnIfDeclared) {
    ShellKind kind;
    const std::string script =
        "v='a b'; echo '${setValue(k=1)}' x \"#{setValue(k=$v (2))}\"; echo '#{setValue(odd=1)}'";
    ScriptRun good(script);
    const Outcome outcome = good.ToTheEnd(kind);
    EXPECT_EQ(outcome.out, (std::map<std::string, std::string>{{"k", "a b (2)"}}));
    EXPECT_THAT(good.worker.log(), HasSubstr("\"odd\" is not kept"));
    ScriptRun bad(script + "; exit 1");
    EXPECT_TRUE(bad.ToTheEnd(kind).out.empty());
}

TEST(ShellKind, OutputIsBounded) {
    ShellKind kind({.longest_line = 1000, .most_log_bytes = 1U << 20U});
    ScriptRun run(
        "head -c 2500 /dev/zero | tr '\\0' x; echo; head -c 3000000 /dev/zero | tr '\\0' '\\n';"
        "echo '#{setValue(k=after)}'");
    const Outcome outcome = run.ToTheEnd(kind);
    EXPECT_EQ(outcome.out.at("k"), "after");
    const std::string log = run.worker.log();
    EXPECT_THAT(log, HasSubstr("INFO " + std::string(1000, 'x') + "\nINFO " +
                               std::string(1000, 'x') + "\nINFO " + std::string(500, 'x') + "\n"));
    EXPECT_THAT(log, HasSubstr("further output is not logged"));
    EXPECT_LT(log.size(), 8U << 20U);
}

TEST(ShellKind, AKilledScriptMayCleanUpAndThenEndsWithItsGroup) {
    {
        ShellKind kind;
        ScriptRun run("trap 'echo bye; exit 0' TERM; echo ready; while :; do sleep 0.02; done");
        const auto id = run.Start(kind);
        run.worker.WaitForLog("ready");
        kind.Kill(*id, KillReason::kUser);
        kind.Kill(*id, KillReason::kTimeout);
        const Outcome outcome = run.worker.End();
        EXPECT_EQ(outcome.result, NodeResult::kKilled);
        EXPECT_THAT(run.worker.log(), HasSubstr("bye"));
        kind.Kill(*id, KillReason::kUser);
    }
    ShellKind kind({.kill_grace = milliseconds(150)});
    ScriptRun deaf(
        "trap '' TERM; (sleep 1000) & (trap '' TERM; sleep 1000) & echo ready; wait; sleep 1000");
    const auto id = deaf.Start(kind);
    deaf.worker.WaitForLog("ready");
    kind.Kill(*id, KillReason::kTimeout);
    const Outcome outcome = deaf.worker.End();
    EXPECT_EQ(outcome.result, NodeResult::kFailure);
    EXPECT_THAT(outcome.message, AllOf(HasSubstr("timeout"), HasSubstr("137")));
    EXPECT_TRUE(MembersOfGroup(deaf.pid()).empty());

    // A child that needs longer than the script itself has the rest of the grace.
    ShellKind patient({.kill_grace = std::chrono::seconds(20)});
    ScriptRun family(
        "(trap 'sleep 0.2; echo cleaned; exit' TERM; echo ready; while :; do sleep 0.02; done) & "
        "wait");
    const auto other = family.Start(patient);
    family.worker.WaitForLog("ready");
    patient.Kill(*other, KillReason::kUser);
    EXPECT_EQ(family.worker.End().result, NodeResult::kKilled);
    EXPECT_THAT(family.worker.log(), HasSubstr("cleaned"));
    ExpectNoChildren();
}

TEST(ShellKind, WhatAScriptLeavesBehindIsEnded) {
    ShellKind kind;
    ScriptRun run("sleep 1000 & echo done");
    EXPECT_EQ(run.ToTheEnd(kind).result, NodeResult::kSuccess);
    EXPECT_THAT(run.worker.log(),
                AllOf(HasSubstr("INFO done"), HasSubstr("left processes behind")));
    EXPECT_TRUE(MembersOfGroup(run.pid()).empty());
    // One that left the group, and holds the output, is not waited for.
    ScriptRun service("setsid sleep 1000 & echo \"service $!\"");
    EXPECT_EQ(service.ToTheEnd(kind).result, NodeResult::kSuccess);
    const std::string log = service.worker.log();
    const auto pid = static_cast<pid_t>(std::atoi(log.c_str() + log.find("service ") + 8));
    ASSERT_GT(pid, 1);
    EXPECT_EQ(::kill(pid, SIGKILL), 0) << log;
}

TEST(ShellKind, LimitsAreToldWhereTheyCannotHold) {
    TempDir not_a_control_group;
    ShellKind kind({.control_group_folder = not_a_control_group.path()});
    ScriptRun run("x=$(head -c 300000000 /dev/zero | tr '\\0' x); echo \"got ${#x}\"");
    run.task.memory_max_mb = 100;
    run.task.cpu_quota = 50;
    EXPECT_EQ(run.ToTheEnd(kind).result, NodeResult::kFailure);
    EXPECT_THAT(run.worker.log(),
                AllOf(HasSubstr("memory limit of 100 MiB holds for the address space"),
                      HasSubstr("processor limit of 50 % has no effect"), Not(HasSubstr("got 3"))));
}

TEST(ShellKind, OnlySoManyRunAndStopEndsThem) {
    auto kind = std::make_unique<ShellKind>(
        ShellKindOptions{.max_scripts = 1, .kill_grace = milliseconds(100)});
    ScriptRun first("trap '' TERM; echo ready; sleep 1000 & wait; sleep 1000");
    ScriptRun second("true");
    ASSERT_TRUE(first.Start(*kind));
    const auto refused = second.Start(*kind);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kResourceExhausted);
    first.worker.WaitForLog("ready");
    kind->Stop();
    kind->Stop();
    EXPECT_TRUE(MembersOfGroup(first.pid()).empty());
    EXPECT_EQ(first.worker.ends(), 0);
    EXPECT_EQ(second.Start(*kind).error().code, ErrorCode::kCancelled);
    kind.reset();
    ExpectNoChildren();

    // A store that takes no state: the script does not run.
    ShellKind other({.keep_patience = milliseconds(300)});
    ScriptRun unkept("echo ran > ran");
    unkept.worker.RefuseAfter(0);
    const Outcome outcome = unkept.ToTheEnd(other);
    EXPECT_THAT(outcome.message, HasSubstr("the store is away"));
    EXPECT_EQ(unkept.File("ran"), "");
    ExpectNoChildren();
}

TEST(ShellKind, AStoreThatIsAwayForAWhileCostsNoAttempt) {
    ShellKind kind;
    ScriptRun run("echo ran > ran");
    run.worker.RefuseAfter(0);
    ASSERT_TRUE(run.Start(kind));
    run.worker.WaitForRefusal();
    EXPECT_EQ(run.File("ran"), "") << "it runs when it can be found again after a crash";
    run.worker.RefuseAfter(100);
    EXPECT_EQ(run.worker.End().result, NodeResult::kSuccess);
    EXPECT_EQ(run.File("ran"), "ran\n");
    ExpectNoChildren();
}

TEST(ShellKind, AnAttemptThatAnotherWorkerHasIsNotWaitedFor) {
    class Taken final : public StateKeeper {
    public:
        Status Keep(const std::string&) override {
            ++asked;
            return Error{ErrorCode::kConflict, "another worker has taken the attempt over"};
        }
        int asked = 0;
    } taken;
    EXPECT_FALSE(KeepPatiently(&taken, "state", std::chrono::hours(1), {}));
    EXPECT_EQ(taken.asked, 1);
}

/// A worker in a process of its own that can be killed; what it keeps is in files `kept-<n>`.
class WorkerProcess {
public:
    /// `dies_at`: the Keep after whose saving it dies; 0: at none.
    WorkerProcess(ScriptRun& run, std::size_t dies_at) : pid_(::fork()) {
        if (pid_ != 0) return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        struct Keeper final : StateKeeper {
            Status Keep(const std::string& state) override {
                ++count;
                std::ofstream(folder + "/kept") << state;
                if (count == dies_at) ::kill(::getpid(), SIGKILL);
                return {};
            }
            std::string folder;
            std::size_t dies_at = 0;
            std::size_t count = 0;
        } keeper;
        keeper.folder = run.folder.path();
        keeper.dies_at = dies_at;
        ShellKind kind;
        TaskAttempt attempt = run.worker.AttemptOf(run.task, Scope());
        attempt.working_directory = run.folder.path();
        attempt.states = &keeper;
        if (!kind.Start(std::move(attempt))) ::_exit(1);
        while (true) ::pause();
    }
    ~WorkerProcess() { Die(); }
    void Die() {
        if (pid_ == 0) return;
        ::kill(pid_, SIGKILL);
        WaitForDeath();
    }
    void WaitForDeath() {
        int status = 0;
        ASSERT_EQ(::waitpid(pid_, &status, 0), pid_);
        EXPECT_TRUE(WIFSIGNALED(status));
        pid_ = 0;
    }

private:
    pid_t pid_;
};

/// Waits until the script has written a line into the pipe.
void AwaitLine(const std::string& fifo) {
    const int fd = ::open(fifo.c_str(), O_RDWR | O_CLOEXEC);
    pollfd ready{fd, POLLIN, 0};
    EXPECT_EQ(::poll(&ready, 1, 30'000), 1);
    ::close(fd);
}

TEST(ShellKindCrash, ARunningScriptIsEndedAndReportedOrRunAgain) {
    // The script's shell dies with the worker; its child is what must be found by its group.
    const std::string script =
        "echo run >> runs; if [ -e gone ]; then echo '#{setValue(k=again)}'; exit; fi\n"
        "touch gone; (trap '' TERM; echo $BASHPID > child; echo up > fifo; sleep 1000) & wait";
    for (const std::string choice : {"fail", "retry", "of the attempt before"}) {
        SCOPED_TRACE(choice);
        ScriptRun run(script);
        if (choice == "retry") run.task.task_params["onWorkerLoss"] = choice;
        ASSERT_EQ(::mkfifo((run.folder.path() + "/fifo").c_str(), 0600), 0);
        {
            WorkerProcess worker(run, 0);
            AwaitLine(run.folder.path() + "/fifo");
        }
        const std::string kept = run.File("kept");
        const auto group = ParseJson(kept).value()["pid"].get<pid_t>();
        EXPECT_FALSE(MembersOfGroup(group).empty());
        const bool earlier = choice == "of the attempt before";
        (earlier ? run.kept_by_earlier : run.kept) = kept;
        ShellKind kind({.kill_grace = milliseconds(100)});
        const Outcome outcome = run.ToTheEnd(kind);
        EXPECT_TRUE(MembersOfGroup(group).empty());
        if (choice == "fail") {
            EXPECT_EQ(outcome.result, NodeResult::kFailure);
            EXPECT_THAT(outcome.message, HasSubstr("the worker ended while the script ran"));
            EXPECT_EQ(run.File("runs"), "run\n");
        } else {
            EXPECT_EQ(outcome.result, NodeResult::kSuccess) << run.worker.log();
            EXPECT_EQ(outcome.out.at("k"), "again");
            EXPECT_EQ(run.File("runs"), "run\nrun\n");
        }
    }
    ExpectNoChildren();
}

TEST(ShellKindCrash, AtEachKeepNothingIsDoneTwice) {
    for (const std::size_t dies_at : {1U, 2U}) {
        SCOPED_TRACE(dies_at);
        ScriptRun run("echo run >> runs; echo '#{setValue(k=7)}'");
        WorkerProcess(run, dies_at).WaitForDeath();
        run.kept = run.File("kept");
        ShellKind kind;
        const Outcome outcome = run.ToTheEnd(kind);
        if (dies_at == 1) {  // kept, but not begun
            EXPECT_EQ(outcome.result, NodeResult::kFailure);
            EXPECT_EQ(run.File("runs"), "");
        } else {  // ended, but not told
            EXPECT_EQ(outcome.result, NodeResult::kSuccess);
            EXPECT_EQ(outcome.out.at("k"), "7");
            EXPECT_EQ(run.File("runs"), "run\n");
        }
    }
}

TEST(ShellKindCrash, AForeignOrReusedProcessIsLeftAlone) {
    const pid_t bystander = ::fork();
    if (bystander == 0) {
        ::setpgid(0, 0);
        while (true) ::pause();
    }
    ::setpgid(bystander, bystander);
    const auto ticks = StartTicksOf(bystander);
    ASSERT_TRUE(ticks);
    const auto state = [&](std::uint64_t start, const std::string& place) {
        return DumpJson({{"version", 1},
                         {"pid", bystander},
                         {"startTicks", start},
                         {"place", place},
                         {"token", "t"},
                         {"ended", nullptr}});
    };
    for (const std::string& kept :
         {state(*ticks + 1, ProcessPlace()), state(*ticks, "another boot"), std::string("{")}) {
        SCOPED_TRACE(kept);
        ShellKind kind({.kill_grace = milliseconds(50)});
        ScriptRun run("true");
        run.kept = kept;
        EXPECT_EQ(run.ToTheEnd(kind).result, NodeResult::kFailure);
        EXPECT_EQ(::waitpid(bystander, nullptr, WNOHANG), 0) << "it was killed";
    }
    ::kill(bystander, SIGKILL);
    ::waitpid(bystander, nullptr, 0);
}

}  // namespace
}  // namespace dmsnode::tasks
