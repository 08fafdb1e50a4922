#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

using testing::Eventually;

class EndpointsTest : public testing::ServiceTest {
protected:
    std::string FaultOfCreate(const dms::CreateEndpointRequest& request) {
        const auto reply = service_->CreateEndpoint(request);
        return reply ? "" : reply.error().fault;
    }
    Result<dms::DescribeEndpointsReply> DescribeBy(const std::string& name,
                                                   const std::string& value) {
        dms::DescribeEndpointsRequest request;
        request.filters = {{name, {value}}};
        return service_->DescribeEndpoints(request);
    }
};

TEST_F(EndpointsTest, CreatedEndpointIsActiveAndShown) {
    auto request = EndpointRequest("Shop-Source", "source");
    request.port = 5433;
    request.ssl_mode = "require";
    request.extra_connection_attributes = "zeroDates=null";
    const auto reply = service_->CreateEndpoint(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    const auto listed = DescribeBy("endpoint-id", "shop-source");
    ASSERT_TRUE(listed);
    const dms::Endpoint& endpoint = listed->endpoints.front();
    EXPECT_EQ(endpoint.endpoint_identifier, "shop-source");
    EXPECT_EQ(endpoint.endpoint_type, "SOURCE");
    EXPECT_EQ(endpoint.status, "active");
    EXPECT_EQ(endpoint.port, 5433);
    EXPECT_EQ(endpoint.ssl_mode, "require");
    EXPECT_EQ(endpoint.extra_connection_attributes, "zeroDates=null");
    EXPECT_EQ(endpoint.endpoint_arn, reply->endpoint->endpoint_arn);
}

TEST_F(EndpointsTest, TakenNameIsAlreadyExistsWithTheArn) {
    const std::string arn = MakeEndpoint("shop", "source");
    const auto again = service_->CreateEndpoint(EndpointRequest("SHOP", "target"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, "ResourceAlreadyExistsFault");
    EXPECT_EQ(again.error().where, arn);
}

TEST_F(EndpointsTest, BadValuesAreRefused) {
    auto request = EndpointRequest("1shop", "source");
    EXPECT_EQ(FaultOfCreate(request), "InvalidParameterValueException");
    request = EndpointRequest("shop", "both");
    EXPECT_EQ(FaultOfCreate(request), "InvalidParameterValueException");
    request = EndpointRequest("shop", "source");
    request.engine_name = "oracle";
    EXPECT_EQ(FaultOfCreate(request), "InvalidParameterValueException");
    request = EndpointRequest("shop", "source");
    request.certificate_arn = "arn:aws:dms:r:000000000000:cert:X";
    EXPECT_EQ(FaultOfCreate(request), "InvalidOperationFault");
    request = EndpointRequest("shop", "source");
    request.my_sql_settings.emplace();
    EXPECT_EQ(FaultOfCreate(request), "InvalidParameterCombinationException");
    request = EndpointRequest("shop", "source");
    request.postgre_sql_settings.emplace().secrets_manager_secret_id = "x";
    EXPECT_EQ(FaultOfCreate(request), "InvalidOperationFault");
}

TEST_F(EndpointsTest, LoginMayStandInTheSettingsBlock) {
    dms::CreateEndpointRequest request;
    request.endpoint_identifier = "shop";
    request.endpoint_type = "source";
    request.engine_name = "postgres";
    auto& block = request.postgre_sql_settings.emplace();
    block.server_name = "db.example";
    block.port = 5433;
    block.username = "loader";
    block.password = Secret("pa55");
    block.database_name = "shop";
    block.slot_name = "s1";
    const auto reply = service_->CreateEndpoint(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->endpoint->server_name, "db.example");
    EXPECT_EQ(reply->endpoint->postgre_sql_settings->slot_name, "s1");
    EXPECT_FALSE(reply->endpoint->postgre_sql_settings->password);
    TestEndpoint(*reply->endpoint->endpoint_arn);
    const connectors::Endpoint opened = factory_.opened().back();
    EXPECT_EQ(opened.password.Reveal(), "pa55");
    EXPECT_EQ(opened.port, 5433);
}

TEST_F(EndpointsTest, ModifyKeepsWhatIsNotNamedAndTestsAgain) {
    const std::string arn = MakeEndpoint("shop", "source");
    TestEndpoint(arn);
    factory_.FailHost("other.example", Error{ErrorCode::kUnavailable, "no route"});
    dms::ModifyEndpointRequest request;
    request.endpoint_arn = arn;
    request.server_name = "other.example";
    const auto reply = service_->ModifyEndpoint(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->endpoint->username, "loader");
    ASSERT_TRUE(Eventually([&] { return ConnectionStatus(arn) == "failed"; }));
    EXPECT_EQ(factory_.opened().back().password.Reveal(), "pa55-of-shop");
}

TEST_F(EndpointsTest, ModifyMergesSettingsUnlessExact) {
    auto create = EndpointRequest("shop", "source");
    create.postgre_sql_settings.emplace().slot_name = "s1";
    const std::string arn = *service_->CreateEndpoint(create)->endpoint->endpoint_arn;
    dms::ModifyEndpointRequest request;
    request.endpoint_arn = arn;
    request.postgre_sql_settings.emplace().heartbeat_enable = true;
    auto reply = service_->ModifyEndpoint(request);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->endpoint->postgre_sql_settings->slot_name, "s1");
    EXPECT_EQ(reply->endpoint->postgre_sql_settings->heartbeat_enable, true);
    request.exact_settings = true;
    reply = service_->ModifyEndpoint(request);
    EXPECT_FALSE(reply->endpoint->postgre_sql_settings->slot_name);
}

TEST_F(EndpointsTest, TypeOfAUsedEndpointStays) {
    MakeTask();
    dms::ModifyEndpointRequest request;
    request.endpoint_arn = source_;
    request.endpoint_type = "target";
    const auto reply = service_->ModifyEndpoint(request);
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fault, "InvalidResourceStateFault");
}

TEST_F(EndpointsTest, DeleteIsRefusedWhileATaskUsesIt) {
    MakeTask();
    dms::DeleteEndpointRequest request;
    request.endpoint_arn = source_;
    const auto used = service_->DeleteEndpoint(request);
    ASSERT_FALSE(used);
    EXPECT_EQ(used.error().fault, "InvalidResourceStateFault");
}

TEST_F(EndpointsTest, DeletedEndpointIsNotFoundAnyMore) {
    const std::string arn = MakeEndpoint("shop", "source");
    dms::DeleteEndpointRequest request;
    request.endpoint_arn = arn;
    const auto reply = service_->DeleteEndpoint(request);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->endpoint->status, "deleting");
    EXPECT_EQ(DescribeBy("endpoint-arn", arn).error().fault, "ResourceNotFoundFault");
    EXPECT_EQ(service_->DeleteEndpoint(request).error().fault, "ResourceNotFoundFault");
}

TEST_F(EndpointsTest, FiltersSelect) {
    MakeEndpoint("a", "source");
    MakeEndpoint("b", "target");
    EXPECT_EQ(DescribeBy("endpoint-type", "source")->endpoints.size(), 1U);
    EXPECT_EQ(DescribeBy("endpoint-type", "TARGET")->endpoints.size(), 1U);
    EXPECT_EQ(DescribeBy("engine-name", "postgres")->endpoints.size(), 2U);
    EXPECT_EQ(DescribeBy("engine-name", "mysql").error().fault, "ResourceNotFoundFault");
    EXPECT_EQ(DescribeBy("colour", "red").error().fault, "InvalidParameterValueException");
    EXPECT_EQ(service_->DescribeEndpoints({})->endpoints.size(), 2U);
}

TEST_F(EndpointsTest, ListIsPagedInOrderOfCreation) {
    for (int i = 0; i < 25; ++i) MakeEndpoint("e" + std::to_string(i), "source");
    dms::DescribeEndpointsRequest request;
    request.max_records = 20;
    const auto first = service_->DescribeEndpoints(request);
    ASSERT_TRUE(first && first->marker);
    EXPECT_EQ(first->endpoints.size(), 20U);
    request.marker = first->marker;
    const auto second = service_->DescribeEndpoints(request);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->endpoints.size(), 5U);
    EXPECT_EQ(second->endpoints.front().endpoint_identifier, "e20");
    EXPECT_FALSE(second->marker);
}

TEST_F(EndpointsTest, UnknownAttributesAreLogged) {
    auto request = EndpointRequest("shop", "source");
    request.extra_connection_attributes = "tuning=high";
    ASSERT_TRUE(service_->CreateEndpoint(request));
    EXPECT_NE(log_.text().find("the extra connection attribute tuning is not known"),
              std::string::npos);
}

TEST_F(EndpointsTest, TypesListEveryEngineTwiceWithoutCdc) {
    const auto reply = service_->DescribeEndpointTypes({});
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->supported_endpoint_types.size(), 12U);
    for (const auto& type : reply->supported_endpoint_types) EXPECT_EQ(type.supports_cdc, false);
    dms::DescribeEndpointTypesRequest request;
    request.filters = {{"engine-name", {"sqlite"}}, {"endpoint-type", {"source"}}};
    EXPECT_EQ(service_->DescribeEndpointTypes(request)->supported_endpoint_types.size(), 1U);
}

}  // namespace
}  // namespace dmsnode::service
