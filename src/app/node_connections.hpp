#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>

#include "cli/world.hpp"

namespace dmsnode::app {

/// The connections that nodes of scheduled workflows may name: those of DIR/connections.yaml, and
/// the embedded service where there is one. A name that was not used yet is looked up in the file
/// as it is then; one that was opened stays as it is until the process ends. Lifetime: the world
/// outlives it; what it opens lives as long as the world. Threads: any.
class NodeConnections {
public:
    enum class Embedded { kHere, kNone };
    NodeConnections(cli::World& world, std::filesystem::path data_folder, Embedded embedded)
        : world_(world), data_folder_(std::move(data_folder)), embedded_(embedded) {}

    /// Errors: kNotFound lists the known names; kUnsupported for the embedded service where there
    /// is none; those of secrets and of opening.
    Result<dms::Api*> Open(const std::string& name);

private:
    cli::World& world_;
    const std::filesystem::path data_folder_;
    const Embedded embedded_;
    std::mutex mutex_;  // guards open_ and the world
    std::map<std::string, dms::Api*> open_;
};

}  // namespace dmsnode::app
