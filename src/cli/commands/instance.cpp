#include <fmt/format.h>

#include "cli/api_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/resources.hpp"
#include "cli/text.hpp"
#include "dms/codec.hpp"

namespace dmsnode::cli {
namespace {

struct InstanceOptions {
    ApiOptions api;
    std::string name;
    std::string instance_class = "dms.t3.medium";
};

std::string ShowList(const std::vector<dms::ReplicationInstance>& instances) {
    TextTable table({{"IDENTIFIER"}, {"CLASS"}, {"STATUS"}, {"REPLICATION INSTANCE ARN"}});
    for (const dms::ReplicationInstance& instance : instances) {
        table.Add({instance.replication_instance_identifier.value_or(""),
                   instance.replication_instance_class.value_or(""),
                   instance.replication_instance_status.value_or(""),
                   instance.replication_instance_arn.value_or("")});
    }
    return table.ToString();
}

Status Create(const InstanceOptions& options, const ApiSession& session) {
    dms::CreateReplicationInstanceRequest request;
    request.replication_instance_identifier = options.name;
    request.replication_instance_class = options.instance_class;
    const auto reply = session.api.CreateReplicationInstance(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [&] {
        const auto& instance = reply->replication_instance;
        return instance ? instance->replication_instance_arn.value_or("") + "\n" : "";
    });
    return {};
}

Status Delete(const InstanceOptions& options, const ApiSession& session) {
    const auto found = FindInstance(session.api, options.name);
    if (!found) return found.error();
    dms::DeleteReplicationInstanceRequest request;
    request.replication_instance_arn = found->replication_instance_arn.value_or("");
    const auto reply = session.api.DeleteReplicationInstance(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [] { return ""; });
    return {};
}

Status List(const InstanceOptions&, const ApiSession& session) {
    const auto instances = ListInstances(session.api, {});
    if (!instances) return instances.error();
    dms::DescribeReplicationInstancesReply reply;
    reply.replication_instances = *instances;
    PrintReply(session, dms::EncodeReply(reply), [&] { return ShowList(*instances); });
    return {};
}

}  // namespace

void AddInstance(Command& root, World& world) {
    auto options = std::make_shared<InstanceOptions>();
    Command& instance = root.Sub("instance", "Replication instances: what tasks run on");
    using Work = Status (*)(const InstanceOptions&, const ApiSession&);
    const auto define = [&](const char* name, const char* description, Work work) -> Command& {
        Command& command = instance.Sub(name, description);
        AddApiOptions(command, options->api);
        command.Action([options, &world, work] {
            return WithApi(world, options->api, World::Tasks::kLeave,
                           [&](const ApiSession& session) { return work(*options, session); });
        });
        return command;
    };
    Command& create = define("create", "Create a replication instance; prints its ARN", Create);
    create.Positional("IDENTIFIER", options->name, "Name of the new instance");
    create.Option("--class", options->instance_class, "Class (default: dms.t3.medium)");
    create.Examples(
        "  dmsnode instance create nightly\n"
        "\nThe embedded service has one named local from the start; its class means nothing.\n");
    Command& remove = define("delete", "Delete a replication instance", Delete);
    remove.Positional("INSTANCE", options->name, "Identifier or ARN");
    remove.Examples("  dmsnode instance delete nightly\n");
    define("list", "List the replication instances", List)
        .Examples("  dmsnode instance list\n  dmsnode instance list --connection prod\n");
}

}  // namespace dmsnode::cli
