#include "scheduler/notify.hpp"

#include <fmt/format.h>

#include "workflow/states.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using workflow::WorkflowState;

bool IsWanted(Notify notify, WorkflowState state) {
    switch (notify) {
        case Notify::kNone: return false;
        case Notify::kSuccess: return state == WorkflowState::kSucceeded;
        case Notify::kFailure: return state != WorkflowState::kSucceeded;
        case Notify::kAll: return true;
    }
    return false;
}

}  // namespace

Status TellEnd(store::Connection& db, const rows::Instance& instance, AlarmSink* alarms,
               TimePoint now) {
    const auto state = workflow::ParseWorkflowState(instance.state);
    if (!state || !IsFinal(*state)) return {};
    const Notify notify = ParseNotify(instance.notification).value_or(Notify::kNone);
    if (alarms == nullptr || !IsWanted(notify, *state)) return {};
    Alarm alarm = AlarmAbout(instance, AlarmKind::kInstanceEnded, now);
    // Recovered ones end more than once.
    alarm.key += fmt::format("/{}", now.time_since_epoch().count());
    alarm.title = fmt::format("{}: {}", instance.name, instance.state);
    alarm.text =
        fmt::format("The workflow instance \"{}\" ended: {}. Created {}, ended {}.{}",
                    instance.name, instance.state, FormatIso8601(instance.created),
                    FormatIso8601(now), instance.message.empty() ? "" : " " + instance.message);
    return alarms->Raise(db, alarm);
}

Alarm AlarmAbout(const rows::Instance& instance, AlarmKind kind, TimePoint now) {
    Alarm alarm;
    alarm.kind = kind;
    alarm.group = instance.alarm_group;
    alarm.project_code = instance.project_code;
    alarm.workflow_code = instance.workflow_code;
    alarm.workflow_name = instance.workflow_name;
    alarm.instance = instance.id;
    alarm.instance_name = instance.name;
    alarm.state = instance.state;
    alarm.time = now;
    alarm.key = fmt::format("{}/{}/{}", static_cast<int>(kind), instance.id, instance.run_number);
    return alarm;
}

}  // namespace dmsnode::scheduler
