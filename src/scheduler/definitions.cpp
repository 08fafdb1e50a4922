#include "scheduler/definitions.hpp"

#include <fmt/format.h>

#include "workflow/task_scope.hpp"
#include "workflow/workflow_file.hpp"

namespace dmsnode::scheduler {

Result<workflow::WorkflowDefinition> ReadWorkflowDocument(const std::string& document) {
    workflow::WorkflowFile file =
        workflow::ReadWorkflowFile(document, "workflow", workflow::SchedulerReadOptions());
    if (!HasErrors(file.problems)) return std::move(file.definition);
    std::string text;
    for (const Problem& problem : file.problems) {
        if (!problem.warning) text += (text.empty() ? "" : "; ") + problem.ToString();
    }
    return Error{ErrorCode::kInvalidArgument, "the workflow definition is wrong: " + text};
}

Result<std::shared_ptr<const LoadedDefinition>> DefinitionCache::Get(store::Connection& db,
                                                                     const std::string& hash) {
    if (const auto known = loaded_.find(hash); known != loaded_.end()) return known->second;
    const auto document = store::scheduler::FindDefinition(db, hash);
    if (!document) return document.error();
    if (!*document) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("the store has no workflow definition {}", hash)};
    }
    Result<workflow::WorkflowDefinition> definition = read_(**document);
    if (!definition) return definition.error();
    auto loaded = std::make_shared<LoadedDefinition>();
    loaded->definition = *std::move(definition);
    loaded->graph = workflow::GraphOf(loaded->definition);
    if (order_.size() == kMost) {
        loaded_.erase(order_.front());
        order_.pop_front();
    }
    order_.push_back(hash);
    return loaded_.emplace(hash, std::move(loaded)).first->second;
}

Result<std::vector<std::size_t>> PlacesOf(const workflow::WorkflowDefinition& definition,
                                          const std::vector<std::string>& names) {
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        places.emplace(definition.tasks[i].name, i);
    }
    std::vector<std::size_t> found;
    for (const std::string& name : names) {
        const auto place = places.find(name);
        if (place == places.end()) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("the workflow has no node \"{}\"", name)};
        }
        found.push_back(place->second);
    }
    return found;
}

}  // namespace dmsnode::scheduler
