#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

/// The task-settings document: a partial JSON is filled with the defaults and echoed whole.
/// Source: AWS DMS user guide, "Specifying task settings for AWS Database Migration Service tasks".
namespace dmsnode::dms {

enum class TablePrepMode { kDoNothing, kDropAndCreate, kTruncateBeforeLoad };

/// The settings that the engine acts on; the rest lives in `document` only.
struct TaskSettings {
    std::string target_schema;
    bool support_lobs = true;
    bool limited_size_lob_mode = true;
    std::int64_t lob_max_size_kb = 32;
    TablePrepMode prep_mode = TablePrepMode::kDropAndCreate;
    bool create_pk_after_full_load = false;
    std::int64_t max_full_load_subtasks = 8;  ///< 1–49
    std::int64_t commit_rate = 10000;         ///< rows per transaction, 1–50000
    bool enable_validation = false;
    bool fail_on_no_tables_captured = true;
    std::string table_error_policy = "SUSPEND_TABLE";  ///< or STOP_TASK
    std::string data_error_policy = "LOG_ERROR";
    std::int64_t recoverable_error_count = -1;
    std::int64_t recoverable_error_interval_s = 5;
    Json document;  ///< The full document: defaults with the given values laid over.
};

/// Parses a settings document (empty text: all defaults), laid over `base` (null: the defaults).
/// All problems at once, each with its JSON path: unknown sections and keys, wrong types, values
/// out of range or outside the enumeration. Read-only keys (CloudWatchLogGroup, …) are accepted
/// when null.
struct TaskSettingsResult {
    TaskSettings settings;
    std::vector<Problem> problems;
};
TaskSettingsResult ParseTaskSettings(std::string_view text, const Json& base = nullptr);

/// The full default document.
const Json& DefaultTaskSettings();

}  // namespace dmsnode::dms
