#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"

namespace dmsnode::cli {

std::vector<PlainCommand> AlarmChannelCommands() {
    using Kind = Input::Kind;
    const Input channel{.name = "CHANNEL", .target = "path.channel", .help = "Its name"};
    const Input settings{.name = "--settings-file",
                         .target = "body.settings",
                         .help = "JSON file, as docs/alarms.md tells; secrets are stored sealed",
                         .kind = Kind::kJsonFile,
                         .required = true};
    return {
        {.name = "list",
         .help = "List the alarm channels",
         .method = "GET",
         .path = "/alarm-channels",
         .columns = {{"NAME", "name"}, {"KIND", "kind"}, {"ADDRESS", "address"}, {"CODE", "code"}},
         .examples = "  dmsnode alarm channel list\n"},
        {.name = "get",
         .help = "Show an alarm channel without its secrets",
         .method = "GET",
         .path = "/alarm-channels/{=channel}",
         .inputs = {channel},
         .examples = "  dmsnode alarm channel get office\n"},
        {.name = "create",
         .help = "Make an alarm channel",
         .method = "POST",
         .path = "/alarm-channels",
         .inputs = {{.name = "NAME", .target = "body.name", .help = "Name of the new channel"},
                    {.name = "--kind",
                     .target = "body.kind",
                     .help = "email or webhook",
                     .required = true,
                     .choices = {"email", "webhook"}},
                    settings},
         .examples = "  dmsnode alarm channel create office --kind email --settings-file "
                     "office.json\n",
         .once = true},
        {.name = "modify",
         .help = "Change an alarm channel; secrets that the file leaves out stay",
         .method = "PUT",
         .path = "/alarm-channels/{=channel}",
         .inputs = {channel,
                    settings,
                    {.name = "--name", .target = "body.name", .help = "New name"}},
         .examples = "  dmsnode alarm channel modify office --settings-file office.json\n"},
        {.name = "delete",
         .help = "Delete an alarm channel",
         .method = "DELETE",
         .path = "/alarm-channels/{=channel}",
         .inputs = {channel},
         .examples = "  dmsnode alarm channel delete office\n"},
        {.name = "test",
         .help = "Send a test alarm through a channel now",
         .method = "POST",
         .path = "/alarm-channels/{=channel}/test",
         .inputs = {channel},
         .examples = "  dmsnode alarm channel test office\n"},
    };
}

std::vector<PlainCommand> AlarmGroupCommands() {
    using Kind = Input::Kind;
    const Input group{.name = "GROUP", .target = "path.group", .help = "Its name"};
    const std::vector<Input> settings = {
        {.name = "--templates-file",
         .target = "body.templates",
         .help = "JSON file with texts of its own, as docs/alarms.md tells",
         .kind = Kind::kJsonFile},
        {.name = "--channel",
         .target = "body.channels",
         .help = "Name of a channel that is told; again for more",
         .kind = Kind::kWords},
        {.name = "--language",
         .target = "body.language",
         .help = "Of the texts",
         .choices = {"en", "zh"}},
        {.name = "--description", .target = "body.description", .help = "Who they are"}};
    const auto with = [&](std::vector<Input> first) {
        first.insert(first.end(), settings.begin(), settings.end());
        return first;
    };
    return {
        {.name = "list",
         .help = "List the alarm groups",
         .method = "GET",
         .path = "/alarm-groups",
         .columns = {{"NAME", "name"},
                     {"LANGUAGE", "language"},
                     {"CHANNELS", "channels"},
                     {"DESCRIPTION", "description"},
                     {"CODE", "code"}},
         .examples = "  dmsnode alarm group list\n"},
        {.name = "get",
         .help = "Show an alarm group",
         .method = "GET",
         .path = "/alarm-groups/{=group}",
         .inputs = {group},
         .examples = "  dmsnode alarm group get night-shift\n"},
        {.name = "create",
         .help = "Make an alarm group",
         .method = "POST",
         .path = "/alarm-groups",
         .inputs = with({{.name = "NAME", .target = "body.name", .help = "Name of the new group"}}),
         .examples = "  dmsnode alarm group create night-shift --channel office\n",
         .once = true},
        {.name = "modify",
         .help = "Change an alarm group",
         .method = "PUT",
         .path = "/alarm-groups/{=group}",
         .inputs = with({group, {.name = "--name", .target = "body.name", .help = "New name"}}),
         .examples = "  dmsnode alarm group modify night-shift --channel office --channel chat\n",
         .keeps_others = true},
        {.name = "delete",
         .help = "Delete an alarm group",
         .method = "DELETE",
         .path = "/alarm-groups/{=group}",
         .inputs = {group},
         .examples = "  dmsnode alarm group delete night-shift\n"},
    };
}

std::vector<PlainCommand> AlarmCommands() {
    return {
        {.name = "list",
         .help = "List the alarms, newest first, and what became of them",
         .method = "GET",
         .path = "/alarms",
         .columns = {{"CREATED", "created"},
                     {"GROUP", "groupName"},
                     {"TITLE", "title"},
                     {"CHANNELS", "deliveries.channelName"},
                     {"STATES", "deliveries.state"},
                     {"CODE", "code"}},
         .examples = "  dmsnode alarm list --limit 20\n"},
        {.name = "retry",
         .help = "Send the failed deliveries of an alarm again",
         .method = "POST",
         .path = "/alarms/{=alarm}/retry",
         .inputs = {{.name = "ALARM", .target = "path.alarm", .help = "Its code"}},
         .examples = "  dmsnode alarm retry 152349872348160\n"},
    };
}

void AddAlarm(Command& root, World& world) {
    Command& alarm = root.Sub("alarm", "Alarms: who is told, how, and what was sent");
    AddPlainCommands(alarm.Sub("channel", "Ways to tell people: e-mail, webhooks"), world,
                     AlarmChannelCommands());
    AddPlainCommands(alarm.Sub("group", "Who is told, through which channels"), world,
                     AlarmGroupCommands());
    AddPlainCommands(alarm, world, AlarmCommands());
}

}  // namespace dmsnode::cli
