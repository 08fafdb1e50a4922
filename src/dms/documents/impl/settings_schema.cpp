#include "dms/documents/impl/settings_schema.hpp"

#include <array>

namespace dmsnode::dms {
namespace {

using Kind = SettingRow::Kind;
using Word = std::string_view;

constexpr std::array<Word, 3> kPrepModes = {"DO_NOTHING", "DROP_AND_CREATE",
                                            "TRUNCATE_BEFORE_LOAD"};
constexpr std::array<Word, 4> kDataPolicies = {"IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE",
                                               "STOP_TASK"};
constexpr std::array<Word, 2> kTablePolicies = {"SUSPEND_TABLE", "STOP_TASK"};
constexpr std::array<Word, 1> kStopOnly = {"STOP_TASK"};
constexpr std::array<Word, 2> kEventPolicies = {"IGNORE", "STOP_TASK"};
constexpr std::array<Word, 3> kEscalations = {"LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"};
constexpr std::array<Word, 5> kInsertPolicies = {"IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE",
                                                 "STOP_TASK", "INSERT_RECORD"};
constexpr std::array<Word, 5> kUpdatePolicies = {"IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE",
                                                 "STOP_TASK", "UPDATE_RECORD"};
constexpr std::array<Word, 2> kValidationModes = {"ROW_LEVEL", "GROUP_LEVEL"};

constexpr SettingRow Bool(Word section, Word key) {
    return {section, key, Kind::kBool};
}
constexpr SettingRow Text(Word section, Word key) {
    return {section, key, Kind::kText};
}
constexpr SettingRow Integer(Word section, Word key, std::int64_t least, std::int64_t most) {
    return {section, key, Kind::kInteger, least, most};
}
constexpr SettingRow OneOf(Word section, Word key, std::span<const Word> words) {
    return {section, key, Kind::kWord, 0, 0, words};
}
constexpr std::int64_t kAny = std::numeric_limits<std::int32_t>::max();

constexpr Word kTarget = "TargetMetadata";
constexpr Word kLoad = "FullLoadSettings";
constexpr Word kControl = "ControlTablesSettings";
constexpr Word kStream = "StreamBufferSettings";
constexpr Word kDdl = "ChangeProcessingDdlHandlingPolicy";
constexpr Word kErrors = "ErrorBehavior";
constexpr Word kTuning = "ChangeProcessingTuning";
constexpr Word kValidation = "ValidationSettings";
constexpr Word kResync = "ResyncSettings";
constexpr Word kLogging = "Logging";

constexpr std::array kSettingRows = {
    Text(kTarget, "TargetSchema"),
    Bool(kTarget, "SupportLobs"),
    Bool(kTarget, "FullLobMode"),
    Integer(kTarget, "LobChunkSize", 0, 102400),
    Bool(kTarget, "LimitedSizeLobMode"),
    Integer(kTarget, "LobMaxSize", 0, 2097152),
    Integer(kTarget, "InlineLobMaxSize", 0, 102400),
    Integer(kTarget, "LoadMaxFileSize", 0, 100000),
    Integer(kTarget, "ParallelLoadThreads", 0, 200),
    Integer(kTarget, "ParallelLoadBufferSize", 0, 1000),
    Integer(kTarget, "ParallelLoadQueuesPerThread", 0, 512),
    Integer(kTarget, "ParallelApplyThreads", 0, 200),
    Integer(kTarget, "ParallelApplyBufferSize", 0, 1000),
    Integer(kTarget, "ParallelApplyQueuesPerThread", 0, 512),
    Bool(kTarget, "BatchApplyEnabled"),
    Bool(kTarget, "TaskRecoveryTableEnabled"),
    OneOf(kLoad, "TargetTablePrepMode", kPrepModes),
    Bool(kLoad, "CreatePkAfterFullLoad"),
    Bool(kLoad, "StopTaskCachedChangesApplied"),
    Bool(kLoad, "StopTaskCachedChangesNotApplied"),
    Integer(kLoad, "MaxFullLoadSubTasks", 1, 49),
    Integer(kLoad, "TransactionConsistencyTimeout", 0, kAny),
    Integer(kLoad, "CommitRate", 1, 50000),
    Bool(kLogging, "EnableLogging"),
    Bool(kLogging, "EnableLogContext"),
    Bool(kLogging, "DeleteTaskLogs"),
    SettingRow{kLogging, "CloudWatchLogGroup", Kind::kReadOnly},
    SettingRow{kLogging, "CloudWatchLogStream", Kind::kReadOnly},
    Integer(kControl, "historyTimeslotInMinutes", 1, 1440),
    Integer(kControl, "HistoryTimeslotInMinutes", 1, 1440),
    Text(kControl, "ControlSchema"),
    Bool(kControl, "HistoryTableEnabled"),
    Bool(kControl, "SuspendedTablesTableEnabled"),
    Bool(kControl, "StatusTableEnabled"),
    Bool(kControl, "FullLoadExceptionTableEnabled"),
    Integer(kStream, "StreamBufferCount", 1, 1000),
    Integer(kStream, "StreamBufferSizeInMB", 1, 10240),
    Integer(kStream, "CtrlStreamBufferSizeInMB", 1, 8),
    Bool(kDdl, "HandleSourceTableDropped"),
    Bool(kDdl, "HandleSourceTableTruncated"),
    Bool(kDdl, "HandleSourceTableAltered"),
    OneOf(kErrors, "DataErrorPolicy", kDataPolicies),
    OneOf(kErrors, "EventErrorPolicy", kEventPolicies),
    OneOf(kErrors, "DataTruncationErrorPolicy", kDataPolicies),
    OneOf(kErrors, "DataErrorEscalationPolicy", kTablePolicies),
    Integer(kErrors, "DataErrorEscalationCount", 0, kAny),
    OneOf(kErrors, "TableErrorPolicy", kTablePolicies),
    OneOf(kErrors, "TableErrorEscalationPolicy", kStopOnly),
    Integer(kErrors, "TableErrorEscalationCount", 0, kAny),
    Integer(kErrors, "RecoverableErrorCount", -1, kAny),
    Integer(kErrors, "RecoverableErrorInterval", 0, 86400),
    Bool(kErrors, "RecoverableErrorThrottling"),
    Integer(kErrors, "RecoverableErrorThrottlingMax", 0, 86400),
    Bool(kErrors, "RecoverableErrorStopRetryAfterThrottlingMax"),
    OneOf(kErrors, "ApplyErrorDeletePolicy", kDataPolicies),
    OneOf(kErrors, "ApplyErrorInsertPolicy", kInsertPolicies),
    OneOf(kErrors, "ApplyErrorUpdatePolicy", kUpdatePolicies),
    OneOf(kErrors, "ApplyErrorEscalationPolicy", kEscalations),
    Integer(kErrors, "ApplyErrorEscalationCount", 0, kAny),
    Bool(kErrors, "ApplyErrorFailOnTruncationDdl"),
    Bool(kErrors, "FullLoadIgnoreConflicts"),
    Bool(kErrors, "FailOnTransactionConsistencyBreached"),
    Bool(kErrors, "FailOnNoTablesCaptured"),
    OneOf(kErrors, "DataMaskingErrorPolicy", kDataPolicies),
    Bool(kTuning, "BatchApplyPreserveTransaction"),
    Integer(kTuning, "BatchApplyTimeoutMin", 0, 86400),
    Integer(kTuning, "BatchApplyTimeoutMax", 0, 86400),
    Integer(kTuning, "BatchApplyMemoryLimit", 0, kAny),
    Integer(kTuning, "BatchSplitSize", 0, kAny),
    Integer(kTuning, "MinTransactionSize", 0, kAny),
    Integer(kTuning, "CommitTimeout", 0, 86400),
    Integer(kTuning, "MemoryLimitTotal", 0, kAny),
    Integer(kTuning, "MemoryKeepTime", 0, 86400),
    Integer(kTuning, "StatementCacheSize", 0, 200),
    Integer(kTuning, "RecoveryTimeout", -1, kAny),
    Bool(kValidation, "EnableValidation"),
    OneOf(kValidation, "ValidationMode", kValidationModes),
    Integer(kValidation, "ThreadCount", 1, 200),
    Integer(kValidation, "PartitionSize", 1, kAny),
    Integer(kValidation, "FailureMaxCount", 0, kAny),
    Integer(kValidation, "TableFailureMaxCount", 0, kAny),
    Integer(kValidation, "RecordFailureDelayInMinutes", 0, kAny),
    Integer(kValidation, "RecordFailureDelayLimitInMinutes", 0, kAny),
    Integer(kValidation, "RecordSuspendDelayInMinutes", 0, kAny),
    Integer(kValidation, "MaxKeyColumnSize", 0, kAny),
    Integer(kValidation, "ValidationPartialLobSize", 0, kAny),
    Integer(kValidation, "ValidationQueryCdcDelaySeconds", 0, kAny),
    Bool(kValidation, "ValidationOnly"),
    Bool(kValidation, "HandleCollationDiff"),
    Bool(kValidation, "SkipLobColumns"),
    Bool(kResync, "EnableResync"),
    Text(kResync, "ResyncSchedule"),
    Integer(kResync, "MaxResyncTime", 5, 14400),
    Text(kResync, "ValidationTaskId"),
};

constexpr std::array<Word, 5> kNullable = {"PostProcessingRules", "CharacterSetSettings",
                                           "LoopbackPreventionSettings", "BeforeImageSettings",
                                           "TTSettings"};
constexpr std::array<Word, 19> kComponents = {
    "TRANSFORMATION",   "SOURCE_UNLOAD",  "IO",           "TARGET_LOAD",
    "PERFORMANCE",      "SOURCE_CAPTURE", "SORTER",       "REST_SERVER",
    "VALIDATOR_EXT",    "TARGET_APPLY",   "TASK_MANAGER", "TABLES_MANAGER",
    "METADATA_MANAGER", "FILE_FACTORY",   "COMMON",       "ADDONS",
    "DATA_STRUCTURE",   "COMMUNICATION",  "FILE_TRANSFER"};
constexpr std::array<Word, 6> kSeverities = {
    "LOGGER_SEVERITY_DEFAULT", "LOGGER_SEVERITY_ERROR", "LOGGER_SEVERITY_WARNING",
    "LOGGER_SEVERITY_INFO",    "LOGGER_SEVERITY_DEBUG", "LOGGER_SEVERITY_DETAILED_DEBUG"};

}  // namespace

std::span<const SettingRow> SettingRows() {
    return kSettingRows;
}
std::span<const Word> NullableSections() {
    return kNullable;
}
std::span<const Word> LogComponentIds() {
    return kComponents;
}
std::span<const Word> LogSeverities() {
    return kSeverities;
}

Word DefaultTaskSettingsText() {
    return R"({
"TargetMetadata":{"TargetSchema":"","SupportLobs":true,"FullLobMode":false,"LobChunkSize":0,
 "LimitedSizeLobMode":true,"LobMaxSize":32,"InlineLobMaxSize":0,"LoadMaxFileSize":0,
 "ParallelLoadThreads":0,"ParallelLoadBufferSize":0,"ParallelLoadQueuesPerThread":0,
 "ParallelApplyThreads":0,"ParallelApplyBufferSize":0,"ParallelApplyQueuesPerThread":0,
 "BatchApplyEnabled":false,"TaskRecoveryTableEnabled":false},
"FullLoadSettings":{"TargetTablePrepMode":"DROP_AND_CREATE","CreatePkAfterFullLoad":false,
 "StopTaskCachedChangesApplied":false,"StopTaskCachedChangesNotApplied":false,
 "MaxFullLoadSubTasks":8,"TransactionConsistencyTimeout":600,"CommitRate":10000},
"Logging":{"EnableLogging":false,"EnableLogContext":false,"LogComponents":[],
 "LogConfiguration":{"TraceOnErrorMb":10,"EnableTraceOnError":false},
 "CloudWatchLogGroup":null,"CloudWatchLogStream":null},
"ControlTablesSettings":{"historyTimeslotInMinutes":5,"ControlSchema":"",
 "HistoryTimeslotInMinutes":5,"HistoryTableEnabled":false,"SuspendedTablesTableEnabled":false,
 "StatusTableEnabled":false,"FullLoadExceptionTableEnabled":false},
"StreamBufferSettings":{"StreamBufferCount":3,"StreamBufferSizeInMB":8,
 "CtrlStreamBufferSizeInMB":5},
"ChangeProcessingDdlHandlingPolicy":{"HandleSourceTableDropped":true,
 "HandleSourceTableTruncated":true,"HandleSourceTableAltered":true},
"ErrorBehavior":{"DataErrorPolicy":"LOG_ERROR","EventErrorPolicy":"IGNORE",
 "DataTruncationErrorPolicy":"LOG_ERROR","DataErrorEscalationPolicy":"SUSPEND_TABLE",
 "DataErrorEscalationCount":0,"TableErrorPolicy":"SUSPEND_TABLE",
 "TableErrorEscalationPolicy":"STOP_TASK","TableErrorEscalationCount":0,
 "RecoverableErrorCount":-1,"RecoverableErrorInterval":5,"RecoverableErrorThrottling":true,
 "RecoverableErrorThrottlingMax":1800,"RecoverableErrorStopRetryAfterThrottlingMax":true,
 "ApplyErrorDeletePolicy":"IGNORE_RECORD","ApplyErrorInsertPolicy":"LOG_ERROR",
 "ApplyErrorUpdatePolicy":"LOG_ERROR","ApplyErrorEscalationPolicy":"LOG_ERROR",
 "ApplyErrorEscalationCount":0,"ApplyErrorFailOnTruncationDdl":false,
 "FullLoadIgnoreConflicts":true,"FailOnTransactionConsistencyBreached":false,
 "FailOnNoTablesCaptured":true},
"ChangeProcessingTuning":{"BatchApplyPreserveTransaction":true,"BatchApplyTimeoutMin":1,
 "BatchApplyTimeoutMax":30,"BatchApplyMemoryLimit":500,"BatchSplitSize":0,
 "MinTransactionSize":1000,"CommitTimeout":1,"MemoryLimitTotal":1024,"MemoryKeepTime":60,
 "StatementCacheSize":50,"RecoveryTimeout":-1},
"ValidationSettings":{"EnableValidation":false,"ValidationMode":"ROW_LEVEL","ThreadCount":5,
 "PartitionSize":10000,"FailureMaxCount":10000,"TableFailureMaxCount":1000,
 "RecordFailureDelayInMinutes":5,"RecordFailureDelayLimitInMinutes":0,
 "RecordSuspendDelayInMinutes":30,"MaxKeyColumnSize":8096,"ValidationPartialLobSize":0,
 "ValidationQueryCdcDelaySeconds":0,"ValidationOnly":false,"HandleCollationDiff":false,
 "SkipLobColumns":false},
"PostProcessingRules":null,"CharacterSetSettings":null,"LoopbackPreventionSettings":null,
"BeforeImageSettings":null,"TTSettings":null,"FailTaskWhenCleanTaskResourceFailed":false})";
}

}  // namespace dmsnode::dms
