#include "app/node_connections.hpp"

#include "cli/connections.hpp"

namespace dmsnode::app {

Result<dms::Api*> NodeConnections::Open(const std::string& name) {
    const std::lock_guard lock(mutex_);
    if (const auto found = open_.find(name); found != open_.end()) return found->second;
    cli::Connections connections(world_, data_folder_, cli::World::Tasks::kResume);
    const Result<bool> embedded = connections.IsEmbedded(name);
    if (!embedded) return embedded.error();
    if (*embedded && embedded_ == Embedded::kNone) {
        return Error{ErrorCode::kUnsupported, "this worker has no embedded DMS service"}.Hint(
            "name a connection in the node, and give it the URL of a `dmsnode serve` in this "
            "worker's connections.yaml (type: aws, endpoint: http://host:12345); or let a worker "
            "group run the node that a server's own worker serves");
    }
    Result<dms::Api*> api = connections.Open(name);
    if (api) open_[name] = *api;
    return api;
}

}  // namespace dmsnode::app
