#include "scheduler/schedule_runner.hpp"

#include <fmt/format.h>

#include <deque>
#include <set>

#include "store/scheduler_backfills.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;

constexpr int kMostLooks = 10'000;

std::string FingerprintOf(const Schedule& schedule) {
    return fmt::format("{}|{}|{}", schedule.cron, schedule.zone,
                       schedule.from.time_since_epoch().count());
}

}  // namespace

Result<std::size_t> ScheduleRunner::RunDue() {
    const auto online = ports_.schedules.Online();
    if (!online) return online.error();
    std::size_t started = 0;
    std::set<std::int64_t> seen;
    for (const Schedule& schedule : *online) {
        seen.insert(schedule.id);
        const Result<std::size_t> one = RunOne(schedule);
        if (!one) return one.error();
        started += *one;
    }
    std::erase_if(known_, [&](const auto& entry) { return !seen.contains(entry.first); });
    return started;
}

/// The cursor of a schedule. One that is new or was changed fires from now on, or from its start.
Result<ScheduleRunner::Known*> ScheduleRunner::KnownOf(const Schedule& schedule, TimePoint now) {
    const std::string fingerprint = FingerprintOf(schedule);
    const auto known = known_.find(schedule.id);
    if (known != known_.end() && known->second.fingerprint == fingerprint) return &known->second;
    auto cursor = ports_.database.Read(
        [&](store::Connection& db) { return rows::FindCursor(db, schedule.id); });
    if (!cursor) return cursor.error();
    Known fresh{.fired = {}, .fingerprint = fingerprint, .next = {}};
    if (*cursor && (*cursor)->fingerprint == fingerprint) {
        fresh.fired = (*cursor)->fired;
    } else {
        // `from` itself may be a fire.
        fresh.fired = std::max(now, schedule.from) - Duration(1);
        Status saved = ports_.database.Write([&](store::Connection& db) {
            return rows::SaveCursor(db, schedule.id, {fresh.fired, fingerprint});
        });
        if (!saved) return saved.error();
    }
    const auto next = NextOf(schedule, fresh.fired);
    fresh.broken = !next;
    if (next) {
        fresh.next = *next;
    } else {
        ports_.log.Log(LogLevel::kError,
                       fmt::format("schedule {} of workflow {} does not fire: {}", schedule.id,
                                   schedule.workflow_code, next.error().ToString()));
    }
    return &(known_[schedule.id] = std::move(fresh));
}

Result<std::optional<TimePoint>> ScheduleRunner::NextOf(const Schedule& schedule,
                                                        TimePoint after) const {
    auto next = ports_.next_fire(schedule.cron, schedule.zone,
                                 std::max(after, schedule.from - Duration(1)));
    if (!next || !*next) return next;
    if (schedule.until && **next > *schedule.until) return std::optional<TimePoint>();
    return next;
}

Result<std::size_t> ScheduleRunner::RunOne(const Schedule& schedule) {
    const TimePoint now = ports_.clock.Now();
    const Result<Known*> found = KnownOf(schedule, now);
    if (!found) return found.error();
    Known& known = **found;
    if (known.broken || !known.next || *known.next > now) return 0;

    std::deque<TimePoint> due;
    std::size_t left_out = 0;
    TimePoint last = known.fired;
    std::optional<TimePoint> next = known.next;
    for (int looked = 0; next && *next <= now; ++looked) {
        if (looked == kMostLooks) {
            // Away for so long, with so many fires: only the last of them can matter.
            next = NextOf(schedule, std::max(*next, now - options_.on_time)).value_or(std::nullopt);
            left_out += due.size();
            due.clear();
            continue;
        }
        last = *next;
        due.push_back(last);
        if (due.size() > static_cast<std::size_t>(options_.most_missed)) {
            due.pop_front();
            ++left_out;
        }
        auto following = NextOf(schedule, last);
        if (!following) return following.error();
        next = *following;
    }
    const auto is_missed = [&](TimePoint moment) { return moment < now - options_.on_time; };
    while (!due.empty() && is_missed(due.front())) {
        const bool newest = due.size() == 1;
        if (schedule.missed == MissedFires::kRunAll ||
            (schedule.missed == MissedFires::kRunLast && newest)) {
            break;
        }
        due.pop_front();
        ++left_out;
    }
    for (const TimePoint moment : due) {
        if (Status fired = Fire(schedule, moment); !fired) return fired.error();
    }
    if (left_out > 0) {
        if (Status told = TellLeftOut(schedule, left_out, now); !told) return told.error();
    }
    known.next = next;
    if (Status saved = Save(schedule, known, last); !saved) return saved.error();
    if (Status told = ports_.schedules.TellNextFire(schedule.id, next); !told) return told.error();
    return due.size();
}

Status ScheduleRunner::Fire(const Schedule& schedule, TimePoint moment) {
    StartRequest request;
    request.project_code = schedule.project_code;
    request.workflow_code = schedule.workflow_code;
    request.command = Command::kSchedule;
    request.startup = schedule.startup;
    request.schedule_time = moment;
    request.time_zone = schedule.zone;
    request.failure_strategy = schedule.failure_strategy;
    request.priority = schedule.priority;
    request.notify = schedule.notify;
    request.alarm_group = schedule.alarm_group;
    request.worker_group = schedule.worker_group;
    request.environment = schedule.environment;
    request.idempotency_key =
        fmt::format("schedule/{}/{}", schedule.id, moment.time_since_epoch().count());
    const auto started = ports_.commands.Start(request);
    if (started) return {};
    if (started.error().IsTransient()) return started.error();
    // A definition that cannot be started will not get better by trying each look.
    ports_.log.Log(LogLevel::kError,
                   fmt::format("schedule {}: the fire of {} started nothing: {}", schedule.id,
                               FormatIso8601(moment), started.error().ToString()));
    return {};
}

Status ScheduleRunner::Save(const Schedule& schedule, Known& known, TimePoint fired) {
    known.fired = fired;
    return ports_.database.Write([&](store::Connection& db) {
        return rows::SaveCursor(db, schedule.id, {fired, known.fingerprint});
    });
}

Status ScheduleRunner::TellLeftOut(const Schedule& schedule, std::size_t count, TimePoint now) {
    if (ports_.alarms == nullptr) return {};
    return ports_.database.Write([&](store::Connection& db) -> Status {
        Alarm alarm;
        alarm.kind = AlarmKind::kMissedSchedule;
        alarm.group = schedule.alarm_group;
        alarm.project_code = schedule.project_code;
        alarm.workflow_code = schedule.workflow_code;
        alarm.time = now;
        alarm.key = fmt::format("{}/{}/{}", static_cast<int>(alarm.kind), schedule.id,
                                now.time_since_epoch().count());
        alarm.title = fmt::format("{} fires of a schedule were left out", count);
        alarm.text = fmt::format(
            "While no scheduler ran, schedule {} of workflow {} missed fires; {} of them are left "
            "out. A backfill can make good for them.",
            schedule.id, schedule.workflow_code, count);
        return ports_.alarms->Raise(db, alarm);
    });
}

}  // namespace dmsnode::scheduler
