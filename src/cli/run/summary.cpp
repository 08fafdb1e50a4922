#include <fmt/format.h>

#include "cli/run/views.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

using Align = TextTable::Align;

std::string Seconds(const dms::TableStatistics& table) {
    if (!table.full_load_start_time || !table.full_load_end_time) return "";
    return HumanDuration(*table.full_load_end_time - *table.full_load_start_time);
}

std::string TablesOf(const std::vector<dms::TableStatistics>& tables) {
    TextTable text({{"table"},
                    {"state"},
                    {"rows", Align::kRight},
                    {"errors", Align::kRight},
                    {"time", Align::kRight}});
    std::int64_t rows = 0;
    for (const dms::TableStatistics& table : tables) {
        rows += table.full_load_rows.value_or(0);
        text.Add({table.schema_name.value_or("") + "." + table.table_name.value_or(""),
                  table.table_state.value_or(""), GroupDigits(table.full_load_rows.value_or(0)),
                  GroupDigits(table.full_load_error_rows.value_or(0)), Seconds(table)});
    }
    text.Add({fmt::format("{} tables", tables.size()), "", GroupDigits(rows), "", ""});
    return text.ToString(4);
}

std::string TimeOf(const TaskReport& task) {
    if (!task.started || !task.ended) return "";
    return HumanDuration(*task.ended - *task.started);
}

}  // namespace

std::string DescribeProgress(const tasks::Progress& progress) {
    std::string text = progress.phase;
    if (!progress.status.empty() && progress.status != progress.phase) {
        text += fmt::format(" ({})", progress.status);
    }
    if (progress.percent) text += fmt::format("  {} %", *progress.percent);
    const std::int64_t tables = progress.tables_loaded + progress.tables_loading +
                                progress.tables_queued + progress.tables_errored;
    if (tables == 0 && progress.rows_loaded == 0) return text;
    text += fmt::format("  {} rows", GroupDigits(progress.rows_loaded));
    if (progress.rows_per_second >= 1) {
        text += fmt::format("  {} rows/s",
                            GroupDigits(static_cast<std::int64_t>(progress.rows_per_second)));
    }
    text += fmt::format("  {}/{} tables", progress.tables_loaded, tables);
    if (progress.tables_errored > 0) text += fmt::format("  {} in error", progress.tables_errored);
    return text;
}

std::string DescribeSummary(const RunSummary& summary) {
    std::string text;
    for (std::size_t i = 0; i < summary.tasks.size(); ++i) {
        const TaskReport& task = summary.tasks[i];
        text += fmt::format("  {}: {}", Printable(task.name), workflow::Word(task.state));
        if (const std::string time = TimeOf(task); !time.empty()) text += " in " + time;
        if (task.attempt > 1) text += fmt::format(", attempt {}", task.attempt);
        if (!task.message.empty()) text += ": " + Printable(task.message);
        if (!task.hint.empty()) text += fmt::format(" ({})", Printable(task.hint));
        text += "\n";
        if (!summary.tables[i].empty()) text += TablesOf(summary.tables[i]);
        if (task.state == workflow::TaskState::kFailed && !task.log_file.empty()) {
            text += fmt::format("    log: {}\n", task.log_file);
        }
    }
    return text;
}

}  // namespace dmsnode::cli
