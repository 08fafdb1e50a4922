#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"

namespace dmsnode::cli {

std::vector<PlainCommand> ScheduleCommands() {
    const Input workflow{.name = "WORKFLOW", .target = "path.workflow", .help = "Name or code"};
    const std::string one = "/projects/{project}/workflows/{workflow}/schedule";
    const auto request = [&](const char* name, const char* help) {
        return PlainCommand{.name = name,
                            .help = help,
                            .method = "POST",
                            .path = one + "/" + name,
                            .inputs = {workflow},
                            .examples = std::string("  dmsnode schedule ") + name + " nightly\n"};
    };
    return {
        {.name = "list",
         .help = "List the schedules of a project",
         .method = "GET",
         .path = "/projects/{project}/schedules",
         .columns = {{"WORKFLOW", "workflowName"},
                     {"CRON", "crontab"},
                     {"TIME ZONE", "timezoneId"},
                     {"STATE", "releaseState"},
                     {"NEXT", "nextFire"}},
         .examples = "  dmsnode schedule list\n"},
        {.name = "get",
         .help = "Show the schedule of a workflow",
         .method = "GET",
         .path = one,
         .inputs = {workflow},
         .examples = "  dmsnode schedule get nightly\n"},
        {.name = "set",
         .help = "Give a workflow a schedule, or change it",
         .method = "PUT",
         .path = one,
         .inputs = {workflow,
                    {.name = "--cron",
                     .target = "body.crontab",
                     .help = "When: docs/formats/cron.md"},
                    {.name = "--time-zone",
                     .target = "body.timezoneId",
                     .help = "Name in the time zone database, such as Europe/Berlin"},
                    {.name = "--start", .target = "body.startTime", .help = "Not before, ISO 8601"},
                    {.name = "--end", .target = "body.endTime", .help = "Not after, ISO 8601"},
                    {.name = "--missed-fires",
                     .target = "body.missedFires",
                     .help = "What becomes of moments at which no server ran",
                     .choices = {"RUN_ALL", "RUN_LAST", "SKIP"}},
                    {.name = "--failure-strategy",
                     .target = "body.failureStrategy",
                     .help = "END: after a node failed, no others start",
                     .choices = {"CONTINUE", "END"}},
                    {.name = "--notify",
                     .target = "body.notify",
                     .help = "Of which ends the alarm group is told",
                     .choices = {"NONE", "SUCCESS", "FAILURE", "ALL"}},
                    {.name = "--alarm-group", .target = "body.alarmGroup", .help = "Who is told"},
                    {.name = "--priority",
                     .target = "body.priority",
                     .help = "Before whom its instances come",
                     .choices = {"HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"}},
                    {.name = "--worker-group",
                     .target = "body.workerGroup",
                     .help = "For nodes that name none"},
                    {.name = "--environment",
                     .target = "body.environment",
                     .help = "For nodes that name none"}},
         .examples = "  dmsnode schedule set nightly --cron \"0 0 2 * * ?\" --time-zone "
                     "Europe/Berlin\n",
         .keeps_others = true},
        request("online", "Let it start the workflow"),
        request("offline", "Let it rest"),
        {.name = "preview",
         .help = "Show the next moments at which it starts the workflow",
         .method = "GET",
         .path = one + "/preview",
         .inputs = {workflow,
                    {.name = "--count",
                     .target = "query.count",
                     .help = "So many",
                     .kind = Input::Kind::kNumber}},
         .examples = "  dmsnode schedule preview nightly --count 10\n"},
        {.name = "delete",
         .help = "Take a workflow's schedule",
         .method = "DELETE",
         .path = one,
         .inputs = {workflow},
         .examples = "  dmsnode schedule delete nightly\n"},
    };
}

void AddSchedule(Command& root, World& world) {
    AddPlainCommands(root.Sub("schedule", "Schedules: when a workflow starts on its own"), world,
                     ScheduleCommands());
}

}  // namespace dmsnode::cli
