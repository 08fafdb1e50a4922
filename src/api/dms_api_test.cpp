#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "dms/operations.hpp"
#include "store/catalog_connections.hpp"
#include "support/api_fixture.hpp"

namespace dmsnode::api {
namespace {

/// Services that answer what they were asked.
class FakeDms final : public DmsAccess {
public:
    Result<std::vector<GivenConnection>> Given() override {
        if (broken_file) return Error{ErrorCode::kInvalidArgument, "line 3: no mapping"};
        return std::vector<GivenConnection>{
            {.name = "embedded", .embedded = true},
            {.name = "of-file", .region = "eu-central-1", .access_key_id = "AKIAFILE"}};
    }
    Result<bool> IsEmbedded(const std::string& connection) override {
        if (connection == "nowhere") return Error{ErrorCode::kNotFound, "no connection nowhere"};
        return connection == "embedded";
    }
    Status Check(const ConnectionContent& content) override {
        checked = content;
        if (!content.region.empty()) return {};
        return Error{ErrorCode::kInvalidArgument, "no AWS region is set"};
    }
    Result<Json> Call(const std::string& connection, std::string_view operation,
                      const Json& request) override {
        if (failure) return *failure;
        calls.push_back(fmt::format("{} {} {}", connection, operation, DumpJson(request)));
        return Json{{"ReplicationInstances", Json::array({Json::object()})}};
    }
    Result<Json> SourceTables(const std::string& connection, const TablesWanted& wanted) override {
        if (failure) return *failure;
        calls.push_back(fmt::format("tables {} {} {} {} {} {}", connection, wanted.endpoint_arn,
                                    wanted.schema_pattern, wanted.table_pattern, wanted.limit,
                                    wanted.estimates));
        const Json table{{"name", "orders"}, {"kind", "table"}, {"estimatedRows", 7}};
        return Json{{"schemas", {{{"name", "shop"}, {"tables", Json::array({table})}}}},
                    {"truncated", false}};
    }
    Result<Json> PreviewMapping(const std::string&, const PreviewWanted& wanted) override {
        if (failure) return *failure;
        calls.push_back(fmt::format("preview {} {} {} {}", wanted.endpoint_arn,
                                    wanted.table_mappings, wanted.task_settings, wanted.limit));
        const Json table{
            {"schema", "shop"},        {"table", "orders"},
            {"kind", "table"},         {"targetSchema", "public"},
            {"targetTable", "orders"}, {"columns", {{{"name", "id"}, {"targetName", "id"}}}}};
        return Json{{"tables", Json::array({table})},
                    {"selected", 1},
                    {"problems", {{{"path", "$.rules"}, {"message", "m"}, {"warning", true}}}},
                    {"truncated", false}};
    }

    bool broken_file = false;
    std::optional<Error> failure;
    ConnectionContent checked;
    std::vector<std::string> calls;
};

class DmsApiTest : public testing::ApiFixture {
protected:
    DmsApiTest() {
        box_ = std::make_unique<store::SecretBox>(
            *store::SecretBox::Open(*database_, dir_.path() + "/key"));
        keys_.emplace(*store::AccessKeyStore::Open(*database_, *box_));
        options_.dms = {.access = &dms_, .keys = &*keys_, .secrets = box_.get()};
        Reopen();
    }
    std::string Names() {
        std::string names;
        const Told list = Send("GET", "/api/v1/connections");
        for (const Json& item : list.json["items"]) {
            names +=
                item["name"].get<std::string>() + "/" + item["source"].get<std::string>() + " ";
        }
        return names;
    }
    Told PostAs(const std::string& token, const std::string& path, const Json& body) {
        return Send("POST", "/api/v1/connections/" + path, DumpJson(body), {.token = token});
    }

    FakeDms dms_;
    std::unique_ptr<store::SecretBox> box_;
    std::optional<store::AccessKeyStore> keys_;
};

const char* const kSecret = "c4n4ry/s3cr3t+access";

TEST_F(DmsApiTest, EveryRouteAnswersAsItSays) {
    const std::string all = "/api/v1/connections";
    const Told made = Send("POST", all,
                           {{"name", "prod"},
                            {"region", "eu-west-1"},
                            {"accessKeyId", "AKIA1"},
                            {"secretAccessKey", kSecret}});
    ASSERT_EQ(made.status, 201) << made.reply.body;
    EXPECT_EQ(made.json["hasSecret"], true);
    EXPECT_EQ(made.header("ETag"), "\"1\"");
    EXPECT_EQ(dms_.checked.secret_access_key.Reveal(), kSecret);
    EXPECT_EQ(Names(), "embedded/server of-file/file prod/store ");
    EXPECT_EQ(Send("GET", all + "/of-file").json["readOnly"], true);
    EXPECT_EQ(Send("GET", all + "/prod").json["accessKeyId"], "AKIA1");
    const Told plain = Send("GET", all, "", {.token = TokenOf(MakeUser("anna"), Scope::kRead)});
    EXPECT_EQ(plain.json["items"].size(), 3U);
    EXPECT_FALSE(plain.json["items"][2].contains("accessKeyId"));

    // The secret stays as long as its key id does.
    EXPECT_EQ(Send("PUT", all + "/prod", {{"region", "eu-west-1"}}).paths(), "$.revision");
    const Told moved = Send("PUT", all + "/prod",
                            {{"region", "eu-west-2"}, {"accessKeyId", "AKIA1"}, {"revision", 1}});
    EXPECT_EQ(moved.json["hasSecret"], true) << moved.reply.body;
    EXPECT_EQ(dms_.checked.secret_access_key.Reveal(), kSecret);
    EXPECT_EQ(
        Send("PUT", all + "/prod", {{"region", "r"}, {"accessKeyId", "AKIA2"}, {"revision", 2}})
            .paths(),
        "$.secretAccessKey");
    EXPECT_EQ(Send("PUT", all + "/prod", {{"accessKeyId", "AKIA1"}, {"revision", 2}}).detail(),
              "no AWS region is set");
    const Told profile =
        Send("PUT", all + "/prod", {{"region", "r"}, {"profile", "p"}, {"revision", 2}});
    EXPECT_EQ(profile.json["hasSecret"], false) << profile.reply.body;
    EXPECT_EQ(Send("PUT", all + "/prod", {{"region", "r"}, {"revision", 2}}).status, 409);

    for (const char* taken : {"embedded", "of-file", "prod"}) {
        EXPECT_EQ(Send("POST", all, {{"name", taken}, {"region", "r"}}).status, 409) << taken;
    }
    EXPECT_EQ(Send("DELETE", all + "/of-file").status, 409);
    EXPECT_EQ(Send("GET", all + "/nowhere").status, 404);
    EXPECT_EQ(Send("POST", all + "/nowhere/test").status, 404);
    EXPECT_EQ(Send("POST", all + "/prod/test").json["message"],
              "the service answers; it has 1 replication instance");
    EXPECT_EQ(Send("DELETE", all + "/prod").status, 204);
    EXPECT_EQ(Names(), "embedded/server of-file/file ");
    dms_.broken_file = true;
    EXPECT_EQ(Names(), "embedded/server ");
    EXPECT_EQ(Send("GET", all).json["problems"][0]["path"], "connections.yaml");

    dms_.calls.clear();
    const std::string embedded = all + "/embedded";
    EXPECT_EQ(Send("POST", embedded + "/source-tables", {{"endpointArn", "e"}}).status, 200);
    EXPECT_EQ(Send("POST", embedded + "/mapping-preview",
                   {{"endpointArn", "e"},
                    {"tableMappings", {{"rules", Json::array()}}},
                    {"taskSettings", "{}"}})
                  .status,
              200);
    EXPECT_EQ(dms_.calls, (std::vector<std::string>{"tables embedded e % % 500 true",
                                                    "preview e {\"rules\":[]} {} 200"}));

    const Told key = Send("POST", "/api/v1/access-keys", {{"name", "laptop"}});
    ASSERT_EQ(key.status, 201) << key.reply.body;
    const std::string id = key.json["accessKeyId"].get<std::string>();
    EXPECT_EQ((*keys_->FindSecret(id))->Reveal(), key.json["secretAccessKey"]);
    const Told keys = Send("GET", "/api/v1/access-keys");
    EXPECT_EQ(keys.json["items"][0]["name"], "laptop");
    EXPECT_EQ(Send("DELETE", "/api/v1/access-keys/" + id).status, 204);
    EXPECT_EQ(Send("DELETE", "/api/v1/access-keys/" + id).status, 404);

    // Each operation of the DMS API is a route.
    dms_.calls.clear();
    dms::operations::ForEachOperation([&]<class Operation>() {
        const std::string name(Operation::kName);
        EXPECT_EQ(Send("POST", embedded + "/dms/" + name, {{"Marker", "m"}}).status, 200) << name;
        EXPECT_EQ(dms_.calls.back(), "embedded " + name + " {\"Marker\":\"m\"}");
        clock_.Advance(std::chrono::seconds(1));
    });
    EXPECT_EQ(Send("POST", embedded + "/dms/DescribeEndpoints").status, 200) << "no body is {}";
    EXPECT_EQ(Send("POST", embedded + "/dms/DropEverything").status, 404);
    ExpectAllDone({"dms"});
}

TEST_F(DmsApiTest, WhoeverOperatesAProjectRunsTasksAndNobodyElse) {
    const auto member = [&](const std::string& name, Role role) {
        const std::int64_t id = MakeUser(name);
        EXPECT_TRUE(rest_->auth().PutRole(
            {.project = 7, .user = id, .user_name = {}, .role = std::string(RoleName(role))}));
        return TokenOf(id, Scope::kAdmin);
    };
    const std::string viewer = member("viewer", Role::kViewer);
    const std::string worker = member("worker", Role::kOperator);
    for (const auto& [operation, for_viewer, for_worker] :
         {std::tuple("DescribeEndpoints", 200, 200), std::tuple("StartReplicationTask", 403, 200),
          std::tuple("CreateEndpoint", 403, 403), std::tuple("AddTagsToResource", 403, 403)}) {
        const std::string path = std::string("embedded/dms/") + operation;
        EXPECT_EQ(PostAs(viewer, path, Json::object()).status, for_viewer) << operation;
        EXPECT_EQ(PostAs(worker, path, Json::object()).status, for_worker) << operation;
    }
    EXPECT_EQ(PostAs(worker, "embedded/dms/CreateReplicationTask",
                     {{"ReplicationTaskIdentifier", "orders"}, {"TableMappings", kSecret}})
                  .status,
              200);
    // What only asks leaves no line.
    const Told audit = Send("GET", "/api/v1/audit?userName=worker");
    std::string told;
    for (const Json& line : audit.json["items"]) {
        told +=
            line["operation"].get<std::string>() + ": " + line["object"].get<std::string>() + "; ";
    }
    EXPECT_EQ(told,
              "dmsCreateReplicationTask: connection embedded: ReplicationTaskIdentifier orders; "
              "dmsAddTagsToResource: /api/v1/connections/embedded/dms/AddTagsToResource; "
              "dmsCreateEndpoint: /api/v1/connections/embedded/dms/CreateEndpoint; "
              "dmsStartReplicationTask: connection embedded; ");
}

TEST_F(DmsApiTest, FaultsAreProblemsWithTheirCode) {
    const auto answer = [&](Error error) {
        dms_.failure = std::move(error);
        const Told told = Send("POST", "/api/v1/connections/aws/dms/DescribeEndpoints");
        return fmt::format("{} {} {}", told.status, told.json.value("fault", "-"),
                           told.json.value("detail", "-"));
    };
    EXPECT_EQ(answer(Error{ErrorCode::kNotFound, "no such task"}.Fault("ResourceNotFoundFault")),
              "404 ResourceNotFoundFault no such task");
    EXPECT_EQ(answer(Error{ErrorCode::kConflict, "running"}.Fault("InvalidResourceStateFault")),
              "409 InvalidResourceStateFault running");
    // The connection's keys are wrong, not the caller's.
    EXPECT_EQ(answer(Error{ErrorCode::kUnauthenticated, "unknown key"}.Fault(
                  "UnrecognizedClientException")),
              "502 UnrecognizedClientException unknown key");
    EXPECT_EQ(answer(Error{ErrorCode::kTimeout, "no answer within 30 s"}),
              "504 - no answer within 30 s");
    EXPECT_EQ(answer(Error{ErrorCode::kInternal, "secret detail"}),
              "500 - the service failed internally; its log says more");
    dms_.failure = Error{ErrorCode::kUnavailable, "the host name is not known"}.Hint("look at it");
    const Told test = Send("POST", "/api/v1/connections/aws/test");
    EXPECT_EQ(
        test.json,
        (Json{{"ok", false}, {"message", "the host name is not known"}, {"hint", "look at it"}}));
}

TEST_F(DmsApiTest, ASecretStandsInNoReplyLogAuditOrFile) {
    std::string seen;
    const Json body{
        {"name", "prod"}, {"region", "r"}, {"accessKeyId", "A"}, {"secretAccessKey", kSecret}};
    seen += Send("POST", "/api/v1/connections", body).reply.body;
    seen += Send("POST", "/api/v1/connections", body).reply.body;
    seen += Send("POST", "/api/v1/connections", {{"name", "b ad"}, {"secretAccessKey", kSecret}})
                .reply.body;
    seen += Send("GET", "/api/v1/connections").reply.body;
    seen += Send("POST", "/api/v1/connections/x/dms/CreateEndpoint", {{"Password", kSecret}})
                .reply.body;
    seen += Send("GET", "/api/v1/audit").reply.body;
    seen += log_.text();
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
        std::ifstream in(entry.path(), std::ios::binary);
        seen.append(std::istreambuf_iterator<char>(in), {});
    }
    EXPECT_EQ(seen.find(kSecret), std::string::npos);
    EXPECT_NE(seen.find("connection prod"), std::string::npos);
}

}  // namespace
}  // namespace dmsnode::api
