#include <fmt/format.h>

#include "cli/run/views.hpp"
#include "dms/codec.hpp"

namespace dmsnode::cli {
namespace {

Json OptionalTime(const std::optional<TimePoint>& time) {
    return time ? Json(FormatIso8601(*time)) : Json(nullptr);
}

Json TaskToJson(const TaskReport& report) {
    return {{"task", report.name},
            {"state", workflow::Word(report.state)},
            {"attempt", report.attempt},
            {"started", OptionalTime(report.started)},
            {"ended", OptionalTime(report.ended)},
            {"wake", OptionalTime(report.wake)},
            {"message", report.message},
            {"hint", report.hint},
            {"outputs", report.outputs},
            {"logFile", report.log_file}};
}

class JsonView final : public RunView {
public:
    JsonView(std::FILE* out, Clock& clock) : out_(out), clock_(clock) {}

    void Begin(const RunHeader& header) override {
        names_ = header.task_names;
        Write("workflow_started", {{"workflow", header.workflow_name},
                                   {"file", header.file},
                                   {"instance", header.instance_id},
                                   {"resumed", header.resumed},
                                   {"tasks", header.task_names}});
    }

    void TaskChanged(const TaskReport& report) override {
        Write("task_changed", TaskToJson(report));
    }

    void TaskProgress(std::size_t task, const tasks::Progress& progress) override {
        Json json = {{"task", names_[task]},
                     {"phase", progress.phase},
                     {"status", progress.status},
                     {"replicationTaskArn", progress.replication_task_arn},
                     {"percent", progress.percent ? Json(*progress.percent) : Json(nullptr)},
                     {"rowsLoaded", progress.rows_loaded},
                     {"rowsPerSecond", progress.rows_per_second},
                     {"tablesLoaded", progress.tables_loaded},
                     {"tablesLoading", progress.tables_loading},
                     {"tablesQueued", progress.tables_queued},
                     {"tablesErrored", progress.tables_errored}};
        Write("task_progress", std::move(json));
    }

    void TaskLog(std::size_t task, LogLevel level, std::string_view text) override {
        Write("task_log", {{"task", names_[task]}, {"level", LogLevelName(level)}, {"text", text}});
    }

    void Notice(LogLevel level, std::string_view text) override {
        Write("notice", {{"level", LogLevelName(level)}, {"text", text}});
    }

    void Refresh() override {}

    void End(const RunSummary& summary) override {
        Json tasks = Json::array();
        for (std::size_t i = 0; i < summary.tasks.size(); ++i) {
            Json task = TaskToJson(summary.tasks[i]);
            task["tables"] = Json::array();
            for (const dms::TableStatistics& table : summary.tables[i]) {
                task["tables"].push_back(dms::EncodeReply(table));
            }
            tasks.push_back(std::move(task));
        }
        Write("workflow_ended",
              {{"state", workflow::Word(summary.state)},
               {"seconds", std::chrono::duration<double>(summary.elapsed).count()},
               {"tasks", std::move(tasks)}});
    }

private:
    void Write(std::string_view event, Json json) {
        json["event"] = event;
        json["time"] = FormatIso8601(clock_.Now());
        fmt::print(out_, "{}\n", DumpJson(json));
        std::fflush(out_);
    }

    std::FILE* out_;
    Clock& clock_;
    std::vector<std::string> names_;
};

}  // namespace

std::unique_ptr<RunView> MakeJsonView(std::FILE* out, Clock& clock) {
    return std::make_unique<JsonView>(out, clock);
}

}  // namespace dmsnode::cli
