#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"

namespace dmsnode::cli {

std::vector<PlainCommand> UserCommands() {
    using Kind = Input::Kind;
    const Input user{.name = "USER", .target = "path.user", .help = "Name or code"};
    return {
        {.name = "list",
         .help = "List the users",
         .method = "GET",
         .path = "/users",
         .columns = {{"NAME", "name"},
                     {"ADMINISTRATOR", "administrator"},
                     {"DISABLED", "disabled"},
                     {"CREATED", "created"},
                     {"CODE", "code"}},
         .examples = "  dmsnode user list\n"},
        {.name = "get",
         .help = "Show a user",
         .method = "GET",
         .path = "/users/{user}",
         .inputs = {user},
         .examples = "  dmsnode user get anna\n"},
        {.name = "create",
         .help = "Make a user; asks for their password",
         .method = "POST",
         .path = "/users",
         .inputs = {{.name = "NAME", .target = "body.name", .help = "Name of the new user"},
                    {.name = "--administrator",
                     .target = "body.administrator",
                     .help = "May do everything, in all projects",
                     .kind = Kind::kOn},
                    {.name = "--password",
                     .target = "body.password",
                     .help = {},
                     .kind = Kind::kPassword}},
         .examples = "  dmsnode user create anna\n"
                     "  dmsnode user create ci --password-file ci.password\n",
         .once = true},
        {.name = "modify",
         .help = "Make a user administrator or not, disable or enable them",
         .method = "PATCH",
         .path = "/users/{user}",
         .inputs = {user,
                    {.name = "--administrator",
                     .target = "body.administrator",
                     .help = "yes or no",
                     .kind = Kind::kYesNo},
                    {.name = "--disabled",
                     .target = "body.disabled",
                     .help = "yes: no log-in, no token works; or no",
                     .kind = Kind::kYesNo}},
         .examples = "  dmsnode user modify anna --disabled yes\n"},
        {.name = "password",
         .help = "Set a user's password; all their sessions end",
         .method = "PUT",
         .path = "/users/{user}/password",
         .inputs = {user,
                    {.name = "--password",
                     .target = "body.password",
                     .help = {},
                     .kind = Kind::kPassword},
                    {.name = "--revoke-tokens",
                     .target = "body.revokeTokens",
                     .help = "Revoke the user's API tokens too",
                     .kind = Kind::kOn}},
         .examples = "  dmsnode user password anna\n"
                     "  pass show anna | dmsnode user password anna --password-file -\n"},
    };
}

void AddUser(Command& root, World& world) {
    AddPlainCommands(root.Sub("user", "Users of the server"), world, UserCommands());
}

}  // namespace dmsnode::cli
