#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cli/world.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::cli {

/// `--data`, else $XDG_STATE_HOME/dmsnode, else ~/.local/state/dmsnode.
std::filesystem::path DataFolder(const std::string& given);

/// Finds connections by their names: in the workflow file, then in DIR/connections.yaml; the name
/// `embedded` and the empty name are the embedded service of the data folder.
class Connections {
public:
    Connections(World& world, std::filesystem::path data_folder, World::Tasks tasks)
        : world_(world), data_folder_(std::move(data_folder)), tasks_(tasks) {}

    /// Connections that a workflow file brings; they hide those of the data folder. Paths in them
    /// are relative to `folder`.
    void Use(const std::map<std::string, workflow::ConnectionDefinition>& definitions,
             const std::filesystem::path& folder);

    /// Errors: kNotFound lists the known names; those of reading secrets and of opening.
    Result<dms::Api*> Open(const std::string& name);

    /// True if the name stands for the embedded service of this process.
    Result<bool> IsEmbedded(const std::string& name);

    /// What stands behind the name, with its secrets; nothing: the embedded service.
    Result<std::optional<aws::ConnectionSettings>> SettingsOf(const std::string& name);

    /// Those of DIR/connections.yaml, by name. Errors: those of reading it.
    Result<std::vector<workflow::ConnectionDefinition>> OfDataFolder();

    const std::filesystem::path& data_folder() const { return data_folder_; }

private:
    struct Known {
        workflow::ConnectionDefinition definition;
        std::filesystem::path folder;
    };
    Result<Known> Find(const std::string& name);
    Status ReadFile();

    World& world_;
    std::filesystem::path data_folder_;
    World::Tasks tasks_;
    std::map<std::string, Known> known_;
    std::map<std::string, dms::Api*> open_;
    bool file_read_ = false;
};

/// The secret that a reference names. A file's last line break is not part of it.
/// Errors: kNotFound (file, variable), kInvalidArgument (empty).
Result<Secret> ReadSecret(const workflow::SecretReference& reference,
                          const std::filesystem::path& folder);

}  // namespace dmsnode::cli
