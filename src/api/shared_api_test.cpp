#include <fmt/format.h>
#include <gtest/gtest.h>

#include "alarms/alarm.hpp"
#include "fakes/fake_alarm_channel.hpp"
#include "store/alarm_queries.hpp"
#include "support/api_fixture.hpp"

namespace dmsnode::api {
namespace {

/// Schedules, environments, groups, resources and alarms over the API.
class SharedApiTest : public testing::ApiFixture {
protected:
    SharedApiTest() {
        box_ = std::make_unique<store::SecretBox>(
            *store::SecretBox::Open(*database_, dir_.path() + "/key"));
        options_.alarms = {
            .secrets = box_.get(), .channels = &channels_, .ring = [this] { ++rings_; }};
        Reopen();
        project_ = Text(Send("POST", "/api/v1/projects", {{"name", "shop"}}).json["code"]);
        root_ = "/api/v1/projects/" + project_;
    }
    static std::string Text(const Json& value) { return value.get<std::string>(); }
    std::string MakeWorkflow() {
        const Json task{
            {"name", "a"}, {"taskType", "SHELL"}, {"taskParams", {{"rawScript", "true"}}}};
        const Json document{{"name", "load"}, {"tasks", Json::array({task})}};
        const Told made = Send("POST", root_ + "/workflows", {{"document", document}});
        return root_ + "/workflows/" + Text(made.json["code"]);
    }
    Told SendBytes(const std::string& method, const std::string& target, const std::string& bytes,
                   const std::string& if_match = "") {
        Ask ask{.token = admin_token_};
        ask.content_type = "application/octet-stream";
        if (!if_match.empty()) ask.headers = {{"If-Match", if_match}};
        return Send(method, target, bytes, ask);
    }

    testing::FakeAlarmChannels channels_;
    int rings_ = 0;
    std::unique_ptr<store::SecretBox> box_;
    std::string project_;
    std::string root_;
};

TEST_F(SharedApiTest, EveryRouteOfSchedulesAnswersAsItSays) {
    const std::string workflow = MakeWorkflow();
    const std::string schedule = workflow + "/schedule";
    EXPECT_EQ(Send("GET", schedule).status, 404);
    EXPECT_EQ(Send("PUT", schedule,
                   {{"crontab", "every day"},
                    {"timezoneId", "Europe/Berlni"},
                    {"environment", "none"},
                    {"alarmGroup", "none"},
                    {"startParams",
                     {{{"prop", "n"}, {"type", "INTEGER"}, {"value", "x"}},
                      {{"prop", "n"}, {"value", "x"}}}}})
                  .paths(),
              "$.crontab; $.timezoneId; $.startParams[0].value; $.startParams[1].prop; "
              "$.environment; $.alarmGroup");
    Json body{{"crontab", "0 0 6 * * ?"},
              {"timezoneId", "Europe/Berlin"},
              {"startTime", "2026-01-01T00:00:00Z"},
              {"startParams", Json::array({{{"prop", "n"}, {"type", "INTEGER"}, {"value", "5"}}})}};
    const Told made = Send("PUT", schedule, body);
    ASSERT_EQ(made.status, 200) << made.reply.body;
    EXPECT_EQ(made.json["releaseState"], "OFFLINE");
    EXPECT_EQ(made.json["missedFires"], "RUN_ALL");
    EXPECT_EQ(made.json["startParams"][0]["value"], "5");
    EXPECT_EQ(Send("PUT", schedule, body).paths(), "$.revision");
    body["revision"] = 1;
    body["endTime"] = "2125-01-01T00:00:00Z";
    EXPECT_EQ(Send("PUT", schedule, body).json["endTime"], "2125-01-01T00:00:00.000Z");
    EXPECT_EQ(Send("PUT", schedule, body).status, 409);

    EXPECT_EQ(Send("POST", schedule + "/online").status, 409) << "its workflow is offline";
    EXPECT_EQ(Send("POST", workflow + "/online").status, 200);
    const Told online = Send("POST", schedule + "/online");
    EXPECT_EQ(online.json["releaseState"], "ONLINE") << online.reply.body;
    const Told preview = Send("GET", schedule + "/preview?count=2");
    ASSERT_EQ(preview.json["fires"].size(), 2U);
    EXPECT_EQ(preview.json["fires"][0], online.json["nextFire"]);
    EXPECT_EQ(Send("GET", schedule + "/preview?crontab=0+0+0+1+1+%3F+2099").json["fires"],
              Json::array({"2099-01-01T00:00:00.000Z"}));
    EXPECT_EQ(Send("GET", schedule + "/preview?crontab=x").paths(), "query.crontab");
    EXPECT_EQ(Send("GET", root_ + "/schedules").json["items"][0]["workflowName"], "load");
    EXPECT_EQ(Send("POST", schedule + "/offline", {{"revision", 1}}).status, 409);
    EXPECT_EQ(Send("POST", schedule + "/offline").json["releaseState"], "OFFLINE");
    // One that is over does not go online.
    Json past = body;
    past["crontab"] = "0 0 6 1 1 ? 2020";
    past["revision"] = Send("GET", schedule).json["revision"];
    EXPECT_EQ(Send("PUT", schedule, past).status, 200);
    EXPECT_EQ(Send("POST", schedule + "/online").status, 409);
    EXPECT_EQ(Send("DELETE", schedule).status, 204);
    EXPECT_EQ(Send("GET", schedule).status, 404);
    ExpectAllDone({"schedules"});
}

TEST_F(SharedApiTest, EveryRouteOfEnvironmentsAndGroupsAnswersAsItSays) {
    const Json body{
        {"name", "java"}, {"shellText", "export A=1\n"}, {"workerGroups", Json::array({"etl"})}};
    std::vector<std::string> made;
    for (const std::string& place : {std::string("/api/v1"), root_}) {
        const std::string list = place + "/environments";
        const Told one = Send("POST", list, body);
        ASSERT_EQ(one.status, 201) << one.reply.body;
        EXPECT_EQ(one.json.contains("projectCode"), place == root_);
        EXPECT_EQ(Send("POST", list, body).status, 409);
        made.push_back(Text(one.json["code"]));
        const std::string path = list + "/" + made.back();
        EXPECT_EQ(Send("GET", path).json["shellText"], "export A=1\n");
        EXPECT_EQ(Send("PUT", path, {{"name", "java"}, {"shellText", ""}, {"revision", 1}})
                      .json["revision"],
                  2);
        EXPECT_EQ(Send("GET", list).json["items"].size(), 1U);
    }
    // Neither is seen in the other's place.
    EXPECT_EQ(Send("GET", "/api/v1/environments/" + made[1]).status, 404);
    EXPECT_EQ(Send("DELETE", root_ + "/environments/" + made[0]).status, 404);
    EXPECT_EQ(Send("DELETE", "/api/v1/environments/" + made[0]).status, 204);
    EXPECT_EQ(Send("DELETE", root_ + "/environments/" + made[1]).status, 204);

    const std::string workers = "/api/v1/worker-groups";
    EXPECT_EQ(Send("POST", workers, {{"name", "etl"}}).header("ETag"), "\"1\"");
    EXPECT_EQ(
        Send("PUT", workers + "/etl", {{"description", "d"}, {"revision", 1}}).json["description"],
        "d");
    EXPECT_EQ(Send("GET", workers).json["items"][0]["name"], "etl");
    EXPECT_EQ(Send("DELETE", workers + "/etl").status, 204);
    EXPECT_EQ(Send("DELETE", workers + "/etl").status, 404);

    const std::string groups = root_ + "/task-groups";
    const Told group = Send("POST", groups, {{"name", "dms"}, {"size", 2}});
    const std::string path = groups + "/" + Text(group.json["code"]);
    EXPECT_EQ(Send("GET", path).json["open"], true);
    EXPECT_EQ(Send("PUT", path, {{"name", "dms"}, {"size", 3}, {"open", false}, {"revision", 1}})
                  .json["size"],
              3);
    EXPECT_EQ(Send("POST", groups, {{"name", "x"}, {"size", 0}}).paths(), "$.size");
    EXPECT_EQ(Send("GET", groups).json["items"].size(), 1U);
    EXPECT_EQ(Send("DELETE", path).status, 204);
    ExpectAllDone({"environments", "groups"});
}

TEST_F(SharedApiTest, EveryRouteOfResourcesAnswersAsItSays) {
    const std::string bytes("\x00\xFF\r\nx", 5);
    const Told made = SendBytes("POST", "/api/v1/resources?path=etl/a%20%22b.sh", bytes);
    ASSERT_EQ(made.status, 201) << made.reply.body;
    EXPECT_EQ(made.json["size"], 5);
    EXPECT_EQ(SendBytes("POST", "/api/v1/resources?path=../x", "y").status, 400);
    EXPECT_EQ(SendBytes("POST", "/api/v1/resources", "y").paths(), "query.path");
    EXPECT_EQ(SendBytes("POST", "/api/v1/resources?path=etl", "y").status, 409);
    EXPECT_EQ(
        SendBytes("POST", "/api/v1/resources?path=big", std::string((8U << 20U) + 1, 'x')).status,
        413);
    const std::string path = "/api/v1/resources/" + Text(made.json["code"]);
    const Told content = Send("GET", path + "/content");
    EXPECT_EQ(content.reply.body, bytes);
    EXPECT_EQ(content.header("Content-Disposition"), "attachment; filename*=UTF-8''a%20%22b.sh");
    EXPECT_EQ(SendBytes("PUT", path + "/content", "new").status, 400);
    const Told replaced = SendBytes("PUT", path + "/content", "new", content.header("ETag"));
    EXPECT_EQ(replaced.json["size"], 3) << replaced.reply.body;
    EXPECT_EQ(SendBytes("PUT", path + "/content", "old", content.header("ETag")).status, 409);
    EXPECT_EQ(Send("PATCH", path, {{"path", "etl/b.sh"}, {"revision", 2}}).json["path"],
              "etl/b.sh");
    EXPECT_EQ(Send("GET", path).json["path"], "etl/b.sh");
    EXPECT_EQ(SendBytes("POST", "/api/v1/resources?path=other", "y").status, 201);
    EXPECT_EQ(Send("GET", "/api/v1/resources?prefix=etl/").json["items"].size(), 1U);
    EXPECT_EQ(
        Send("POST", "/api/v1/resources/rename-folder", {{"folder", "etl"}, {"newFolder", "load"}})
            .json["resources"],
        1);
    EXPECT_EQ(Send("POST", "/api/v1/resources/delete-folder", {{"folder", "etl"}}).status, 404);
    EXPECT_EQ(Send("DELETE", path).status, 204);
    EXPECT_EQ(SendBytes("POST", "/api/v1/resources?path=load/c", "y").status, 201);
    EXPECT_EQ(
        Send("POST", "/api/v1/resources/delete-folder", {{"folder", "load"}}).json["resources"], 1);
    EXPECT_EQ(Send("GET", path + "/content").status, 404);
    ExpectAllDone({"resources"});
}

TEST_F(SharedApiTest, EveryRouteOfAlarmsAnswersAsItSaysAndShowsNoSecret) {
    const std::string channels = "/api/v1/alarm-channels";
    const std::string url = "https://hooks.example/T0/secret-part";
    EXPECT_EQ(
        Send("POST", channels, {{"name", "x"}, {"kind", "webhook"}, {"settings", {{"urll", url}}}})
            .status,
        400);
    const Told made = Send("POST", channels,
                           {{"name", "ops"},
                            {"kind", "webhook"},
                            {"settings", {{"url", url}, {"authorization", "Bearer secret-part"}}}});
    ASSERT_EQ(made.status, 201) << made.reply.body;
    EXPECT_EQ(made.json["secrets"], Json::array({"authorization", "url"}));
    const std::string ops = channels + "/ops";
    const Told kept = Send("PUT", ops, {{"settings", {{"authorization", nullptr}}}});
    EXPECT_EQ(kept.json["secrets"], Json::array({"url"})) << kept.reply.body;
    for (const Told& told : {made, kept, Send("GET", channels), Send("GET", ops)}) {
        EXPECT_EQ(told.reply.body.find("secret-part"), std::string::npos) << told.reply.body;
    }
    EXPECT_EQ(Send("POST", ops + "/test").status, 204);
    EXPECT_EQ(Send("POST", ops + "/test", {{"language", "zh"}}).status, 204);
    channels_.Plan({{.end = alarms::SendOutcome::End::kPermanent,
                     .error = Error{ErrorCode::kUnavailable, "the receiver said 410"}}});
    const Told failed = Send("POST", ops + "/test");
    EXPECT_EQ(failed.status, 503);
    EXPECT_NE(failed.detail().find("410"), std::string::npos);
    EXPECT_EQ(channels_.calls().size(), 3U);

    const std::string groups = "/api/v1/alarm-groups";
    EXPECT_EQ(Send("POST", groups,
                   {{"name", "night"},
                    {"templates", {{"no_kind", Json::object()}}},
                    {"channels", {"ops", "none"}}})
                  .paths(),
              "$.templates.no_kind; $.channels[1]");
    const Told group =
        Send("POST", groups, {{"name", "night"}, {"channels", Json::array({"ops"})}});
    ASSERT_EQ(group.status, 201) << group.reply.body;
    EXPECT_EQ(Send("PUT", groups + "/night",
                   {{"name", "night"},
                    {"language", "zh"},
                    {"templates", {{"workflow_failure", {{"title", "t"}}}}},
                    {"channels", Json::array({"ops"})}})
                  .json["language"],
              "zh");
    EXPECT_EQ(Send("GET", groups + "/night").json["templates"]["workflow_failure"]["title"], "t");
    EXPECT_EQ(Send("GET", groups).json["items"].size(), 1U);
    EXPECT_EQ(Send("DELETE", ops).status, 409);

    // An alarm whose delivery has failed is begun anew.
    const std::int64_t group_id = *ReadCode(Text(group.json["code"]));
    const auto raised = database_->Write([&](store::Connection& db) {
        return alarms::Raise(db, {.group = group_id,
                                  .kind = alarms::AlarmKind::kWorkflowFailure,
                                  .fields = {{"workflow", "load"}},
                                  .created = clock_.Now()});
    });
    ASSERT_TRUE(raised) << raised.error().ToString();
    const std::string retry = "/api/v1/alarms/" + CodeText(raised->id) + "/retry";
    EXPECT_EQ(Send("POST", retry).status, 409) << "it waits";
    const Status ended = database_->Write([&](store::Connection& db) -> Status {
        auto row = store::ClaimAlarmDelivery(db, "o", clock_.Now(),
                                             clock_.Now() + std::chrono::minutes(1));
        if (!row) return row.error();
        (*row)->state = store::kDeliveryFailed;
        (*row)->wake.reset();
        (*row)->last_error = "gone";
        auto finished = store::FinishAlarmDelivery(db, **row);
        return finished ? Status() : finished.error();
    });
    ASSERT_TRUE(ended) << ended.error().ToString();
    const Told list = Send("GET", "/api/v1/alarms");
    EXPECT_EQ(list.json["items"][0]["deliveries"][0]["lastError"], "gone") << list.reply.body;
    EXPECT_EQ(Send("POST", retry).json["deliveries"], 1);
    EXPECT_EQ(rings_, 1);
    EXPECT_EQ(Send("POST", "/api/v1/alarms/1/retry").status, 404);
    EXPECT_EQ(Send("DELETE", groups + "/night").status, 204);
    EXPECT_EQ(Send("DELETE", ops).status, 204);
    ExpectAllDone({"alarms"});
}

}  // namespace
}  // namespace dmsnode::api
