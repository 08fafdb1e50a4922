#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/world.hpp"
#include "store/secret_box.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::app {

/// Where the connections of a server or worker are. Lifetime: all outlive it.
struct ConnectionSources {
    cli::World& world;
    std::filesystem::path data_folder;
    store::Database& database;        ///< With the connections that were made over the API.
    const store::SecretBox* secrets;  ///< Opens theirs; null: this process has no key.
    enum class Embedded { kHere, kNone } embedded = Embedded::kHere;
};

/// The connections that nodes of scheduled workflows may name: the embedded service where there is
/// one, those of DIR/connections.yaml, and those of the store; a name of the file hides the
/// store's. Each Open looks anew: a connection that was changed is another one for whoever opens it
/// later, and the old one goes on for those that have it. Lifetime: what it opens lives as long as
/// the world. Threads: any.
class NodeConnections {
public:
    explicit NodeConnections(ConnectionSources sources) : from_(std::move(sources)) {}

    /// Errors: kNotFound lists the known names; kUnsupported for the embedded service where there
    /// is none; those of secrets and of opening.
    Result<dms::Api*> Open(const std::string& name);
    /// Errors: kNotFound.
    Result<bool> IsEmbedded(const std::string& name);
    /// Those of the file. Errors: those of reading it.
    Result<std::vector<workflow::ConnectionDefinition>> OfFile();
    /// Whether a connection could be opened with these settings. Nothing is sent.
    Status Check(const aws::ConnectionSettings& settings);

private:
    using Settings = std::optional<aws::ConnectionSettings>;  ///< Nothing: the embedded service.
    Result<Settings> Find(const std::string& name);
    Result<Settings> FindInStore(const std::string& name, const Error& unknown);

    const ConnectionSources from_;
    std::mutex mutex_;  // guards open_ and the world
    struct Opened {
        aws::ConnectionSettings settings;
        dms::Api* api;
    };
    std::map<std::string, Opened> open_;
};

}  // namespace dmsnode::app
