#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "tasks/dms/node.hpp"
#include "workflow/plan.hpp"

/// What a run tells the one who watches it. One implementation for a terminal, one for plain lines,
/// one for JSON lines.
namespace dmsnode::cli {

struct RunHeader {
    std::string workflow_name;
    std::string file;
    std::int64_t instance_id = 0;
    bool resumed = false;
    std::vector<std::string> task_names;
};

/// A task as it stands after a change.
struct TaskReport {
    std::size_t index = 0;
    std::string name;
    workflow::TaskState state = workflow::TaskState::kWaiting;
    int attempt = 0;
    int most_attempts = 1;
    std::optional<TimePoint> started;
    std::optional<TimePoint> ended;
    std::optional<TimePoint> wake;
    std::string message;  ///< Why it ended as it did; empty before.
    std::string hint;
    std::map<std::string, std::string> outputs;
    std::string log_file;
};

struct RunSummary {
    workflow::WorkflowState state = workflow::WorkflowState::kRunning;
    std::vector<TaskReport> tasks;
    /// By task: the table statistics as last read; empty for tasks that never ran.
    std::vector<std::vector<dms::TableStatistics>> tables;
    Duration elapsed{};
};

/// Threads: one at a time.
class RunView {
public:
    virtual ~RunView() = default;
    virtual void Begin(const RunHeader& header) = 0;
    virtual void TaskChanged(const TaskReport& report) = 0;
    virtual void TaskProgress(std::size_t task, const tasks::Progress& progress) = 0;
    virtual void TaskLog(std::size_t task, LogLevel level, std::string_view text) = 0;
    virtual void Notice(LogLevel level, std::string_view text) = 0;
    /// Called several times a second: a place to draw.
    virtual void Refresh() = 0;
    virtual void End(const RunSummary& summary) = 0;
};

}  // namespace dmsnode::cli
