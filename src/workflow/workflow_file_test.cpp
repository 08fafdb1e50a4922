#include "workflow/workflow_file.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace dmsnode::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// `file:line: path: message` of each problem, as the CLI prints them.
std::vector<std::string> Problems(const WorkflowFile& file) {
    std::vector<std::string> lines;
    for (const Problem& problem : file.problems) {
        lines.push_back(file.PlaceOf(problem.path) + ": " + problem.ToString());
    }
    return lines;
}

std::vector<std::string> ProblemsOf(std::string_view text, const std::string& name = "w.yaml") {
    return Problems(ReadWorkflowFile(text, name));
}

constexpr std::string_view kGood = R"(name: nightly
description: two loads
timeout: 90
globalParams:
  - {prop: version, direct: IN, type: VARCHAR, value: 1.10}
connections:
  prod: {type: aws, region: eu-west-1, accessKeyId: AKIA, secretAccessKeyEnv: KEY}
tasks:
  - name: first
    taskType: DMS
    flag: YES
    taskPriority: HIGHEST
    failRetryTimes: "2"
    failRetryInterval: 5
    delayTime: 1
    timeoutFlag: OPEN
    timeout: 30
    timeoutNotifyStrategy: WARNFAILED
    connection: prod
    taskParams:
      replicationTaskIdentifier: 0123
      isRestartTask: false
      localParams: [{prop: a, direct: OUT, type: INTEGER, value: ""}]
  - name: second
    type: DMS
    flag: NO
    predecessors: first
    taskParams: '{"migrationType": "full-load"}'
)";

TEST(WorkflowFile, EveryFieldIsRead) {
    const WorkflowFile file = ReadWorkflowFile(kGood, "w.yaml");
    EXPECT_THAT(Problems(file), IsEmpty());
    const WorkflowDefinition& definition = file.definition;
    EXPECT_EQ(definition.name, "nightly");
    EXPECT_EQ(definition.timeout, std::chrono::minutes(90));
    ASSERT_EQ(definition.global_params.size(), 1U);
    EXPECT_EQ(definition.global_params[0].value, "1.10") << "a number keeps its text";
    EXPECT_EQ(definition.connections.at("prod").secret_access_key.environment, "KEY");
    ASSERT_EQ(definition.tasks.size(), 2U);
    const TaskDefinition& first = definition.tasks[0];
    EXPECT_EQ(first.priority, TaskPriority::kHighest);
    EXPECT_EQ(first.retry_times, 2);
    EXPECT_EQ(first.retry_interval, std::chrono::minutes(5));
    EXPECT_EQ(first.delay, std::chrono::minutes(1));
    ASSERT_TRUE(first.timeout);
    EXPECT_EQ(first.timeout->after, std::chrono::minutes(30));
    EXPECT_EQ(first.timeout->strategy, TimeoutStrategy::kWarnAndFail);
    EXPECT_EQ(first.connection, "prod");
    EXPECT_FALSE(first.prohibited);
    EXPECT_EQ(first.task_params["replicationTaskIdentifier"], "0123");
    EXPECT_EQ(first.task_params["isRestartTask"], false);
    ASSERT_EQ(first.local_params.size(), 1U);
    EXPECT_EQ(first.local_params[0].direction, ParameterDirection::kOut);
    const TaskDefinition& second = definition.tasks[1];
    EXPECT_TRUE(second.prohibited);
    EXPECT_THAT(second.predecessors, ElementsAre("first"));
    EXPECT_EQ(second.task_params["migrationType"], "full-load");
    EXPECT_EQ(second.retry_interval, std::chrono::minutes(1));
}

TEST(WorkflowFile, JsonGivesTheSameAndItsOwnLines) {
    const std::string text = R"({
  "name": "n",
  "tasks": [
    {"name": "a", "taskType": "DMS",
     "taskParams": {"x\"y": 1},
     "flagg": "YES"}
  ]
})";
    EXPECT_THAT(ProblemsOf(text, "w.json"),
                ElementsAre("w.json:6: $.tasks[0].flagg: unknown field \"flagg\" (did you mean "
                            "\"flag\"?)"));
    const WorkflowFile file = ReadWorkflowFile(text, "w.json");
    EXPECT_EQ(file.document.LineOf("$.tasks[0].taskParams.x\"y"), 5);
}

TEST(WorkflowFile, LineOfAnInnerPathIsThatOfTheNearestValue) {
    const WorkflowFile file = ReadWorkflowFile(kGood, "w.yaml");
    EXPECT_EQ(file.PlaceOf("$.tasks[0].taskParams.localParams"), "w.yaml:23");
    EXPECT_EQ(file.PlaceOf("$.tasks[0].taskParams.jsonData.rules[3].x"), "w.yaml:20");
    EXPECT_EQ(file.PlaceOf("$.nothing"), "w.yaml:1");
}

struct WrongFile {
    std::string text;
    std::string problem;
};

std::string WithTask(const std::string& lines) {
    return "name: w\ntasks:\n  - name: a\n    taskType: DMS\n    taskParams: {}\n" + lines;
}

TEST(WorkflowFile, BrokenAndWrongFilesNameTheirProblem) {
    const std::vector<WrongFile> cases = {
        {"", "w.yaml: $: nothing stands here; expected a mapping of names to values"},
        {"- a\n- b\n", "w.yaml:1: $: a list stands here; expected a mapping of names to values"},
        {"name: [1\n",
         "w.yaml:2: $: broken YAML: end of sequence flow not found at line 2, column 1"},
        {"name: w\ntasks:\n\t- name: a\n",
         "w.yaml:3: $: broken YAML: illegal block entry at line 3, column 2 (this line has a tab: "
         "YAML is indented with spaces only)"},
        {"name: w\nname: v\n",
         "w.yaml:2: $: the name \"name\" stands twice in one mapping at line 2, column 1"},
        {"a: 1\n---\nb: 2\n",
         "w.yaml:3: $: the file holds more than one YAML document at line 3, column 1"},
        {"name: !custom x\n",
         "w.yaml:1: $: the tag \"!custom\" is not supported at line 1, column 7"},
        {"? [a]\n: b\n", "w.yaml:1: $: a name must be a plain text at line 1, column 3"},
        {"name: w\n",
         "w.yaml:1: $.tasks: the workflow has no tasks; expected a list of at least one node"},
        {"name: w\ntasks: {}\n",
         "w.yaml:2: $.tasks: a mapping stands here; expected a list of nodes"},
        {"name: w\ntasks: [x]\n",
         "w.yaml:2: $.tasks[0]: \"x\" stands here; expected a mapping of names to values"},
        {"taskz: []\nname: w\n" + WithTask("").substr(8),
         "w.yaml:1: $.taskz: unknown field \"taskz\" (did you mean \"tasks\"?)"},
        {WithTask("").substr(8), "w.yaml:1: $.name: the workflow has no name; expected a text"},
        {"name: w\ntasks:\n  - taskType: DMS\n    taskParams: {}\n",
         "w.yaml:3: $.tasks[0].name: the node has no name; expected a text"},
        {"name: w\ntasks:\n  - name: a\n    taskParams: {}\n",
         "w.yaml:3: $.tasks[0].taskType: the node has no task type; expected taskType: DMS"},
        {"name: w\ntasks:\n  - name: a\n    taskType: SHELL\n    taskParams: {}\n",
         "w.yaml:4: $.tasks[0].taskType: tasks of the type \"SHELL\" cannot be run; expected DMS"},
        {"name: w\ntasks:\n  - name: a\n    taskType: DMS\n",
         "w.yaml:3: $.tasks[0].taskParams: the node has no taskParams; expected a mapping with the "
         "node's own parameters"},
        {"name: w\ntasks:\n  - name: a\n    taskType: DMS\n    taskParams: '{'\n",
         "w.yaml:5: $.tasks[0].taskParams: this text is no JSON object (line 1, column 2: broken "
         "JSON"},
        {WithTask("    flag: MAYBE\n"),
         "w.yaml:6: $.tasks[0].flag: \"MAYBE\" is not allowed; expected YES or NO"},
        {WithTask("    taskPriority: HIGHST\n"),
         "w.yaml:6: $.tasks[0].taskPriority: \"HIGHST\" is not allowed; expected HIGHEST, HIGH, "
         "MEDIUM, LOW or LOWEST (did you mean \"HIGHEST\"?)"},
        {WithTask("    failRetryTimes: -1\n"),
         "w.yaml:6: $.tasks[0].failRetryTimes: -1 is not allowed; expected a whole number from 0 "
         "to 10000"},
        {WithTask("    delayTime: 1.5\n"),
         "w.yaml:6: $.tasks[0].delayTime: 1.5 is not allowed; expected a whole number of minutes "
         "from 0 to 52560000"},
        {WithTask("    timeoutFlag: OPEN\n    timeout: 0\n"),
         "w.yaml:7: $.tasks[0].timeout: a timeout of 0 minutes; expected at least 1 minute"},
        {WithTask("    predecessors: [b]\n"),
         "w.yaml:6: $.tasks[0].predecessors[0]: there is no node \"b\" (did you mean \"a\"?)"},
        {WithTask("    predecessors: [a]\n"),
         "w.yaml:6: $.tasks[0].predecessors[0]: the node \"a\" names itself"},
        {WithTask("    predecessors: {a: b}\n"),
         "w.yaml:6: $.tasks[0].predecessors: a mapping stands here; expected a list of texts"},
        {WithTask("  - name: a\n    taskType: DMS\n    taskParams: {}\n"),
         "w.yaml:6: $.tasks[1].name: the name \"a\" is taken by the node at line 3 (node names are "
         "unique within a workflow)"},
        {WithTask("    predecessors: [b]\n  - {name: b, taskType: DMS, taskParams: {}, "
                  "predecessors: [a]}\n"),
         "w.yaml:6: $.tasks[0].predecessors: the nodes wait for each other in a circle: a → b → a "
         "(remove one of these edges)"},
        {WithTask("    retries: 3\n"), "w.yaml:6: $.tasks[0].retries: unknown field \"retries\""},
        {WithTask("globalParams: 3\n"),
         "w.yaml:6: $.globalParams: 3 stands here; expected a list of {prop, direct, type, value}, "
         "or a mapping of names to values"},
        {WithTask("globalParams: [{prop: a, type: INTEGER, value: x}]\n"),
         "w.yaml:6: $.globalParams[0]: \"x\" is no value of the type INTEGER: it must be a whole "
         "number of 32 bits"},
        {WithTask("globalParams: [{prop: a}, {prop: a}]\n"),
         "w.yaml:6: $.globalParams[1]: the parameter \"a\" is there twice"},
        {WithTask("globalParams: [{value: a}]\n"),
         "w.yaml:6: $.globalParams[0]: a parameter without a name; expected prop: name"},
        {WithTask("globalParams: [{prop: a, direct: UP}]\n"),
         "w.yaml:6: $.globalParams[0].direct: \"UP\" is not allowed; expected IN or OUT"},
        {WithTask("connections: {p: {region: x}}\n"),
         "w.yaml:6: $.connections.p: the connection has no type; expected embedded or aws"},
        {WithTask("connections: {p: {type: aws, secretAccessKey: hush}}\n"),
         "w.yaml:6: $.connections.p.secretAccessKey: a secret must not stand in this file (use "
         "secretAccessKeyFile or secretAccessKeyEnv, and change the secret: it may have been "
         "seen)"},
        {WithTask("connections: {p: {type: aws, endpoint: localhost}}\n"),
         "w.yaml:6: $.connections.p.endpoint: \"localhost\" is no URL; expected http://host:port "
         "or https://host:port"},
        {WithTask("connections: {p: {type: aws, accessKeyId: A}}\n"),
         "w.yaml:6: $.connections.p: accessKeyId and secretAccessKeyFile (or …Env) belong "
         "together"},
        {WithTask("connections: {p: {type: embedded, region: x}}\n"),
         "w.yaml:6: $.connections.p: an embedded connection has no other fields than its type"},
        {"[{\"workflowDefinition\": {}}]",
         "w.yaml:1: $: this is an export of DolphinScheduler, not a workflow file; expected name, "
         "tasks (copy each taskDefinitionList entry into tasks)"},
    };
    for (const WrongFile& c : cases) {
        const std::vector<std::string> problems = ProblemsOf(c.text);
        ASSERT_THAT(problems, Not(IsEmpty())) << c.text;
        EXPECT_THAT(problems[0], ::testing::StartsWith(c.problem)) << c.text;
        EXPECT_TRUE(HasErrors(ReadWorkflowFile(c.text, "w.yaml").problems));
    }
}

TEST(WorkflowFile, SecretIsNotRepeatedInTheMessage) {
    const auto problems =
        ProblemsOf(WithTask("connections: {p: {type: aws, secretAccessKey: hush-hush}}\n"));
    for (const std::string& problem : problems) EXPECT_THAT(problem, Not(HasSubstr("hush-hush")));
}

TEST(WorkflowFile, WhatIsNotCarriedOutIsAWarning) {
    const WorkflowFile file =
        ReadWorkflowFile(WithTask("    workerGroup: fast\n    isCache: YES\n    environmentCode: "
                                  "7\n    cpuQuota: -1\n    timeout: 9\n"),
                         "w.yaml");
    EXPECT_FALSE(HasErrors(file.problems));
    EXPECT_THAT(Problems(file),
                ElementsAre("w.yaml:10: $.tasks[0].timeout: warning: the timeout has no effect "
                            "(set timeoutFlag: OPEN)",
                            "w.yaml:7: $.tasks[0].isCache: warning: isCache = \"YES\" has no "
                            "effect here: results are never taken from an earlier run",
                            "w.yaml:6: $.tasks[0].workerGroup: warning: workerGroup = \"fast\" has "
                            "no effect here: nodes run in this process",
                            "w.yaml:8: $.tasks[0].environmentCode: warning: environmentCode = 7 "
                            "has no effect here: a DMS node needs no environment"));
}

TEST(WorkflowFile, BoundsHold) {
    std::string many = "name: w\ntasks:\n";
    for (int i = 0; i < 1001; ++i)
        many += fmt::format("- {{name: t{}, taskType: DMS, taskParams: {{}}}}\n", i);
    EXPECT_THAT(ProblemsOf(many),
                ElementsAre(HasSubstr("the workflow has 1001 tasks; expected at most 1000")));
    EXPECT_THAT(ProblemsOf("a: " + std::string(5U << 20U, 'x')),
                ElementsAre(HasSubstr("more than the limit of 4194304")));
    EXPECT_THAT(ProblemsOf("a: " + std::string(400, '[')), ElementsAre(HasSubstr("broken YAML")));
    EXPECT_THAT(ProblemsOf("a: " + std::string(100, '[') + std::string(100, ']')),
                ElementsAre(HasSubstr("nested deeper than 64 levels")));
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        bomb += fmt::format(
            "a{0}: &a{0} [*a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}, *a{1}]\n", i, i - 1);
    }
    EXPECT_THAT(ProblemsOf(bomb), ElementsAre(HasSubstr("more than 100000 values")));
}

TEST(WorkflowFile, EveryPrefixOfAGoodFileEndsInAnAnswer) {
    for (std::size_t length = 0; length < kGood.size(); ++length) {
        const WorkflowFile file = ReadWorkflowFile(kGood.substr(0, length), "w.yaml");
        for (const Problem& problem : file.problems) EXPECT_FALSE(problem.message.empty());
    }
}

TEST(ConnectionsFile, HoldsConnectionsOnly) {
    EXPECT_THAT(ReadConnectionsFile("", "c.yaml").problems, IsEmpty());
    const ConnectionsFile file =
        ReadConnectionsFile("connections: {p: {type: aws, region: eu}}\n", "c.yaml");
    EXPECT_THAT(file.problems, IsEmpty());
    EXPECT_EQ(file.connections.at("p").region, "eu");
    EXPECT_TRUE(HasErrors(ReadConnectionsFile("connection: {}\n", "c.yaml").problems));
}

TEST(Yaml, ScalarsFollowTheCoreSchema) {
    const Result<Document> document = ReadDocument(
        "{a: yes, b: true, c: 1, d: 0x10, e: 1.5, f: ~, g: '1', h: -7, i: 1e3, j: 007, k: .inf, l: "
        "+3, m: !!str 5, n: 99999999999999999999}",
        DocumentFormat::kYaml);
    ASSERT_TRUE(document);
    EXPECT_EQ(
        DumpJson(document->root),
        R"({"a":"yes","b":true,"c":1,"d":"0x10","e":1.5,"f":null,"g":"1","h":-7,"i":1000.0,"j":"007","k":".inf","l":3,"m":"5","n":"99999999999999999999"})");
}

}  // namespace
}  // namespace dmsnode::workflow
