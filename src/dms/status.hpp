#pragma once

#include <optional>
#include <string_view>

/// The words of the DMS API that have a closed set of values. A service may answer with a word we
/// do not know: parsing then gives nothing, and the caller decides.
namespace dmsnode::dms {

/// Source: aws DMS API reference, ReplicationTask.Status.
enum class TaskStatus {
    kCreating,
    kReady,
    kStarting,
    kRunning,
    kStopping,
    kStopped,
    kDeleting,
    kFailed,
    kModifying,
    kTesting,
    kMoving,
    kFailedMove,
};
std::string_view Word(TaskStatus status);
std::optional<TaskStatus> ParseTaskStatus(std::string_view word);

enum class MigrationType { kFullLoad, kCdc, kFullLoadAndCdc };
std::string_view Word(MigrationType type);
std::optional<MigrationType> ParseMigrationType(std::string_view word);

enum class StartType { kStartReplication, kResumeProcessing, kReloadTarget };
std::string_view Word(StartType type);
std::optional<StartType> ParseStartType(std::string_view word);

enum class ConnectionStatus { kTesting, kSuccessful, kFailed, kDeleting };
std::string_view Word(ConnectionStatus status);
std::optional<ConnectionStatus> ParseConnectionStatus(std::string_view word);

/// The code in a StopReason text (`Stop Reason FULL_LOAD_ONLY_FINISHED`, or the tail of a long
/// failure text).
enum class StopReason {
    kNormal,
    kRecoverableError,
    kFatalError,
    kFullLoadOnlyFinished,
    kStoppedAfterFullLoad,
    kStoppedAfterCachedEvents,
    kExpressLicenseLimitsReached,
    kStoppedAfterDdlApply,
    kStoppedDueToLowMemory,
    kStoppedDueToLowDisk,
    kStoppedAtServerTime,
    kStoppedAtCommitTime,
    kReconfigurationRestart,
    kRecycleTask,
};
std::string_view Word(StopReason reason);
/// Finds the code in `Stop Reason X` anywhere in the text; the bare code is accepted too.
std::optional<StopReason> ParseStopReason(std::string_view text);

/// TableStatistics.TableState.
namespace table_state {
inline constexpr std::string_view kDoesNotExist = "Table does not exist";
inline constexpr std::string_view kBeforeLoad = "Before load";
inline constexpr std::string_view kFullLoad = "Full load";
inline constexpr std::string_view kCompleted = "Table completed";
inline constexpr std::string_view kCancelled = "Table cancelled";
inline constexpr std::string_view kError = "Table error";
inline constexpr std::string_view kReloading = "Table is being reloaded";
}  // namespace table_state

}  // namespace dmsnode::dms
