#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"

namespace dmsnode::cli {

std::vector<PlainCommand> TokenCommands() {
    return {
        {.name = "list",
         .help = "List your API tokens",
         .method = "GET",
         .path = "/me/tokens",
         .columns = {{"NAME", "name"},
                     {"SCOPE", "scope"},
                     {"EXPIRES", "expires"},
                     {"LAST USED", "lastUsed"},
                     {"CODE", "code"}},
         .examples = "  dmsnode token list\n"},
        {.name = "create",
         .help = "Make an API token; it is shown once",
         .method = "POST",
         .path = "/me/tokens",
         .inputs = {{.name = "NAME", .target = "body.name", .help = "What the token is for"},
                    {.name = "--scope",
                     .target = "body.scope",
                     .help = "What it may be used for",
                     .required = true,
                     .choices = {"read", "operate", "admin"}},
                    {.name = "--expires",
                     .target = "body.expires",
                     .help = "Moment, ISO 8601 (default: never)"}},
         .examples = "  dmsnode token create ci --scope operate --expires 2027-01-01T00:00:00Z\n"
                     "  dmsnode token create ci --scope read --json | jq -r .token > ci.token\n"},
        {.name = "delete",
         .help = "Revoke an API token",
         .method = "DELETE",
         .path = "/me/tokens/{token}",
         .inputs = {{.name = "TOKEN", .target = "path.token", .help = "Its name or code"}},
         .examples = "  dmsnode token delete ci\n"},
    };
}

void AddToken(Command& root, World& world) {
    AddPlainCommands(root.Sub("token", "Your API tokens"), world, TokenCommands());
}

}  // namespace dmsnode::cli
