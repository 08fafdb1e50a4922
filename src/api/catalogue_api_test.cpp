#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "support/api_fixture.hpp"
#include "support/source_tree.hpp"

namespace dmsnode::api {
namespace {

/// Projects and workflows over the API.
class CatalogueApiTest : public testing::ApiFixture {
protected:
    CatalogueApiTest() {
        // Says of each node of the type SHELL whose script is `bad` that it is.
        options_.check_nodes = [](std::int64_t, const workflow::WorkflowDefinition& definition) {
            std::vector<Problem> problems;
            for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
                if (definition.tasks[i].task_params.value("rawScript", "") != "bad") continue;
                problems.push_back({.path = fmt::format("$.tasks[{}].taskParams.rawScript", i),
                                    .message = "is bad",
                                    .expected = {},
                                    .hint = {}});
            }
            return problems;
        };
        Reopen();
        project_ = Send("POST", "/api/v1/projects", {{"name", "shop"}, {"description", "d"}})
                       .json["code"]
                       .get<std::string>();
        root_ = "/api/v1/projects/" + project_;
    }
    static Json Shell(const std::string& name, const std::string& script,
                      const std::vector<std::string>& after = {}) {
        Json task{{"name", name}, {"taskType", "SHELL"}, {"taskParams", {{"rawScript", script}}}};
        if (!after.empty()) task["predecessors"] = after;
        return task;
    }
    static Json Document(const std::string& name, const std::vector<Json>& tasks) {
        return {{"document", {{"name", name}, {"tasks", tasks}}}};
    }
    Told Make(const Json& body) { return Send("POST", root_ + "/workflows", body); }
    Ask With(const std::string& type, const std::string& if_match = "") const {
        Ask ask{.token = admin_token_};
        ask.content_type = type;
        if (!if_match.empty()) ask.headers = {{"If-Match", if_match}};
        return ask;
    }
    static std::string Text(const Json& value) { return value.get<std::string>(); }

    std::string project_;
    std::string root_;
};

TEST_F(CatalogueApiTest, EveryRouteOfProjectsAnswersAsItSays) {
    const Told shown = Send("GET", root_);
    EXPECT_EQ(shown.json["name"], "shop");
    EXPECT_EQ(shown.header("ETag"), "\"1\"");
    EXPECT_EQ(Send("PUT", root_, {{"name", "shop2"}}).paths(), "$.revision");
    const Told changed = Send("PUT", root_, {{"name", "shop2"}, {"revision", 1}});
    EXPECT_EQ(changed.json["revision"], 2);
    EXPECT_EQ(changed.json["description"], "");
    EXPECT_EQ(Send("PUT", root_, {{"name", "late"}, {"revision", 1}}).status, 409);
    const std::string json = "application/json";
    EXPECT_EQ(Send("PUT", root_, R"({"name":"late"})", With(json, "\"1\"")).status, 409);
    EXPECT_EQ(Send("PUT", root_, R"({"name":"x"})", With(json, "yesterday")).status, 400);
    EXPECT_EQ(Send("PUT", root_, R"({"name":"x","revision":1})", With(json, "2")).paths(),
              "$.revision");
    EXPECT_EQ(Send("PUT", root_, R"({"name":"shop"})", With(json, "W/\"2\"")).status, 200);
    EXPECT_EQ(Send("PUT", root_, R"({"name":"shop"})", With(json, "*")).status, 200);

    EXPECT_EQ(Send("POST", "/api/v1/projects", {{"name", "shop"}}).status, 409);
    const std::string other =
        Text(Send("POST", "/api/v1/projects", {{"name", "other"}}).json["code"]);
    EXPECT_EQ(Send("GET", "/api/v1/projects?name=OTH").json["items"].size(), 1U);
    EXPECT_EQ(Send("GET", "/api/v1/projects").json["items"].size(), 2U);

    const std::string parameters = root_ + "/parameters";
    const Told made = Send("POST", parameters, {{"name", "n"}, {"value", "5"}});
    EXPECT_EQ(made.json["type"], "VARCHAR");
    const std::string parameter = parameters + "/" + Text(made.json["code"]);
    EXPECT_EQ(Send("PUT", parameter,
                   {{"name", "n"}, {"type", "INTEGER"}, {"value", "five"}, {"revision", 1}})
                  .paths(),
              "$.value");
    EXPECT_EQ(Send("POST", parameters, {{"name", "${n}"}, {"value", "5"}}).paths(), "$.name");
    EXPECT_EQ(Send("PUT", parameter,
                   {{"name", "n"}, {"type", "INTEGER"}, {"value", "6"}, {"revision", 1}})
                  .json["value"],
              "6");
    EXPECT_EQ(Send("GET", parameters).json["items"][0]["value"], "6");
    // A parameter of one project is none of another's.
    EXPECT_EQ(Send("DELETE", "/api/v1/projects/" + other + "/parameters/" + Text(made.json["code"]))
                  .status,
              404);
    EXPECT_EQ(Send("DELETE", parameter).status, 204);

    // A user sees where they have a role; with the project it goes.
    const std::int64_t anna = MakeUser("anna");
    const Ask as{.token = TokenOf(anna, Scope::kAdmin)};
    EXPECT_EQ(Send("GET", "/api/v1/projects", "", as).json["items"].size(), 0U);
    const std::string member = "/members/" + CodeText(anna);
    EXPECT_EQ(Send("PUT", "/api/v1/projects/" + other + member, {{"role", "admin"}}).status, 204);
    EXPECT_EQ(Send("GET", "/api/v1/projects", "", as).json["items"][0]["name"], "other");
    EXPECT_EQ(Send("DELETE", "/api/v1/projects/" + other, "", as).status, 403);
    EXPECT_EQ(Send("DELETE", "/api/v1/projects/" + other).status, 204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", as).json["roles"].size(), 0U);
    EXPECT_EQ(Send("GET", "/api/v1/projects/" + other).status, 404);
    ExpectAllDone({"projects"});
}

TEST_F(CatalogueApiTest, EveryRouteOfWorkflowsAnswersAsItSays) {
    const Told made = Make(Document("load", {Shell("a", "true"), Shell("b", "true", {"a"})}));
    ASSERT_EQ(made.status, 201) << made.reply.body;
    EXPECT_EQ(made.json["version"], 1);
    EXPECT_EQ(made.json["releaseState"], "OFFLINE");
    EXPECT_EQ(made.json["problems"], Json::array());
    const Json code_of_a = made.json["document"]["tasks"][0]["code"];
    const std::string code = Text(made.json["code"]);
    const std::string workflow = root_ + "/workflows/" + code;
    EXPECT_EQ(Send("GET", root_ + "/workflows?releaseState=OFFLINE").json["items"].size(), 1U);
    EXPECT_EQ(Send("GET", root_ + "/workflows?releaseState=ONLINE").json["items"].size(), 0U);
    EXPECT_EQ(Send("DELETE", root_).status, 409);

    // The same document with another name of b, as YAML: a keeps its code.
    const Told saved = Send("PUT", workflow,
                            "name: load\ntasks:\n"
                            "  - {name: a, taskType: SHELL, taskParams: {rawScript: 'true'}}\n"
                            "  - {name: c, taskType: SHELL, taskParams: {rawScript: bad}}\n",
                            With("application/yaml", made.header("ETag")));
    ASSERT_EQ(saved.status, 200) << saved.reply.body;
    EXPECT_EQ(saved.json["version"], 2);
    EXPECT_EQ(saved.json["document"]["tasks"][0]["code"], code_of_a);
    EXPECT_NE(saved.json["document"]["tasks"][1]["code"],
              made.json["document"]["tasks"][1]["code"]);
    EXPECT_EQ(saved.header("ETag"), "\"2\"");

    EXPECT_EQ(Send("GET", workflow + "/versions").json["items"][0]["version"], 2);
    const Told first = Send("GET", workflow + "/versions?limit=1");
    EXPECT_EQ(Send("GET", workflow + "/versions?limit=1&cursor=" + Text(first.json["nextCursor"]))
                  .json["items"][0]["version"],
              1);
    EXPECT_EQ(Send("GET", workflow + "/versions/1").json["document"]["tasks"][1]["name"], "b");
    EXPECT_EQ(Send("GET", workflow + "/versions/9").status, 404);
    const Told no_number = Send("GET", workflow + "/versions/x");
    EXPECT_EQ(no_number.paths(), "path.version") << no_number.reply.body;
    const Told diff = Send("GET", workflow + "/versions/1/diff/2");
    EXPECT_EQ(diff.json["changes"][0]["kind"], "task_removed") << diff.reply.body;

    EXPECT_EQ(Send("GET", workflow).json["document"], saved.json["document"]);

    // What cannot be run does not go online, and what is online stays fit to be run.
    const Told online = Send("POST", workflow + "/online");
    EXPECT_EQ(online.status, 400);
    EXPECT_EQ(online.paths(), "$.tasks[1].taskParams.rawScript");
    EXPECT_EQ(Send("POST", workflow + "/validate").json["valid"], false);
    EXPECT_EQ(
        Send("POST", workflow + "/validate", Document("load", {Shell("a", "true")})).json["valid"],
        true);
    EXPECT_EQ(Send("POST", workflow + "/versions/1/restore", {{"revision", 1}}).status, 409);
    EXPECT_EQ(Send("POST", workflow + "/versions/1/restore").json["version"], 3);
    EXPECT_EQ(Send("GET", workflow + "/versions/3").json["restoredFrom"], 1);
    EXPECT_EQ(Send("POST", workflow + "/online").json["releaseState"], "ONLINE");
    EXPECT_EQ(Send("POST", workflow + "/online").json["revision"], 4);
    EXPECT_EQ(Send("POST", workflow + "/versions/2/restore").paths(),
              "$.tasks[1].taskParams.rawScript");
    Json bad = Document("load", {Shell("a", "bad")});
    bad["revision"] = 4;
    EXPECT_EQ(Send("PUT", workflow, bad).paths(), "$.tasks[0].taskParams.rawScript");
    EXPECT_EQ(Send("DELETE", workflow).status, 409);
    EXPECT_EQ(Send("POST", workflow + "/offline").json["releaseState"], "OFFLINE");

    const Told native = Send("GET", workflow + "/export");
    EXPECT_EQ(native.json["tasks"][0]["code"], code_of_a);
    EXPECT_EQ(native.header("Content-Disposition"),
              "attachment; filename=\"workflow-" + code + ".json\"");
    const Told yaml = Send("GET", workflow + "/export?format=yaml");
    EXPECT_EQ(yaml.reply.content_type, "application/yaml");
    EXPECT_TRUE(yaml.reply.body.starts_with("name: load\n")) << yaml.reply.body;
    EXPECT_EQ(Send("GET", workflow + "/export?family=3.2&format=yaml").status, 400);
    const Json file = Send("GET", workflow + "/export?family=3.2").json;
    EXPECT_EQ(file[0]["processDefinition"]["name"], "load");
    EXPECT_EQ(Send("POST", root_ + "/workflows/import", file).status, 409);
    EXPECT_EQ(Send("DELETE", workflow).status, 204);
    const Told imported = Send("POST", root_ + "/workflows/import", file);
    EXPECT_EQ(imported.json["workflows"][0]["name"], "load") << imported.reply.body;
    EXPECT_EQ(imported.json["family"], "3.2");
    EXPECT_EQ(Send("GET", workflow).status, 404);

    const Told invalid =
        Send("POST", root_ + "/workflows/validate", Document("x", {Shell("a", "bad")}));
    EXPECT_EQ(invalid.json["valid"], false);
    EXPECT_EQ(invalid.paths(), "$.tasks[0].taskParams.rawScript");
    ExpectAllDone({"workflows"});
}

TEST_F(CatalogueApiTest, AllProblemsOfADocumentAreToldWithTheirPlaces) {
    const Told json =
        Make({{"document",
               {{"name", ""},
                {"tasks",
                 {{{"name", "a"}, {"taskType", "SPARK"}, {"taskParams", Json::object()}},
                  Shell("b", "true", {"c"})}}}}});
    EXPECT_EQ(json.status, 400);
    EXPECT_EQ(json.paths(), "$.name; $.tasks[0].taskType; $.tasks[1].predecessors[0]");
    const std::string text =
        "name: x\n"
        "tasks:\n"
        "  - {name: a, taskType: SHELL, taskParams: {rawScript: 'true'}}\n"
        "  - {name: a, taskType: SHELL, taskParams: {rawScript: 'true'}}\n";
    const Told yaml = Send("POST", root_ + "/workflows", text, With("application/yaml"));
    EXPECT_EQ(yaml.paths(), "$.tasks[1].name");
    EXPECT_EQ(yaml.json["problems"][0]["line"], 4);
    EXPECT_EQ(Send("POST", root_ + "/workflows", "a: [", With("application/yaml")).paths(), "$");
    EXPECT_EQ(Send("POST", root_ + "/workflows", text, With("text/plain")).status, 415);
    EXPECT_EQ(Make({{"document", 7}}).paths(), "$.document");
    EXPECT_EQ(
        Send("POST", "/api/v1/projects/1/workflows", Document("x", {Shell("a", "true")})).status,
        404);
}

TEST_F(CatalogueApiTest, ImportedTasksThatCannotRunAreKeptButNotRun) {
    const auto text = ReadFile(testing::SourcePath("tests/data/dolphinscheduler/nightly-3.3.json"));
    ASSERT_TRUE(text);
    const Told dry =
        Send("POST", root_ + "/workflows/import?dryRun=true", *text, With("application/json"));
    ASSERT_EQ(dry.status, 201) << dry.reply.body;
    EXPECT_EQ(dry.json["workflows"].size(), 0U);
    EXPECT_GT(dry.json["problems"].size(), 3U);
    const Told made = Send("POST", root_ + "/workflows/import", *text, With("application/json"));
    ASSERT_EQ(made.json["workflows"].size(), 2U) << made.reply.body;
    const std::string workflow = root_ + "/workflows/" + Text(made.json["workflows"][0]["code"]);
    const Told shown = Send("GET", workflow);
    EXPECT_EQ(shown.json["document"]["tasks"][6]["taskType"], "SPARK");
    EXPECT_EQ(Send("POST", workflow + "/online").paths(), "$.tasks[6].taskType");
    // Saved as it is read; a new one of the kind is refused elsewhere.
    const Json body{{"document", shown.json["document"]}, {"revision", 1}};
    const Told saved = Send("PUT", workflow, body);
    EXPECT_EQ(saved.json["version"], 1) << saved.reply.body;
    // Its schedule came with it, and goes out as it came.
    EXPECT_EQ(Send("GET", workflow + "/schedule").json["startTime"], "2024-09-30T22:00:00.000Z");
    const Told exported = Send("GET", workflow + "/export?family=3.3");
    EXPECT_EQ(exported.json[0]["schedule"]["startTime"], "2024-10-01 00:00:00");
    EXPECT_EQ(exported.json[0]["schedule"]["warningType"], "FAILURE");
}

TEST_F(CatalogueApiTest, WhatAnImportedFileHoldsBesideComesOutAgain) {
    Json file =
        *ParseJson(*ReadFile(testing::SourcePath("tests/data/dolphinscheduler/nightly-3.3.json")));
    file[0]["workflowDefinition"]["fieldOfTomorrow"] = {{"a", 1}};
    file[0]["taskDefinitionList"][0]["environmentCode"] = 4711;
    file[0]["schedule"]["fieldOfSchedules"] = "x";
    const Told made =
        Send("POST", root_ + "/workflows/import", DumpJson(file), With("application/json"));
    ASSERT_EQ(made.status, 201) << made.reply.body;
    const std::string workflow = root_ + "/workflows/" + Text(made.json["workflows"][0]["code"]);
    const auto expect_rest = [&](const char* when) {
        SCOPED_TRACE(when);
        const Json written = Send("GET", workflow + "/export?family=3.3").json[0];
        EXPECT_EQ(written["workflowDefinition"]["fieldOfTomorrow"], (Json{{"a", 1}}));
        EXPECT_EQ(written["taskDefinitionList"][0]["environmentCode"], 4711);
        EXPECT_EQ(written["schedule"]["fieldOfSchedules"], "x");
    };
    expect_rest("as it came");
    Json document = Send("GET", workflow).json["document"];
    document["description"] = "changed";
    document["timeout"] = 5;
    const Told saved = Send("PUT", workflow, {{"document", document}, {"revision", 1}});
    EXPECT_EQ(saved.json["version"], 2) << saved.reply.body;
    expect_rest("a new version has it too");
    EXPECT_EQ(Send("POST", workflow + "/versions/1/restore").json["version"], 3);
    expect_rest("and a restored one");
    // The other family, and what a cluster does not act on.
    const Told report = Send("GET", workflow + "/export?family=3.2&report=true");
    EXPECT_EQ(report.json["family"], "3.2");
    EXPECT_TRUE(report.json["file"][0].contains("processDefinition"));
    for (const Json& problem : report.json["problems"]) EXPECT_EQ(problem["warning"], true);
    EXPECT_EQ(Send("GET", workflow + "/export?report=true").status, 400);

    Json with_connection = Document("far", {Shell("a", "true")});
    with_connection["document"]["tasks"][0]["environment"] = "java";
    const std::string far = root_ + "/workflows/" + Text(Make(with_connection).json["code"]);
    const Told told = Send("GET", far + "/export?family=3.3&report=true");
    ASSERT_EQ(told.json["problems"].size(), 1U) << told.reply.body;
    EXPECT_TRUE(Text(told.json["problems"][0]["path"]).starts_with("$[0]"));
}

TEST_F(CatalogueApiTest, AProjectsRoleOpensNoOthersWorkflow) {
    const std::string code = Text(Make(Document("load", {Shell("a", "true")})).json["code"]);
    const std::string other =
        Text(Send("POST", "/api/v1/projects", {{"name", "other"}}).json["code"]);
    const std::int64_t anna = MakeUser("anna");
    EXPECT_EQ(
        Send("PUT", "/api/v1/projects/" + other + "/members/" + CodeText(anna), {{"role", "admin"}})
            .status,
        204);
    const Ask as{.token = TokenOf(anna, Scope::kAdmin)};
    int asked = 0;
    for (const Route& route : rest_->handler().table().routes) {
        if (route.path.find("{workflowCode}") == std::string::npos || route.tag == "runs") continue;
        std::string path = "/api/v1" + route.path;
        for (const std::string& name : PathParameters(route.path)) {
            path.replace(path.find("{" + name + "}"), name.size() + 2,
                         name == "projectCode"    ? other
                         : name == "workflowCode" ? code
                                                  : "1");
        }
        Json body;
        if (route.body && !route.body_optional) {
            body = Document("x", {Shell("a", "true")});
            body["revision"] = 1;
            if (route.tag == "schedules") body = {{"crontab", "0 0 0 * * ?"}};
        }
        const Told told = Send(route.method, path, body.is_null() ? "" : DumpJson(body), as);
        EXPECT_EQ(told.status, 404) << route.method << " " << path << told.reply.body;
        ++asked;
    }
    EXPECT_GT(asked, 8);
}

}  // namespace
}  // namespace dmsnode::api
