#include "app/catalog_sources.hpp"
#include "store/catalog_workflows.hpp"
#include "workflow/cron.hpp"

/// Schedules: their rows, and when they fire.
namespace dmsnode::app {
namespace {

namespace catalog = store::catalog;

/// The words of the catalogue. An unknown one is the safest: nothing is left out.
scheduler::MissedFires MissedFiresOf(const std::string& word) {
    if (word == "RUN_LAST") return scheduler::MissedFires::kRunLast;
    if (word == "SKIP") return scheduler::MissedFires::kSkip;
    return scheduler::MissedFires::kRunAll;
}

scheduler::Schedule ScheduleOf(const catalog::Schedule& row) {
    scheduler::Schedule schedule;
    schedule.id = row.code;
    schedule.project_code = row.project;
    schedule.workflow_code = row.workflow;
    schedule.cron = row.content.cron;
    schedule.zone = row.content.time_zone;
    // Going online is its last change: what was due before that is no missed fire.
    schedule.from = std::max(row.content.start, row.updated);
    schedule.until = row.content.end;
    schedule.missed = MissedFiresOf(row.content.missed_fires);
    schedule.failure_strategy = workflow::ParseFailureStrategy(row.content.failure_strategy)
                                    .value_or(workflow::FailureStrategy::kContinue);
    schedule.notify =
        scheduler::ParseNotify(row.content.warning_type).value_or(scheduler::Notify::kNone);
    schedule.alarm_group = row.content.alarm_group;
    schedule.priority =
        workflow::ParseTaskPriority(row.content.priority).value_or(workflow::TaskPriority::kMedium);
    schedule.worker_group = row.content.worker_group;
    schedule.environment = row.content.environment;
    schedule.startup = scheduler::ParametersFromJson(row.content.start_parameters);
    return schedule;
}

}  // namespace

Result<std::vector<scheduler::Schedule>> CatalogSchedules::Online() {
    return database_.Read([](store::Connection& db) -> Result<std::vector<scheduler::Schedule>> {
        std::vector<scheduler::Schedule> all;
        std::int64_t after = 0;
        while (true) {
            const auto rows = catalog::ListOnlineSchedules(db, after, kPage);
            if (!rows) return rows.error();
            for (const catalog::Schedule& row : *rows) all.push_back(ScheduleOf(row));
            if (rows->size() < static_cast<std::size_t>(kPage)) return all;
            after = rows->back().code;
        }
    });
}

Status CatalogSchedules::TellNextFire(std::int64_t schedule, std::optional<TimePoint> next) {
    const auto told = database_.Write(
        [&](store::Connection& db) { return catalog::SetNextFire(db, schedule, next); });
    if (!told) return told.error();
    return {};
}

Result<std::optional<TimePoint>> NextCronFire(const std::string& cron, const std::string& zone,
                                              TimePoint after) {
    const auto expression = workflow::ParseCron(cron);
    if (!expression) return expression.error();
    const auto clocks = workflow::TimeZone::Find(zone);
    if (!clocks) return clocks.error();
    return expression->Next(after, *clocks);
}

}  // namespace dmsnode::app
