#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>

#include "cli/run/views.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

using workflow::TaskState;

struct Screen {
    std::size_t columns = 80;
    std::size_t rows = 24;
};

Screen SizeOf(std::FILE* out) {
    winsize size{};
    Screen screen;
    if (::ioctl(::fileno(out), TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) {
        screen = {size.ws_col, size.ws_row};
    }
    return screen;
}

struct Look {
    std::string_view symbol;
    std::string_view colour;
};

Look LookOf(TaskState state) {
    switch (state) {
        case TaskState::kWaiting:
        case TaskState::kQueued:
        case TaskState::kPaused: return {"·", "2"};
        case TaskState::kDelayed:
        case TaskState::kBackingOff: return {"…", "33"};
        case TaskState::kRunning: return {"▶", "36"};
        case TaskState::kForcedSuccess:
        case TaskState::kSucceeded: return {"✔", "32"};
        case TaskState::kFailed: return {"✘", "31"};
        case TaskState::kKilled: return {"■", "31"};
        case TaskState::kUpstreamFailed: return {"–", "31"};
        case TaskState::kPassedOver: return {"-", "2"};
    }
    return {" ", "0"};
}

std::string Bar(std::int64_t percent, std::size_t width) {
    const auto filled = static_cast<std::size_t>(std::clamp<std::int64_t>(percent, 0, 100)) * width;
    std::string bar;
    for (std::size_t i = 0; i < width; ++i) bar += (i + 1) * 100 <= filled ? "█" : "░";
    return bar;
}

class TerminalView final : public RunView {
public:
    TerminalView(std::FILE* out, Clock& clock, bool colour)
        : out_(out), clock_(clock), colour_(colour) {}

    void Begin(const RunHeader& header) override {
        tasks_.resize(header.task_names.size());
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            tasks_[i].report.name = header.task_names[i];
            name_width_ = std::clamp(Width(header.task_names[i]), name_width_, std::size_t{30});
        }
        Above(fmt::format("Workflow {} · {} · instance {}{}", header.workflow_name, header.file,
                          header.instance_id, header.resumed ? " · was interrupted, resumed" : ""));
        Draw();
    }

    void TaskChanged(const TaskReport& report) override {
        tasks_[report.index].report = report;
        Draw();
    }

    void TaskProgress(std::size_t task, const tasks::Progress& progress) override {
        tasks_[task].progress = progress;
        dirty_ = true;
    }

    /// Progress is in the node's line, and everything in its log file: only trouble is shown here.
    void TaskLog(std::size_t task, LogLevel level, std::string_view text) override {
        if (level != LogLevel::kWarning && level != LogLevel::kError) return;
        Above(fmt::format("{} {}: {} {}", FormatIso8601(clock_.Now()).substr(11, 8),
                          tasks_[task].report.name, LogLevelName(level), text));
    }

    void Notice(LogLevel level, std::string_view text) override {
        Above(fmt::format("{} {}", LogLevelName(level), text));
    }

    void Refresh() override {
        const auto now = clock_.Steady();
        // The clock in the running lines moves even when nothing else does.
        if (!dirty_ && now - drawn_at_ < std::chrono::seconds(1)) return;
        if (now - drawn_at_ < std::chrono::milliseconds(100)) return;
        Draw();
    }

    void End(const RunSummary& summary) override {
        Draw();
        fmt::print(out_, "\nWorkflow {} in {}\n{}",
                   Coloured(std::string(workflow::Word(summary.state)),
                            summary.state == workflow::WorkflowState::kSucceeded ? "1;32" : "1;31"),
                   HumanDuration(summary.elapsed), DescribeSummary(summary));
        std::fflush(out_);
    }

private:
    struct Task {
        TaskReport report;
        tasks::Progress progress;
    };

    std::string Coloured(std::string text, std::string_view code) const {
        return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
    }

    /// Moves to the first node line and clears from there.
    std::string Erase() const {
        return drawn_lines_ == 0 ? "" : fmt::format("\x1b[{}A\r\x1b[J", drawn_lines_);
    }

    /// Prints a line above the node lines.
    void Above(std::string_view text) {
        fmt::print(out_, "{}{}\n", Erase(), Printable(text));
        drawn_lines_ = 0;
        Draw();
    }

    void Draw() {
        const Screen screen = SizeOf(out_);
        // The block must stay on the screen, or moving up would not reach its start.
        const std::size_t most = screen.rows > 3 ? screen.rows - 2 : 1;
        std::string text = Erase();
        std::size_t lines = 0;
        for (const std::size_t task : Visible(most)) {
            text += LineOf(tasks_[task], screen.columns) + "\n";
            ++lines;
        }
        if (lines < tasks_.size() && tasks_.size() > most) {
            text += fmt::format("  … {} more nodes\n", tasks_.size() - lines);
            ++lines;
        }
        fmt::print(out_, "{}", text);
        std::fflush(out_);
        drawn_lines_ = lines;
        drawn_at_ = clock_.Steady();
        dirty_ = false;
    }

    /// All tasks, or those that matter most when there are too many: running, then waiting.
    std::vector<std::size_t> Visible(std::size_t most) const {
        std::vector<std::size_t> visible;
        for (std::size_t i = 0; i < tasks_.size(); ++i) visible.push_back(i);
        if (visible.size() <= most) return visible;
        std::stable_sort(visible.begin(), visible.end(), [&](std::size_t a, std::size_t b) {
            return RankOf(tasks_[a].report.state) < RankOf(tasks_[b].report.state);
        });
        visible.resize(most - 1);
        return visible;
    }

    static int RankOf(TaskState state) {
        if (state == TaskState::kRunning) return 0;
        if (state == TaskState::kFailed) return 1;
        return workflow::IsFinal(state) ? 3 : 2;
    }

    std::string LineOf(const Task& task, std::size_t columns) const {
        const Look look = LookOf(task.report.state);
        const std::string name = Fit(Printable(task.report.name), name_width_);
        const std::string rest = Fit(Printable(RestOf(task)), RoomFor(columns));
        std::string line =
            fmt::format("{} {}  {}", Coloured(std::string(look.symbol), look.colour), name, rest);
        line.erase(line.find_last_not_of(' ') + 1);
        return line;
    }

    std::size_t RoomFor(std::size_t columns) const {
        const std::size_t used = name_width_ + 5;
        return columns > used ? columns - used : 1;
    }

    std::string RestOf(const Task& task) const {
        const TaskReport& report = task.report;
        if (report.state == TaskState::kRunning) return RunningText(task);
        std::string text(workflow::Word(report.state));
        if (report.wake) text += " until " + FormatIso8601(*report.wake).substr(11, 8);
        if (report.started && report.ended) {
            text += " in " + HumanDuration(*report.ended - *report.started);
        }
        if (report.state == TaskState::kSucceeded && task.progress.rows_loaded > 0) {
            text += fmt::format(" · {} rows · {} tables", GroupDigits(task.progress.rows_loaded),
                                task.progress.tables_loaded);
        }
        if (report.state != TaskState::kSucceeded && !report.message.empty()) {
            text += ": " + report.message;
        }
        return text;
    }

    std::string RunningText(const Task& task) const {
        constexpr std::size_t kBarWidth = 20;
        std::string text;
        if (task.progress.percent) text = Bar(*task.progress.percent, kBarWidth) + " ";
        text += DescribeProgress(task.progress);
        if (task.report.attempt > 1) text += fmt::format("  attempt {}", task.report.attempt);
        if (task.report.started) {
            text +=
                "  " + HumanDuration(std::max(Duration(0), clock_.Now() - *task.report.started));
        }
        return text;
    }

    std::FILE* out_;
    Clock& clock_;
    bool colour_;
    std::vector<Task> tasks_;
    std::size_t name_width_ = 8;
    std::size_t drawn_lines_ = 0;
    std::chrono::steady_clock::time_point drawn_at_;
    bool dirty_ = false;
};

}  // namespace

std::unique_ptr<RunView> MakeTerminalView(std::FILE* out, Clock& clock, bool colour) {
    return std::make_unique<TerminalView>(out, clock, colour);
}

}  // namespace dmsnode::cli
