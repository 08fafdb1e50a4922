#include "dms/status.hpp"

#include <array>
#include <utility>

namespace dmsnode::dms {
namespace {

template <class E, std::size_t N>
using Words = std::array<std::pair<E, std::string_view>, N>;

constexpr Words<TaskStatus, 12> kTaskStatuses{{
    {TaskStatus::kCreating, "creating"},
    {TaskStatus::kReady, "ready"},
    {TaskStatus::kStarting, "starting"},
    {TaskStatus::kRunning, "running"},
    {TaskStatus::kStopping, "stopping"},
    {TaskStatus::kStopped, "stopped"},
    {TaskStatus::kDeleting, "deleting"},
    {TaskStatus::kFailed, "failed"},
    {TaskStatus::kModifying, "modifying"},
    {TaskStatus::kTesting, "testing"},
    {TaskStatus::kMoving, "moving"},
    {TaskStatus::kFailedMove, "failed-move"},
}};
constexpr Words<MigrationType, 3> kMigrationTypes{{
    {MigrationType::kFullLoad, "full-load"},
    {MigrationType::kCdc, "cdc"},
    {MigrationType::kFullLoadAndCdc, "full-load-and-cdc"},
}};
constexpr Words<StartType, 3> kStartTypes{{
    {StartType::kStartReplication, "start-replication"},
    {StartType::kResumeProcessing, "resume-processing"},
    {StartType::kReloadTarget, "reload-target"},
}};
constexpr Words<ConnectionStatus, 4> kConnectionStatuses{{
    {ConnectionStatus::kTesting, "testing"},
    {ConnectionStatus::kSuccessful, "successful"},
    {ConnectionStatus::kFailed, "failed"},
    {ConnectionStatus::kDeleting, "deleting"},
}};
constexpr Words<StopReason, 14> kStopReasons{{
    {StopReason::kNormal, "NORMAL"},
    {StopReason::kRecoverableError, "RECOVERABLE_ERROR"},
    {StopReason::kFatalError, "FATAL_ERROR"},
    {StopReason::kFullLoadOnlyFinished, "FULL_LOAD_ONLY_FINISHED"},
    {StopReason::kStoppedAfterFullLoad, "STOPPED_AFTER_FULL_LOAD"},
    {StopReason::kStoppedAfterCachedEvents, "STOPPED_AFTER_CACHED_EVENTS"},
    {StopReason::kExpressLicenseLimitsReached, "EXPRESS_LICENSE_LIMITS_REACHED"},
    {StopReason::kStoppedAfterDdlApply, "STOPPED_AFTER_DDL_APPLY"},
    {StopReason::kStoppedDueToLowMemory, "STOPPED_DUE_TO_LOW_MEMORY"},
    {StopReason::kStoppedDueToLowDisk, "STOPPED_DUE_TO_LOW_DISK"},
    {StopReason::kStoppedAtServerTime, "STOPPED_AT_SERVER_TIME"},
    {StopReason::kStoppedAtCommitTime, "STOPPED_AT_COMMIT_TIME"},
    {StopReason::kReconfigurationRestart, "RECONFIGURATION_RESTART"},
    {StopReason::kRecycleTask, "RECYCLE_TASK"},
}};

template <class E, std::size_t N>
std::string_view WordOf(const Words<E, N>& words, E value) {
    for (const auto& [known, word] : words) {
        if (known == value) return word;
    }
    return "";
}

template <class E, std::size_t N>
std::optional<E> Parse(const Words<E, N>& words, std::string_view text) {
    for (const auto& [value, word] : words) {
        if (word == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view Word(TaskStatus status) {
    return WordOf(kTaskStatuses, status);
}
std::string_view Word(MigrationType type) {
    return WordOf(kMigrationTypes, type);
}
std::string_view Word(StartType type) {
    return WordOf(kStartTypes, type);
}
std::string_view Word(ConnectionStatus status) {
    return WordOf(kConnectionStatuses, status);
}
std::string_view Word(StopReason reason) {
    return WordOf(kStopReasons, reason);
}

std::optional<TaskStatus> ParseTaskStatus(std::string_view word) {
    return Parse(kTaskStatuses, word);
}
std::optional<MigrationType> ParseMigrationType(std::string_view word) {
    return Parse(kMigrationTypes, word);
}
std::optional<StartType> ParseStartType(std::string_view word) {
    return Parse(kStartTypes, word);
}
std::optional<ConnectionStatus> ParseConnectionStatus(std::string_view word) {
    return Parse(kConnectionStatuses, word);
}

std::optional<StopReason> ParseStopReason(std::string_view text) {
    constexpr std::string_view kHead = "Stop Reason ";
    if (const std::size_t head = text.rfind(kHead); head != std::string_view::npos) {
        text.remove_prefix(head + kHead.size());
        text = text.substr(0, text.find(' '));
    }
    return Parse(kStopReasons, text);
}

}  // namespace dmsnode::dms
