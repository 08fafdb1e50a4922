#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

/// The node's life as a table: a phase and an event give the next phase. What stands in no row
/// cannot happen, and does nothing. docs/dms-node.md has the picture.
namespace dmsnode::tasks::impl {

enum class Phase {
    kResolving,            ///< Asks what ARNs the names stand for.
    kLookingUp,            ///< Asks whether the identifier exists, and whose it is.
    kCheckingConnections,  ///< Asks how the last connection tests ended.
    kTestingConnections,   ///< Asks for connection tests.
    kAwaitingConnections,  ///< Waits for their end.
    kCreating,             ///< Sends Create.
    kAwaitingReady,     ///< Waits until the task can be started; finds out whether it is already.
    kSendingFirstStop,  ///< Stops a running task that is to be restarted.
    kModifying,         ///< Sends Modify for a task that is to be restarted.
    kStarting,          ///< Sends Start.
    kAwaitingRunning,   ///< Waits until it runs, or has run.
    kFollowing,         ///< Watches it.
    kInspecting,        ///< Reads the table statistics, then judges.
    kLookingUpToKill,   ///< Killed while the fate of a Create was unknown.
    kStopping,          ///< Killed: watches until the task stands still.
    kSendingStop,       ///< Killed: sends Stop.
    kDeleting,          ///< Sends Delete for what this run created and never started.
    kAwaitingDeleted,   ///< Waits until it is gone.
    kDone,
};
inline constexpr std::size_t kPhaseCount = static_cast<std::size_t>(Phase::kDone) + 1;
std::string_view Word(Phase phase);
std::optional<Phase> ParsePhase(std::string_view word);

enum class Event {
    kNamesKnownToCreate,
    kNamesKnownToRestart,
    kIdentifierFree,       ///< … and the connections are not checked yet.
    kIdentifierStillFree,  ///< … and nothing is left to check.
    kFoundOwn,
    kFoundForeign,
    kConnectionsGoodToCreate,
    kConnectionsGoodToStart,
    kConnectionsUntested,
    kConnectionsTesting,
    kConnectionsBad,
    kConnectionsBadCleanUp,
    kTestSent,
    kCreated,
    kIdentifierTaken,  ///< Create found the identifier in use.
    kReplyLost,        ///< A Create or Start may or may not have arrived.
    kTransient,        ///< A call failed in a way that may pass.
    kFailed,           ///< A call failed for good.
    kTaskBusy,         ///< Nothing to do but wait.
    kTaskMissing,      ///< Not found, once: may be the service's delay.
    kTaskStartable,
    kTaskStartableUntested,
    kTaskStartableUnmodified,
    kTaskStarting,
    kTaskRunning,
    kTaskRunningRefused,  ///< Running, not by us, and the node says "fail".
    kTaskRunningToStop,   ///< Running, not by us, and the node says "stop".
    kTaskEnded,
    kTaskGone,
    kTaskUnfit,     ///< Not what the node describes, or in a state that leads nowhere.
    kTaskIdle,      ///< Killed: it never ran and stays.
    kTaskToDelete,  ///< Killed: it never ran and this run created it.
    kTaskStillThere,
    kSeenStarted,    ///< finishWhen "started" is fulfilled.
    kFinishReached,  ///< Another finishWhen is fulfilled.
    kModified,
    kModifyRefused,  ///< The task is at something: look again.
    kStartAccepted,
    kStartRefused,
    kStartRefusedAgain,
    kStartFailed,
    kStartFailedCleanUp,
    kTablesRead,
    kTablesUnsettled,
    kStopSent,
    kStopRefused,
    kDeleteSent,
    kDeadline,
    kDeadlineCleanUp,
    kKillNothing,  ///< Nothing of this run exists or runs.
    kKillUnsure,   ///< A Create was sent, its fate is unknown.
    kKillMade,     ///< There is a task of this run.
};
inline constexpr std::size_t kEventCount = static_cast<std::size_t>(Event::kKillMade) + 1;
std::string_view Word(Event event);

struct Transition {
    Phase from;
    Event event;
    Phase to;
};

std::span<const Transition> Transitions();

/// Nothing if the table has no such row.
std::optional<Phase> Next(Phase from, Event event);

}  // namespace dmsnode::tasks::impl
