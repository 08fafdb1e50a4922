#include "app/alarm_outbox.hpp"

#include <fmt/format.h>

#include "alarms/alarm.hpp"
#include "store/alarm_queries.hpp"
#include "workflow/states.hpp"

namespace dmsnode::app {
namespace {

alarms::AlarmKind KindOf(const scheduler::Alarm& alarm) {
    switch (alarm.kind) {
        case scheduler::AlarmKind::kInstanceEnded:
            return alarm.state == workflow::Word(workflow::WorkflowState::kSucceeded)
                       ? alarms::AlarmKind::kWorkflowSuccess
                       : alarms::AlarmKind::kWorkflowFailure;
        case scheduler::AlarmKind::kTaskTimeout: return alarms::AlarmKind::kTaskTimeout;
        case scheduler::AlarmKind::kWorkflowTimeout: return alarms::AlarmKind::kWorkflowTimeout;
        case scheduler::AlarmKind::kNoWorker: return alarms::AlarmKind::kNoWorker;
        case scheduler::AlarmKind::kTaskAttention: return alarms::AlarmKind::kTaskAttention;
        case scheduler::AlarmKind::kMissedSchedule: return alarms::AlarmKind::kScheduleMissed;
    }
    return alarms::AlarmKind::kWorkflowFailure;
}

}  // namespace

Status AlarmOutbox::Raise(store::Connection& db, const scheduler::Alarm& alarm) {
    const auto group = store::FindAlarmGroupByName(db, alarm.group);
    if (!group) return group.error();
    alarms::Alarm raised;
    // Without a group it goes to nobody, and is kept for whoever looks.
    raised.group = *group ? (*group)->id : 0;
    raised.kind = KindOf(alarm);
    raised.title = alarm.title;
    raised.created = alarm.time;
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) raised.fields.push_back({name, value});
    };
    add("workflow", alarm.workflow_name);
    add("instance", alarm.instance_name);
    add("task", alarm.task);
    add("state", alarm.state);
    add("message", alarm.text);
    // The decision's moment is part of it: a transaction that runs again raises the same alarm, and
    // an instance that is recovered and ends again another one.
    raised.dedup_key = fmt::format("{}/{}", alarm.key, alarm.time.time_since_epoch().count());
    const auto done = alarms::Raise(db, std::move(raised));
    if (!done) return done.error();
    return {};
}

}  // namespace dmsnode::app
