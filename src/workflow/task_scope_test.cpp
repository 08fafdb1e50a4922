#include "workflow/task_scope.hpp"

#include <gmock/gmock.h>

namespace dmsnode::workflow {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Pair;
using ::testing::SizeIs;

TaskDefinition Task(std::string name, std::vector<std::string> predecessors = {}) {
    TaskDefinition task;
    task.name = std::move(name);
    task.predecessors = std::move(predecessors);
    return task;
}

/// a → b → d, c → d
WorkflowDefinition Definition() {
    WorkflowDefinition definition;
    definition.name = "w";
    definition.tasks = {Task("a"), Task("b", {"a"}), Task("c"),
                        Task("d", {"b", "c", "b", "nobody"})};
    return definition;
}

TimePoint Second(int second) {
    return TimePoint(std::chrono::seconds(second));
}

TEST(GraphOf, UnknownAndDoubledPredecessorsMakeNoEdge) {
    const Graph graph = GraphOf(Definition());
    EXPECT_THAT(graph.predecessors[3], ::testing::ElementsAre(1, 2));
}

TEST(UpstreamParameters, LaterEndWinsAndQualifiedNamesAreNeverAmbiguous) {
    const WorkflowDefinition definition = Definition();
    const Graph graph = GraphOf(definition);
    std::vector<std::optional<TaskOutputs>> outputs(4);
    outputs[0] = TaskOutputs{{{"arn", "A"}, {"only", "1"}}, Second(10)};
    outputs[1] = TaskOutputs{{{"arn", "B"}}, Second(20)};
    outputs[2] = TaskOutputs{{{"arn", "C"}}, Second(15)};
    const auto parameters = UpstreamParameters(definition, graph, 3, outputs);
    EXPECT_EQ(parameters.at("arn"), "B");
    EXPECT_EQ(parameters.at("a.arn"), "A");
    EXPECT_EQ(parameters.at("c.arn"), "C");
    EXPECT_EQ(parameters.at("only"), "1");
    outputs[2]->ended = Second(30);
    EXPECT_EQ(UpstreamParameters(definition, graph, 3, outputs).at("arn"), "C");
}

TEST(UpstreamParameters, TasksBesideGiveNothing) {
    const WorkflowDefinition definition = Definition();
    std::vector<std::optional<TaskOutputs>> outputs(4);
    outputs[2] = TaskOutputs{{{"arn", "C"}}, Second(15)};
    EXPECT_THAT(UpstreamParameters(definition, GraphOf(definition), 1, outputs), IsEmpty());
}

TEST(ScopeOf, LevelsAreInTheirOrder) {
    WorkflowDefinition definition = Definition();
    definition.global_params = {
        {.name = "p", .value = "global"},
        {.name = "q", .value = "global"},
        {.name = "out", .direction = ParameterDirection::kOut, .value = "x"}};
    definition.tasks[1].local_params = {{.name = "r", .value = "local"}};
    const ParameterScope scope = ScopeOf(definition, 1, {{"q", "upstream"}, {"r", "upstream"}},
                                         {{.name = "s", .value = "startup"}},
                                         {.schedule_time = Second(0),
                                          .workflow_name = "w",
                                          .workflow_instance_id = "1",
                                          .task_name = "b",
                                          .task_instance_id = "1"});
    EXPECT_EQ(scope.Find("p")->value, "global");
    EXPECT_EQ(scope.Find("q")->value, "upstream");
    EXPECT_EQ(scope.Find("r")->value, "local");
    EXPECT_EQ(scope.Find("s")->value, "startup");
    EXPECT_EQ(scope.Find("out"), nullptr);
    EXPECT_EQ(scope.Find("system.workflow.definition.name")->value, "w");
    EXPECT_EQ(scope.zone(), TimeZone());
}

TEST(ScopeOf, TimesAreInTheZoneOfTheSchedule) {
    const Result<TimeZone> shanghai = TimeZone::Find("Asia/Shanghai");
    ASSERT_TRUE(shanghai) << shanghai.error().ToString();
    const ParameterScope scope = ScopeOf(Definition(), 0, {}, {},
                                         {.schedule_time = Second(20 * 3600),  // 04:00 the next day
                                          .workflow_name = "w",
                                          .workflow_instance_id = "1",
                                          .task_name = "a",
                                          .task_instance_id = "1"},
                                         *shanghai);
    EXPECT_EQ(scope.Find("system.biz.date")->value, "19700101");
    EXPECT_EQ(scope.Find("system.datetime")->value, "19700102040000");
    std::vector<Problem> problems;
    EXPECT_EQ(Substitute("$[yyyyMMddHH]", scope, Escaping::kNone, "$", problems), "1970010204");
}

TEST(UpstreamNames, AreThoseOfAllTasksBefore) {
    WorkflowDefinition definition = Definition();
    definition.tasks[0].local_params = {
        {.name = "mine", .direction = ParameterDirection::kOut, .value = {}}};
    const auto names = UpstreamNames(definition, GraphOf(definition), 1, {"arn"});
    EXPECT_THAT(names, Contains("arn"));
    EXPECT_THAT(names, Contains("a.arn"));
    EXPECT_THAT(names, Contains("mine"));
    EXPECT_THAT(names, Contains("a.mine"));
    EXPECT_THAT(names, Not(Contains("c.arn")));
    EXPECT_THAT(UpstreamNames(definition, GraphOf(definition), 0, {"arn"}), IsEmpty());
}

TEST(OutputsOf, OutParametersMayUseTheNodesResults) {
    TaskDefinition task = Task("a");
    task.local_params = {
        {.name = "shopArn", .direction = ParameterDirection::kOut, .value = "${arn}!"},
        {.name = "arn", .direction = ParameterDirection::kOut, .value = "hidden"},
        {.name = "bad", .direction = ParameterDirection::kOut, .value = "${nobody}"}};
    std::vector<Problem> problems;
    const auto outputs =
        OutputsOf(task, "$.tasks[0]", ParameterScope(Second(0)), {{"arn", "A"}}, problems);
    EXPECT_THAT(outputs, Contains(Pair("shopArn", "A!")));
    EXPECT_THAT(outputs, Contains(Pair("arn", "A")));
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].path, "$.tasks[0].taskParams.localParams[2].value");
}

}  // namespace
}  // namespace dmsnode::workflow
