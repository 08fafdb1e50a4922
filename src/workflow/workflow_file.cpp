#include "workflow/workflow_file.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::size_t kLongestDescription = 255 * 4;

// DolphinScheduler's workflow fields that are not acted on.
const std::vector<UnusedField>& UnusedWorkflowFields(RunBy run_by) {
    static const std::vector<UnusedField> in_scheduler = {
        {"id", "*", ""},
        {"code", "*", ""},
        {"version", "*", ""},
        {"locations", "*", ""},
        {"releaseState", "*", ""},
        {"warningGroupId", "0", "who is told is no part of a workflow file"},
        {"schedule", "null", "schedules are made beside the workflow"},
        {"tenantCode", "\"default\"", "nodes run as the user of their worker"},
        {"workerGroup", "\"default\"", "each node names its own worker group"},
    };
    static const std::vector<UnusedField> in_one_process = {
        {"id", "*", ""},
        {"code", "*", ""},
        {"version", "*", ""},
        {"locations", "*", ""},
        {"releaseState", "*", ""},
        {"executionType", "\"PARALLEL\"", "each run is its own process"},
        {"warningGroupId", "0", "there are no alarm groups"},
        {"schedule", "null", "this program runs a workflow when it is told to"},
        {"tenantCode", "\"default\"", "nodes run as the user of this process"},
        {"workerGroup", "\"default\"", "nodes run in this process"},
    };
    return run_by == RunBy::kScheduler ? in_scheduler : in_one_process;
}

/// The line that an error of ReadDocument names, so that the problem can point at it.
int LineFrom(const std::string& where) {
    constexpr std::string_view kPrefix = "line ";
    int line = 1;
    if (where.starts_with(kPrefix)) {
        std::from_chars(where.data() + kPrefix.size(), where.data() + where.size(), line);
    }
    return line;
}

/// Reads the text, or reports why it cannot be read.
bool Load(std::string_view text, const std::string& file_name, DocumentLimits limits,
          Document& document, std::vector<Problem>& problems) {
    Result<Document> loaded = ReadDocument(text, FormatOf(file_name, text), limits);
    if (loaded) {
        document = *std::move(loaded);
        return true;
    }
    const Error& error = loaded.error();
    document.places["$"] = Document::Place{LineFrom(error.where), 1, {}};
    problems.push_back(
        Problem{.path = "$",
                .message = error.message + (error.where.empty() ? "" : " at " + error.where),
                .expected = "",
                .hint = error.hint});
    return false;
}

/// True if the value is DolphinScheduler's export rather than one workflow.
bool IsExport(const Json& root) {
    const Json& first = root.is_array() && !root.empty() ? root[0] : root;
    return first.is_object() &&
           (first.contains("workflowDefinition") || first.contains("processDefinition"));
}

void ReadTasks(const Json* tasks, WorkflowDefinition& definition, const ReadOptions& options,
               const ReadContext& context) {
    const std::string path = "$.tasks";
    if (tasks == nullptr || (tasks->is_array() && tasks->empty())) {
        context.Report(path, "the workflow has no tasks", "a list of at least one node");
        return;
    }
    if (!tasks->is_array()) {
        context.Report(path, Describe(*tasks) + " stands here", "a list of nodes");
        return;
    }
    if (tasks->size() > options.max_tasks) {
        context.Report(path, fmt::format("the workflow has {} tasks", tasks->size()),
                       fmt::format("at most {}", options.max_tasks));
        return;
    }
    for (std::size_t i = 0; i < tasks->size(); ++i) {
        definition.tasks.push_back(
            ReadTask((*tasks)[i], fmt::format("{}[{}]", path, i), options, context));
    }
    CheckTasksTogether(definition, path, context);
}

void ReadWorkflow(const Json& root, WorkflowDefinition& definition, const ReadOptions& options,
                  const ReadContext& context) {
    if (IsExport(root)) {
        context.Report("$", "this is an export of DolphinScheduler, not a workflow file",
                       "name, tasks", "copy each taskDefinitionList entry into tasks");
        return;
    }
    FieldReader reader(root, "$", context);
    if (!root.is_object()) return;
    definition.name = reader.Text("name");
    if (definition.name.empty()) {
        context.Report("$.name", "the workflow has no name", "a text");
    }
    definition.description = reader.Text("description");
    if (definition.description.size() > kLongestDescription) {
        context.Report("$.description", "the description is too long", "at most 255 characters");
    }
    definition.timeout =
        std::chrono::minutes(reader.Whole("timeout", 0, 60L * 24 * 365 * 100, 0, "minutes"));
    constexpr std::array kTypes = {ExecutionType::kParallel, ExecutionType::kSerialWait,
                                   ExecutionType::kSerialDiscard, ExecutionType::kSerialPriority};
    const auto type = reader.OneOf(
        "executionType", {"PARALLEL", "SERIAL_WAIT", "SERIAL_DISCARD", "SERIAL_PRIORITY"});
    definition.execution_type = kTypes[type.value_or(0)];
    if (const Json* global = reader.Find("globalParams")) {
        definition.global_params = ReadParameters(*global, "$.globalParams", context);
    }
    if (const Json* connections = reader.Find("connections")) {
        definition.connections = ReadConnections(*connections, "$.connections", context);
    }
    ReadTasks(reader.Find("tasks"), definition, options, context);
    ReadUnused(reader, UnusedWorkflowFields(options.run_by));
    reader.Finish();
}

}  // namespace

std::string WorkflowFile::PlaceOf(const std::string& path) const {
    const int line = document.LineOf(path);
    return line > 0 ? fmt::format("{}:{}", file_name, line) : file_name;
}

ReadOptions SchedulerReadOptions() {
    return ReadOptions{
        .run_by = RunBy::kScheduler,
        .task_types = {"DMS", "SHELL", "SQL"},
        .kept_types = {},
        .max_tasks = 10'000,
        .document = DocumentLimits{.max_bytes = 16U << 20U, .max_values = 500'000},
    };
}

WorkflowFile ReadWorkflowFile(std::string_view text, std::string file_name,
                              const ReadOptions& options) {
    WorkflowFile file{
        .file_name = std::move(file_name), .definition = {}, .document = {}, .problems = {}};
    if (Load(text, file.file_name, options.document, file.document, file.problems)) {
        ReadWorkflow(file.document.root, file.definition, options,
                     ReadContext{file.document, file.problems});
    }
    return file;
}

WorkflowFile ReadWorkflowValue(Json value, const ReadOptions& options) {
    WorkflowFile file;
    file.document.root = std::move(value);
    ReadWorkflow(file.document.root, file.definition, options,
                 ReadContext{file.document, file.problems});
    return file;
}

ConnectionsFile ReadConnectionsFile(std::string_view text, const std::string& file_name) {
    ConnectionsFile file;
    if (!Load(text, file_name, DocumentLimits{}, file.document, file.problems)) return file;
    const ReadContext context{file.document, file.problems};
    if (file.document.root.is_null()) return file;
    FieldReader reader(file.document.root, "$", context);
    if (const Json* connections = reader.Find("connections")) {
        file.connections = ReadConnections(*connections, "$.connections", context);
    }
    reader.Finish();
    return file;
}

}  // namespace dmsnode::workflow
