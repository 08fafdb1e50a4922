#include <fmt/format.h>
#include <gmock/gmock.h>

#include <random>

#include "base/files.hpp"
#include "support/random_definition.hpp"
#include "support/source_tree.hpp"
#include "workflow/dolphinscheduler/export.hpp"
#include "workflow/dolphinscheduler/import.hpp"
#include "workflow/workflow_file.hpp"
#include "workflow/workflow_writer.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string Text(const std::string& relative) {
    const Result<std::string> text =
        ReadFile(dmsnode::testing::SourcePath(relative), std::size_t{1} << 20U);
    return text ? *text : "";
}

std::string Example(const std::string& name) {
    return Text("tests/data/dolphinscheduler/" + name);
}

std::vector<std::string> Lines(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) lines.push_back(problem.ToString());
    return lines;
}

std::vector<std::string> Errors(const std::vector<Problem>& problems) {
    std::vector<std::string> lines;
    for (const Problem& problem : problems) {
        if (!problem.warning) lines.push_back(problem.ToString());
    }
    return lines;
}

/// Codes from 1 on.
ExportOptions Options(Family family) {
    auto next = std::make_shared<std::int64_t>(0);
    return {.family = family, .new_code = [next] { return ++*next; }, .project_code = 5};
}

Json Write(const std::vector<Workflow>& workflows, Family family) {
    return Export(workflows, Options(family)).root;
}

/// With the JSON texts in it taken apart: the order of their members is nobody's business.
Json Comparable(Json file) {
    for (Json& element : file) {
        for (const char* name : {"processDefinition", "workflowDefinition"}) {
            if (!element.contains(name)) continue;
            for (const char* text : {"globalParams", "locations"}) {
                Json& value = element[name][text];
                if (value.is_string()) value = Json::parse(value.get<std::string>());
            }
        }
    }
    return file;
}

TEST(DolphinSchedulerImport, ReadsWhatAClusterExports) {
    for (const char* version : {"3.2", "3.3"}) {
        SCOPED_TRACE(version);
        const ImportedFile file = Import(Example(fmt::format("nightly-{}.json", version)));
        EXPECT_EQ(Word(file.family), version);
        EXPECT_THAT(
            Lines(file.problems),
            ElementsAre(
                "$[0].taskDefinitionList[5].taskParams.datasource: warning: datasource = 3 is "
                "kept: the number of a data source of that cluster (name a data source of this "
                "system)",
                "$[0].taskDefinitionList[5].environmentCode: warning: environmentCode = 8000000001 "
                "is kept, without effect here: the number of an environment of that cluster",
                "$[0].taskDefinitionList[5].taskGroupId: warning: taskGroupId = 4 is kept, without "
                "effect here: the number of a task group of that cluster",
                "$[0].taskDefinitionList[5].taskGroupPriority: warning: taskGroupPriority = 2 is "
                "kept, without effect here: it belongs to a task group of that cluster",
                "$[0].taskDefinitionList[6].taskType: warning: tasks of the type \"SPARK\" cannot "
                "be run here: kept as it is",
                "$[0].taskDefinitionList[6].futureSwitch: warning: unknown field \"futureSwitch\": "
                "kept, without effect here",
                "$[0].schedule.warningGroupId: warning: warningGroupId = 7 is kept, without effect "
                "here: the number of an alarm group of that cluster"));
        ASSERT_EQ(file.workflows.size(), 2U);
        const Workflow& workflow = file.workflows[0];
        const WorkflowDefinition& definition = workflow.definition;
        EXPECT_EQ(workflow.code, 122000000000001);
        EXPECT_EQ(definition.name, "nightly-load");
        EXPECT_EQ(definition.description, "load orders");
        EXPECT_EQ(definition.timeout, std::chrono::minutes(90));
        EXPECT_EQ(definition.execution_type, ExecutionType::kSerialWait);
        ASSERT_EQ(definition.global_params.size(), 2U);
        EXPECT_EQ(definition.global_params[1],
                  (Parameter{"rows", ParameterDirection::kOut, ParameterType::kInteger, "0"}));
        EXPECT_EQ(workflow.schedule, (Schedule{.crontab = "0 30 2 * * ? *",
                                               .timezone_id = "Europe/Berlin",
                                               .start_time = "2024-10-01 00:00:00",
                                               .end_time = "2124-10-01 00:00:00",
                                               .failure_strategy = FailureStrategy::kContinue,
                                               .warning_type = WarningType::kFailure,
                                               .priority = TaskPriority::kHigh,
                                               .worker_group = "default",
                                               .tenant_code = "default"}));
        ASSERT_EQ(definition.tasks.size(), 7U);
        const TaskDefinition& form = definition.tasks[1];
        EXPECT_EQ(form.code, 122000000000012);
        EXPECT_EQ(form.name, "create by form");
        EXPECT_EQ(form.description, "full load of orders");
        EXPECT_EQ(form.priority, TaskPriority::kHigh);
        EXPECT_EQ(form.retry_times, 1);
        EXPECT_EQ(form.retry_interval, std::chrono::minutes(2));
        EXPECT_EQ(form.timeout,
                  (TaskTimeout{std::chrono::minutes(120), TimeoutStrategy::kWarnAndFail}));
        EXPECT_EQ(form.position, (CanvasPosition{200, 240.5}));
        EXPECT_THAT(form.predecessors, ElementsAre("prepare"));
        EXPECT_EQ(form.local_params.size(), 1U);
        EXPECT_EQ(form.task_params["migrationType"], "full-load");
        EXPECT_FALSE(form.task_params.contains("localParams"));
        EXPECT_EQ(definition.tasks[2].worker_group, "big");
        EXPECT_TRUE(definition.tasks[3].prohibited);
        EXPECT_EQ(definition.tasks[3].delay, std::chrono::minutes(5));
        EXPECT_TRUE(definition.tasks[4].cache);
        EXPECT_EQ(definition.tasks[4].cpu_quota, 50);
        EXPECT_EQ(definition.tasks[4].memory_max_mb, 512);
        EXPECT_THAT(definition.tasks[5].predecessors,
                    ElementsAre("create by form", "create by JSON"));
        EXPECT_EQ(definition.tasks[6].task_params["localParams"].size(), 1U) << "kept verbatim";

        // What came in can be kept as a workflow file.
        ReadOptions options = SchedulerReadOptions();
        options.kept_types = {"SPARK"};
        const WorkflowFile kept = ReadWorkflowValue(WriteWorkflow(definition), options);
        EXPECT_THAT(Errors(kept.problems), IsEmpty());
        EXPECT_TRUE(kept.definition == definition);
    }
}

TEST(DolphinSchedulerExport, WritesBackWhatWasImported) {
    const Json old_file = Json::parse(Example("nightly-3.2.json"));
    const Json new_file = Json::parse(Example("nightly-3.3.json"));
    for (const auto& [text, family] :
         {std::pair{old_file, Family::kProcess}, std::pair{new_file, Family::kWorkflow}}) {
        const ImportedFile file = Import(DumpJson(text));
        EXPECT_EQ(Comparable(Write(file.workflows, family)), Comparable(text));
    }
    // From one family to the other; what only the older one has stays where it was.
    Json converted = Comparable(Write(Import(DumpJson(old_file)).workflows, Family::kWorkflow));
    for (Json& element : converted) element["workflowDefinition"].erase("tenantId");
    EXPECT_EQ(converted, Comparable(new_file));
}

TEST(DolphinSchedulerImport, TakesTheQuirksOfOlderFiles) {
    const ImportedFile file = Import(Example("quirks-3.2.json"));
    EXPECT_THAT(Lines(file.problems), IsEmpty());
    const Workflow& workflow = file.workflows.at(0);
    EXPECT_EQ(workflow.code, 122000000000201);
    EXPECT_EQ(workflow.definition.global_params.at(0),
              (Parameter{"a", ParameterDirection::kIn, ParameterType::kInteger, "7"}));
    const TaskDefinition& a = workflow.definition.tasks.at(0);
    EXPECT_EQ(a.code, 122000000000202);
    EXPECT_EQ(a.task_params, (Json{{"rawScript", "true"}}));
    EXPECT_FALSE(a.prohibited);
    EXPECT_FALSE(a.cache) << "the field is missing";
    EXPECT_EQ(a.priority, TaskPriority::kMedium);
    EXPECT_EQ(a.worker_group, "default");
    EXPECT_EQ(a.retry_times, 2);
    EXPECT_EQ(a.timeout, (TaskTimeout{std::chrono::minutes(10), TimeoutStrategy::kWarnAndFail}));
    EXPECT_EQ(a.cpu_quota, -1);
    EXPECT_FALSE(a.position);
    const TaskDefinition& b = workflow.definition.tasks.at(1);
    EXPECT_TRUE(b.prohibited);
    EXPECT_EQ(b.priority, TaskPriority::kMedium);
    EXPECT_THAT(b.predecessors, ElementsAre("a")) << "a row from 0 beside it means nothing";

    const Json written = Write(file.workflows, Family::kProcess)[0];
    EXPECT_EQ(written["taskDefinitionList"][0]["isCache"], "NO")
        << "without it the workflow cannot go online";
    EXPECT_EQ(written["processTaskRelationList"].size(), 2U);
    EXPECT_EQ(written["processTaskRelationList"][1]["name"], "a -> b");
    EXPECT_EQ(written["processDefinition"]["locations"], nullptr);
    const Json again = Write(Import(DumpJson(Json::array({written}))).workflows, Family::kProcess);
    EXPECT_EQ(again[0], written);

    const ImportedFile alone = Import(DumpJson(written));
    EXPECT_TRUE(alone.workflows.at(0).definition == workflow.definition)
        << "one workflow without the list around it";
}

TEST(DolphinSchedulerExport, ImportGivesEveryDefinitionBack) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    dmsnode::testing::RandomDefinition random(seed);
    for (int round = 0; round < 300; ++round) {
        const Family family = random.Chance(50) ? Family::kProcess : Family::kWorkflow;
        std::vector<Workflow> workflows(static_cast<std::size_t>(1 + random.Below(3)));
        for (Workflow& workflow : workflows) {
            workflow.definition = random.Make(random.Chance(50));
            if (random.Chance(10)) {
                workflow.definition.tasks[0].task_params["dmsnode"] = random.Value(2);
            }
            if (random.Chance(50)) {
                workflow.schedule =
                    Schedule{.crontab = "0 0 * * * ? *",
                             .timezone_id = "UTC",
                             .start_time = "2026-01-01 00:00:00",
                             .end_time = "2027-01-01 00:00:00",
                             .failure_strategy = static_cast<FailureStrategy>(random.Below(2)),
                             .warning_type = static_cast<WarningType>(random.Below(4)),
                             .priority = static_cast<TaskPriority>(random.Below(5)),
                             .worker_group = "w",
                             .tenant_code = "t"};
            }
        }
        const ExportedFile file = Export(workflows, Options(family));
        ASSERT_THAT(Errors(file.problems), IsEmpty());
        const std::string text = DumpJson(file.root, 1);
        const ImportedFile back = Import(text);
        ASSERT_THAT(Errors(back.problems), IsEmpty()) << text;
        ASSERT_EQ(back.family, family);
        ASSERT_EQ(back.workflows.size(), workflows.size());
        for (std::size_t i = 0; i < workflows.size(); ++i) {
            WorkflowDefinition with_codes = workflows[i].definition;
            for (std::size_t k = 0; k < with_codes.tasks.size(); ++k) {
                const std::int64_t given = with_codes.tasks[k].code;
                with_codes.tasks[k].code = file.workflows[i].definition.tasks[k].code;
                ASSERT_GT(with_codes.tasks[k].code, 0);
                ASSERT_TRUE(given == 0 || with_codes.tasks[k].code == given) << "codes are stable";
            }
            ASSERT_TRUE(back.workflows[i].definition == with_codes) << text;
            ASSERT_EQ(back.workflows[i].schedule, workflows[i].schedule);
            ASSERT_EQ(back.workflows[i].code, file.workflows[i].code);
        }
        // And the file again from what was read: to the letter, and by way of the other family.
        ASSERT_EQ(Write(back.workflows, family), file.root) << text;
        const Family other = family == Family::kProcess ? Family::kWorkflow : Family::kProcess;
        const ImportedFile detour = Import(DumpJson(Write(back.workflows, other)));
        ASSERT_EQ(Write(detour.workflows, family), file.root) << text;
    }
}

TEST(DolphinSchedulerExport, ReportsWhatAClusterDoesNotActOn) {
    WorkflowDefinition definition;
    definition.name = "w";
    definition.connections["prod"].name = "prod";
    TaskDefinition task;
    task.name = "load";
    task.connection = "prod";
    task.environment = "java";
    task.task_group = TaskGroupUse{"few", 3};
    task.task_params = {{"sourceEndpointArn", "shop-source"},
                        {"targetEndpointArn", "arn:aws:dms:us-east-1:1:endpoint:T"},
                        {"replicationTaskIdentifier", "${id}"},
                        {"tableMappings", {{"rules", Json::array()}}},
                        {"cdcStartTime", 1700000000},
                        {"tags", {{{"Key", "a"}, {"Value", "b"}}}},
                        {"finishWhen", "stopped"}};
    TaskDefinition sub;
    sub.name = "sub";
    sub.task_type = "SUB_PROCESS";
    TaskDefinition sql;
    sql.name = "sql";
    sql.task_type = "SQL";
    sql.task_params = {{"datasource", "shop"}, {"sql", "SELECT 1"}};
    definition.tasks = {task, sub, sql};
    const ExportedFile file =
        Export({Workflow{.code = 0, .definition = definition, .schedule = {}, .extra = {}}},
               Options(Family::kWorkflow));
    const std::string params = "$[0].taskDefinitionList[0].taskParams.";
    EXPECT_THAT(
        Lines(file.problems),
        ElementsAre(
            params + "dmsnode.connection: warning: DolphinScheduler has one account for all nodes: "
                     "the connection \"prod\" has no effect there",
            "$[0].taskDefinitionList[0].environmentCode: warning: the environment \"java\" has no "
            "number here (choose the environment there)",
            "$[0].taskDefinitionList[0].taskGroupId: warning: the task group \"few\" has no number "
            "here (choose the task group there)",
            params + "finishWhen: warning: DolphinScheduler does not know \"finishWhen\": it has "
                     "no effect there (it is kept until the node is edited in the form there)",
            params + "cdcStartTime: warning: DolphinScheduler reads another form of time here "
                     "(yyyy-MM-dd HH:mm:ss, in the zone of its workers)",
            params + "replicationTaskIdentifier: warning: DolphinScheduler leaves placeholders in "
                     "a form field as they are (use jsonData for them)",
            params + "sourceEndpointArn: warning: DolphinScheduler takes ARNs only, no names",
            params + "tags: warning: DolphinScheduler reads key and value in a form's tags, in "
                     "lower case",
            "$[0].taskDefinitionList[1].taskType: warning: DolphinScheduler 3.3 calls this type "
            "SUB_WORKFLOW (make the node anew there)",
            "$[0].taskDefinitionList[2].taskParams.datasource: warning: DolphinScheduler names a "
            "data source by its number (choose the data source there)",
            "$[0].dmsnode.connections: warning: DolphinScheduler has no named connections: they "
            "are in this file, and not in what the cluster exports later"));
    const Json& row = file.root[0]["taskDefinitionList"][0];
    EXPECT_EQ(row["taskParams"]["tableMappings"], R"({"rules":[]})") << "a text there";
    EXPECT_EQ(row["taskParams"]["localParams"], Json::array());
    EXPECT_EQ(row["taskParams"]["resourceList"], Json::array());
    EXPECT_EQ(row["taskParamList"], Json::array());
    EXPECT_EQ(row["taskParamMap"], nullptr);
    EXPECT_EQ(row["projectCode"], 5);
    EXPECT_EQ(row["taskGroupPriority"], 3);
    EXPECT_EQ(row["code"], 2);
    EXPECT_EQ(file.root[0]["workflowDefinition"]["code"], 1);
    EXPECT_EQ(file.root[0]["workflowTaskRelationList"][0]["preTaskCode"], 0);

    // A cluster keeps taskParams and drops what it does not know beside them.
    Json from_cluster = file.root;
    from_cluster[0].erase("dmsnode");
    const ImportedFile back = Import(DumpJson(from_cluster));
    EXPECT_EQ(back.workflows.at(0).definition.tasks[0].connection, "prod");
    EXPECT_EQ(back.workflows.at(0).definition.tasks[0].task_group, task.task_group);
    EXPECT_EQ(back.workflows.at(0).definition.tasks[0].task_params, task.task_params);
}

TEST(DolphinSchedulerExport, WhatItsImportRefusesIsAnError) {
    WorkflowDefinition definition;
    definition.name = "w";
    EXPECT_THAT(
        Errors(Export({Workflow{.code = 1, .definition = definition, .schedule = {}, .extra = {}}},
                      Options(Family::kWorkflow))
                   .problems),
        ElementsAre("$[0].taskDefinitionList: the workflow has no tasks (its import "
                    "refuses the file)"));
    TaskDefinition task;
    task.name = "a";
    task.code = 7;
    task.predecessors = {"gone"};
    definition.tasks = {task, task};
    EXPECT_THAT(
        Errors(Export({Workflow{.code = 1, .definition = definition, .schedule = {}, .extra = {}}},
                      Options(Family::kWorkflow))
                   .problems),
        ElementsAre("$[0].taskDefinitionList[1].code: the code 7 is there twice",
                    "$[0].taskDefinitionList[1].name: the name \"a\" is there twice",
                    "$[0].taskDefinitionList[0]: \"a\" waits for \"gone\", which is no task",
                    "$[0].taskDefinitionList[1]: \"a\" waits for \"gone\", which is no "
                    "task"));
}

TEST(DolphinSchedulerExport, ExtraOfARemovedTaskIsNotWritten) {
    ImportedFile file = Import(Example("nightly-3.3.json"));
    WorkflowDefinition& definition = file.workflows[0].definition;
    definition.tasks[0].name = "renamed";
    definition.tasks[1].predecessors = {"renamed"};
    definition.tasks[2].predecessors = {};
    definition.tasks.pop_back();
    const ExportedFile written = Export(file.workflows, Options(Family::kWorkflow));
    EXPECT_THAT(Errors(written.problems), IsEmpty());
    const Json& element = written.root[0];
    EXPECT_EQ(element["taskDefinitionList"].size(), 6U);
    const Json& relations = element["workflowTaskRelationList"];
    EXPECT_EQ(relations[1]["name"], "ready") << "an edge keeps its label";
    EXPECT_EQ(relations[2]["preTaskCode"], 0) << "a node without predecessors has its row";
    EXPECT_EQ(relations[2]["postTaskCode"], 122000000000013);
    EXPECT_THAT(DumpJson(element), Not(HasSubstr("122000000000017")));
    // Rows say what the definition says, whatever `extra` holds.
    file.workflows[0].extra["tasks"]["122000000000011"]["name"] = "spoilt";
    file.workflows[0].extra["relations"] = 3;
    EXPECT_EQ(Write(file.workflows, Family::kWorkflow)[0]["taskDefinitionList"][0]["name"],
              "renamed");
}

constexpr std::string_view kSmall = R"([{
  "workflowDefinition": {"code": 1, "name": "w", "globalParams": "[]", "locations": "[]"},
  "workflowTaskRelationList": [
    {"preTaskCode": 0, "postTaskCode": 11}, {"preTaskCode": 11, "postTaskCode": 12}],
  "taskDefinitionList": [
    {"code": 11, "name": "a", "taskType": "SHELL", "taskParams": {"rawScript": "true"}},
    {"code": 12, "name": "b", "taskType": "DMS", "taskParams": {"isRestartTask": true}}],
  "schedule": {"crontab": "0 0 * * * ?", "timezoneId": "UTC",
    "startTime": "2026-01-01 00:00:00", "endTime": "2027-01-01 00:00:00"}
}])";

struct Case {
    std::string at;     ///< JSON pointer.
    std::string value;  ///< JSON; empty: the member is removed.
    std::string problem;
};

TEST(DolphinSchedulerImport, BadFilesNameTheirProblem) {
    ASSERT_THAT(Lines(Import(kSmall).problems), IsEmpty());
    const std::string definition = "/0/workflowDefinition";
    const std::string relations = "/0/workflowTaskRelationList";
    const std::string tasks = "/0/taskDefinitionList";
    const std::vector<Case> cases = {
        {"/0", "5", "$[0]: 5 stands here; expected a mapping of names to values"},
        {definition, "",
         "$[0]: this is no workflow of an export file; expected processDefinition (3.2) or "
         "workflowDefinition (3.3)"},
        {"/0/processDefinition", "{}",
         "$[0]: both processDefinition and workflowDefinition stand here; expected "
         "processDefinition (3.2) or workflowDefinition (3.3)"},
        {definition, "[]",
         "$[0].workflowDefinition: a list stands here; expected a mapping of names to values"},
        {definition + "/name", "\"\"",
         "$[0].workflowDefinition.name: the workflow has no name; expected a text"},
        {definition + "/code", "-1",
         "$[0].workflowDefinition.code: -1 is not allowed; expected a whole number from 0 to "
         "9223372036854775807"},
        {definition + "/timeout", "\"soon\"",
         "$[0].workflowDefinition.timeout: \"soon\" is not allowed; expected a whole number of "
         "minutes from 0 to 52560000"},
        {definition + "/executionType", "\"SERIAL\"",
         "$[0].workflowDefinition.executionType: \"SERIAL\" is not allowed; expected PARALLEL, "
         "SERIAL_WAIT, SERIAL_DISCARD or SERIAL_PRIORITY"},
        {definition + "/executionType", "4",
         "$[0].workflowDefinition.executionType: 4 is not allowed; expected PARALLEL, SERIAL_WAIT, "
         "SERIAL_DISCARD or SERIAL_PRIORITY"},
        {definition + "/globalParams", "\"[\"",
         "$[0].workflowDefinition.globalParams: this text is no JSON; expected a list of "
         "parameters (line 1, column 2: broken JSON: syntax error while parsing value - unexpected "
         "end of input; expected '[', '{', or a literal)"},
        {definition + "/globalParams", "\"{}\"",
         "$[0].workflowDefinition.globalParams: this text holds a mapping; expected a list of "
         "parameters"},
        {definition + "/globalParams", R"([{"prop": "a", "type": "INTEGER", "value": "x"}])",
         "$[0].workflowDefinition.globalParams[0]: \"x\" is no value of the type INTEGER: it must "
         "be a whole number of 32 bits"},
        {definition + "/globalParams", R"([{"prop": "a"}, {"prop": "a"}])",
         "$[0].workflowDefinition.globalParams[1]: the parameter \"a\" is there twice"},
        {definition + "/globalParams", R"([{"value": "a"}])",
         "$[0].workflowDefinition.globalParams[0]: a parameter without a name; expected prop: "
         "name"},
        {definition + "/globalParams", R"([{"prop": "a", "direct": "UP"}])",
         "$[0].workflowDefinition.globalParams[0].direct: \"UP\" is not allowed; expected IN or "
         "OUT"},
        {definition + "/locations", "\"[5]\"",
         "$[0].workflowDefinition.locations[0]: 5 stands here; expected a mapping of names to "
         "values"},
        {definition + "/locations", R"([{"taskCode": 11, "x": "far", "y": 1}])",
         "$[0].workflowDefinition.locations[0].x: \"far\" is not allowed; expected a number from "
         "-1000000 to 1000000"},
        {definition + "/locations", R"([{"taskCode": 99, "x": 1, "y": 1}])",
         "$[0].workflowDefinition.locations[0].taskCode: warning: no task has the code 99: this "
         "place is left out"},
        {definition + "/description", '"' + std::string(2000, 'x') + '"',
         "$[0].workflowDefinition.description: the description is too long; expected at most 255 "
         "characters"},
        {tasks, "",
         "$[0].taskDefinitionList: the workflow has no tasks; expected a list of at "
         "least one"},
        {tasks, "[]",
         "$[0].taskDefinitionList: the workflow has no tasks; expected a list of at "
         "least one"},
        {tasks, "{\"a\": 1}", "$[0].taskDefinitionList: a mapping stands here; expected a list"},
        {tasks + "/0", "null",
         "$[0].taskDefinitionList[0]: nothing stands here; expected a mapping of names to values"},
        {tasks + "/0/code", "",
         "$[0].taskDefinitionList[0].code: the task has no code; expected a whole number"},
        {tasks + "/0/code", "12",
         "$[0].taskDefinitionList[1].code: the code 12 is that of \"a\" already"},
        {tasks + "/0/name", "",
         "$[0].taskDefinitionList[0].name: the task has no name; expected a text"},
        {tasks + "/1/name", "\"a\"",
         "$[0].taskDefinitionList[1].name: the name \"a\" is taken by $[0].taskDefinitionList[0] "
         "(rename one of the two: names are unique here)"},
        {tasks + "/0/taskType", "null",
         "$[0].taskDefinitionList[0].taskType: the task has no type; expected a text"},
        {tasks + "/0/taskParams", "",
         "$[0].taskDefinitionList[0].taskParams: the task has no taskParams; expected an object, "
         "or the JSON text of one"},
        {tasks + "/0/taskParams", "\"[1]\"",
         "$[0].taskDefinitionList[0].taskParams: this text holds a list; expected an object, or "
         "the JSON text of one"},
        {tasks + "/0/taskParams", "7",
         "$[0].taskDefinitionList[0].taskParams: 7 stands here; expected an object, or the JSON "
         "text of one"},
        {tasks + "/0/taskParams/localParams", "{}",
         "$[0].taskDefinitionList[0].taskParams.localParams: a mapping stands here; expected a "
         "list of parameters"},
        {tasks + "/0/flag", "2",
         "$[0].taskDefinitionList[0].flag: 2 is not allowed; expected NO or YES"},
        {tasks + "/0/taskPriority", "\"URGENT\"",
         "$[0].taskDefinitionList[0].taskPriority: \"URGENT\" is not allowed; expected HIGHEST, "
         "HIGH, MEDIUM, LOW or LOWEST"},
        {tasks + "/0/failRetryTimes", "\"two\"",
         "$[0].taskDefinitionList[0].failRetryTimes: \"two\" is not allowed; expected a whole "
         "number from 0 to 10000"},
        {tasks + "/0/timeoutFlag", "\"OPEN\"",
         "$[0].taskDefinitionList[0].timeout: a timeout of 0 minutes; expected at least 1 minute"},
        {tasks + "/0/cpuQuota", "-5",
         "$[0].taskDefinitionList[0].cpuQuota: -5 is not allowed; expected a whole number of "
         "percent from -1 to 2147483647"},
        {relations, "",
         "$[0].workflowTaskRelationList: the workflow has no relations; expected a list of at "
         "least one"},
        {relations + "/0/postTaskCode", "99",
         "$[0].workflowTaskRelationList[0].postTaskCode: no task has the code 99"},
        {relations + "/0/postTaskCode", "0",
         "$[0].workflowTaskRelationList[0].postTaskCode: no task has the code 0"},
        {relations + "/1/preTaskCode", "99",
         "$[0].workflowTaskRelationList[1].preTaskCode: no task has the code 99"},
        {relations + "/1/preTaskCode", "12",
         "$[0].workflowTaskRelationList[1]: the task \"b\" waits for itself"},
        {relations + "/0/preTaskCode", "12",
         "$[0].workflowTaskRelationList: the tasks wait for each other in a circle: a → b → a "
         "(remove one of these relations)"},
        {relations + "/-", R"({"preTaskCode": 11, "postTaskCode": 12})",
         "$[0].workflowTaskRelationList[2]: warning: this relation is there twice: it counts once"},
        {relations + "/0", "",
         "$[0].workflowTaskRelationList: warning: no relation places the task \"a\": it starts at "
         "once"},
        {relations + "/1/conditionType", "\"JUDGE\"",
         "$[0].workflowTaskRelationList[1].conditionType: warning: conditionType = \"JUDGE\" is "
         "kept, without effect here: an edge only says what comes first"},
        {"/0/schedule", "[]",
         "$[0].schedule: a list stands here; expected a mapping of names to values"},
        {"/0/schedule/crontab", "\"* * *\"",
         "$[0].schedule.crontab: the cron expression has 3 fields; expected 6 or 7, seconds first"},
        {"/0/schedule/timezoneId", "",
         "$[0].schedule.timezoneId: the schedule has no time zone; expected a name like "
         "Europe/Berlin"},
        {"/0/schedule/startTime", "\"2026-02-30 00:00:00\"",
         "$[0].schedule.startTime: \"2026-02-30 00:00:00\" is no time; expected yyyy-MM-dd "
         "HH:mm:ss"},
        {"/0/schedule/endTime", "\"2025-01-01 00:00:00\"",
         "$[0].schedule.endTime: the schedule ends before it starts"},
        {"/0/schedule/warningType", "9",
         "$[0].schedule.warningType: 9 is not allowed; expected NONE, SUCCESS, FAILURE or ALL"},
        {"/0/schedule/environmentCode", "77",
         "$[0].schedule.environmentCode: warning: environmentCode = 77 is kept, without effect "
         "here: the number of an environment of that cluster"},
        {"/0/other", "1",
         "$[0].other: warning: unknown field \"other\": kept, without effect here"},
        {"/0/dmsnode", R"({"connections": {"p": {"type": "x"}}})",
         "$[0].dmsnode.connections.p.type: \"x\" is not allowed; expected embedded or aws"},
    };
    for (const Case& c : cases) {
        Json file = Json::parse(kSmall);
        Json step = {{"op", c.value.empty() ? "remove" : "add"}, {"path", c.at}};
        if (!c.value.empty()) step["value"] = Json::parse(c.value);
        const bool element = c.at.back() == '0' || c.at.back() == '1';
        if (element && !c.value.empty()) step["op"] = "replace";
        file = file.patch(Json::array({step}));
        const ImportedFile imported = Import(DumpJson(file));
        EXPECT_THAT(Lines(imported.problems), Contains(c.problem)) << DumpJson(step);
        EXPECT_EQ(HasErrors(imported.problems), c.problem.find(": warning: ") == std::string::npos);
    }
}

TEST(DolphinSchedulerImport, BrokenAndLargeFilesAreRefused) {
    const auto first = [](std::string_view text, const ImportOptions& options = {}) {
        const std::vector<std::string> lines = Lines(Import(text, options).problems);
        return lines.empty() ? "" : lines[0];
    };
    EXPECT_EQ(first(""),
              "$: broken JSON: syntax error while parsing value - unexpected end of "
              "input; expected '[', '{', or a literal at line 1, column 1");
    EXPECT_EQ(first("[]"),
              "$: the file holds no workflow; expected a list of at least one workflow");
    EXPECT_EQ(first("3"), "$: 3 stands here; expected a mapping of names to values");
    EXPECT_EQ(first(R"({"a": 1, "a": 2})"),
              "$: the member \"a\" stands twice in one object (keep one of the two)");
    EXPECT_EQ(first(std::string(100, '[') + std::string(100, ']')),
              "$: the JSON document is nested deeper than 64 levels");
    EXPECT_EQ(first(kSmall, {.max_bytes = 100}),
              fmt::format("$: the JSON document has {} bytes, more than the limit of 100",
                          kSmall.size()));
    EXPECT_EQ(first("[1, 2, 3]", {.max_workflows = 2}),
              "$: the file holds 3 workflows; expected at most 2");
    EXPECT_EQ(first(kSmall, {.max_tasks = 1}),
              "$[0].taskDefinitionList: the workflow has 2 tasks; expected at most 1");
    EXPECT_EQ(first(kSmall, {.max_relations = 1}),
              "$[0].workflowTaskRelationList: the workflow has 2 relations; expected at most 1");
    Json mixed = Json::parse(kSmall);
    mixed[0]["processDefinition"] = mixed[0]["workflowDefinition"];
    mixed[0].erase("workflowDefinition");
    EXPECT_EQ(first(DumpJson(mixed)),
              "$[0].processTaskRelationList: the workflow has no relations; expected a list of at "
              "least one (workflowTaskRelationList is the spelling of 3.3)");
    Json deep = Json::parse(kSmall);
    deep[0]["taskDefinitionList"][0]["taskParams"] =
        "{\"a\":" + std::string(100, '[') + std::string(100, ']') + "}";
    EXPECT_THAT(first(DumpJson(deep)), HasSubstr("nested deeper than 64 levels"));
    for (std::size_t length = 0; length < kSmall.size(); ++length) {
        EXPECT_TRUE(HasErrors(Import(kSmall.substr(0, length)).problems)) << length;
    }
}

/// The example of docs/dolphinscheduler.md is what the page says it is.
TEST(DolphinSchedulerDocs, ExampleIsImported) {
    const std::string page = Text("docs/dolphinscheduler.md");
    const auto block = [&](const std::string& language) {
        const std::size_t start = page.find("```" + language + "\n") + language.size() + 4;
        return page.substr(start, page.find("```", start) - start);
    };
    const ImportedFile file = Import(block("json"));
    EXPECT_THAT(Lines(file.problems), IsEmpty());
    ASSERT_EQ(file.workflows.size(), 1U);
    EXPECT_EQ(WriteWorkflowYaml(file.workflows[0].definition), block("yaml"));
    EXPECT_THAT(Lines(Export(file.workflows, Options(Family::kProcess)).problems), IsEmpty());
}

}  // namespace
}  // namespace dmsnode::workflow::dolphinscheduler
