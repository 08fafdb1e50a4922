#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "support/random_definition.hpp"
#include "workflow/definition_diff.hpp"
#include "workflow/workflow_file.hpp"
#include "workflow/workflow_writer.hpp"

namespace dmsnode::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Lines(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) lines.push_back(problem.ToString());
    return lines;
}

TEST(WorkflowWriter, WhatItWritesIsReadBackAsTheSame) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    dmsnode::testing::RandomDefinition random(seed);
    for (int round = 0; round < 300; ++round) {
        const WorkflowDefinition definition = random.Make(random.Chance(50));
        const Json json = WriteWorkflow(definition);
        const WorkflowFile from_value = ReadWorkflowValue(json, SchedulerReadOptions());
        ASSERT_THAT(Lines(from_value.problems), IsEmpty()) << DumpJson(json, 2);
        ASSERT_TRUE(from_value.definition == definition) << DumpJson(json, 2);
        ASSERT_EQ(WriteWorkflow(from_value.definition), json);

        const std::string yaml = WriteWorkflowYaml(definition);
        const WorkflowFile from_yaml = ReadWorkflowFile(yaml, "w.yaml", SchedulerReadOptions());
        ASSERT_THAT(Lines(from_yaml.problems), IsEmpty()) << yaml;
        ASSERT_TRUE(from_yaml.definition == definition) << yaml;
        ASSERT_TRUE(Diff(definition, from_yaml.definition).empty());

        const WorkflowFile from_json =
            ReadWorkflowFile(DumpJson(json), "w.json", SchedulerReadOptions());
        ASSERT_TRUE(from_json.definition == definition) << DumpJson(json, 2);
    }
}

TEST(WorkflowWriter, DefaultsAreLeftOutAndTheOrderIsThatOfAPerson) {
    WorkflowDefinition definition;
    definition.name = "nightly";
    definition.global_params = {{"schema", ParameterDirection::kIn, ParameterType::kVarchar, "1"}};
    TaskDefinition task;
    task.name = "ready";
    task.task_type = "SHELL";
    task.code = (std::int64_t{1} << 53) + 1;
    task.predecessors = {"yes"};
    task.position = CanvasPosition{100, 20.5};
    task.task_group = TaskGroupUse{"few", 0};
    task.task_params = {{"rawScript", "#!/bin/bash\necho '${schema}'\n"},
                        {"mapping", "{\"rules\": 'x'}"}};
    definition.tasks = {task};
    EXPECT_EQ(WriteWorkflowYaml(definition), R"(name: nightly
globalParams:
  - prop: schema
    value: "1"
tasks:
  - name: ready
    taskType: SHELL
    code: "9007199254740993"
    predecessors:
      - "yes"
    taskGroup:
      name: few
    position:
      x: 100
      y: 20.5
    taskParams:
      mapping: '{"rules": ''x''}'
      rawScript: |
        #!/bin/bash
        echo '${schema}'
)");
    EXPECT_EQ(DumpJson(WriteWorkflow(WorkflowDefinition{})), R"({"name":"","tasks":[]})");
}

TEST(WorkflowFile, SchedulerReadsEveryGeneralParameter) {
    const std::string text = R"(name: w
executionType: SERIAL_WAIT
tasks:
  - name: a
    taskType: SHELL
    code: "9007199254740993"
    workerGroup: big
    environment: java
    environmentCode: -1
    taskGroup: {name: few, priority: 3}
    isCache: YES
    cpuQuota: "150"
    memoryMax: 0
    position: {x: 10, y: "-2.5"}
    taskParams: {rawScript: exit 0, localParams: {a: b}}
  - {name: b, taskType: SQL, taskGroup: few, taskGroupPriority: 2, taskParams: {sql: SELECT 1}}
)";
    const WorkflowFile file = ReadWorkflowFile(text, "w.yaml", SchedulerReadOptions());
    EXPECT_THAT(Lines(file.problems), IsEmpty());
    EXPECT_EQ(file.definition.execution_type, ExecutionType::kSerialWait);
    const TaskDefinition& a = file.definition.tasks.at(0);
    EXPECT_EQ(a.code, 9007199254740993);
    EXPECT_EQ(a.worker_group, "big");
    EXPECT_EQ(a.environment, "java");
    EXPECT_EQ(a.task_group, (TaskGroupUse{"few", 3}));
    EXPECT_TRUE(a.cache);
    EXPECT_EQ(a.cpu_quota, 150);
    EXPECT_EQ(a.memory_max_mb, -1);
    EXPECT_EQ(a.position, (CanvasPosition{10, -2.5}));
    EXPECT_FALSE(a.task_params.contains("localParams"));
    EXPECT_EQ(a.local_params.size(), 1U);
    EXPECT_EQ(file.definition.tasks.at(1).task_group, (TaskGroupUse{"few", 2}));

    const WorkflowFile refused = ReadWorkflowFile(text, "w.yaml");
    EXPECT_THAT(
        Lines(refused.problems),
        ElementsAre(
            "$.tasks[0].taskType: tasks of the type \"SHELL\" cannot be run; expected DMS",
            "$.tasks[0].isCache: warning: isCache = \"YES\" has no effect here: results are never "
            "taken from an earlier run",
            "$.tasks[0].workerGroup: warning: workerGroup = \"big\" has no effect here: nodes run "
            "in this process",
            "$.tasks[0].environment: warning: environment = \"java\" has no effect here: a DMS "
            "node needs no environment",
            "$.tasks[0].taskGroup: warning: taskGroup = a mapping has no effect here: there are no "
            "task groups",
            "$.tasks[0].cpuQuota: warning: cpuQuota = \"150\" has no effect here: a DMS node uses "
            "no process of its own",
            "$.tasks[0].memoryMax: warning: memoryMax = 0 has no effect here: a DMS node uses no "
            "process of its own",
            "$.tasks[1].taskType: tasks of the type \"SQL\" cannot be run; expected DMS",
            "$.tasks[1].taskGroup: warning: taskGroup = \"few\" has no effect here: there are no "
            "task groups",
            "$.tasks[1].taskGroupPriority: warning: taskGroupPriority = 2 has no effect here: "
            "there are no task groups",
            "$.executionType: warning: executionType = \"SERIAL_WAIT\" has no effect here: each "
            "run is its own process"));
}

TEST(Yaml, OtherEncodingsAreRefusedAtOnce) {
    // The first is from a fuzzer: the library alone hangs on it.
    using namespace std::string_view_literals;
    for (const std::string_view text : {"\0\0\0,\xb3\0\0\0\x11"
                                        "ationI[\""sv,
                                        "\xff\xfen\0a\0m\0e\0"sv, "\xfe\xff"sv}) {
        EXPECT_THAT(Lines(ReadWorkflowFile(text, "w.yaml").problems),
                    ElementsAre("$: broken YAML: this is no UTF-8 text (save the file as UTF-8)"));
    }
}

TEST(Yaml, TextThatHoldsNoValueEnds) {
    // From a fuzzer: loading all documents of it never ends.
    EXPECT_THAT(Lines(ReadWorkflowFile(",", "w.yaml").problems),
                ElementsAre("$: broken YAML: no value can begin here at line 1, column 1"));
}

struct WrongLine {
    std::string line;
    std::string problem;
};

TEST(WorkflowFile, WrongGeneralParametersNameTheirProblem) {
    const std::vector<WrongLine> cases = {
        {"code: -1",
         "$.tasks[0].code: -1 is not allowed; expected a whole number from 0 to "
         "9223372036854775807"},
        {"taskGroup: {priority: 1}",
         "$.tasks[0].taskGroup.name: the task group has no name; expected a text"},
        {"taskGroup: {name: g, size: 1}", "$.tasks[0].taskGroup.size: unknown field \"size\""},
        {"taskGroup: {name: g, priority: 1}\n    taskGroupPriority: 2",
         "$.tasks[0].taskGroupPriority: taskGroup has another priority (keep one of the two)"},
        {"isCache: true", "$.tasks[0].isCache: true is not allowed; expected NO or YES"},
        {"cpuQuota: -2",
         "$.tasks[0].cpuQuota: -2 is not allowed; expected a whole number of "
         "percent from -1 to 2147483647"},
        {"memoryMax: many",
         "$.tasks[0].memoryMax: \"many\" is not allowed; expected a whole "
         "number of MB from -1 to 2147483647"},
        {"position: 3",
         "$.tasks[0].position: 3 stands here; expected a mapping of names to "
         "values"},
        {"position: {x: 1}", "$.tasks[0].position: the position is not whole; expected x and y"},
        {"position: {x: a, y: 2}",
         "$.tasks[0].position.x: \"a\" is not allowed; expected a number from -1000000 to 1000000"},
        {"environmentCode: 7",
         "$.tasks[0].environmentCode: warning: environmentCode = 7 has no "
         "effect here: name the environment: environment"},
        {"taskType: SPARK",
         "$.tasks[0].taskType: tasks of the type \"SPARK\" cannot be run; "
         "expected DMS, SHELL or SQL"},
        {"taskType: FLINK",
         "$.tasks[0].taskType: warning: tasks of the type \"FLINK\" cannot be "
         "run: kept as it is"},
        {"code: 5\n  - {name: b, code: 5, taskType: DMS, taskParams: {}}",
         "$.tasks[1].code: the code 5 is that of \"a\" already (leave the code out: a new one is "
         "made)"},
    };
    ReadOptions options = SchedulerReadOptions();
    options.kept_types = {"FLINK"};
    for (const WrongLine& c : cases) {
        const std::string type = c.line.starts_with("taskType") ? "" : "    taskType: DMS\n";
        const std::string text =
            "name: w\ntasks:\n  - name: a\n    taskParams: {}\n" + type + "    " + c.line + "\n";
        EXPECT_THAT(Lines(ReadWorkflowFile(text, "w.yaml", options).problems),
                    ElementsAre(c.problem))
            << text;
    }
}

TEST(WorkflowFile, SchedulerTakesTenThousandTasks) {
    Json tasks = Json::array();
    for (int i = 0; i < 10'000; ++i) {
        tasks.push_back({{"name", fmt::format("t{}", i)},
                         {"taskType", "DMS"},
                         {"predecessors", {fmt::format("u{}", i)}},
                         {"taskParams", Json::object()}});
    }
    // One problem a task, and an answer in time.
    const WorkflowFile file =
        ReadWorkflowValue({{"name", "w"}, {"tasks", tasks}}, SchedulerReadOptions());
    EXPECT_EQ(file.problems.size(), 10'000U);
    tasks.push_back(tasks[0]);
    EXPECT_THAT(
        Lines(
            ReadWorkflowValue({{"name", "w"}, {"tasks", tasks}}, SchedulerReadOptions()).problems),
        ElementsAre("$.tasks: the workflow has 10001 tasks; expected at most 10000"));
}

std::vector<std::string> Told(const WorkflowDefinition& before, const WorkflowDefinition& after) {
    std::vector<std::string> lines;
    for (const DefinitionChange& change : Diff(before, after)) {
        lines.push_back(fmt::format("{} [{}] {}: {} -> {}", Word(change.kind), change.task,
                                    change.path, DumpJson(change.before), DumpJson(change.after)));
    }
    return lines;
}

TEST(DefinitionDiff, TellsWhatChangedAndWhere) {
    TaskDefinition a;
    a.code = 1;
    a.name = "a";
    a.task_params = {{"migrationType", "cdc"}, {"inner", {{"x", 1}, {"y", 2}}}};
    a.local_params = {{"p", ParameterDirection::kIn, ParameterType::kVarchar, "1"},
                      {"q", ParameterDirection::kIn, ParameterType::kVarchar, "2"}};
    TaskDefinition b;
    b.code = 2;
    b.name = "b";
    b.predecessors = {"a"};
    TaskDefinition c;
    c.code = 3;
    c.name = "c";
    c.predecessors = {"a", "b"};
    WorkflowDefinition before;
    before.name = "w";
    before.tasks = {a, b, c};
    EXPECT_THAT(Told(before, before), IsEmpty());

    WorkflowDefinition after = before;
    std::swap(after.tasks[0], after.tasks[2]);
    std::swap(after.tasks[0].predecessors[0], after.tasks[0].predecessors[1]);
    std::swap(after.tasks[2].local_params[0], after.tasks[2].local_params[1]);
    EXPECT_THAT(Told(before, after), IsEmpty()) << "an order is no change";

    after = before;
    after.timeout = std::chrono::minutes(5);
    after.global_params = {{"g", ParameterDirection::kIn, ParameterType::kVarchar, "v"}};
    after.tasks[0].name = "first";
    after.tasks[0].retry_times = 2;
    after.tasks[0].task_params["inner"]["x"] = 9;
    after.tasks[0].task_params["inner"].erase("y");
    after.tasks[0].local_params.erase(after.tasks[0].local_params.begin());
    after.tasks[0].local_params[0].value = "3";
    after.tasks[1].predecessors = {"first"};
    after.tasks[2].code = 4;
    after.tasks[2].name = "d";
    after.tasks[2].predecessors = {"b"};
    after.tasks[1].predecessors.push_back("d");
    EXPECT_THAT(
        Told(before, after),
        ElementsAre(
            R"(task_removed [c] $.tasks[2]: {"code":3,"name":"c","predecessors":["a","b"],"taskParams":{},"taskType":"DMS"} -> null)",
            "field_changed [] $.timeout: 0 -> 5",
            R"(parameter_added [] $.globalParams[0]: null -> {"direct":"IN","prop":"g","type":"VARCHAR","value":"v"})",
            R"(task_renamed [first] $.tasks[0].name: "a" -> "first")",
            "field_changed [first] $.tasks[0].failRetryTimes: 0 -> 2",
            "field_changed [first] $.tasks[0].taskParams.inner.x: 1 -> 9",
            "field_changed [first] $.tasks[0].taskParams.inner.y: 2 -> null",
            R"(parameter_removed [first] $.tasks[0].taskParams.localParams[0]: {"direct":"IN","prop":"p","type":"VARCHAR","value":"1"} -> null)",
            R"(field_changed [first] $.tasks[0].taskParams.localParams[0].value: "2" -> "3")",
            R"(edge_added [b] $.tasks[1].predecessors[1]: null -> {"from":"d","to":"b"})",
            R"(task_added [d] $.tasks[2]: null -> {"code":4,"name":"d","predecessors":["b"],"taskParams":{},"taskType":"DMS"})"));
    after = before;
    after.tasks[2].predecessors = {"a"};
    EXPECT_THAT(
        Told(before, after),
        ElementsAre(
            R"(edge_removed [c] $.tasks[2].predecessors[1]: {"from":"b","to":"c"} -> null)"));
}

TEST(DefinitionDiff, NamesMatchWhereThereIsNoCode) {
    TaskDefinition task;
    task.name = "a";
    WorkflowDefinition before;
    before.tasks = {task};
    WorkflowDefinition after = before;
    after.tasks[0].code = 7;
    EXPECT_THAT(Told(before, after), IsEmpty()) << "a code that was made is no change";
    before.tasks[0].code = 6;
    EXPECT_EQ(Told(before, after).size(), 2U) << "another code is another task";
}

}  // namespace
}  // namespace dmsnode::workflow
