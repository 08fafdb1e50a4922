#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scheduler/ports.hpp"
#include "store/scheduler_instances.hpp"
#include "workflow/graph.hpp"

namespace dmsnode::scheduler {

/// A definition that instances run, read once.
struct LoadedDefinition {
    workflow::WorkflowDefinition definition;
    workflow::Graph graph;
};

/// The definitions that were read last. They never change: they are known by their hash.
/// Threads: one.
class DefinitionCache {
public:
    explicit DefinitionCache(ReadDefinition read) : read_(std::move(read)) {}

    /// Shared by the cache and by whoever works with it, so that it may be dropped from the cache.
    /// Errors: kNotFound, kInvalidArgument (it cannot be read), those of the store.
    Result<std::shared_ptr<const LoadedDefinition>> Get(store::Connection& db,
                                                        const std::string& hash);

private:
    static constexpr std::size_t kMost = 64;

    ReadDefinition read_;
    std::map<std::string, std::shared_ptr<const LoadedDefinition>> loaded_;
    std::deque<std::string> order_;  ///< Oldest first.
};

/// The places of the named tasks. Errors: kNotFound, which names the first unknown one.
Result<std::vector<std::size_t>> PlacesOf(const workflow::WorkflowDefinition& definition,
                                          const std::vector<std::string>& names);

}  // namespace dmsnode::scheduler
