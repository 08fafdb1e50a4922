#include <fmt/format.h>

#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow {
namespace {

/// A secret is named by where it is found. Its value in the file is refused, and not repeated in
/// the message.
SecretReference ReadSecret(FieldReader& reader, const std::string& name) {
    SecretReference secret;
    if (reader.Find(name) != nullptr) {
        reader.context().Report(reader.PathOf(name), "a secret must not stand in this file", "",
                                fmt::format("use {}File or {}Env, and change the secret: it may "
                                            "have been seen",
                                            name, name));
    }
    secret.file = reader.Text(name + "File");
    secret.environment = reader.Text(name + "Env");
    if (!secret.file.empty() && !secret.environment.empty()) {
        reader.context().Report(reader.PathOf(name + "Env"),
                                fmt::format("both {}File and {}Env are given", name, name), "",
                                "keep one of the two");
    }
    return secret;
}

void CheckUrl(const std::string& url, const std::string& path, const ReadContext& context) {
    if (url.empty() || url.starts_with("http://") || url.starts_with("https://")) return;
    context.Report(path, fmt::format("\"{}\" is no URL", url),
                   "http://host:port or https://host:port");
}

ConnectionDefinition ReadConnection(const std::string& name, const Json& value,
                                    const std::string& path, const ReadContext& context) {
    FieldReader reader(value, path, context);
    ConnectionDefinition connection;
    connection.name = name;
    if (!value.is_object()) return connection;
    const auto type = reader.OneOf("type", {"embedded", "aws"});
    if (!reader.Has("type")) context.Report(path, "the connection has no type", "embedded or aws");
    connection.type = type == 1 ? ConnectionType::kAws : ConnectionType::kEmbedded;
    connection.region = reader.Text("region");
    connection.endpoint = reader.Text("endpoint");
    connection.profile = reader.Text("profile");
    connection.access_key_id = reader.Text("accessKeyId");
    connection.secret_access_key = ReadSecret(reader, "secretAccessKey");
    connection.session_token = ReadSecret(reader, "sessionToken");
    connection.common_properties = reader.Text("commonProperties");
    connection.aws_yaml = reader.Text("awsYaml");
    connection.ca_file = reader.Text("caFile");
    reader.Finish();

    CheckUrl(connection.endpoint, reader.PathOf("endpoint"), context);
    if (connection.access_key_id.empty() != !connection.secret_access_key.IsSet()) {
        context.Report(path, "accessKeyId and secretAccessKeyFile (or …Env) belong together");
    }
    if (type == 0 && value.size() > 1) {
        context.Report(path, "an embedded connection has no other fields than its type");
    }
    return connection;
}

}  // namespace

std::map<std::string, ConnectionDefinition> ReadConnections(const Json& value,
                                                            const std::string& path,
                                                            const ReadContext& context) {
    std::map<std::string, ConnectionDefinition> connections;
    if (!value.is_object()) {
        context.Report(path, Describe(value) + " stands here", "a mapping of names to connections");
        return connections;
    }
    for (const auto& [name, item] : value.items()) {
        connections[name] = ReadConnection(name, item, path + "." + name, context);
    }
    return connections;
}

}  // namespace dmsnode::workflow
