#include "workflow/definition_diff.hpp"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "workflow/impl/definition_json.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// Which task of `before` each task of `after` was.
std::vector<std::size_t> Match(const WorkflowDefinition& before, const WorkflowDefinition& after) {
    std::map<std::int64_t, std::size_t> by_code;
    std::map<std::string, std::size_t> by_name;
    for (std::size_t i = 0; i < before.tasks.size(); ++i) {
        if (before.tasks[i].code != 0) by_code.emplace(before.tasks[i].code, i);
        by_name.emplace(before.tasks[i].name, i);
    }
    std::vector<std::size_t> matches(after.tasks.size(), kNone);
    std::set<std::size_t> taken;
    for (std::size_t i = 0; i < after.tasks.size(); ++i) {
        const auto found = by_code.find(after.tasks[i].code);
        if (found != by_code.end() && taken.insert(found->second).second) {
            matches[i] = found->second;
        }
    }
    for (std::size_t i = 0; i < after.tasks.size(); ++i) {
        if (matches[i] != kNone) continue;
        const auto found = by_name.find(after.tasks[i].name);
        if (found == by_name.end() || taken.contains(found->second)) continue;
        const bool both_coded = after.tasks[i].code != 0 && before.tasks[found->second].code != 0;
        if (!both_coded && taken.insert(found->second).second) matches[i] = found->second;
    }
    return matches;
}

std::map<std::string, std::size_t> IndexByName(const std::vector<Parameter>& parameters) {
    std::map<std::string, std::size_t> indexes;
    for (std::size_t i = 0; i < parameters.size(); ++i) indexes.emplace(parameters[i].name, i);
    return indexes;
}

class Differ {
public:
    Differ(const WorkflowDefinition& before, const WorkflowDefinition& after)
        : before_(before), after_(after), matches_(Match(before, after)) {
        for (std::size_t i = 0; i < matches_.size(); ++i) {
            if (matches_[i] == kNone) continue;
            today_[before.tasks[matches_[i]].name] = after.tasks[i].name;
        }
    }

    std::vector<DefinitionChange> Run() {
        RemovedTasks();
        Json old_self = JsonOf(before_, Defaults::kWritten);
        Json new_self = JsonOf(after_, Defaults::kWritten);
        old_self.erase("globalParams");
        new_self.erase("globalParams");
        Values(old_self, new_self, "$");
        Parameters(before_.global_params, after_.global_params, "$.globalParams", "$.globalParams");
        for (std::size_t i = 0; i < after_.tasks.size(); ++i) Task(i);
        return std::move(changes_);
    }

private:
    void Add(ChangeKind kind, std::string path, Json before, Json after) {
        changes_.push_back(DefinitionChange{kind, task_, code_, std::move(path), std::move(before),
                                            std::move(after)});
    }

    void RemovedTasks() {
        const std::set<std::size_t> kept(matches_.begin(), matches_.end());
        for (std::size_t i = 0; i < before_.tasks.size(); ++i) {
            if (kept.contains(i)) continue;
            const TaskDefinition& task = before_.tasks[i];
            changes_.push_back(DefinitionChange{ChangeKind::kTaskRemoved, task.name, task.code,
                                                fmt::format("$.tasks[{}]", i),
                                                JsonOf(task, Defaults::kLeftOut), nullptr});
        }
    }

    void Task(std::size_t index) {
        const TaskDefinition& task = after_.tasks[index];
        const std::string path = fmt::format("$.tasks[{}]", index);
        task_ = task.name;
        code_ = task.code;
        if (matches_[index] == kNone) {
            Add(ChangeKind::kTaskAdded, path, nullptr, JsonOf(task, Defaults::kLeftOut));
            return;
        }
        const TaskDefinition& old = before_.tasks[matches_[index]];
        if (code_ == 0) code_ = old.code;
        if (old.name != task.name) {
            Add(ChangeKind::kTaskRenamed, path + ".name", old.name, task.name);
        }
        Values(FieldsOf(old), FieldsOf(task), path);
        Parameters(old.local_params, task.local_params,
                   fmt::format("$.tasks[{}].taskParams.localParams", matches_[index]),
                   path + ".taskParams.localParams");
        Edges(old, matches_[index], task, index);
    }

    /// What is compared value by value.
    static Json FieldsOf(const TaskDefinition& task) {
        TaskDefinition rest = task;
        rest.local_params.clear();
        Json fields = JsonOf(rest, Defaults::kWritten);
        for (const char* name : {"name", "code", "predecessors"}) fields.erase(name);
        return fields;
    }

    /// Objects member by member; anything else as a whole.
    void Values(const Json& before, const Json& after, const std::string& path) {
        if (before == after) return;
        if (!before.is_object() || !after.is_object()) {
            Add(ChangeKind::kFieldChanged, path, before, after);
            return;
        }
        std::set<std::string> names;
        for (const auto& [name, value] : before.items()) names.insert(name);
        for (const auto& [name, value] : after.items()) names.insert(name);
        for (const std::string& name : names) {
            Values(before.value(name, Json()), after.value(name, Json()), path + "." + name);
        }
    }

    void Parameters(const std::vector<Parameter>& before, const std::vector<Parameter>& after,
                    const std::string& old_path, const std::string& path) {
        const Json old_json = JsonOf(before, Defaults::kWritten);
        const Json new_json = JsonOf(after, Defaults::kWritten);
        const auto old_names = IndexByName(before);
        const auto new_names = IndexByName(after);
        for (const auto& [name, index] : old_names) {
            if (new_names.contains(name)) continue;
            Add(ChangeKind::kParameterRemoved, fmt::format("{}[{}]", old_path, index),
                old_json[index], nullptr);
        }
        for (const auto& [name, index] : new_names) {
            const std::string place = fmt::format("{}[{}]", path, index);
            const auto found = old_names.find(name);
            if (found == old_names.end()) {
                Add(ChangeKind::kParameterAdded, place, nullptr, new_json[index]);
            } else {
                Values(old_json[found->second], new_json[index], place);
            }
        }
    }

    /// The predecessors of a task: those of the earlier version by their names of today.
    void Edges(const TaskDefinition& old, std::size_t old_index, const TaskDefinition& task,
               std::size_t index) {
        std::set<std::string> before;
        for (std::size_t i = 0; i < old.predecessors.size(); ++i) {
            const std::string& name = old.predecessors[i];
            const auto found = today_.find(name);
            // The mark keeps a removed task apart from a new one of its name.
            const std::string known = found == today_.end() ? "\n" + name : found->second;
            if (!before.insert(known).second || Has(task, known)) continue;
            Add(ChangeKind::kEdgeRemoved, fmt::format("$.tasks[{}].predecessors[{}]", old_index, i),
                Json{{"from", name}, {"to", old.name}}, nullptr);
        }
        std::set<std::string> seen;
        for (std::size_t i = 0; i < task.predecessors.size(); ++i) {
            const std::string& name = task.predecessors[i];
            if (before.contains(name) || !seen.insert(name).second) continue;
            Add(ChangeKind::kEdgeAdded, fmt::format("$.tasks[{}].predecessors[{}]", index, i),
                nullptr, Json{{"from", name}, {"to", task.name}});
        }
    }

    static bool Has(const TaskDefinition& task, const std::string& predecessor) {
        for (const std::string& name : task.predecessors) {
            if (name == predecessor) return true;
        }
        return false;
    }

    const WorkflowDefinition& before_;
    const WorkflowDefinition& after_;
    std::vector<std::size_t> matches_;
    std::map<std::string, std::string> today_;  ///< Names of the earlier version, now.
    std::vector<DefinitionChange> changes_;
    std::string task_;
    std::int64_t code_ = 0;
};

}  // namespace

std::string_view Word(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::kTaskAdded: return "task_added";
        case ChangeKind::kTaskRemoved: return "task_removed";
        case ChangeKind::kTaskRenamed: return "task_renamed";
        case ChangeKind::kFieldChanged: return "field_changed";
        case ChangeKind::kParameterAdded: return "parameter_added";
        case ChangeKind::kParameterRemoved: return "parameter_removed";
        case ChangeKind::kEdgeAdded: return "edge_added";
        case ChangeKind::kEdgeRemoved: return "edge_removed";
    }
    return "";
}

std::vector<DefinitionChange> Diff(const WorkflowDefinition& before,
                                   const WorkflowDefinition& after) {
    return Differ(before, after).Run();
}

}  // namespace dmsnode::workflow
