#include "cli/api_options.hpp"

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/connections.hpp"

namespace dmsnode::cli {

void AddApiOptions(Command& command, ApiOptions& options) {
    command.Option("--connection", options.connection,
                   "Connection from DATA/connections.yaml (default: the embedded service)");
    command.Option("--data", options.data, "Data folder (default: ~/.local/state/dmsnode)");
    command.Flag("--json", options.json, "Write the service's reply as JSON");
}

int WithApi(World& world, const ApiOptions& options, World::Tasks tasks,
            const std::function<Status(const ApiSession&)>& work) {
    Connections connections(world, DataFolder(options.data), tasks);
    const Result<bool> embedded = connections.IsEmbedded(options.connection);
    if (!embedded) return Fail(embedded.error());
    Result<dms::Api*> api = connections.Open(options.connection);
    if (!api) return Fail(api.error());
    const Status done = work(ApiSession{world, **api, *embedded, options.json});
    return done ? static_cast<int>(kSuccess) : Fail(done.error());
}

void PrintReply(const ApiSession& session, const Json& reply,
                const std::function<std::string()>& show) {
    fmt::print("{}", session.json ? DumpJson(reply, 2) + "\n" : show());
    std::fflush(stdout);
}

}  // namespace dmsnode::cli
