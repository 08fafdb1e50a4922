#include "tasks/dms/impl/transitions.hpp"

namespace dmsnode::tasks::impl {
namespace {

using P = Phase;
using E = Event;

constexpr std::array<std::string_view, kPhaseCount> kPhaseWords = {
    "resolving",
    "looking-up",
    "checking-connections",
    "testing-connections",
    "awaiting-connections",
    "creating",
    "awaiting-ready",
    "stopping-first",
    "modifying",
    "starting",
    "awaiting-running",
    "following",
    "inspecting",
    "looking-up-to-kill",
    "stopping",
    "sending-stop",
    "deleting",
    "awaiting-deleted",
    "done",
};

constexpr std::array<std::string_view, kEventCount> kEventWords = {
    "names-known-to-create",
    "names-known-to-restart",
    "identifier-free",
    "identifier-still-free",
    "found-own",
    "found-foreign",
    "connections-good-to-create",
    "connections-good-to-start",
    "connections-untested",
    "connections-testing",
    "connections-bad",
    "connections-bad-clean-up",
    "test-sent",
    "created",
    "identifier-taken",
    "reply-lost",
    "transient",
    "failed",
    "task-busy",
    "task-missing",
    "task-startable",
    "task-startable-untested",
    "task-startable-unmodified",
    "task-starting",
    "task-running",
    "task-running-refused",
    "task-running-to-stop",
    "task-ended",
    "task-gone",
    "task-unfit",
    "task-idle",
    "task-to-delete",
    "task-still-there",
    "seen-started",
    "finish-reached",
    "modified",
    "modify-refused",
    "start-accepted",
    "start-refused",
    "start-refused-again",
    "start-failed",
    "start-failed-clean-up",
    "tables-read",
    "tables-unsettled",
    "stop-sent",
    "stop-refused",
    "delete-sent",
    "deadline",
    "deadline-clean-up",
    "kill-nothing",
    "kill-unsure",
    "kill-made",
};

constexpr std::array kTransitions = {
    Transition{P::kResolving, E::kNamesKnownToCreate, P::kLookingUp},
    Transition{P::kResolving, E::kNamesKnownToRestart, P::kAwaitingReady},
    Transition{P::kResolving, E::kTransient, P::kResolving},
    Transition{P::kResolving, E::kFailed, P::kDone},
    Transition{P::kResolving, E::kDeadline, P::kDone},
    Transition{P::kResolving, E::kKillNothing, P::kDone},

    Transition{P::kLookingUp, E::kIdentifierFree, P::kCheckingConnections},
    Transition{P::kLookingUp, E::kIdentifierStillFree, P::kCreating},
    Transition{P::kLookingUp, E::kFoundOwn, P::kAwaitingReady},
    Transition{P::kLookingUp, E::kFoundForeign, P::kDone},
    Transition{P::kLookingUp, E::kTransient, P::kLookingUp},
    Transition{P::kLookingUp, E::kFailed, P::kDone},
    Transition{P::kLookingUp, E::kDeadline, P::kDone},
    Transition{P::kLookingUp, E::kKillNothing, P::kDone},
    Transition{P::kLookingUp, E::kKillUnsure, P::kLookingUpToKill},

    Transition{P::kCheckingConnections, E::kConnectionsGoodToCreate, P::kCreating},
    Transition{P::kCheckingConnections, E::kConnectionsGoodToStart, P::kAwaitingReady},
    Transition{P::kCheckingConnections, E::kConnectionsUntested, P::kTestingConnections},
    Transition{P::kCheckingConnections, E::kConnectionsTesting, P::kAwaitingConnections},
    Transition{P::kCheckingConnections, E::kTransient, P::kCheckingConnections},
    Transition{P::kCheckingConnections, E::kDeadline, P::kDone},
    Transition{P::kCheckingConnections, E::kDeadlineCleanUp, P::kDeleting},
    Transition{P::kCheckingConnections, E::kKillNothing, P::kDone},
    Transition{P::kCheckingConnections, E::kKillUnsure, P::kLookingUpToKill},
    Transition{P::kCheckingConnections, E::kKillMade, P::kStopping},

    Transition{P::kTestingConnections, E::kTestSent, P::kAwaitingConnections},
    Transition{P::kTestingConnections, E::kConnectionsBad, P::kDone},
    Transition{P::kTestingConnections, E::kConnectionsBadCleanUp, P::kDeleting},
    Transition{P::kTestingConnections, E::kTransient, P::kTestingConnections},
    Transition{P::kTestingConnections, E::kDeadline, P::kDone},
    Transition{P::kTestingConnections, E::kDeadlineCleanUp, P::kDeleting},
    Transition{P::kTestingConnections, E::kKillNothing, P::kDone},
    Transition{P::kTestingConnections, E::kKillUnsure, P::kLookingUpToKill},
    Transition{P::kTestingConnections, E::kKillMade, P::kStopping},

    Transition{P::kAwaitingConnections, E::kConnectionsGoodToCreate, P::kCreating},
    Transition{P::kAwaitingConnections, E::kConnectionsGoodToStart, P::kAwaitingReady},
    Transition{P::kAwaitingConnections, E::kConnectionsTesting, P::kAwaitingConnections},
    Transition{P::kAwaitingConnections, E::kConnectionsBad, P::kDone},
    Transition{P::kAwaitingConnections, E::kConnectionsBadCleanUp, P::kDeleting},
    Transition{P::kAwaitingConnections, E::kTransient, P::kAwaitingConnections},
    Transition{P::kAwaitingConnections, E::kDeadline, P::kDone},
    Transition{P::kAwaitingConnections, E::kDeadlineCleanUp, P::kDeleting},
    Transition{P::kAwaitingConnections, E::kKillNothing, P::kDone},
    Transition{P::kAwaitingConnections, E::kKillUnsure, P::kLookingUpToKill},
    Transition{P::kAwaitingConnections, E::kKillMade, P::kStopping},

    Transition{P::kCreating, E::kCreated, P::kAwaitingReady},
    Transition{P::kCreating, E::kIdentifierTaken, P::kLookingUp},
    Transition{P::kCreating, E::kReplyLost, P::kLookingUp},
    Transition{P::kCreating, E::kFailed, P::kDone},
    Transition{P::kCreating, E::kDeadline, P::kDone},
    Transition{P::kCreating, E::kKillNothing, P::kDone},
    Transition{P::kCreating, E::kKillUnsure, P::kLookingUpToKill},

    Transition{P::kAwaitingReady, E::kTaskBusy, P::kAwaitingReady},
    Transition{P::kAwaitingReady, E::kTaskMissing, P::kAwaitingReady},
    Transition{P::kAwaitingReady, E::kTaskStartable, P::kStarting},
    Transition{P::kAwaitingReady, E::kTaskStartableUntested, P::kCheckingConnections},
    Transition{P::kAwaitingReady, E::kTaskStartableUnmodified, P::kModifying},
    Transition{P::kAwaitingReady, E::kTaskStarting, P::kAwaitingRunning},
    Transition{P::kAwaitingReady, E::kTaskRunning, P::kFollowing},
    Transition{P::kAwaitingReady, E::kTaskRunningRefused, P::kDone},
    Transition{P::kAwaitingReady, E::kTaskRunningToStop, P::kSendingFirstStop},
    Transition{P::kAwaitingReady, E::kTaskEnded, P::kInspecting},
    Transition{P::kAwaitingReady, E::kTaskGone, P::kDone},
    Transition{P::kAwaitingReady, E::kTaskUnfit, P::kDone},
    Transition{P::kAwaitingReady, E::kTransient, P::kAwaitingReady},
    Transition{P::kAwaitingReady, E::kFailed, P::kDone},
    Transition{P::kAwaitingReady, E::kDeadline, P::kDone},
    Transition{P::kAwaitingReady, E::kKillNothing, P::kDone},
    Transition{P::kAwaitingReady, E::kKillMade, P::kStopping},

    Transition{P::kSendingFirstStop, E::kStopSent, P::kAwaitingReady},
    Transition{P::kSendingFirstStop, E::kStopRefused, P::kAwaitingReady},
    Transition{P::kSendingFirstStop, E::kTaskGone, P::kDone},
    Transition{P::kSendingFirstStop, E::kTransient, P::kSendingFirstStop},
    Transition{P::kSendingFirstStop, E::kFailed, P::kDone},
    Transition{P::kSendingFirstStop, E::kDeadline, P::kDone},
    Transition{P::kSendingFirstStop, E::kKillNothing, P::kDone},

    // The same Modify twice is the same as once: a lost reply needs no looking after.
    Transition{P::kModifying, E::kModified, P::kAwaitingReady},
    Transition{P::kModifying, E::kModifyRefused, P::kAwaitingReady},
    Transition{P::kModifying, E::kTaskGone, P::kDone},
    Transition{P::kModifying, E::kTransient, P::kModifying},
    Transition{P::kModifying, E::kFailed, P::kDone},
    Transition{P::kModifying, E::kDeadline, P::kDone},
    Transition{P::kModifying, E::kKillNothing, P::kDone},
    Transition{P::kModifying, E::kKillMade, P::kStopping},

    Transition{P::kStarting, E::kStartAccepted, P::kAwaitingRunning},
    Transition{P::kStarting, E::kReplyLost, P::kAwaitingReady},
    Transition{P::kStarting, E::kStartRefused, P::kCheckingConnections},
    Transition{P::kStarting, E::kStartRefusedAgain, P::kAwaitingReady},
    Transition{P::kStarting, E::kStartFailed, P::kDone},
    Transition{P::kStarting, E::kStartFailedCleanUp, P::kDeleting},
    Transition{P::kStarting, E::kDeadline, P::kDone},
    Transition{P::kStarting, E::kKillNothing, P::kDone},
    Transition{P::kStarting, E::kKillMade, P::kStopping},

    Transition{P::kAwaitingRunning, E::kTaskBusy, P::kAwaitingRunning},
    Transition{P::kAwaitingRunning, E::kTaskMissing, P::kAwaitingRunning},
    Transition{P::kAwaitingRunning, E::kTaskRunning, P::kFollowing},
    Transition{P::kAwaitingRunning, E::kTaskEnded, P::kInspecting},
    Transition{P::kAwaitingRunning, E::kSeenStarted, P::kDone},
    Transition{P::kAwaitingRunning, E::kTaskGone, P::kDone},
    Transition{P::kAwaitingRunning, E::kTaskUnfit, P::kDone},
    Transition{P::kAwaitingRunning, E::kTransient, P::kAwaitingRunning},
    Transition{P::kAwaitingRunning, E::kFailed, P::kDone},
    Transition{P::kAwaitingRunning, E::kDeadline, P::kDone},
    Transition{P::kAwaitingRunning, E::kKillMade, P::kStopping},

    Transition{P::kFollowing, E::kTaskRunning, P::kFollowing},
    Transition{P::kFollowing, E::kTaskBusy, P::kFollowing},
    Transition{P::kFollowing, E::kTaskMissing, P::kFollowing},
    Transition{P::kFollowing, E::kTablesRead, P::kFollowing},
    Transition{P::kFollowing, E::kTaskEnded, P::kInspecting},
    Transition{P::kFollowing, E::kFinishReached, P::kInspecting},
    Transition{P::kFollowing, E::kSeenStarted, P::kDone},
    Transition{P::kFollowing, E::kTaskGone, P::kDone},
    Transition{P::kFollowing, E::kTaskUnfit, P::kDone},
    Transition{P::kFollowing, E::kTransient, P::kFollowing},
    Transition{P::kFollowing, E::kFailed, P::kDone},
    Transition{P::kFollowing, E::kDeadline, P::kDone},
    Transition{P::kFollowing, E::kKillMade, P::kStopping},

    // The task has ended, or the rule is fulfilled: a kill has nothing left to stop in the first
    // case, and stops it in the second.
    Transition{P::kInspecting, E::kTablesRead, P::kDone},
    Transition{P::kInspecting, E::kTablesUnsettled, P::kInspecting},
    Transition{P::kInspecting, E::kTransient, P::kInspecting},
    Transition{P::kInspecting, E::kFailed, P::kDone},
    Transition{P::kInspecting, E::kDeadline, P::kDone},
    Transition{P::kInspecting, E::kKillMade, P::kStopping},

    Transition{P::kLookingUpToKill, E::kFoundOwn, P::kStopping},
    Transition{P::kLookingUpToKill, E::kFoundForeign, P::kDone},
    Transition{P::kLookingUpToKill, E::kIdentifierFree, P::kLookingUpToKill},
    Transition{P::kLookingUpToKill, E::kIdentifierStillFree, P::kDone},
    Transition{P::kLookingUpToKill, E::kTransient, P::kLookingUpToKill},
    Transition{P::kLookingUpToKill, E::kFailed, P::kDone},
    Transition{P::kLookingUpToKill, E::kDeadline, P::kDone},

    Transition{P::kStopping, E::kTaskBusy, P::kStopping},
    Transition{P::kStopping, E::kTaskMissing, P::kStopping},
    Transition{P::kStopping, E::kTaskRunning, P::kSendingStop},
    Transition{P::kStopping, E::kTaskEnded, P::kDone},
    Transition{P::kStopping, E::kTaskGone, P::kDone},
    Transition{P::kStopping, E::kTaskIdle, P::kDone},
    Transition{P::kStopping, E::kTaskToDelete, P::kDeleting},
    Transition{P::kStopping, E::kTransient, P::kStopping},
    Transition{P::kStopping, E::kFailed, P::kDone},
    Transition{P::kStopping, E::kDeadline, P::kDone},

    Transition{P::kSendingStop, E::kStopSent, P::kStopping},
    Transition{P::kSendingStop, E::kStopRefused, P::kStopping},
    Transition{P::kSendingStop, E::kTaskGone, P::kDone},
    Transition{P::kSendingStop, E::kTransient, P::kStopping},
    Transition{P::kSendingStop, E::kFailed, P::kDone},
    Transition{P::kSendingStop, E::kDeadline, P::kDone},

    Transition{P::kDeleting, E::kDeleteSent, P::kAwaitingDeleted},
    Transition{P::kDeleting, E::kTaskGone, P::kDone},
    Transition{P::kDeleting, E::kTransient, P::kDeleting},
    Transition{P::kDeleting, E::kFailed, P::kDone},
    Transition{P::kDeleting, E::kDeadline, P::kDone},
    Transition{P::kDeleting, E::kKillMade, P::kDeleting},

    Transition{P::kAwaitingDeleted, E::kTaskBusy, P::kAwaitingDeleted},
    Transition{P::kAwaitingDeleted, E::kTaskStillThere, P::kDeleting},
    Transition{P::kAwaitingDeleted, E::kTaskGone, P::kDone},
    Transition{P::kAwaitingDeleted, E::kTransient, P::kAwaitingDeleted},
    Transition{P::kAwaitingDeleted, E::kFailed, P::kDone},
    Transition{P::kAwaitingDeleted, E::kDeadline, P::kDone},
    Transition{P::kAwaitingDeleted, E::kKillMade, P::kAwaitingDeleted},
};

}  // namespace

std::string_view Word(Phase phase) {
    return kPhaseWords[static_cast<std::size_t>(phase)];
}

std::optional<Phase> ParsePhase(std::string_view word) {
    for (std::size_t i = 0; i < kPhaseCount; ++i) {
        if (kPhaseWords[i] == word) return static_cast<Phase>(i);
    }
    return std::nullopt;
}

std::string_view Word(Event event) {
    return kEventWords[static_cast<std::size_t>(event)];
}

std::span<const Transition> Transitions() {
    return kTransitions;
}

std::optional<Phase> Next(Phase from, Event event) {
    for (const Transition& row : kTransitions) {
        if (row.from == from && row.event == event) return row.to;
    }
    return std::nullopt;
}

}  // namespace dmsnode::tasks::impl
