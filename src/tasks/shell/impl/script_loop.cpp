#include "tasks/shell/impl/script_loop.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <utility>

#include "base/process_table.hpp"

namespace dmsnode::tasks::shell {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kLook{50};     // between looks at what sends no event: groups
constexpr milliseconds kDrain{1000};  // for output that somebody outside of the group still holds
constexpr seconds kKillLimit{60};     // after SIGKILL: longer only in a hanging system call
constexpr std::size_t kBlock = 64U << 10U;
constexpr std::size_t kLastLines = 5;
constexpr std::size_t kLastLineSize = 300;
constexpr std::size_t kMostUndeclared = 20;

// What an event is of: twice the attempt's id, plus one for the end of the process.
constexpr std::uint64_t kWakeEvent = 0;
std::uint64_t OutputEvent(AttemptId id) {
    return id * 2;
}
std::uint64_t EndEvent(AttemptId id) {
    return id * 2 + 1;
}

void Listen(const FileDescriptor& epoll, int fd, std::uint64_t what) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = what;
    ::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event);
}

std::string SignalWords(int signal) {
    const char* name = ::sigabbrev_np(signal);
    return name == nullptr ? fmt::format("signal {}", signal) : fmt::format("SIG{}", name);
}

std::string HintOf(const ScriptEnd& end) {
    if (end.process.code == 126) return "126: the command may not be executed; check its mode";
    if (end.process.code == 127) return "127: a command was not found; check PATH and its name";
    if (end.process.signal == SIGKILL) {
        return "nobody of this worker sent the signal: perhaps the system's memory ran out, see "
               "its log";
    }
    return {};
}

}  // namespace

struct ScriptLoop::Script {
    Script(RunningScript running, std::size_t longest_line)
        : what(std::move(running)), lines(longest_line) {}

    RunningScript what;
    LineSplitter lines;
    SetValueScanner values;
    std::map<std::string, std::string> out;
    std::set<std::string> undeclared;
    std::deque<std::string> last_lines;
    std::size_t log_bytes = 0;
    bool log_full = false;
    std::optional<KillReason> kill;
    std::optional<Time> kill_at;  // SIGKILL, unless all has ended before
    std::optional<Time> give_up_at;
    std::optional<ProcessEnd> end;
    std::optional<Time> drain_until;  // the group has ended: only the output is waited for
};

Outcome OutcomeOf(const ScriptEnd& end) {
    Outcome outcome;
    const std::string how =
        end.process.signal != 0
            ? fmt::format("{} (exit code {})", SignalWords(end.process.signal), end.process.code)
            : fmt::format("exit code {}", end.process.code);
    if (end.kill == KillReason::kUser) {
        outcome.result = NodeResult::kKilled;
        outcome.message = fmt::format("ended on request: {}", how);
        return outcome;
    }
    if (end.kill == KillReason::kTimeout) {
        outcome.message = fmt::format("ended because the node's timeout passed: {}", how);
        return outcome;
    }
    if (end.process.code == 0) {
        outcome.result = NodeResult::kSuccess;
        outcome.message = how;
        outcome.out = end.out;
        return outcome;
    }
    outcome.message = end.out_of_memory ? "the memory limit was reached: " + how : how;
    outcome.hint = end.out_of_memory ? "raise the node's memory limit" : HintOf(end);
    if (!end.last_lines.empty()) outcome.message += "; last lines:";
    for (const std::string& line : end.last_lines) outcome.message += "\n" + line;
    return outcome;
}

ScriptLoop::ScriptLoop(LoopOptions options, OnEnd on_end, OnGone on_gone)
    : options_(options),
      on_end_(std::move(on_end)),
      on_gone_(std::move(on_gone)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    Listen(epoll_, wake_.get(), kWakeEvent);
    thread_ = std::jthread([this] { Run(); });
}

ScriptLoop::~ScriptLoop() {
    Stop();
}

void ScriptLoop::Post(const std::function<void(Mail&)>& change) {
    mail_.With(change);
    const std::uint64_t one = 1;
    // A full counter means that the loop is woken already.
    if (::write(wake_.get(), &one, sizeof one) < 0) return;
}

void ScriptLoop::Watch(RunningScript script) {
    Post([&](Mail& mail) {
        if (!mail.stop) mail.scripts.push_back(std::move(script));
    });
}

void ScriptLoop::EndSurvivors(AttemptId id, const KeptState& state) {
    Post([&](Mail& mail) { mail.survivors.emplace_back(id, state); });
}

void ScriptLoop::Kill(AttemptId id, KillReason reason) {
    Post([&](Mail& mail) { mail.kills.emplace_back(id, reason); });
}

void ScriptLoop::Stop() {
    Post([](Mail& mail) { mail.stop = true; });
    if (thread_.joinable()) thread_.join();
}

void ScriptLoop::Run() {
    std::array<epoll_event, 64> events{};
    while (!stopping_ || !scripts_.empty()) {
        const int wait = WaitMilliseconds(std::chrono::steady_clock::now());
        const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), wait);
        for (int i = 0; i < count; ++i) {
            const std::uint64_t what = events[static_cast<std::size_t>(i)].data.u64;
            const auto found = scripts_.find(what / 2);
            if (found == scripts_.end()) continue;
            Script& script = *found->second;
            if (what == OutputEvent(found->first)) {
                ReadOutput(script);
            } else if (!script.end) {
                script.end = script.what.child.End();
                if (script.end) {
                    ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, script.what.child.end_descriptor(),
                                nullptr);
                }
            }
        }
        const Time now = std::chrono::steady_clock::now();
        TakeMail(now);
        std::vector<AttemptId> ids;
        for (const auto& [id, script] : scripts_) ids.push_back(id);
        for (const AttemptId id : ids) Advance(id, now);
        AdvanceSurvivors(now);
    }
}

int ScriptLoop::WaitMilliseconds(Time now) const {
    std::optional<Time> next;
    const auto at = [&](const std::optional<Time>& time) {
        if (time && (!next || *time < *next)) next = time;
    };
    for (const auto& [id, script] : scripts_) {
        if (script->drain_until) {
            at(std::min(*script->drain_until, now + kLook));
        } else if (script->end) {
            at(now + kLook);
        } else {
            at(script->kill_at);
            at(script->give_up_at);
        }
    }
    if (!survivors_.empty()) at(now + kLook);
    if (!next) return 60'000;
    const auto left = std::chrono::duration_cast<milliseconds>(*next - now).count();
    return static_cast<int>(std::clamp<std::int64_t>(left + 1, 0, 60'000));
}

void ScriptLoop::TakeMail(Time now) {
    std::uint64_t count = 0;
    while (::read(wake_.get(), &count, sizeof count) > 0) {
    }
    Mail mail;
    mail_.With([&](Mail& box) {
        mail.stop = box.stop;
        mail.scripts.swap(box.scripts);
        mail.survivors.swap(box.survivors);
        mail.kills.swap(box.kills);
    });
    for (RunningScript& script : mail.scripts) Adopt(std::move(script));
    for (auto& [id, state] : mail.survivors) {
        for (const pid_t pid : SurvivorsOf(state)) ::kill(pid, SIGTERM);
        survivors_[id] = {.state = std::move(state), .deadline = now + options_.kill_grace};
    }
    for (const auto& [id, reason] : mail.kills) {
        const auto found = scripts_.find(id);
        if (found != scripts_.end()) BeginKill(*found->second, reason, now);
    }
    stopping_ = stopping_ || mail.stop;
    if (!stopping_) return;
    survivors_.clear();
    for (const auto& [id, script] : scripts_) BeginKill(*script, KillReason::kUser, now);
}

void ScriptLoop::Adopt(RunningScript script) {
    const AttemptId id = script.id;
    auto adopted = std::make_unique<Script>(std::move(script), options_.longest_line);
    Listen(epoll_, adopted->what.child.output().get(), OutputEvent(id));
    Listen(epoll_, adopted->what.child.end_descriptor(), EndEvent(id));
    scripts_.emplace(id, std::move(adopted));
}

void ScriptLoop::BeginKill(Script& script, KillReason reason, Time now) {
    if (script.kill || script.end) return;  // it has ended by itself
    script.kill = reason;
    script.kill_at = now + options_.kill_grace;
    script.what.log->Log(LogLevel::kInfo, "ending the script: SIGTERM to its process group");
    script.what.child.SignalGroup(SIGTERM);
    script.what.child.SignalGroup(SIGCONT);  // a stopped process takes no other signal
}

/// One block, so that a script that never stops writing does not keep the others waiting.
void ScriptLoop::ReadOutput(Script& script) {
    static thread_local std::array<char, kBlock> block;
    FileDescriptor& output = script.what.child.output();
    if (!output.IsOpen()) return;
    const ssize_t size = ::read(output.get(), block.data(), block.size());
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (size <= 0) {
        output.Close();
        return;
    }
    const std::string_view bytes(block.data(), static_cast<std::size_t>(size));
    script.values.Feed(bytes, [&](const std::string& name, std::string value) {
        const auto& declared = script.what.outputs;
        if (std::find(declared.begin(), declared.end(), name) != declared.end()) {
            script.out[name] = std::move(value);
        } else if (script.undeclared.size() < kMostUndeclared &&
                   script.undeclared.insert(name).second) {
            script.what.log->Log(LogLevel::kWarning,
                                 fmt::format("the value of \"{}\" is not kept: localParams has no "
                                             "OUT parameter of this name",
                                             CleanLine(name)));
        }
    });
    TakeLines(script, script.lines.Feed(bytes));
}

void ScriptLoop::TakeLines(Script& script, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
        const std::string shown = script.what.masker.Mask(line);
        if (!shown.empty()) {
            script.last_lines.push_back(ValidUtf8(shown.substr(0, kLastLineSize)));
            if (script.last_lines.size() > kLastLines) script.last_lines.pop_front();
        }
        if (script.log_full) continue;
        script.log_bytes += shown.size() + 1;
        if (script.log_bytes > options_.most_log_bytes) {
            script.log_full = true;
            script.what.log->Log(
                LogLevel::kWarning,
                fmt::format("the script has written {} MiB: further output is not logged",
                            options_.most_log_bytes >> 20U));
            continue;
        }
        script.what.log->Log(LogLevel::kInfo, shown);
    }
}

void ScriptLoop::Advance(AttemptId id, Time now) {
    const auto found = scripts_.find(id);
    if (found == scripts_.end()) return;
    Script& script = *found->second;
    if (script.end) return AdvanceEnded(script, now);
    if (script.kill_at && now >= *script.kill_at) {
        script.kill_at.reset();
        script.give_up_at = now + kKillLimit;
        script.what.log->Log(LogLevel::kWarning, "it has not ended in time: SIGKILL");
        script.what.child.SignalGroup(SIGKILL);
        if (script.what.group) script.what.group->Kill();
    } else if (script.give_up_at && now >= *script.give_up_at) {
        script.what.child.Abandon();
        Outcome outcome;
        outcome.attention = true;
        outcome.message = "the script does not end, not even by SIGKILL";
        outcome.hint = "it hangs in a call of the system: look at disks and network file systems";
        Finish(script, outcome);
    }
}

/// The script has ended, but is not reaped: its group's id stays its own until all is done.
void ScriptLoop::AdvanceEnded(Script& script, Time now) {
    const ChildProcess& child = script.what.child;
    if (!script.drain_until) {
        const bool left = !MembersOfGroup(child.pid()).empty();
        const bool may_clean_up = script.kill && script.kill_at && now < *script.kill_at;
        if (left && may_clean_up) return;
        if (left) {
            script.what.log->Log(LogLevel::kWarning,
                                 "the script has left processes behind: they are ended (start a "
                                 "service by setsid, if it is to stay)");
        }
        child.SignalGroup(SIGKILL);
        if (script.kill && script.what.group) script.what.group->Kill();
        script.drain_until = now + kDrain;
    }
    // What it wrote before its end is in the pipe already. A killed process closes its files
    // before it is gone: "ended" is said when both are over.
    const bool draining =
        script.what.child.output().IsOpen() || !MembersOfGroup(child.pid()).empty();
    if (draining && now < *script.drain_until) return;
    if (script.what.child.output().IsOpen()) {
        script.what.log->Log(LogLevel::kWarning,
                             "a process outside of the script's group still holds its output: "
                             "what it writes from here on is not logged");
    }
    TakeLines(script, script.lines.Finish());
    Finish(script,
           OutcomeOf({.process = *script.end,
                      .kill = script.kill,
                      .out_of_memory = script.what.group && script.what.group->RanOutOfMemory(),
                      .last_lines = {script.last_lines.begin(), script.last_lines.end()},
                      .out = script.out}));
}

void ScriptLoop::Finish(Script& script, const Outcome& outcome) {
    const AttemptId id = script.what.id;
    script.what.child.Reap();
    scripts_.erase(id);
    if (!stopping_) on_end_(id, outcome);
}

void ScriptLoop::AdvanceSurvivors(Time now) {
    for (auto it = survivors_.begin(); it != survivors_.end();) {
        Survivors& left = it->second;
        const std::vector<pid_t> alive = SurvivorsOf(left.state);
        const bool over = now >= left.deadline;
        if (!alive.empty() && !(over && left.killed)) {
            if (over) {
                for (const pid_t pid : alive) ::kill(pid, SIGKILL);
                left.killed = true;
                left.deadline = now + kKillLimit;
            }
            ++it;
            continue;
        }
        const AttemptId id = it->first;
        it = survivors_.erase(it);
        on_gone_(id, alive.empty());
    }
}

}  // namespace dmsnode::tasks::shell
