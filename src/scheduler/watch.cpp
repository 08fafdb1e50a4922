#include "scheduler/watch.hpp"

#include <fmt/format.h>

#include "scheduler/notify.hpp"
#include "store/scheduler_workers.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::scheduler {

namespace rows = store::scheduler;

Status Watch::RunDue() {
    const TimePoint now = clock_.Now();
    if (Status told = TellTimeouts(now); !told) return told;
    if (now < next_look_through_) return {};
    if (Status told = TellMissingWorkers(now); !told) return told;
    if (Status granted = GrantPlaces(now); !granted) return granted;
    next_look_through_ = now + options_.look_through;
    return {};
}

Status Watch::TellTimeouts(TimePoint now) {
    const auto next = database_.Read([](store::Connection& db) { return rows::NextTimeout(db); });
    if (!next) return next.error();
    if (!*next || **next > now) return {};
    Status told = database_.Write([&](store::Connection& db) -> Status {
        const auto overdue = rows::TakeTimeouts(db, now);
        if (!overdue) return overdue.error();
        for (const rows::Attempt& attempt : *overdue) {
            if (Status one = TellTimeout(db, attempt, now); !one) return one;
        }
        return {};
    });
    if (told) bell_.Ring();
    return told;
}

Status Watch::TellTimeout(store::Connection& db, const rows::Attempt& attempt, TimePoint now) {
    const auto strategy = workflow::ParseTimeoutStrategy(attempt.timeout_strategy)
                              .value_or(workflow::TimeoutStrategy::kWarn);
    if (strategy == workflow::TimeoutStrategy::kFail || ports_.alarms == nullptr) return {};
    const auto instance = rows::FindInstance(db, attempt.instance);
    if (!instance) return instance.error();
    if (!*instance) return {};
    Alarm alarm = AlarmAbout(**instance, AlarmKind::kTaskTimeout, now);
    alarm.task = attempt.task_name;
    alarm.key += fmt::format("/{}", attempt.id);
    alarm.title = fmt::format("{}: the node \"{}\" runs longer than its timeout", (*instance)->name,
                              attempt.task_name);
    alarm.text = fmt::format(
        "The node \"{}\" of \"{}\" (attempt {}) runs longer than its timeout of {} min. {}",
        attempt.task_name, (*instance)->name, attempt.number,
        attempt.timeout_us.value_or(0) / 60'000'000,
        strategy == workflow::TimeoutStrategy::kWarn ? "It goes on." : "It is stopped.");
    return ports_.alarms->Raise(db, alarm);
}

Status Watch::TellMissingWorkers(TimePoint now) {
    const auto groups =
        database_.Read([&](store::Connection& db) { return rows::GroupsWithoutWorker(db, now); });
    if (!groups) return groups.error();
    if (groups->empty()) return {};
    return database_.Write([&](store::Connection& db) -> Status {
        for (const std::string& group : *groups) {
            const std::string reason =
                fmt::format("waits: no worker serves the worker group \"{}\"", group);
            if (Status noted = rows::NoteNoWorker(db, group, reason); !noted) return noted;
            const auto waiting =
                rows::TakeWaitingInstances(db, group, now - options_.alarm_without_worker);
            if (!waiting) return waiting.error();
            for (const std::int64_t id : *waiting) {
                if (ports_.alarms == nullptr) continue;
                const auto instance = rows::FindInstance(db, id);
                if (!instance) return instance.error();
                if (!*instance) continue;
                Alarm alarm = AlarmAbout(**instance, AlarmKind::kNoWorker, now);
                alarm.title = fmt::format("{}: no worker for its nodes", (*instance)->name);
                alarm.text = fmt::format(
                    "Nodes of \"{}\" have waited for more than {} min: no worker serves the worker "
                    "group \"{}\". Start one, or stop the instance.",
                    (*instance)->name,
                    std::chrono::duration_cast<std::chrono::minutes>(options_.alarm_without_worker)
                        .count(),
                    group);
                if (Status raised = ports_.alarms->Raise(db, alarm); !raised) return raised;
            }
        }
        return {};
    });
}

Status Watch::GrantPlaces(TimePoint now) {
    const auto groups =
        database_.Read([](store::Connection& db) { return rows::GroupsWithWaiting(db); });
    if (!groups) return groups.error();
    if (groups->empty()) return {};
    Status granted = database_.Write([&](store::Connection& db) -> Status {
        for (const std::string& group : *groups) {
            if (Status one = GrantPlacesOf(db, group, ports_.groups, now); !one) return one;
        }
        return {};
    });
    if (granted) bell_.Ring();
    return granted;
}

}  // namespace dmsnode::scheduler
