#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/guarded.hpp"
#include "base/process.hpp"
#include "tasks/masking.hpp"
#include "tasks/shell/impl/control_group.hpp"
#include "tasks/shell/impl/kept_state.hpp"
#include "tasks/shell/impl/output.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::tasks::shell {

/// A script that runs, as the loop gets it.
/// Lifetime: the log outlives the end that the loop tells.
struct RunningScript {
    AttemptId id = 0;
    ChildProcess child;
    std::unique_ptr<ControlGroup> group;  ///< Null: none could be made, or none is needed.
    Masker masker;
    LogSink* log = nullptr;
    std::vector<std::string> outputs;  ///< Names that the script may set.
};

struct LoopOptions {
    std::chrono::milliseconds kill_grace;  ///< Between SIGTERM and SIGKILL.
    std::size_t longest_line;
    std::size_t most_log_bytes;  ///< Of one script; what comes after is not logged.
};

/// One thread for all running scripts: their output, their ends, the steps of ending them.
/// The times here are the kernel's waits, so the clock is the system's.
/// Threads: any.
class ScriptLoop {
public:
    /// Called on the loop's thread: return quickly.
    using OnEnd = std::function<void(AttemptId, const Outcome&)>;
    using OnGone = std::function<void(AttemptId, bool gone)>;

    ScriptLoop(LoopOptions options, OnEnd on_end, OnGone on_gone);
    ~ScriptLoop();
    ScriptLoop(const ScriptLoop&) = delete;
    ScriptLoop& operator=(const ScriptLoop&) = delete;

    /// After Stop the script is ended at once.
    void Watch(RunningScript script);
    /// Ends what lives of a script of a process that died; on_gone is told when that is done, with
    /// false if something is left that does not end.
    void EndSurvivors(AttemptId id, const KeptState& state);
    void Kill(AttemptId id, KillReason reason);
    /// Ends all scripts (SIGTERM, grace, SIGKILL), tells nobody, waits.
    void Stop();

private:
    using Time = std::chrono::steady_clock::time_point;
    struct Script;
    struct Survivors {
        KeptState state;
        Time deadline;
        bool killed = false;
    };
    struct Mail {
        std::vector<RunningScript> scripts;
        std::vector<std::pair<AttemptId, KeptState>> survivors;
        std::vector<std::pair<AttemptId, KillReason>> kills;
        bool stop = false;
    };

    void Post(const std::function<void(Mail&)>& change);
    void Run();
    void TakeMail(Time now);
    void Adopt(RunningScript script);
    void BeginKill(Script& script, KillReason reason, Time now);
    void ReadOutput(Script& script);
    void TakeLines(Script& script, const std::vector<std::string>& lines);
    void Advance(AttemptId id, Time now);
    void AdvanceEnded(Script& script, Time now);
    void AdvanceSurvivors(Time now);
    void Finish(Script& script, const Outcome& outcome);
    int WaitMilliseconds(Time now) const;

    const LoopOptions options_;
    const OnEnd on_end_;
    const OnGone on_gone_;
    FileDescriptor epoll_;
    FileDescriptor wake_;
    Guarded<Mail> mail_;
    bool stopping_ = false;  // the loop's thread only, as below
    std::map<AttemptId, std::unique_ptr<Script>> scripts_;
    std::map<AttemptId, Survivors> survivors_;
    std::jthread thread_;
};

/// How an attempt ends whose script ended like this. Pure.
struct ScriptEnd {
    ProcessEnd process;
    std::optional<KillReason> kill;  ///< We ended it.
    bool out_of_memory = false;
    std::vector<std::string> last_lines;
    std::map<std::string, std::string> out;
};
Outcome OutcomeOf(const ScriptEnd& end);

}  // namespace dmsnode::tasks::shell
