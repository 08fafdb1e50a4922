#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "tasks/outcome.hpp"
#include "workflow/definition.hpp"
#include "workflow/parameters.hpp"

/// The one small interface behind which every task kind lives (DMS, SHELL, SQL): a new kind is one
/// folder. The scheduler's worker knows kinds by nothing else.
namespace dmsnode::tasks {

/// Keeps what a kind must find again after a crash: any text, opaque to the worker.
/// Threads: one call at a time for each attempt, on the kind's threads.
class StateKeeper {
public:
    virtual ~StateKeeper() = default;
    /// Returns after the text is safe. While it fails, the attempt does nothing that depends on it.
    virtual Status Keep(const std::string& state) = 0;
};

/// Takes what a screen shows of a running attempt: a JSON object of the kind's own.
class ProgressReceiver {
public:
    virtual ~ProgressReceiver() = default;
    /// Called on change, on the kind's threads: return quickly.
    virtual void Show(const Json& progress) = 0;
    /// What the attempt follows elsewhere, a small JSON object of the kind's own: told when it is
    /// known, and kept with the attempt also after its end.
    virtual void Refer(const Json& /*reference*/) {}
};

/// What every check of a node's parameters gets.
struct TaskContext {
    const workflow::TaskDefinition& task;
    std::string path;  ///< JSON path of the task's `taskParams`, for problems.
    const workflow::ParameterScope& scope;
    /// Folders that `file://` values may reach: the attempt's resources.
    std::vector<std::filesystem::path> file_folders;
};

/// One attempt to run.
/// Lifetime: log, states and progress outlive on_done (or the kind's Stop). The rest is copied.
struct TaskAttempt {
    workflow::TaskDefinition task;
    std::string path;
    workflow::ParameterScope scope;
    std::vector<std::filesystem::path> file_folders;
    /// The attempt's own folder, with its resources in it. Exists before the start; the worker
    /// removes it after the end.
    std::filesystem::path working_directory;
    /// The chosen environment's text: shell exports that stand before a script.
    std::string environment;
    /// The same over all attempts and restarts of one node of one instance, another for every
    /// other. Letters, digits, `_ . : / = + -`, at most 128.
    std::string run_id;
    int number = 1;  ///< Of the attempt.
    LogSink* log = nullptr;
    StateKeeper* states = nullptr;
    ProgressReceiver* progress = nullptr;  ///< May be null.
    /// What this very attempt kept in a process that ended in between: it goes on from there.
    std::optional<std::string> kept;
    /// For a retry: what the attempt before kept last. Not together with `kept`.
    std::optional<std::string> kept_by_earlier;
    std::function<void(const Outcome&)> on_done;  ///< Called once, on a thread of the kind.
};

using AttemptId = std::uint64_t;

/// Threads: any.
class TaskKind {
public:
    virtual ~TaskKind() = default;
    virtual std::string_view Type() const = 0;  ///< `DMS`, `SHELL`, `SQL`.
    /// True if an attempt holds a thread or a process while it runs, and so takes a worker's slot.
    /// A DMS node waits without one.
    virtual bool TakesSlot() const = 0;
    /// Names of the OUT parameters that a success gives of itself.
    virtual std::vector<std::string> OutputNames() const = 0;

    /// Everything that is wrong with the node's parameters and can be told without a run.
    /// `later_names` get their values only at run time: what uses one of them is not checked yet.
    virtual std::vector<Problem> Check(const TaskContext& context,
                                       const std::vector<std::string>& later_names) const = 0;
    /// What a run would do, step by step (requests, commands, statements), with secrets masked.
    virtual Json DryRun(const TaskContext& context, std::vector<Problem>& problems) const = 0;

    /// Begins (or goes on with) an attempt; returns at once. Problems of the parameters end it
    /// through on_done, as hopeless.
    /// Errors: kResourceExhausted if the kind runs as many as it can. on_done is not called then.
    virtual Result<AttemptId> Start(TaskAttempt attempt) = 0;
    /// Asks an attempt to end; returns at once. Ids that have ended are ignored. Twice is fine.
    virtual void Kill(AttemptId id, KillReason reason) = 0;
    /// Lets go of all attempts: no on_done any more, what they kept stays, and what runs elsewhere
    /// (a replication task) goes on; processes of this machine are ended. Waits. Twice is fine.
    virtual void Stop() = 0;
};

}  // namespace dmsnode::tasks
