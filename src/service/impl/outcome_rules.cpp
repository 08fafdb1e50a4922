#include "service/impl/outcome_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::service {

std::string FailureText(const std::string& cause, dms::StopReason reason) {
    const bool fatal = reason == dms::StopReason::kFatalError;
    return fmt::format("Last Error  {} Stop Reason {} Error Level {}", cause, dms::Word(reason),
                       fatal ? "FATAL" : "RECOVERABLE");
}

std::string ErroredTablesText(const std::vector<store::TableProgressRow>& errored,
                              std::int64_t errored_total, std::int64_t total) {
    if (errored_total == 0) return {};
    constexpr std::size_t kMost = 10;
    std::string text = fmt::format("{} of {} tables could not be loaded: ", errored_total, total);
    const std::size_t shown = std::min(errored.size(), kMost);
    for (std::size_t i = 0; i < shown; ++i) {
        const store::TableProgressRow& table = errored[i];
        text += fmt::format("{}.{}: {}; ", table.schema_name, table.table_name,
                            table.error.empty() ? table.state : table.error);
    }
    const auto left = errored_total - static_cast<std::int64_t>(shown);
    if (left > 0) text += fmt::format("and {} more; ", left);
    text.resize(text.size() - 2);
    return text;
}

void ApplyOutcome(const migration::TaskOutcome& outcome, const std::string& errored_text,
                  TimePoint now, store::TaskRow& task) {
    task.stop_date = now;
    const bool stopped_on_request = task.status == "stopping" && outcome.failure &&
                                    outcome.failure->code == ErrorCode::kCancelled;
    if (outcome.failure && !stopped_on_request) {
        task.status = dms::Word(dms::TaskStatus::kFailed);
        task.failure = FailureText(outcome.failure->ToString(), outcome.reason);
        task.stop_reason = task.failure;
        return;
    }
    const dms::StopReason reason = stopped_on_request ? dms::StopReason::kNormal : outcome.reason;
    if (reason == dms::StopReason::kFullLoadOnlyFinished) task.load_finish_date = now;
    task.status = dms::Word(dms::TaskStatus::kStopped);
    task.stop_reason = fmt::format("Stop Reason {}", dms::Word(reason));
    task.failure = errored_text.empty() ? std::string() : FailureText(errored_text, reason);
}

int ProgressPercent(const store::TableCounts& counts, bool finished) {
    if (counts.total == 0) return finished ? 100 : 0;
    if (counts.loaded == counts.total) return 100;
    const std::int64_t percent =
        counts.rows_total == 0
            ? 0
            : static_cast<std::int64_t>(static_cast<double>(counts.rows_done) * 100.0 /
                                        static_cast<double>(counts.rows_total));
    return static_cast<int>(std::clamp<std::int64_t>(percent, 0, 99));
}

}  // namespace dmsnode::service
