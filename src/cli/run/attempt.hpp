#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "cli/run/inbox.hpp"
#include "cli/run/task_log.hpp"
#include "store/workflow_runs.hpp"
#include "tasks/dms/node.hpp"

namespace dmsnode::cli {

/// Where one running attempt of a node writes: its log file, its state in the store, the inbox.
/// Lifetime: outlives the tracker that has it.
class Attempt final : public LogSink, public tasks::StateSink, public tasks::ProgressSink {
public:
    struct Identity {
        std::int64_t workflow_instance = 0;
        std::size_t task = 0;
        int number = 0;
    };
    Attempt(Identity identity, store::WorkflowRunStore& runs, Inbox& inbox)
        : identity_(identity), runs_(runs), inbox_(inbox) {}

    /// Lines go to the file too from here on.
    void WriteTo(TaskLog file) { file_.emplace(std::move(file)); }

    void Log(LogLevel level, std::string_view text) override;
    Status Save(const tasks::NodeState& state) override;
    void Show(const tasks::Progress& progress) override;
    void Ended(const tasks::Outcome& outcome);

private:
    Identity identity_;
    store::WorkflowRunStore& runs_;
    Inbox& inbox_;
    std::optional<TaskLog> file_;
};

}  // namespace dmsnode::cli
