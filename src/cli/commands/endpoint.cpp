#include <fmt/format.h>

#include "cli/api_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/password.hpp"
#include "cli/resources.hpp"
#include "cli/text.hpp"
#include "dms/codec.hpp"

namespace dmsnode::cli {
namespace {

struct EndpointOptions {
    ApiOptions api;
    PasswordOptions password;
    std::string name;  ///< Positional: identifier or ARN.
    std::string type;
    std::string engine;
    std::string server;
    std::int64_t port = 0;
    std::string user;
    std::string database;
    std::string ssl_mode;
    std::string extra;
    std::string instance = "local";
};

std::optional<std::string> IfGiven(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

/// The members that create and modify have in common.
template <class Request>
Status Fill(const EndpointOptions& options, Request& request) {
    request.username = IfGiven(options.user);
    request.server_name = IfGiven(options.server);
    if (options.port > 0) request.port = options.port;
    request.database_name = IfGiven(options.database);
    request.ssl_mode = IfGiven(options.ssl_mode);
    request.extra_connection_attributes = IfGiven(options.extra);
    Result<std::optional<Secret>> password = ReadPassword(options.password);
    if (!password) return password.error();
    request.password = *std::move(password);
    return {};
}

std::string Place(const dms::Endpoint& endpoint) {
    if (!endpoint.server_name || endpoint.server_name->empty()) {
        return endpoint.database_name.value_or("");
    }
    return fmt::format("{}:{}/{}", *endpoint.server_name, endpoint.port.value_or(0),
                       endpoint.database_name.value_or(""));
}

std::string ShowList(const std::vector<dms::Endpoint>& endpoints) {
    TextTable table(
        {{"IDENTIFIER"}, {"TYPE"}, {"ENGINE"}, {"WHERE"}, {"STATUS"}, {"ENDPOINT ARN"}});
    for (const dms::Endpoint& endpoint : endpoints) {
        table.Add({endpoint.endpoint_identifier.value_or(""), endpoint.endpoint_type.value_or(""),
                   endpoint.engine_name.value_or(""), Place(endpoint), endpoint.status.value_or(""),
                   endpoint.endpoint_arn.value_or("")});
    }
    return table.ToString();
}

std::string ArnLine(const std::optional<dms::Endpoint>& endpoint) {
    return endpoint ? endpoint->endpoint_arn.value_or("") + "\n" : "";
}

Status Create(const EndpointOptions& options, const ApiSession& session) {
    dms::CreateEndpointRequest request;
    request.endpoint_identifier = options.name;
    request.endpoint_type = options.type;
    request.engine_name = options.engine;
    if (Status filled = Fill(options, request); !filled) return filled;
    const auto reply = session.api.CreateEndpoint(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [&] { return ArnLine(reply->endpoint); });
    return {};
}

Status Modify(const EndpointOptions& options, const ApiSession& session) {
    const auto found = FindEndpoint(session.api, options.name);
    if (!found) return found.error();
    dms::ModifyEndpointRequest request;
    request.endpoint_arn = found->endpoint_arn.value_or("");
    request.engine_name = IfGiven(options.engine);
    if (Status filled = Fill(options, request); !filled) return filled;
    const auto reply = session.api.ModifyEndpoint(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [&] { return ArnLine(reply->endpoint); });
    return {};
}

Status Delete(const EndpointOptions& options, const ApiSession& session) {
    const auto found = FindEndpoint(session.api, options.name);
    if (!found) return found.error();
    dms::DeleteEndpointRequest request;
    request.endpoint_arn = found->endpoint_arn.value_or("");
    const auto reply = session.api.DeleteEndpoint(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [] { return ""; });
    return {};
}

Status List(const EndpointOptions&, const ApiSession& session) {
    const auto endpoints = ListEndpoints(session.api, {});
    if (!endpoints) return endpoints.error();
    dms::DescribeEndpointsReply reply;
    reply.endpoints = *endpoints;
    PrintReply(session, dms::EncodeReply(reply), [&] { return ShowList(*endpoints); });
    return {};
}

/// Waits until the test that was asked for has an end.
Result<dms::Connection> AwaitTest(const ApiSession& session,
                                  const dms::TestConnectionRequest& asked) {
    constexpr int kMostPolls = 600;
    dms::DescribeConnectionsRequest request;
    request.filters.resize(2);
    request.filters[0].name = "endpoint-arn";
    request.filters[0].values = {asked.endpoint_arn};
    request.filters[1].name = "replication-instance-arn";
    request.filters[1].values = {asked.replication_instance_arn};
    for (int poll = 0; poll < kMostPolls; ++poll) {
        const auto reply = session.api.DescribeConnections(request);
        if (!reply && !reply.error().IsTransient()) return reply.error();
        if (reply && !reply->connections.empty() &&
            reply->connections[0].status.value_or("") != "testing") {
            return reply->connections[0];
        }
        session.world.clock().SleepFor(std::chrono::milliseconds(poll < 20 ? 200 : 1000), {});
    }
    return Error{ErrorCode::kTimeout, "the connection test has no end after 10 minutes"};
}

Status Test(const EndpointOptions& options, const ApiSession& session) {
    const auto endpoint = FindEndpoint(session.api, options.name);
    if (!endpoint) return endpoint.error();
    const auto instance = FindInstance(session.api, options.instance);
    if (!instance) return instance.error();
    dms::TestConnectionRequest request;
    request.endpoint_arn = endpoint->endpoint_arn.value_or("");
    request.replication_instance_arn = instance->replication_instance_arn.value_or("");
    if (const auto asked = session.api.TestConnection(request); !asked) return asked.error();
    const Result<dms::Connection> tested = AwaitTest(session, request);
    if (!tested) return tested.error();
    PrintReply(session, dms::EncodeReply(*tested), [&] {
        return fmt::format("{}: {}\n", endpoint->endpoint_identifier.value_or(options.name),
                           tested->status.value_or(""));
    });
    if (tested->status.value_or("") == "successful") return {};
    return Error{ErrorCode::kUnavailable, tested->last_failure_message.value_or("it failed")}
        .Fault("ConnectionTestFailed")
        .At(options.name);
}

void AddPlaceOptions(Command& command, EndpointOptions& options) {
    command.Option("--server", options.server, "Host name or address");
    command.Number("--port", options.port, 1, 65535, "Port");
    command.Option("--user", options.user, "User name");
    AddPasswordOptions(command, options.password);
    command.Option("--database", options.database, "Database; for sqlite the file's path");
    command.Choice("--ssl-mode", options.ssl_mode, {"none", "require", "verify-ca", "verify-full"},
                   "TLS (default: none)");
    command.Option("--extra", options.extra, "Extra connection attributes: name=value;…");
}

}  // namespace

void AddEndpoint(Command& root, World& world) {
    auto options = std::make_shared<EndpointOptions>();
    Command& endpoint = root.Sub("endpoint", "Databases as sources and targets");
    using Work = Status (*)(const EndpointOptions&, const ApiSession&);
    const auto define = [&](const char* name, const char* description, Work work) -> Command& {
        Command& command = endpoint.Sub(name, description);
        AddApiOptions(command, options->api);
        command.Action([options, &world, work] {
            return WithApi(world, options->api, World::Tasks::kLeave,
                           [&](const ApiSession& session) { return work(*options, session); });
        });
        return command;
    };
    Command& create = define("create", "Create an endpoint; prints its ARN", Create);
    create.Positional("IDENTIFIER", options->name, "Name of the new endpoint");
    create.Required("--type", options->type, "source or target");
    create.Required("--engine", options->engine, "postgres, mysql, mariadb, sqlite, aurora, …");
    AddPlaceOptions(create, *options);
    create.Examples(
        "  dmsnode endpoint create shop-src --type source --engine mariadb --server 127.0.0.1 \\\n"
        "      --port 3306 --user reader --password-file ~/.secrets/shop\n"
        "  dmsnode endpoint create shop-file --type target --engine sqlite --database "
        "/data/shop.db\n"
        "\nPasswords never go on the command line: everybody sees the process list.\n");
    Command& modify = define("modify", "Change an endpoint", Modify);
    modify.Positional("ENDPOINT", options->name, "Identifier or ARN");
    modify.Option("--engine", options->engine, "postgres, mysql, mariadb, sqlite, aurora, …");
    AddPlaceOptions(modify, *options);
    modify.Examples("  dmsnode endpoint modify shop-src --password-prompt\n");
    Command& remove = define("delete", "Delete an endpoint", Delete);
    remove.Positional("ENDPOINT", options->name, "Identifier or ARN");
    remove.Examples("  dmsnode endpoint delete shop-src\n");
    Command& list = define("list", "List the endpoints", List);
    list.Examples("  dmsnode endpoint list\n  dmsnode endpoint list --connection prod --json\n");
    Command& test = define("test", "Connect to an endpoint's database and say how it went", Test);
    test.Positional("ENDPOINT", options->name, "Identifier or ARN");
    test.Option("--instance", options->instance, "Replication instance (default: local)");
    test.Examples("  dmsnode endpoint test shop-src\n");
}

}  // namespace dmsnode::cli
