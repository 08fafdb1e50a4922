#include "tasks/shell/shell_kind.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <map>
#include <stop_token>
#include <utility>

#include "base/guarded.hpp"
#include "base/ids.hpp"
#include "base/process_table.hpp"
#include "tasks/call_pool.hpp"
#include "tasks/keep.hpp"
#include "tasks/problems.hpp"
#include "tasks/shell/impl/parameters.hpp"
#include "tasks/shell/impl/script_loop.hpp"
#include "tasks/shell/impl/script_text.hpp"

namespace dmsnode::tasks {
namespace {

using shell::ControlGroup;
using shell::KeptState;
using shell::OnWorkerLoss;

constexpr const char* kBash = "/bin/bash";
constexpr std::string_view kScriptFile = ".dmsnode-script.sh";
constexpr std::string_view kEnvironmentFile = ".dmsnode-environment.sh";

std::vector<std::string> InheritedEnvironment() {
    std::vector<std::string> entries;
    for (const char* name : {"HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR"}) {
        if (const char* value = std::getenv(name))
            entries.push_back(fmt::format("{}={}", name, value));
    }
    const char* path = std::getenv("PATH");
    entries.push_back(std::string("PATH=") +
                      (path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin"));
    return entries;
}

/// A new file that only we may read; one of an earlier run of the attempt is replaced.
Status WriteScript(const std::filesystem::path& path, std::string_view text) {
    ::unlink(path.c_str());
    const FileDescriptor fd(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0700));
    const auto failed = [&] {
        return Error{errno == ENOSPC || errno == EDQUOT ? ErrorCode::kResourceExhausted
                                                        : ErrorCode::kPermissionDenied,
                     fmt::format("cannot write the script: {}", std::strerror(errno))}
            .At(path.string());
    };
    if (!fd.IsOpen()) return failed();
    while (!text.empty()) {
        const ssize_t written = ::write(fd.get(), text.data(), text.size());
        if (written < 0 && errno != EINTR) return failed();
        text.remove_prefix(static_cast<std::size_t>(std::max<ssize_t>(written, 0)));
    }
    return {};
}

/// A node's parameters, ready to run.
struct Prepared {
    shell::ShellParameters parameters;
    std::string script;
};

Prepared Prepare(const Json& task_params, const std::string& path,
                 const workflow::ParameterScope& scope, std::string_view environment,
                 const std::vector<std::string>& later_names, std::vector<Problem>& problems) {
    Prepared prepared{.parameters = shell::ReadParameters(task_params, path, problems),
                      .script = {}};
    const std::string script_path = path + ".rawScript";
    prepared.script = shell::SubstituteScript(prepared.parameters.raw_script,
                                              {.scope = scope,
                                               .later_names = later_names,
                                               .environment = environment,
                                               .path = script_path},
                                              problems);
    return prepared;
}

shell::Limits LimitsOf(const workflow::TaskDefinition& task) {
    shell::Limits limits;
    if (task.memory_max_mb > 0) {
        limits.memory_bytes = static_cast<std::uint64_t>(task.memory_max_mb) << 20U;
    }
    if (task.cpu_quota > 0) limits.cpu_percent = task.cpu_quota;
    return limits;
}

/// One attempt between Start and its end.
struct Attempt {
    explicit Attempt(TaskAttempt what) : task(std::move(what)) {
        if (task.log == nullptr) task.log = &no_log;
    }
    NullLog no_log;
    TaskAttempt task;
    Prepared prepared;
    KeptState state;
    std::optional<KillReason> kill;
    bool lost = false;  ///< Its script ran under a worker that died.
};

struct Attempts {
    std::map<AttemptId, std::unique_ptr<Attempt>> running;
    AttemptId last_id = 0;
    bool stopped = false;
};

Outcome BeforeItRan(KillReason reason) {
    Outcome outcome;
    const bool user = reason == KillReason::kUser;
    outcome.result = user ? NodeResult::kKilled : NodeResult::kFailure;
    outcome.message = user ? "ended on request before the script ran"
                           : "the node's timeout passed before the script ran";
    return outcome;
}

}  // namespace

class ShellKind::Impl {
public:
    explicit Impl(ShellKindOptions options)
        : options_(std::move(options)),
          office_(1),
          loop_(
              {.kill_grace = options_.kill_grace,
               .longest_line = options_.longest_line,
               .most_log_bytes = options_.most_log_bytes},
              [this](AttemptId id, const Outcome& outcome) {
                  office_.Run([this, id, outcome] { ScriptEnded(id, outcome); });
              },
              [this](AttemptId id, bool gone) {
                  office_.Run([this, id, gone] { SurvivorsGone(id, gone); });
              }) {
        if (options_.environment.empty()) options_.environment = InheritedEnvironment();
        if (options_.control_group_folder.empty()) {
            options_.control_group_folder = ControlGroup::OwnFolder();
        }
    }

    Result<AttemptId> Start(TaskAttempt task) {
        const Result<AttemptId> id = attempts_.With([&](Attempts& all) -> Result<AttemptId> {
            if (all.stopped) return Error{ErrorCode::kCancelled, "scripts are being ended"};
            if (all.running.size() >= options_.max_scripts) {
                return Error{ErrorCode::kResourceExhausted,
                             fmt::format("{} scripts run already", all.running.size())}
                    .Hint("start the node later, or raise the limit");
            }
            all.running.emplace(++all.last_id, std::make_unique<Attempt>(std::move(task)));
            return all.last_id;
        });
        if (id) office_.Run([this, started = *id] { Begin(started); });
        return id;
    }

    void Kill(AttemptId id, KillReason reason) {
        attempts_.With([&](Attempts& all) {
            const auto found = all.running.find(id);
            if (found != all.running.end() && !found->second->kill) found->second->kill = reason;
        });
        loop_.Kill(id, reason);
    }

    void Stop() {
        attempts_.With([](Attempts& all) { all.stopped = true; });
        stop_.request_stop();
        // Before the office: the end of the thread that made a script kills it without a grace.
        loop_.Stop();
        office_.Stop();
        attempts_.With([](Attempts& all) { all.running.clear(); });
    }

private:
    // All below runs on the office's thread. It lives as long as the scripts that it makes (their
    // PR_SET_PDEATHSIG asks for that), and does what may block: files, the store, on_done.

    Attempt& Get(AttemptId id) {
        return *attempts_.With([&](Attempts& all) { return all.running.at(id).get(); });
    }
    std::optional<KillReason> KillOf(AttemptId id) {
        return attempts_.With([&](Attempts& all) { return all.running.at(id)->kill; });
    }
    bool IsStopped() {
        return attempts_.With([](Attempts& all) { return all.stopped; });
    }

    void Begin(AttemptId id) {
        if (IsStopped()) return;
        Attempt& attempt = Get(id);
        const TaskAttempt& task = attempt.task;
        std::vector<Problem> problems;
        attempt.prepared =
            Prepare(task.task.task_params, task.path, task.scope, task.environment, {}, problems);
        LogProblems(problems, *task.log);
        if (HasErrors(problems)) return End(id, WrongParameters(problems));
        attempt.lost = task.kept.has_value();
        const auto& kept = task.kept ? task.kept : task.kept_by_earlier;
        if (!kept) return Launch(id);
        const Result<KeptState> state = shell::ParseKeptState(*kept);
        if (!state) {
            task.log->Log(LogLevel::kWarning,
                          "the kept state cannot be used: what still runs of "
                          "the script is not found: " +
                              state.error().ToString());
            return attempt.lost ? SurvivorsGone(id, true) : Launch(id);
        }
        if (attempt.lost && state->ended) return End(id, *state->ended);
        if (attempt.lost && state->place != ProcessPlace()) {
            task.log->Log(LogLevel::kWarning,
                          "the script ran on another machine, or before a restart of this one: it "
                          "cannot be ended from here");
        }
        if (!shell::SurvivorsOf(*state).empty()) {
            task.log->Log(LogLevel::kWarning,
                          fmt::format("processes of the script (group {}) still run: ending them",
                                      state->pid));
        }
        loop_.EndSurvivors(id, *state);
    }

    void SurvivorsGone(AttemptId id, bool gone) {
        if (IsStopped()) return;
        const Attempt& attempt = Get(id);
        if (!gone) {
            Outcome outcome;
            outcome.attention = true;
            outcome.message = "processes of the script's earlier run do not end";
            outcome.hint = "look for them by their process group, and end them by hand";
            return End(id, outcome);
        }
        if (!attempt.lost) return Launch(id);
        if (attempt.prepared.parameters.on_worker_loss == OnWorkerLoss::kRetry) {
            attempt.task.log->Log(LogLevel::kWarning,
                                  "the worker ended while the script ran: it is run again "
                                  "(onWorkerLoss: retry)");
            return Launch(id);
        }
        if (const auto kill = KillOf(id)) return End(id, BeforeItRan(*kill));
        Outcome outcome;
        outcome.message = "the worker ended while the script ran; how far it came is not known";
        outcome.hint =
            "look at what it did, and run the node again; a script that may run twice can have "
            "onWorkerLoss: retry";
        End(id, outcome);
    }

    void Launch(AttemptId id) {
        if (const auto kill = KillOf(id)) return End(id, BeforeItRan(*kill));
        const Status launched = RunScript(id, Get(id));
        if (!launched && !IsStopped()) return End(id, FailureOf(launched.error()));
        if (const auto kill = KillOf(id)) loop_.Kill(id, *kill);
    }

    /// On an error the process is gone when this returns.
    Status RunScript(AttemptId id, Attempt& attempt) {
        attempt.state = KeptState{.pid = 0,
                                  .start_ticks = 0,
                                  .place = ProcessPlace(),
                                  .token = NewUuid(),
                                  .ended = std::nullopt};
        Result<shell::RunningScript> script = MakeScript(id, attempt);
        if (!script) return script.error();
        attempt.state.pid = script->child.pid();
        attempt.state.start_ticks = StartTicksOf(attempt.state.pid).value_or(0);
        if (Status kept = Keep(attempt); !kept) {
            return std::move(kept.error())
                .Because(
                    "the script was not started, for what it needs after a crash cannot be "
                    "kept");
        }
        if (Status running = script->child.Run(); !running) {
            return std::move(running.error()).At(kBash);
        }
        if (attempt.task.progress != nullptr) {
            attempt.task.progress->Show({{"phase", "running"}, {"pid", attempt.state.pid}});
        }
        attempt.task.log->Log(LogLevel::kInfo,
                              fmt::format("the script runs as process {}", attempt.state.pid));
        loop_.Watch(*std::move(script));
        return {};
    }

    Result<shell::RunningScript> MakeScript(AttemptId id, const Attempt& attempt) {
        const TaskAttempt& task = attempt.task;
        const std::filesystem::path script_file = task.working_directory / kScriptFile;
        const std::filesystem::path environment_file = task.working_directory / kEnvironmentFile;
        // A file of its own, so that line numbers in bash's messages are those of the script.
        const std::string environment = task.environment + "\nunset BASH_ENV\n";
        if (Status written = WriteScript(environment_file, environment); !written) {
            return written.error();
        }
        if (Status written = WriteScript(script_file, attempt.prepared.script); !written) {
            return written.error();
        }
        ProcessSpec spec{.arguments = {kBash, script_file.string()},
                         .environment = options_.environment,
                         .working_directory = task.working_directory.string(),
                         .address_space_bytes = std::nullopt};
        std::vector<std::string> left_out;
        for (std::string& entry : shell::ParameterVariables(task.scope, left_out)) {
            spec.environment.push_back(std::move(entry));
        }
        for (const std::string& name : left_out) {
            task.log->Log(LogLevel::kWarning,
                          fmt::format("parameter \"{}\" is no environment variable: its value is "
                                      "too long, or cannot be told",
                                      name));
        }
        // bash reads the file that BASH_ENV names before it reads the script.
        spec.environment.push_back("BASH_ENV=" + environment_file.string());
        spec.environment.push_back(shell::MarkOf(attempt.state.token));
        std::unique_ptr<ControlGroup> group = MakeGroup(attempt, spec);
        Result<ChildProcess> child = ChildProcess::Prepare(spec);
        if (!child) return child.error();
        if (group) {
            if (Status added = group->Add(child->pid()); !added) return added.error();
        }
        shell::RunningScript script{.id = id,
                                    .child = *std::move(child),
                                    .group = std::move(group),
                                    .masker = {},
                                    .log = task.log,
                                    .outputs = shell::DeclaredOutputs(task.task)};
        script.masker.AddParameters(task.scope);
        script.masker.AddExports(task.environment);
        return script;
    }

    /// The limits as a control group; where there can be none, memory as a limit of the process.
    std::unique_ptr<ControlGroup> MakeGroup(const Attempt& attempt, ProcessSpec& spec) const {
        const shell::Limits limits = LimitsOf(attempt.task.task);
        if (!limits.Any()) return nullptr;
        Result<std::unique_ptr<ControlGroup>> group = ControlGroup::Make(
            options_.control_group_folder, "dmsnode-" + attempt.state.token, limits);
        if (group) return *std::move(group);
        LogSink& log = *attempt.task.log;
        if (limits.memory_bytes) {
            spec.address_space_bytes = limits.memory_bytes;
            log.Log(LogLevel::kWarning,
                    fmt::format("the memory limit of {} MiB holds for the address space of each "
                                "process (RLIMIT_AS): {}",
                                *limits.memory_bytes >> 20U, group.error().message));
        }
        if (limits.cpu_percent) {
            log.Log(LogLevel::kWarning, fmt::format("the processor limit of {} % has no effect: {}",
                                                    *limits.cpu_percent, group.error().message));
        }
        return nullptr;
    }

    Status Keep(const Attempt& attempt) {
        return KeepPatiently(attempt.task.states, ToText(attempt.state), options_.keep_patience,
                             stop_.get_token());
    }

    void ScriptEnded(AttemptId id, const Outcome& outcome) {
        if (IsStopped()) return;
        Attempt& attempt = Get(id);
        attempt.state.ended = outcome;
        // Should we die before the worker has saved the end, it is not told as a loss.
        if (Status kept = Keep(attempt); !kept) {
            attempt.task.log->Log(LogLevel::kWarning,
                                  "the script's end cannot be kept: " + kept.error().ToString());
            if (IsStopped()) return;
        }
        End(id, outcome);
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

    ShellKindOptions options_;
    Guarded<Attempts> attempts_;
    std::stop_source stop_;
    CallPool office_;
    shell::ScriptLoop loop_;
};

ShellKind::ShellKind(ShellKindOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}

ShellKind::~ShellKind() {
    impl_->Stop();
}

std::vector<Problem> ShellKind::Check(const TaskContext& context,
                                      const std::vector<std::string>& later_names) const {
    std::vector<Problem> problems;
    Prepare(context.task.task_params, context.path, context.scope, {}, later_names, problems);
    return problems;
}

Json ShellKind::DryRun(const TaskContext& context, std::vector<Problem>& problems) const {
    std::vector<Problem> own;
    const Prepared prepared =
        Prepare(context.task.task_params, context.path, context.scope, {}, {}, own);
    problems.insert(problems.end(), own.begin(), own.end());
    if (HasErrors(own)) return Json::array();
    Masker masker;
    masker.AddParameters(context.scope);
    std::vector<std::string> left_out;
    Json variables = Json::array();
    for (const std::string& entry : shell::ParameterVariables(context.scope, left_out)) {
        variables.push_back(entry.substr(0, entry.find('=')));
    }
    return Json::array({{{"command", {kBash, kScriptFile}},
                         {"script", masker.Mask(prepared.script)},
                         {"variables", std::move(variables)},
                         {"outputs", shell::DeclaredOutputs(context.task)}}});
}

Result<AttemptId> ShellKind::Start(TaskAttempt attempt) {
    return impl_->Start(std::move(attempt));
}

void ShellKind::Kill(AttemptId id, KillReason reason) {
    impl_->Kill(id, reason);
}

void ShellKind::Stop() {
    impl_->Stop();
}

}  // namespace dmsnode::tasks
