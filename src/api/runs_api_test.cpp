#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "api/log_text.hpp"
#include "api/run_streams.hpp"
#include "scheduler/test_harness.hpp"
#include "support/api_fixture.hpp"

namespace dmsnode::api {
namespace {

constexpr const char* kTwoNodes =
    R"({"name": "two", "tasks": [{"name": "a", "taskType": "SHELL", "taskParams": {"rawScript": ""}},
        {"name": "b", "taskType": "SHELL", "predecessors": ["a"], "taskParams": {"rawScript": ""}}]})";

scheduler::WorkerOptions WorkerOptionsAt(const std::string& folder) {
    scheduler::WorkerOptions options;
    options.data_folder = folder;
    return options;
}

/// Routes of runs over a scheduler that moves only when the test says so.
class RunsTest : public testing::ApiFixture {
protected:
    RunsTest()
        : kind_("SHELL"),
          master_({.database = *database_, .clock = clock_, .log = log_, .bell = bell_}, {}),
          worker_({.database = *database_,
                   .clock = clock_,
                   .log = log_,
                   .bell = bell_,
                   .kinds = {&kind_}},
                  WorkerOptionsAt(dir_.path())) {
        definitions_.documents[5] = kTwoNodes;
        kind_.on_start = [](const tasks::TaskAttempt& attempt) {
            attempt.log->Log(LogLevel::kInfo, "töne von " + attempt.task.name);
        };
    }
    /// Everybody looks until nothing moves; what runs ends if `end`.
    void Move(bool end = true) {
        for (int i = 0; i < 6; ++i) {
            if (end) kind_.Step();
            EXPECT_TRUE(master_.RunDue());
            EXPECT_TRUE(worker_.RunDue());
        }
    }
    std::string Start(const Json& body = Json::object()) {
        const Told told = Send("POST", "/api/v1/projects/7/workflows/5/start", body);
        EXPECT_EQ(told.status, 201) << told.reply.body;
        return told.json["code"].get<std::string>();
    }
    std::string At(const std::string& code, const std::string& rest = "") {
        return "/api/v1/projects/7/instances/" + code + rest;
    }
    /// `a success; b running`
    std::string Tasks(const std::string& code) {
        std::string text;
        const Told told = Send("GET", At(code, "/tasks"));
        for (const Json& task : told.json["items"]) {
            text += (text.empty() ? "" : "; ") + task["name"].get<std::string>() + " " +
                    task["state"].get<std::string>();
        }
        return text;
    }
    /// What a stream gives until it ends or `end` is in it.
    static std::string Follow(http::EventStream& events, std::string_view end) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        std::string text;
        scheduler::Bell nap;
        while (std::chrono::steady_clock::now() < deadline) {
            const auto pending = events.Take();
            text += pending.bytes;
            if (pending.ended || text.find(end) != std::string::npos) return text;
            nap.Wait(0, std::chrono::milliseconds(5), {});
        }
        ADD_FAILURE() << "the stream did not say " << end << " but " << text;
        return text;
    }

    scheduler::testing::FakeKind kind_;
    scheduler::Master master_;
    scheduler::Worker worker_;
};

TEST_F(RunsTest, EveryRouteOfRunsAnswersAsItSays) {
    const std::string code = Start({{"startParams", {{"day", "1"}}}, {"priority", "HIGH"}});
    Json instance = Send("GET", At(code)).json;
    EXPECT_EQ(instance["state"], "running");
    EXPECT_EQ(instance["priority"], "HIGH");
    EXPECT_EQ(instance["startParams"][0]["prop"], "day");
    Move(false);
    EXPECT_EQ(Tasks(code), "a running; b waiting");
    EXPECT_EQ(Send("POST", At(code, "/tasks/a/kill")).status, 200);
    Move(false);
    Move();
    EXPECT_EQ(Tasks(code), "a killed; b upstream failed");
    EXPECT_EQ(Send("POST", At(code, "/tasks/a/force-success")).status, 200);
    EXPECT_EQ(Send("POST", At(code, "/recover")).json["state"], "running");
    Move();
    EXPECT_EQ(Tasks(code), "a forced success; b success");
    EXPECT_EQ(Send("POST", At(code, "/tasks/b/run?scope=TASK_ONLY")).status, 200);
    Move();
    EXPECT_EQ(Send("POST", At(code, "/rerun")).json["runNumber"], 3);
    EXPECT_EQ(Send("POST", At(code, "/pause")).json["state"], "pausing");
    Move();
    EXPECT_EQ(Send("POST", At(code, "/resume")).json["state"], "running");
    EXPECT_EQ(Send("DELETE", At(code)).status, 409);
    EXPECT_EQ(Send("POST", At(code, "/stop")).json["state"], "stopping");
    Move();

    const Json attempts = Send("GET", At(code, "/attempts?taskName=b&limit=1")).json;
    ASSERT_EQ(attempts["items"].size(), 1U);
    const std::string attempt = attempts["items"][0]["code"].get<std::string>();
    EXPECT_EQ(Send("GET", At(code, "/attempts/" + attempt)).json["result"], "success");
    const std::string log = "/attempts/" + attempt + "/log";
    const Json piece = Send("GET", At(code, log)).json;
    EXPECT_NE(piece["text"].get<std::string>().find("töne von b\n"), std::string::npos);
    EXPECT_EQ(piece["next"], piece["size"]);
    EXPECT_TRUE(piece["ended"].get<bool>());
    const Told lines = Send("GET", At(code, log + "/stream"));
    ASSERT_TRUE(lines.reply.events);
    EXPECT_NE(Follow(*lines.reply.events, "event: end").find("töne von b"), std::string::npos);

    const Told list = Send("GET", "/api/v1/projects/7/instances?workflowCode=5&state=killed");
    ASSERT_EQ(list.json["items"].size(), 1U) << list.reply.body;
    EXPECT_EQ(Send("DELETE", At(code)).status, 204);
    const Told backfill = Send(
        "POST", "/api/v1/projects/7/workflows/5/backfill",
        {{"from", "2026-01-01T00:00:00Z"}, {"to", "2026-01-03T00:00:00Z"}, {"parallelism", 2}});
    EXPECT_EQ(backfill.json["dates"], 3);
    const std::string path =
        "/api/v1/projects/7/backfills/" + backfill.json["code"].get<std::string>();
    EXPECT_EQ(Send("GET", path).json["started"], 2);
    EXPECT_EQ(Send("POST", path + "/stop").status, 204);
    const Told events = Send("GET", At(Start(), "/events"));
    ASSERT_TRUE(events.reply.events);
    EXPECT_NE(Follow(*events.reply.events, R"("state":"running")"), "");
    ExpectAllDone({"runs"});
}

TEST_F(RunsTest, AReplicationTaskIsToldAsSoonAsItIsKnown) {
    kind_.on_start = [](const tasks::TaskAttempt& attempt) {
        if (attempt.task.name != "a") return attempt.progress->Refer({{"other", 1}});
        attempt.progress->Refer({{"connection", "aws"}, {"replicationTaskArn", "arn:7"}});
    };
    const std::string code = Start();
    const Told events = Send("GET", At(code, "/events"));
    Move(false);
    const Json expected{{"connection", "aws"}, {"replicationTaskArn", "arn:7"}};
    EXPECT_EQ(Send("GET", At(code, "/tasks")).json["items"][0]["dmsTask"], expected);
    EXPECT_NE(Follow(*events.reply.events, R"("dmsTask":{"connection":"aws")"), "");
    Move();
    const Told attempts = Send("GET", At(code, "/attempts"));
    ASSERT_EQ(attempts.json["items"].size(), 2U);
    EXPECT_EQ(attempts.json["items"][0]["dmsTask"], expected) << "also after its end";
    EXPECT_FALSE(attempts.json["items"][1].contains("dmsTask")) << "what it follows is none";
    EXPECT_FALSE(Send("GET", At(code, "/tasks")).json["items"][1].contains("dmsTask"));
}

TEST_F(RunsTest, AStreamEndsWhenItsReaderMayNotReadAnyMore) {
    const std::string code = Start();
    const std::int64_t anna = MakeUser("anna");
    const auto give = [&](const std::string& role) {
        ASSERT_TRUE(
            rest_->auth().PutRole({.project = 7, .user = anna, .user_name = {}, .role = role}));
    };
    const auto disable = [&](bool disabled) {
        EXPECT_EQ(Send("PATCH", "/api/v1/users/" + CodeText(anna), {{"disabled", disabled}}).status,
                  200);
    };
    give("viewer");
    const std::vector<std::pair<std::string, std::function<void()>>> ways{
        {"nothing", [] {}},
        {"the session ends", [&] { ASSERT_TRUE(rest_->auth().DeleteSessionsOf(anna)); }},
        {"the token is revoked",
         [&] {
             const auto tokens = rest_->auth().ListTokens(anna);
             for (const auto& row : *tokens) {
                 ASSERT_TRUE(rest_->auth().DeleteToken(anna, row.id));
             }
         }},
        {"the role is taken", [&] { ASSERT_TRUE(rest_->auth().DeleteRole(7, anna)); }},
        {"the user is disabled", [&] { disable(true); }}};
    for (const auto& [name, way] : ways) {
        SCOPED_TRACE(name);
        Ask ask{.token = TokenOf(anna, Scope::kRead)};
        if (name == "the session ends") {
            const Told logged_in = Send("POST", "/api/v1/login",
                                        R"({"name":"anna","password":"password of anna"})", {});
            const std::string cookie = logged_in.header("Set-Cookie");
            ask = {.headers = {{"Cookie", cookie.substr(0, cookie.find(';'))}}};
        }
        const Told stream = Send("GET", At(code, "/events"), "", ask);
        ASSERT_TRUE(stream.reply.events) << stream.reply.body;
        Follow(*stream.reply.events, R"("state":"running")");
        way();
        clock_.Advance(std::chrono::seconds(15));
        bell_.Ring();
        if (name == "nothing") {
            // Looked at again, and told what is new.
            EXPECT_EQ(Send("POST", At(code, "/pause")).status, 200);
            EXPECT_NE(Follow(*stream.reply.events, "pausing"), "");
            EXPECT_FALSE(stream.reply.events->is_closed());
            EXPECT_EQ(Send("POST", At(code, "/resume")).status, 200);
            continue;
        }
        Follow(*stream.reply.events, "never");
        EXPECT_TRUE(stream.reply.events->is_closed());
        if (name == "the role is taken") give("viewer");
    }
}

TEST_F(RunsTest, WhatIsAnotherProjectsIsNotThere) {
    const std::string code = Start();
    Move();
    const std::string attempt =
        Send("GET", At(code, "/attempts")).json["items"][0]["code"].get<std::string>();
    int asked = 0;
    for (const Route& route : rest_->handler().table().routes) {
        if (route.path.find("{instanceCode}") == std::string::npos) continue;
        std::string path = "/api/v1" + route.path;
        const std::map<std::string, std::string> values{{"{projectCode}", "8"},
                                                        {"{instanceCode}", code},
                                                        {"{attemptCode}", attempt},
                                                        {"{taskName}", "a"}};
        for (const auto& [name, value] : values) {
            const std::size_t at = path.find(name);
            if (at != std::string::npos) path.replace(at, name.size(), value);
        }
        EXPECT_EQ(Send(route.method, path).status, 404) << route.method << " " << path;
        ++asked;
    }
    EXPECT_GE(asked, 15);
    // An attempt of another instance of the same project is not there either.
    EXPECT_EQ(Send("GET", At(Start(), "/attempts/" + attempt)).status, 404);
    EXPECT_EQ(Send("GET", At(code)).json["state"], "success");
}

TEST_F(RunsTest, ListsArePagedWithoutLossOrRepetition) {
    std::set<std::string> started;
    for (int i = 0; i < 5; ++i) started.insert(Start());
    std::vector<std::string> listed;
    std::string cursor;
    do {
        const Json page = Send("GET", "/api/v1/projects/7/instances?limit=2" +
                                          (cursor.empty() ? "" : "&cursor=" + cursor))
                              .json;
        for (const Json& item : page["items"]) listed.push_back(item["code"].get<std::string>());
        cursor = page.value("nextCursor", "");
    } while (!cursor.empty());
    EXPECT_EQ(listed.size(), 5U);
    EXPECT_EQ(std::set(listed.begin(), listed.end()), started);
    EXPECT_TRUE(std::is_sorted(listed.rbegin(), listed.rend())) << "newest first";
    const Json first = Send("GET", At(listed[0], "/tasks?limit=1")).json;
    EXPECT_EQ(first["items"].size(), 0U) << "no master has looked at it";
    Move();
    const Json tasks = Send("GET", At(listed[0], "/tasks?limit=1")).json;
    const Json rest = Send("GET", At(listed[0], "/tasks?limit=1&cursor=" +
                                                    tasks["nextCursor"].get<std::string>()))
                          .json;
    EXPECT_EQ(rest["items"][0]["name"], "b");
    EXPECT_FALSE(rest.contains("nextCursor"));
}

TEST_F(RunsTest, AKeyMakesOneInstanceForItsUser) {
    const auto start = [&](const std::string& token) {
        return Send("POST", "/api/v1/projects/7/workflows/5/start", "{}",
                    {.token = token, .headers = {{"Idempotency-Key", "k"}}});
    };
    const Told first = start(admin_token_);
    const Told again = start(admin_token_);
    EXPECT_EQ(first.json["code"], again.json["code"]);
    EXPECT_EQ(again.json["created"], false);
    const Told other = start(TokenOf(MakeUser("other", true), Scope::kAdmin));
    EXPECT_NE(other.json["code"], first.json["code"]);
}

TEST_F(RunsTest, WrongRequestsAreRefused) {
    const std::vector<std::pair<Json, int>> cases{
        {{{"startNodes", {"zzz"}}}, 404},
        {{{"scope", "SIDEWAYS"}}, 400},
        {{{"startParams", Json::array({{{"prop", "n"}, {"type", "INTEGER"}, {"value", "x"}}})}},
         400},
        {{{"nope", 1}}, 400}};
    for (const auto& [body, status] : cases) {
        EXPECT_EQ(Send("POST", "/api/v1/projects/7/workflows/5/start", body).status, status)
            << body;
    }
    EXPECT_EQ(Send("POST", "/api/v1/projects/7/workflows/6/start", Json::object()).status, 404);
    for (const Json& body :
         {Json{{"from", "2026-01-01T00:00:00Z"}}, Json::object(),
          Json{{"from", "2026-01-02T00:00:00Z"}, {"to", "2026-01-01T00:00:00Z"}}}) {
        EXPECT_EQ(Send("POST", "/api/v1/projects/7/workflows/5/backfill", body).status, 400)
            << body;
    }
}

TEST_F(RunsTest, MetricsCountRuns) {
    Start();
    Move(false);
    clock_.Advance(std::chrono::seconds(10));  // what a worker uses is told with its heartbeat
    EXPECT_TRUE(worker_.Beat());
    const std::string text = Send("GET", "/metrics").reply.body;
    EXPECT_NE(text.find(R"(dmsnode_workflow_instances{state="running"} 1)"), std::string::npos);
    EXPECT_NE(text.find(R"(dmsnode_worker_slots_used{worker="worker"} 1)"), std::string::npos);
}

TEST(LogText, PiecesAreWholeLinesOrCharactersAndNothingIsLost) {
    const testing::TempDir folder;
    const std::string path = folder.path() + "/a.log";
    const std::string all = "one\ntwö\n" + std::string(100, 'x') + "€€€\nend without a break";
    std::ofstream(path) << all;
    for (const std::size_t most : {4U, 5U, 7U, 64U, 1000U}) {
        std::string text;
        std::uint64_t offset = 0;
        while (true) {
            const auto piece = ReadLogPiece(path, offset, most);
            ASSERT_TRUE(piece) << piece.error().ToString();
            EXPECT_EQ(piece->size, all.size());
            if (piece->text.empty()) break;
            ASSERT_GT(piece->next, offset);
            offset = piece->next;
            text += piece->text;
        }
        EXPECT_EQ(text, all) << most;
    }
    std::ofstream(path) << "bad \xff byte\n";
    EXPECT_EQ(ReadLogPiece(path, 0, 100)->text, "bad \xEF\xBF\xBD byte\n");
    EXPECT_EQ(ReadLogPiece(folder.path() + "/none", 0, 1).error().code, ErrorCode::kNotFound);
    EXPECT_EQ(ReadLogPiece(folder.path(), 0, 1).error().code, ErrorCode::kPermissionDenied);
}

}  // namespace
}  // namespace dmsnode::api
