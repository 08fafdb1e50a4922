#include "cli/run/choose_instance.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"
#include "workflow/plan.hpp"

namespace dmsnode::cli {
namespace {

using workflow::WorkflowState;

Result<ChosenInstance> NewInstance(const RunnerDependencies& dependencies,
                                   const RunRequest& request, const std::filesystem::path& locks) {
    store::WorkflowInstance instance;
    instance.uid = NewUuid();
    instance.workflow_name = request.definition.name;
    instance.file = request.file;
    instance.content_hash = request.content_hash;
    instance.parameters = ParametersAsKey(request.startup);
    instance.state = workflow::Word(WorkflowState::kRunning);
    instance.created = dependencies.clock.Now();
    Result<RunLock> lock = RunLock::Take(locks, instance.uid);
    if (!lock) return lock.error();
    Result<store::WorkflowInstance> created = dependencies.runs.Create(std::move(instance));
    if (!created) return created.error();
    return ChosenInstance{*std::move(created), *std::move(lock), false};
}

}  // namespace

std::string ParametersAsKey(const std::vector<workflow::Parameter>& startup) {
    Json parameters = Json::object();
    for (const workflow::Parameter& parameter : startup) {
        parameters[parameter.name] = parameter.value;
    }
    return DumpJson(parameters);
}

Result<ChosenInstance> ChooseInstance(const RunnerDependencies& dependencies,
                                      const RunRequest& request) {
    const std::filesystem::path locks = dependencies.data_folder / "runs";
    auto running = dependencies.runs.FindRunning(request.definition.name, request.content_hash,
                                                 ParametersAsKey(request.startup));
    if (!running) return running.error();
    if (!*running) return NewInstance(dependencies, request, locks);
    Result<RunLock> lock = RunLock::Take(locks, (*running)->uid);
    if (!request.fresh) {
        if (!lock) return lock.error();
        return ChosenInstance{**std::move(running), *std::move(lock), true};
    }
    if (lock) {
        // Nobody runs it any more. It must not be resumed by a later start.
        Status closed = dependencies.runs.SetState(
            (*running)->id, std::string(workflow::Word(WorkflowState::kKilled)),
            dependencies.clock.Now());
        if (!closed) return closed.error();
        dependencies.view.Notice(
            LogLevel::kWarning,
            fmt::format("workflow instance {} was interrupted and is given up (--new); its "
                        "replication tasks are left as they are",
                        (*running)->id));
    }
    return NewInstance(dependencies, request, locks);
}

}  // namespace dmsnode::cli
