#include "workflow/dolphinscheduler/import.hpp"

#include <fmt/format.h>

#include "workflow/dolphinscheduler/impl/rows.hpp"
#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

constexpr const char* kTasks = "taskDefinitionList";

class Importer {
public:
    Importer(const ImportOptions& options, ImportedFile& file)
        : options_(options), file_(file), context_{document_, file.problems} {}

    void Run(const Json& root) {
        if (!root.is_array()) {
            Element(root, "$");
            return;
        }
        if (root.empty()) {
            context_.Report("$", "the file holds no workflow", "a list of at least one workflow");
        }
        if (root.size() > options_.max_workflows) {
            context_.Report("$", fmt::format("the file holds {} workflows", root.size()),
                            fmt::format("at most {}", options_.max_workflows));
            return;
        }
        for (std::size_t i = 0; i < root.size(); ++i) Element(root[i], fmt::format("$[{}]", i));
    }

private:
    void Element(const Json& element, const std::string& path) {
        RowReader reader(element, path, context_);
        if (!element.is_object()) return;
        const std::optional<Family> family = FamilyOf(reader, path);
        if (!family) return;
        if (file_.workflows.empty()) file_.family = *family;
        const FamilyNames& names = NamesOf(*family);
        Workflow workflow;
        const Json& definition = element[names.definition];
        reader.Drop({names.definition});
        ReadDefinitionRow(definition, reader.PathOf(names.definition), workflow, context_);
        const Json* tasks = List(reader, kTasks, "tasks", options_.max_tasks);
        const Json* relations = List(reader, names.relations, "relations", options_.max_relations);
        if (tasks != nullptr) Tasks(*tasks, reader.PathOf(kTasks), workflow);
        if (tasks != nullptr && relations != nullptr) {
            ReadRelations(*relations, reader.PathOf(names.relations), names, index_, workflow,
                          context_);
            Locations(definition, reader.PathOf(names.definition), workflow);
        }
        if (const Json* schedule = reader.Find("schedule")) {
            workflow.schedule = ReadScheduleRow(*schedule, reader.PathOf("schedule"), names,
                                                workflow.extra, context_);
        }
        Carried(reader, workflow);
        Json rest = reader.Rest({});
        if (!rest.empty()) workflow.extra["element"] = std::move(rest);
        file_.workflows.push_back(std::move(workflow));
    }

    std::optional<Family> FamilyOf(const RowReader& reader, const std::string& path) {
        const bool process = reader.Has(NamesOf(Family::kProcess).definition);
        const bool workflow = reader.Has(NamesOf(Family::kWorkflow).definition);
        if (process != workflow) return process ? Family::kProcess : Family::kWorkflow;
        context_.Report(path,
                        process ? "both processDefinition and workflowDefinition stand here"
                                : "this is no workflow of an export file",
                        "processDefinition (3.2) or workflowDefinition (3.3)");
        return std::nullopt;
    }

    /// Null if the list is missing, empty or too long. Its server refuses the first two as well.
    const Json* List(RowReader& reader, const std::string& name, const char* what,
                     std::size_t most) {
        const Json* list = reader.Find(name);
        const std::string path = reader.PathOf(name);
        if (list == nullptr || (list->is_array() && list->empty())) {
            context_.Report(path, fmt::format("the workflow has no {}", what),
                            "a list of at least one", OtherFamilyHint(reader, name));
            return nullptr;
        }
        if (!list->is_array()) {
            context_.Report(path, Describe(*list) + " stands here", "a list");
            return nullptr;
        }
        if (list->size() > most) {
            context_.Report(path, fmt::format("the workflow has {} {}", list->size(), what),
                            fmt::format("at most {}", most));
            return nullptr;
        }
        return list;
    }

    static std::string OtherFamilyHint(const RowReader& reader, const std::string& name) {
        for (const Family family : {Family::kProcess, Family::kWorkflow}) {
            const std::string& other = NamesOf(family).relations;
            const bool relations = name != kTasks && other != name;
            if (relations && reader.Has(other)) {
                return other + " is the spelling of " + std::string(Word(family));
            }
        }
        return "";
    }

    void Tasks(const Json& rows, const std::string& path, Workflow& workflow) {
        index_.clear();
        std::map<std::string, std::size_t> names;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const std::string row = fmt::format("{}[{}]", path, i);
            TaskDefinition task = ReadTaskRow(rows[i], row, options_, workflow.extra, context_);
            const auto [same_code, new_code] = index_.emplace(task.code, i);
            if (!new_code && task.code != 0) {
                context_.Report(row + ".code",
                                fmt::format("the code {} is that of \"{}\" already", task.code,
                                            workflow.definition.tasks[same_code->second].name));
            }
            const auto [same_name, new_name] = names.emplace(task.name, i);
            if (!new_name && !task.name.empty()) {
                context_.Report(row + ".name",
                                fmt::format("the name \"{}\" is taken by {}[{}]", task.name, path,
                                            same_name->second),
                                "", "rename one of the two: names are unique here");
            }
            workflow.definition.tasks.push_back(std::move(task));
        }
        index_.erase(0);
    }

    void Locations(const Json& definition, const std::string& path, Workflow& workflow) {
        RowReader reader(definition, path, context_);
        const Json rows = reader.Inner("locations", Json::value_t::array, "a list of places");
        if (rows.size() > options_.max_tasks) {
            context_.Report(reader.PathOf("locations"),
                            fmt::format("there are {} places", rows.size()),
                            fmt::format("at most {}", options_.max_tasks));
            return;
        }
        ReadLocations(rows, reader.PathOf("locations"), index_, workflow, context_);
    }

    void Carried(RowReader& reader, Workflow& workflow) {
        const Json* carrier = reader.Find(kCarrier);
        if (carrier == nullptr) return;
        const std::string path = reader.PathOf(kCarrier);
        FieldReader inner(*carrier, path, context_);
        if (const Json* connections = inner.Find("connections")) {
            workflow.definition.connections =
                ReadConnections(*connections, path + ".connections", context_);
        }
        inner.Finish();
    }

    const ImportOptions& options_;
    ImportedFile& file_;
    const Document document_{};
    const ReadContext context_;
    TaskIndex index_;
};

}  // namespace

ImportedFile Import(std::string_view text, const ImportOptions& options) {
    ImportedFile file;
    const Result<Json> root =
        ParseJson(text, JsonLimits{.max_bytes = options.max_bytes, .max_depth = 64});
    if (!root) {
        const Error& error = root.error();
        file.problems.push_back(
            Problem{.path = "$",
                    .message = error.message + (error.where.empty() ? "" : " at " + error.where),
                    .expected = "",
                    .hint = error.hint});
        return file;
    }
    Importer(options, file).Run(*root);
    return file;
}

}  // namespace dmsnode::workflow::dolphinscheduler
