#include <fmt/format.h>

#include <map>

#include "cli/run/views.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

class PlainView final : public RunView {
public:
    PlainView(std::FILE* out, Clock& clock) : out_(out), clock_(clock) {}

    void Begin(const RunHeader& header) override {
        names_ = header.task_names;
        Line(fmt::format("workflow {} ({}): instance {} {}", header.workflow_name, header.file,
                         header.instance_id,
                         header.resumed ? "was interrupted and is resumed" : "started"));
    }

    void TaskChanged(const TaskReport& report) override {
        std::string text = fmt::format("{}: {}", report.name, workflow::Word(report.state));
        if (report.most_attempts > 1 && report.attempt > 0) {
            text += fmt::format(", attempt {} of {}", report.attempt, report.most_attempts);
        }
        if (report.wake) text += ", next at " + FormatIso8601(*report.wake);
        if (!report.message.empty()) text += ": " + report.message;
        if (!report.hint.empty()) text += " (" + report.hint + ")";
        Line(text);
    }

    void TaskProgress(std::size_t task, const tasks::Progress& progress) override {
        // The phases are in the node's log lines; what those leave out is how fast it goes.
        if (!progress.percent || progress.rows_loaded == 0) return;
        const std::string text = DescribeProgress(progress);
        Shown& shown = shown_[task];
        const auto now = clock_.Steady();
        if (text == shown.text || now - shown.at < std::chrono::seconds(2)) return;
        shown = {text, now};
        Line(fmt::format("{}: {}", names_[task], text));
    }

    void TaskLog(std::size_t task, LogLevel level, std::string_view text) override {
        if (level == LogLevel::kDebug) return;
        Line(fmt::format("{}: {} {}", names_[task], LogLevelName(level), text));
    }

    void Notice(LogLevel level, std::string_view text) override {
        Line(fmt::format("{} {}", LogLevelName(level), text));
    }

    void Refresh() override {}

    void End(const RunSummary& summary) override {
        Line(fmt::format("workflow: {} in {}", workflow::Word(summary.state),
                         HumanDuration(summary.elapsed)));
        fmt::print(out_, "{}", DescribeSummary(summary));
        std::fflush(out_);
    }

private:
    struct Shown {
        std::string text;
        std::chrono::steady_clock::time_point at;
    };

    void Line(std::string_view text) {
        fmt::print(out_, "{} {}\n", FormatIso8601(clock_.Now()), Printable(text));
        std::fflush(out_);
    }

    std::FILE* out_;
    Clock& clock_;
    std::vector<std::string> names_;
    std::map<std::size_t, Shown> shown_;
};

}  // namespace

std::unique_ptr<RunView> MakePlainView(std::FILE* out, Clock& clock) {
    return std::make_unique<PlainView>(out, clock);
}

}  // namespace dmsnode::cli
