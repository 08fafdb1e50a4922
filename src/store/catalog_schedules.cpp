#include "base/ids.hpp"
#include "base/json.hpp"
#include "store/catalog_workflows.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

constexpr Entity kSchedule{"schedule", "catalog_schedule"};

constexpr std::string_view kSelect =
    "SELECT s.code, s.workflow, w.project, w.name, s.cron, s.time_zone, s.start_time, s.end_time, "
    "s.missed_fires, s.failure_strategy, s.warning_type, s.alarm_group, s.priority, "
    "s.worker_group, s.environment, s.start_parameters, s.online, s.next_fire, s.revision, "
    "s.created, s.updated FROM catalog_schedule s JOIN catalog_workflow w ON w.code = s.workflow";

Schedule ReadSchedule(const Row& row) {
    return {.code = row.Int(0),
            .workflow = row.Int(1),
            .project = row.Int(2),
            .workflow_name = row.Text(3),
            .content = {.cron = row.Text(4),
                        .time_zone = row.Text(5),
                        .start = row.Time(6),
                        .end = row.OptionalTime(7),
                        .missed_fires = row.Text(8),
                        .failure_strategy = row.Text(9),
                        .warning_type = row.Text(10),
                        .alarm_group = row.Text(11),
                        .priority = row.Text(12),
                        .worker_group = row.Text(13),
                        .environment = row.Text(14),
                        .start_parameters = row.Text(15)},
            .online = row.Bool(16),
            .next_fire = row.OptionalTime(17),
            .revision = row.Int(18),
            .created = row.Time(19),
            .updated = row.Time(20)};
}

Status CheckContent(const ScheduleContent& content) {
    for (const std::string* text :
         {&content.cron, &content.time_zone, &content.missed_fires, &content.failure_strategy,
          &content.warning_type, &content.alarm_group, &content.priority, &content.worker_group,
          &content.environment}) {
        if (Status good = CheckText("schedule", *text, kMostNameBytes); !good) return good;
    }
    if (content.end && *content.end <= content.start) {
        return Error{ErrorCode::kInvalidArgument, "the schedule ends before it starts"};
    }
    Result<Json> parameters = ParseJson(content.start_parameters, {.max_bytes = kMostTextBytes});
    if (!parameters) return Error(parameters.error()).Because("the schedule's start parameters");
    return {};
}

Result<Schedule> Need(Connection& db, std::int64_t code) {
    auto schedule = FindSchedule(db, code);
    if (!schedule) return schedule.error();
    if (!*schedule) return NotFound(kSchedule, std::to_string(code));
    return **std::move(schedule);
}

/// Runs an UPDATE of the schedule with this revision, and gives the row as it is then.
Result<Schedule> Change(Connection& db, std::string_view sql, const Connection::Params& params,
                        std::int64_t code, std::int64_t based_on) {
    auto changed = db.Run(sql, params);
    if (!changed) return changed.error();
    if (*changed == 0) return WhyNot(db, kSchedule, code, std::to_string(code), based_on);
    return Need(db, code);
}

}  // namespace

Result<Schedule> CreateSchedule(Connection& db, std::int64_t workflow,
                                const ScheduleContent& content, TimePoint now) {
    if (Status good = CheckContent(content); !good) return good.error();
    const std::int64_t code = NewCode();
    auto added = db.Run(
        "INSERT INTO catalog_schedule(code, workflow, cron, time_zone, start_time, end_time, "
        "missed_fires, failure_strategy, warning_type, alarm_group, priority, worker_group, "
        "environment, start_parameters, online, next_fire, revision, created, updated) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, 0, NULL, 1, ?15, ?15) "
        "ON CONFLICT DO NOTHING",
        {code, workflow, content.cron, content.time_zone, content.start, content.end,
         content.missed_fires, content.failure_strategy, content.warning_type, content.alarm_group,
         content.priority, content.worker_group, content.environment, content.start_parameters,
         now});
    if (!added && added.error().code == ErrorCode::kConflict) {
        return NotFound(kWorkflow, std::to_string(workflow));
    }
    if (!added) return added.error();
    if (*added == 0) {
        return Error{ErrorCode::kAlreadyExists,
                     fmt::format("the workflow definition {} has a schedule already", workflow)}
            .Hint("change that one");
    }
    return Need(db, code);
}

Result<Schedule> UpdateSchedule(Connection& db, std::int64_t code, const ScheduleContent& content,
                                std::optional<TimePoint> next_fire, std::int64_t based_on,
                                TimePoint now) {
    if (Status good = CheckContent(content); !good) return good.error();
    return Change(
        db,
        "UPDATE catalog_schedule SET cron = ?3, time_zone = ?4, start_time = ?5, end_time = ?6, "
        "missed_fires = ?7, failure_strategy = ?8, warning_type = ?9, alarm_group = ?10, "
        "priority = ?11, worker_group = ?12, environment = ?13, start_parameters = ?14, "
        "next_fire = CASE WHEN online = 1 THEN ?15 END, updated = ?16, revision = revision + 1 "
        "WHERE code = ?1 AND revision = ?2",
        {code, based_on, content.cron, content.time_zone, content.start, content.end,
         content.missed_fires, content.failure_strategy, content.warning_type, content.alarm_group,
         content.priority, content.worker_group, content.environment, content.start_parameters,
         next_fire, now},
        code, based_on);
}

Result<Schedule> SetScheduleOnline(Connection& db, std::int64_t code,
                                   std::optional<TimePoint> next_fire, std::int64_t based_on,
                                   TimePoint now) {
    // The workflow is held, so that it does not go offline in between.
    auto runnable =
        db.One(fmt::format("SELECT release_state = 'ONLINE' FROM catalog_workflow WHERE code = "
                           "(SELECT workflow FROM catalog_schedule WHERE code = ?){}",
                           db.ForUpdate()),
               {code}, [](const Row& row) { return row.Bool(0); });
    if (!runnable) return runnable.error();
    if (*runnable && !**runnable) {
        return Error{ErrorCode::kConflict,
                     fmt::format("the workflow definition of schedule {} is offline", code)}
            .Hint("bring it online first");
    }
    return Change(db,
                  "UPDATE catalog_schedule SET online = 1, next_fire = ?3, updated = ?4, "
                  "revision = revision + 1 WHERE code = ?1 AND revision = ?2",
                  {code, based_on, next_fire, now}, code, based_on);
}

Result<Schedule> SetScheduleOffline(Connection& db, std::int64_t code, std::int64_t based_on,
                                    TimePoint now) {
    return Change(db,
                  "UPDATE catalog_schedule SET online = 0, next_fire = NULL, updated = ?3, "
                  "revision = revision + 1 WHERE code = ?1 AND revision = ?2",
                  {code, based_on, now}, code, based_on);
}

Result<bool> SetNextFire(Connection& db, std::int64_t code, std::optional<TimePoint> next_fire) {
    auto changed =
        db.Run("UPDATE catalog_schedule SET next_fire = ?2 WHERE code = ?1 AND online = 1",
               {code, next_fire});
    if (!changed) return changed.error();
    return *changed > 0;
}

Status DeleteSchedule(Connection& db, std::int64_t code, std::int64_t based_on) {
    return DeleteOne(db, kSchedule, code, based_on);
}

Result<std::optional<Schedule>> FindSchedule(Connection& db, std::int64_t code) {
    return db.One(fmt::format("{} WHERE s.code = ?", kSelect), {code}, ReadSchedule);
}

Result<std::optional<Schedule>> FindScheduleOfWorkflow(Connection& db, std::int64_t workflow) {
    return db.One(fmt::format("{} WHERE s.workflow = ?", kSelect), {workflow}, ReadSchedule);
}

Result<std::vector<Schedule>> ListSchedules(Connection& db, std::int64_t project,
                                            const Page& page) {
    return db.All(fmt::format("{} WHERE w.project = ?1 AND w.name > ?2 "
                              "AND (?3 IS NULL OR lower(w.name) LIKE ?3 ESCAPE '!') "
                              "ORDER BY w.name LIMIT ?4",
                              kSelect),
                  {project, page.after, Containing(page.contains), LimitOf(page.limit)},
                  ReadSchedule);
}

Result<std::vector<Schedule>> ListOnlineSchedules(Connection& db, std::int64_t after_code,
                                                  std::int64_t limit) {
    return db.All(
        fmt::format("{} WHERE s.online = 1 AND s.code > ? ORDER BY s.code LIMIT ?", kSelect),
        {after_code, LimitOf(limit)}, ReadSchedule);
}

}  // namespace dmsnode::store::catalog
