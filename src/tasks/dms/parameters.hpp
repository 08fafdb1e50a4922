#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/json.hpp"
#include "dms/shapes.hpp"
#include "dms/status.hpp"

/// The parameters of a DMS node: the 18 that DolphinScheduler's plugin has, and our own.
/// docs/dms-node.md describes each for the user.
namespace dmsnode::tasks {

/// When the node is SUCCESS. Without a choice: kStarted for a task with CDC and no stop position,
/// else kStopped.
enum class FinishWhen { kStarted, kFullLoadComplete, kCaughtUp, kStopped };
std::string_view Word(FinishWhen when);
std::optional<FinishWhen> ParseFinishWhen(std::string_view word);

/// What becomes of a task that this run created and that could not be started.
enum class OnFailedStart { kDelete, kKeep };
std::string_view Word(OnFailedStart policy);
std::optional<OnFailedStart> ParseOnFailedStart(std::string_view word);

/// What a restart does when the task is running already.
enum class WhenRunning { kFail, kFollow, kStop };
std::string_view Word(WhenRunning policy);
std::optional<WhenRunning> ParseWhenRunning(std::string_view word);

/// When the connections of both endpoints are tested before the task is made or started.
enum class TestConnections { kWhenNeeded, kAlways, kNever };
std::string_view Word(TestConnections policy);
std::optional<TestConnections> ParseTestConnections(std::string_view word);

/// What a stop reason means for the node.
enum class StopVerdict {
    kSuccess,
    kFailure,
    kAttention,          ///< FAILURE that a person must look at: a retry alone will not do.
    kSuccessIfComplete,  ///< Success only if the statistics show the whole load done.
    kWait,               ///< The service restarts the task by itself: go on following.
};
std::string_view Word(StopVerdict verdict);
/// The three words that a user may give: `success`, `failure`, `attention`.
std::optional<StopVerdict> ParseStopVerdict(std::string_view word);

/// Longest time in each phase. Every wait of a node has one of these.
struct PhaseTimeouts {
    std::chrono::seconds create{900};
    std::chrono::seconds start{900};
    std::chrono::seconds connection_test{600};
    std::chrono::seconds stop{900};
    std::chrono::seconds remove{900};
    std::chrono::seconds run{30L * 24 * 3600};
    std::chrono::seconds contact{3600};  ///< Without one answer from the service.
};

struct DmsParameters {
    // DolphinScheduler's 18, after jsonData was taken apart. Empty text: not given.
    bool is_restart_task = false;
    bool is_json_format = false;
    std::string json_data;
    std::string migration_type;
    std::string replication_task_identifier;
    std::string replication_instance_arn;  ///< ARN or identifier, like the next three.
    std::string source_endpoint_arn;
    std::string target_endpoint_arn;
    std::string replication_task_arn;
    std::string table_mappings;             ///< The document itself once prepared.
    std::string replication_task_settings;  ///< Likewise.
    std::optional<TimePoint> cdc_start_time;
    std::string cdc_start_position;
    std::string cdc_stop_position;
    std::vector<dms::Tag> tags;
    std::string task_data;
    std::string resource_identifier;
    std::string start_replication_task_type;

    // Ours.
    std::optional<FinishWhen> finish_when;
    std::int64_t tolerated_table_errors = 0;
    std::map<dms::StopReason, StopVerdict> stop_reasons;  ///< Overrides of the built-in table.
    OnFailedStart on_failed_start = OnFailedStart::kDelete;
    WhenRunning when_running = WhenRunning::kFail;
    TestConnections test_connections = TestConnections::kWhenNeeded;
    /// A restart first gives the task the node's migration type, table mappings, settings and CDC
    /// positions, as far as they are given.
    bool modify_task = false;
    PhaseTimeouts timeouts;
    std::optional<std::chrono::milliseconds> poll_min;  ///< Not given: the tracker's bounds.
    std::optional<std::chrono::milliseconds> poll_max;
    std::string
        connection;  ///< Name of the connection (account, region, endpoint); for the runner.

    /// True if the migration type names change data capture.
    bool HasCdc() const;
    /// True if the migration type names a full load.
    bool HasFullLoad() const;
};

/// The OUT parameters that a DMS node hands on when it succeeds.
const std::vector<std::string>& DmsOutputNames();

}  // namespace dmsnode::tasks
