#include "app/dms_services.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/app_world.hpp"
#include "base/files.hpp"
#include "base/ids.hpp"
#include "service/endpoint_database.hpp"
#include "store/catalog_connections.hpp"
#include "store/catalog_schema.hpp"
#include "support/http_test_server.hpp"
#include "support/recording_log.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::app {
namespace {

namespace catalog = store::catalog;
using ::testing::HasSubstr;
using testing::HttpTestServer;

/// A server's connections and services over a fresh data folder.
class DmsServicesTest : public ::testing::Test {
protected:
    DmsServicesTest() {
        const auto opened = world_.OpenStore(folder());
        database_ = opened ? *opened : nullptr;
        secrets_.emplace(*store::SecretBox::Open(*database_, folder() + "/secret.key"));
        EXPECT_TRUE(catalog::MigrateCatalog(*database_));
        connections_.emplace(ConnectionSources{.world = world_,
                                               .data_folder = folder(),
                                               .database = *database_,
                                               .secrets = &*secrets_});
        Open({});
    }
    void Open(DmsServicesOptions options) {
        services_.emplace(DmsServicesParts{.connections = *connections_,
                                           .database_of =
                                               [this](const std::string& arn) {
                                                   return service::DatabaseOf(*database_, *secrets_,
                                                                              arn);
                                               },
                                           .factory = factory_,
                                           .log = log_},
                          options);
    }
    std::string folder() const { return dir_.path() + "/data"; }

    /// A connection of the store to an endpoint.
    catalog::DmsConnection Make(const std::string& name, const std::string& endpoint) {
        catalog::DmsConnection row{.code = NewCode(), .name = name};
        row.region = "local";
        row.endpoint = endpoint;
        row.access_key_id = "AKIATEST";
        row.sealed_secret =
            secrets_->Seal(Secret("s3cret"), catalog::ConnectionSecretPlace(row.code));
        return *database_->Write([&](store::Connection& db) {
            return catalog::CreateDmsConnection(db, row, TimePoint());
        });
    }
    /// An endpoint of the embedded service on a new SQLite file.
    std::string MakeEndpoint(const std::string& name, const std::string& sql) {
        const std::string file = dir_.path() + "/" + name + ".db";
        auto database = store::Database::Open(file);
        EXPECT_TRUE((*database)->Read([&](store::Connection& db) { return db.Script(sql); }));
        const auto made = services_->Call("embedded", "CreateEndpoint",
                                          {{"EndpointIdentifier", name},
                                           {"EndpointType", "source"},
                                           {"EngineName", "sqlite"},
                                           {"DatabaseName", file}});
        EXPECT_TRUE(made) << made.error().ToString();
        return made ? (*made)["Endpoint"]["EndpointArn"].get<std::string>() : "";
    }

    testing::TempDir dir_;
    testing::RecordingLog log_;
    ConnectorFactory factory_;
    AppWorld world_;
    store::Database* database_ = nullptr;
    std::optional<store::SecretBox> secrets_;
    std::optional<NodeConnections> connections_;
    std::optional<DmsServices> services_;
};

/// A DMS service of which nothing is known but how many instances it has.
HttpTestServer::Handler Instances(int count) {
    return [count](const HttpTestServer::Request&) {
        Json list = Json::array();
        for (int i = 0; i < count; ++i) list.push_back(Json::object());
        return testing::HttpReply(200, DumpJson({{"ReplicationInstances", list}}));
    };
}

std::size_t CountOf(const Result<Json>& reply) {
    EXPECT_TRUE(reply) << reply.error().ToString();
    return reply ? (*reply)["ReplicationInstances"].size() : 999;
}

TEST_F(DmsServicesTest, AConnectionOfTheStoreIsUsedAsItIsNow) {
    HttpTestServer first(Instances(1));
    HttpTestServer second(Instances(2));
    const auto call = [&](const std::string& name) {
        return services_->Call(name, "DescribeReplicationInstances", Json::object());
    };
    EXPECT_EQ(call("prod").error().code, ErrorCode::kNotFound);
    catalog::DmsConnection row = Make("prod", first.url());
    EXPECT_EQ(CountOf(call("prod")), 1U);
    const dms::Api* const before = *connections_->Open("prod");
    EXPECT_EQ(before, *connections_->Open("prod"));
    row.endpoint = second.url();
    ASSERT_TRUE(database_->Write([&](store::Connection& db) {
        return catalog::UpdateDmsConnection(db, row, row.revision, TimePoint());
    }));
    EXPECT_EQ(CountOf(call("prod")), 2U);
    EXPECT_NE(before, *connections_->Open("prod"));
    EXPECT_FALSE(*services_->IsEmbedded("prod"));

    // The server's own file comes first.
    ASSERT_TRUE(WriteFileAtomically(folder() + "/connections.yaml",
                                    "connections:\n  prod: {type: embedded}\n  far: {type: aws, "
                                    "region: r, endpoint: \"http://127.0.0.1:1\"}\n"));
    EXPECT_EQ(CountOf(call("prod")), 1U) << "the embedded service has the instance local";
    const auto given = services_->Given();
    ASSERT_EQ(given->size(), 3U);
    EXPECT_EQ((*given)[1].name, "far");
    EXPECT_TRUE((*given)[2].embedded);
    ASSERT_TRUE(WriteFileAtomically(folder() + "/connections.yaml", "connections: 7\n"));
    EXPECT_FALSE(services_->Given());

    // Elsewhere, without the key.
    std::filesystem::remove(folder() + "/connections.yaml");
    NodeConnections worker({.world = world_,
                            .data_folder = folder(),
                            .database = *database_,
                            .secrets = nullptr,
                            .embedded = ConnectionSources::Embedded::kNone});
    EXPECT_THAT(worker.Open("prod").error().hint, HasSubstr("secret.key"));
    EXPECT_EQ(worker.Open("").error().code, ErrorCode::kUnsupported);
}

TEST_F(DmsServicesTest, ASlowServiceHoldsNobodyForLong) {
    {
        HttpTestServer slow([](const HttpTestServer::Request&) {
            HttpTestServer::Reply reply;
            reply.hold = true;
            return reply;
        });
        Make("slow", slow.url());
        Open({.read_deadline = std::chrono::milliseconds(50),
              .change_deadline = std::chrono::milliseconds(50),
              .turn_deadline = std::chrono::milliseconds(10)});
        std::vector<ErrorCode> codes;
        for (int i = 0; i < 13; ++i) {
            codes.push_back(
                services_->Call("slow", "DescribeEndpoints", Json::object()).error().code);
        }
        // Eight are at work, four wait for a thread, the next one is told to come again.
        EXPECT_EQ(std::ranges::count(codes, ErrorCode::kTimeout), 12);
        EXPECT_EQ(codes.back(), ErrorCode::kThrottled);
        EXPECT_TRUE(services_->Call("embedded", "DescribeEndpoints", Json::object()));
    }
    services_.reset();
}

TEST_F(DmsServicesTest, TablesOfASourceAreListed) {
    const std::string arn = MakeEndpoint("shop",
                                         "CREATE TABLE orders(id INTEGER PRIMARY KEY, item TEXT);"
                                         "INSERT INTO orders VALUES(1, 'a'), (2, 'b');"
                                         "CREATE TABLE customers(id INTEGER PRIMARY KEY);"
                                         "CREATE VIEW seen AS SELECT 1 AS one;");
    const auto all = services_->SourceTables("embedded", {.endpoint_arn = arn});
    ASSERT_TRUE(all) << all.error().ToString();
    EXPECT_EQ((*all)["truncated"], false);
    ASSERT_EQ((*all)["schemas"].size(), 1U);
    EXPECT_EQ((*all)["schemas"][0]["name"], "main");
    const Json& tables = (*all)["schemas"][0]["tables"];
    ASSERT_EQ(tables.size(), 3U) << tables;
    EXPECT_EQ(tables[1]["name"], "orders");
    EXPECT_TRUE(tables[1].contains("estimatedRows"));
    EXPECT_EQ(tables[2], (Json{{"name", "seen"}, {"kind", "view"}}));
    const auto some = services_->SourceTables(
        "", {.endpoint_arn = arn, .table_pattern = "%r%", .limit = 1, .estimates = false});
    EXPECT_EQ((*some)["truncated"], true);
    EXPECT_EQ((*some)["schemas"][0]["tables"],
              Json::array({{{"name", "customers"}, {"kind", "table"}}}));

    EXPECT_EQ(services_->SourceTables("embedded", {.endpoint_arn = "nothing"}).error().fault,
              "ResourceNotFoundFault");
    Make("far", "http://127.0.0.1:1");
    EXPECT_EQ(services_->SourceTables("far", {.endpoint_arn = arn}).error().code,
              ErrorCode::kUnsupported);
}

TEST_F(DmsServicesTest, AMappingIsTriedOnTheTablesThereAre) {
    const std::string arn = MakeEndpoint(
        "shop",
        "CREATE TABLE orders(id INTEGER PRIMARY KEY, item TEXT, note TEXT);"
        "CREATE TABLE old_orders(id INTEGER PRIMARY KEY); CREATE TABLE log(id INTEGER);");
    const auto rule = [](const char* id, const char* type, Json more) {
        more["rule-type"] = type;
        more["rule-id"] = id;
        more["rule-name"] = id;
        return more;
    };
    const auto locator = [](const char* table, const char* column = nullptr) {
        Json names{{"schema-name", "main"}, {"table-name", table}};
        if (column != nullptr) names["column-name"] = column;
        return names;
    };
    const Json selection = rule(
        "1", "selection", {{"rule-action", "include"}, {"object-locator", locator("%orders")}});
    const Json no_note = rule("2", "transformation",
                              {{"rule-action", "remove-column"},
                               {"rule-target", "column"},
                               {"object-locator", locator("orders", "note")}});
    const Json upper = rule("3", "transformation",
                            {{"rule-action", "convert-uppercase"},
                             {"rule-target", "table"},
                             {"object-locator", locator("%")}});
    const auto preview = [&](const Json& rules, std::size_t limit = 200) {
        auto told = services_->PreviewMapping(
            "embedded",
            {.endpoint_arn = arn, .table_mappings = DumpJson({{"rules", rules}}), .limit = limit});
        EXPECT_TRUE(told) << told.error().ToString();
        return told ? *told : Json();
    };
    const Json told = preview({selection, no_note, upper});
    EXPECT_EQ(told["problems"], Json::array());
    EXPECT_EQ(told["selected"], 2);
    ASSERT_EQ(told["tables"].size(), 2U);
    const Json& orders = told["tables"][1];
    EXPECT_EQ(orders["table"], "orders");
    EXPECT_EQ(orders["targetTable"], "ORDERS");
    EXPECT_EQ(orders["columns"],
              Json::array({{{"name", "id"}, {"targetName", "id"}},
                           {{"name", "item"}, {"targetName", "item"}},
                           {{"name", "note"}, {"targetName", ""}, {"excluded", true}}}));
    const Json cut = preview(Json::array({selection}), 1);
    EXPECT_EQ(cut["truncated"], true);
    EXPECT_EQ(cut["tables"].size(), 1U);

    // Two tables that would become one, a rule that finds nothing, a broken document.
    Json meet = upper;
    meet["rule-action"] = "rename";
    meet["value"] = "all";
    const Json met = preview({selection, meet});
    EXPECT_THAT(met["problems"][0]["message"].get<std::string>(), HasSubstr("both become"));
    Json idle = selection;
    idle["object-locator"]["table-name"] = "nothing";
    const Json none = preview(Json::array({idle}));
    EXPECT_EQ(none["tables"], Json::array());
    EXPECT_EQ(none["problems"][0]["warning"], true);
    idle.erase("rule-action");
    const Json broken = preview(Json::array({idle}));
    EXPECT_EQ(broken["problems"][0]["path"], "$.rules[0].rule-action") << broken;
    EXPECT_EQ(broken["tables"], Json::array());
}

}  // namespace
}  // namespace dmsnode::app
