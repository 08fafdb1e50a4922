#include "scheduler/attempt_setup.hpp"

#include <fmt/format.h>

#include <system_error>

#include "base/json.hpp"
#include "store/scheduler_tasks.hpp"
#include "workflow/run_scope.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;

std::vector<std::string> ResourcesOf(const workflow::TaskDefinition& task) {
    std::vector<std::string> names;
    const auto list = task.task_params.find("resourceList");
    if (list == task.task_params.end() || !list->is_array()) return names;
    for (const Json& entry : *list) {
        if (!entry.is_object()) continue;
        const auto name = entry.find("resourceName");
        if (name != entry.end() && name->is_string()) names.push_back(name->get<std::string>());
    }
    return names;
}

/// The same over all attempts of one run of the node: what it made elsewhere is found by it.
std::string RunIdOf(const rows::Attempt& row) {
    return fmt::format("{}/{}/{}", row.instance, row.task + 1, row.run);
}

Result<workflow::ParameterScope> ScopeFor(const rows::Attempt& row, const AttemptFacts& facts,
                                          const SetupPorts& ports) {
    const workflow::WorkflowDefinition& definition = facts.loaded->definition;
    const auto place = static_cast<std::size_t>(row.task);
    const rows::Instance& instance = facts.instance;
    std::map<std::string, std::string> upstream;
    if (!facts.outputs.empty()) {
        upstream =
            workflow::UpstreamParameters(definition, facts.loaded->graph, place, facts.outputs);
    }
    workflow::ParameterScope scope = workflow::ScopeOf(
        definition, place, upstream, ParametersFromJson(instance.startup),
        workflow::BuiltInFacts{.schedule_time = instance.schedule_time.value_or(instance.created),
                               .workflow_name = instance.workflow_name,
                               .workflow_instance_id = std::to_string(instance.id),
                               .task_name = row.task_name,
                               .task_instance_id = std::to_string(row.id)});
    const auto built_in = [&](const char* name, std::string value) {
        scope.Set(workflow::ParameterLevel::kBuiltIn,
                  {.name = name,
                   .direction = workflow::ParameterDirection::kIn,
                   .type = workflow::ParameterType::kVarchar,
                   .value = std::move(value)});
    };
    built_in("system.project.name", instance.project_name);
    built_in("system.project.code", std::to_string(instance.project_code));
    built_in("system.workflow.definition.code", std::to_string(instance.workflow_code));
    built_in("system.task.definition.code", std::to_string(definition.tasks[place].code));
    if (ports.parameters != nullptr) {
        const auto project = ports.parameters->Of(instance.project_code);
        if (!project) return project.error();
        for (const workflow::Parameter& parameter : *project) {
            scope.Set(workflow::ParameterLevel::kProject, parameter);
        }
    }
    return scope;
}

/// In a dry run nothing before the node has run: its results stand as `<task>.<name>`.
void AssumeUpstream(const AttemptFacts& facts, std::size_t place, workflow::ParameterScope& scope) {
    const auto names =
        workflow::UpstreamNames(facts.loaded->definition, facts.loaded->graph, place, {});
    for (const std::string& name : names) {
        scope.Set(workflow::ParameterLevel::kUpstream,
                  {.name = name,
                   .direction = workflow::ParameterDirection::kIn,
                   .type = workflow::ParameterType::kVarchar,
                   .value = "<" + name + ">"});
    }
}

/// Nothing if the parameters cannot be resolved: the kind will say why.
std::optional<std::string> CacheKeyOf(const rows::Attempt& row, const AttemptFacts& facts,
                                      const workflow::ParameterScope& scope,
                                      const std::string& environment) {
    const workflow::TaskDefinition& task =
        facts.loaded->definition.tasks[static_cast<std::size_t>(row.task)];
    if (!task.cache) return std::nullopt;
    std::vector<Problem> problems;
    Json inputs = Json::object();
    for (const workflow::Parameter& parameter : task.local_params) {
        inputs[parameter.name] = {
            workflow::Word(parameter.direction),
            workflow::Substitute(parameter.value, scope, workflow::Escaping::kNone, "", problems)};
    }
    const Json params = workflow::SubstituteInJson(task.task_params, scope, "", problems);
    if (HasErrors(problems)) return std::nullopt;
    const Json all = {facts.instance.project_code,
                      facts.instance.workflow_code,
                      task.code,
                      task.name,
                      task.task_type,
                      task.connection,
                      environment,
                      inputs,
                      params};
    return HashOf(DumpJson(all));
}

}  // namespace

Result<AttemptFacts> ReadFacts(store::Connection& db, const rows::Attempt& row,
                               DefinitionCache& definitions) {
    const auto instance = rows::FindInstance(db, row.instance);
    if (!instance) return instance.error();
    if (!*instance) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("there is no workflow instance {}", row.instance)};
    }
    auto loaded = definitions.Get(db, (*instance)->definition_hash);
    if (!loaded) return loaded.error();
    AttemptFacts facts{**instance, *loaded, {}, {}};
    std::vector<bool> before;  // the tasks that this one can see
    const auto outputs = rows::OutputsOf(db, row.instance);
    if (!outputs) return outputs.error();
    const auto own = static_cast<std::size_t>(row.task);
    if (!outputs->empty() && own < facts.loaded->graph.size()) {
        facts.outputs.resize(facts.loaded->graph.size());
        before = workflow::SelectTasks(facts.loaded->graph, {own}, workflow::RunScope::kUpstream);
    }
    for (const rows::StoredOutputs& stored : *outputs) {
        const auto place = static_cast<std::size_t>(stored.task);
        if (place >= before.size() || !before[place]) continue;
        facts.outputs[place] = workflow::TaskOutputs{OutputsFromJson(stored.outputs), stored.ended};
    }
    if (row.number > 1 && !row.kept) {
        auto kept = rows::KeptBy(db, row.instance, row.task, row.number - 1, row.run);
        if (!kept) return kept.error();
        facts.kept_by_earlier = *std::move(kept);
    }
    return facts;
}

Result<AttemptSetup> SetUpAttempt(const rows::Attempt& row, const AttemptFacts& facts,
                                  const SetupPorts& ports,
                                  const std::filesystem::path& working_directory) {
    const auto place = static_cast<std::size_t>(row.task);
    if (place >= facts.loaded->definition.tasks.size()) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the workflow definition has no task {}", row.task + 1)};
    }
    Result<workflow::ParameterScope> scope = ScopeFor(row, facts, ports);
    if (!scope) return scope.error();
    if (facts.instance.dry_run) AssumeUpstream(facts, place, *scope);
    scope->Set(workflow::ParameterLevel::kBuiltIn, {.name = "system.task.execute.path",
                                                    .direction = workflow::ParameterDirection::kIn,
                                                    .type = workflow::ParameterType::kVarchar,
                                                    .value = working_directory.string()});
    AttemptSetup setup{
        .attempt = {.task = facts.loaded->definition.tasks[place],
                    .path = fmt::format("$.tasks[{}].taskParams", place),
                    .scope = *std::move(scope),
                    .file_folders = {working_directory},
                    .working_directory = working_directory,
                    .environment = {},
                    .run_id = RunIdOf(row),
                    .number = static_cast<int>(row.number),
                    .kept = row.kept,
                    .kept_by_earlier = row.kept ? std::nullopt : facts.kept_by_earlier,
                    .on_done = {}},
        .dry_run = facts.instance.dry_run,
        .cache_key = {}};
    if (!row.environment.empty()) {
        if (ports.environments == nullptr) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("there is no environment \"{}\"", row.environment)};
        }
        auto text = ports.environments->TextOf(row.environment);
        if (!text) return text.error();
        setup.attempt.environment = *std::move(text);
    }
    setup.cache_key = CacheKeyOf(row, facts, setup.attempt.scope, setup.attempt.environment);

    std::error_code failure;
    std::filesystem::create_directories(working_directory, failure);
    if (failure) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("cannot make the working directory: {}", failure.message())}
            .At(working_directory.string());
    }
    const std::vector<std::string> resources = ResourcesOf(setup.attempt.task);
    if (resources.empty() || facts.instance.dry_run) return setup;
    if (ports.resources == nullptr) {
        return Error{ErrorCode::kNotFound,
                     "the node names resources, and there is no store of them"};
    }
    Status fetched =
        ports.resources->Fetch(facts.instance.project_code, resources, working_directory);
    if (!fetched) return fetched.error();
    return setup;
}

}  // namespace dmsnode::scheduler
