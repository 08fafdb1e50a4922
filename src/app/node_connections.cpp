#include "app/node_connections.hpp"

#include <fmt/format.h>

#include <tuple>

#include "aws/connection.hpp"
#include "cli/connections.hpp"
#include "store/catalog_connections.hpp"

namespace dmsnode::app {
namespace {

namespace catalog = store::catalog;

bool Same(const aws::ConnectionSettings& left, const aws::ConnectionSettings& right) {
    const auto members = [](const aws::ConnectionSettings& settings) {
        return std::tie(settings.access_key_id, settings.region, settings.endpoint,
                        settings.profile, settings.common_properties, settings.aws_yaml,
                        settings.ca_file);
    };
    return members(left) == members(right) && left.secret_access_key == right.secret_access_key &&
           left.session_token == right.session_token;
}

}  // namespace

Result<NodeConnections::Settings> NodeConnections::FindInStore(const std::string& name,
                                                               const Error& unknown) {
    const auto row = from_.database.Read(
        [&](store::Connection& db) { return catalog::FindDmsConnection(db, name); });
    if (!row) return row.error();
    if (!*row) return unknown;  // its hint lists those of the file
    const catalog::DmsConnection& found = **row;
    aws::ConnectionSettings settings;
    settings.access_key_id = found.access_key_id;
    settings.region = found.region;
    settings.endpoint = found.endpoint;
    settings.profile = found.profile;
    if (found.sealed_secret.empty()) return Settings(std::move(settings));
    if (from_.secrets == nullptr) {
        return Error{ErrorCode::kUnsupported,
                     fmt::format("this worker has no key to open the secret of the connection "
                                 "\"{}\"",
                                 name)}
            .Hint(
                "copy secret.key of a server's data folder into the worker's data folder before "
                "it starts, or put the connection into the worker's connections.yaml");
    }
    Result<Secret> secret =
        from_.secrets->Unseal(found.sealed_secret, catalog::ConnectionSecretPlace(found.code));
    if (!secret) return Error(secret.error()).Because(fmt::format("connection \"{}\"", name));
    settings.secret_access_key = *std::move(secret);
    return Settings(std::move(settings));
}

Result<NodeConnections::Settings> NodeConnections::Find(const std::string& name) {
    cli::Connections files(from_.world, from_.data_folder, cli::World::Tasks::kResume);
    const Result<bool> known = files.IsEmbedded(name);
    if (known) return files.SettingsOf(name);
    if (known.error().code != ErrorCode::kNotFound) return known.error();
    return FindInStore(name, known.error());
}

Result<dms::Api*> NodeConnections::Open(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const Result<Settings> settings = Find(name);
    if (!settings) return settings.error();
    if (!*settings) {
        if (from_.embedded == ConnectionSources::Embedded::kHere) {
            return from_.world.OpenEmbedded(from_.data_folder, cli::World::Tasks::kResume);
        }
        return Error{ErrorCode::kUnsupported, "this worker has no embedded DMS service"}.Hint(
            "name a connection in the node, and give it the URL of a `dmsnode serve` in this "
            "worker's connections.yaml (type: aws, endpoint: http://host:12345); or let a worker "
            "group run the node that a server's own worker serves");
    }
    const auto found = open_.find(name);
    if (found != open_.end() && Same(found->second.settings, **settings)) return found->second.api;
    const Result<dms::Api*> api = from_.world.OpenAws(name, **settings);
    if (api) open_.insert_or_assign(name, Opened{**settings, *api});
    return api;
}

Result<bool> NodeConnections::IsEmbedded(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const Result<Settings> settings = Find(name);
    if (!settings) return settings.error();
    return !*settings;
}

Result<std::vector<workflow::ConnectionDefinition>> NodeConnections::OfFile() {
    const std::lock_guard lock(mutex_);
    return cli::Connections(from_.world, from_.data_folder, cli::World::Tasks::kResume)
        .OfDataFolder();
}

Status NodeConnections::Check(const aws::ConnectionSettings& settings) {
    static NullLog no_log;
    const auto opened = aws::Connection::Open(settings, from_.world.clock(), no_log);
    if (!opened) return opened.error();
    return {};
}

}  // namespace dmsnode::app
