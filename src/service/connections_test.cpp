#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

using testing::Eventually;

class ConnectionsTest : public testing::ServiceTest {
protected:
    Result<dms::TestConnectionReply> Test(const std::string& endpoint_arn) {
        dms::TestConnectionRequest request;
        request.endpoint_arn = endpoint_arn;
        request.replication_instance_arn = LocalInstance();
        return service_->TestConnection(request);
    }
    dms::Connection Only() { return service_->DescribeConnections({})->connections.front(); }
};

TEST_F(ConnectionsTest, TestAnswersTestingAndEndsSuccessful) {
    const std::string arn = MakeEndpoint("shop", "source");
    const auto reply = Test(arn);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->connection->status, "testing");
    EXPECT_EQ(reply->connection->endpoint_identifier, "shop");
    EXPECT_EQ(reply->connection->replication_instance_identifier, "local");
    ASSERT_TRUE(Eventually([&] { return Only().status == "successful"; }));
    EXPECT_FALSE(Only().last_failure_message);
    EXPECT_EQ(factory_.opened().back().host, "shop.example");
}

TEST_F(ConnectionsTest, FailureSaysWhy) {
    const std::string arn = MakeEndpoint("shop", "target");
    factory_.FailHost("shop.example",
                      Error{ErrorCode::kUnauthenticated, "wrong password for loader"}.Hint("ask"));
    ASSERT_TRUE(Test(arn));
    ASSERT_TRUE(Eventually([&] { return Only().status == "failed"; }));
    EXPECT_EQ(Only().last_failure_message, "Test Endpoint failed: wrong password for loader (ask)");
}

TEST_F(ConnectionsTest, ASecondTestReplacesTheFirst) {
    const std::string arn = MakeEndpoint("shop", "target");
    factory_.FailHost("shop.example", Error{ErrorCode::kUnavailable, "no route"});
    ASSERT_TRUE(Test(arn));
    ASSERT_TRUE(Eventually([&] { return Only().status == "failed"; }));
    factory_.HealHost("shop.example");
    ASSERT_TRUE(Test(arn));
    ASSERT_TRUE(Eventually([&] { return Only().status == "successful"; }));
    EXPECT_EQ(service_->DescribeConnections({})->connections.size(), 1U);
}

TEST_F(ConnectionsTest, UnknownResourcesAreNotFound) {
    EXPECT_EQ(Test("arn:aws:dms:us-east-1:000000000000:endpoint:X").error().fault,
              "ResourceNotFoundFault");
    EXPECT_EQ(Test("shop").error().fault, "InvalidParameterValueException");
    dms::TestConnectionRequest request;
    request.endpoint_arn = MakeEndpoint("shop", "source");
    request.replication_instance_arn = "arn:aws:dms:us-east-1:000000000000:rep:X";
    EXPECT_EQ(service_->TestConnection(request).error().fault, "ResourceNotFoundFault");
}

TEST_F(ConnectionsTest, ResultsSurviveARestart) {
    TestEndpoint(MakeEndpoint("shop", "source"));
    Reopen();
    EXPECT_EQ(Only().status, "successful");
}

TEST_F(ConnectionsTest, ATestThatWasCutOffIsMadeAgain) {
    const std::string arn = MakeEndpoint("shop", "source");
    TestEndpoint(arn);
    ASSERT_TRUE(database_->Write([](store::Connection& db) {
        return db.Run("UPDATE dms_connection SET status = 'testing'");
    }));
    Reopen();
    EXPECT_TRUE(Eventually([&] { return Only().status == "successful"; }));
}

TEST_F(ConnectionsTest, AChangeOfTheInstanceForgetsItsTests) {
    TestEndpoint(MakeEndpoint("shop", "source"));
    dms::ModifyReplicationInstanceRequest request;
    request.replication_instance_arn = LocalInstance();
    request.replication_instance_class = "dms.r5.large";
    request.apply_immediately = true;
    ASSERT_TRUE(service_->ModifyReplicationInstance(request));
    EXPECT_TRUE(service_->DescribeConnections({})->connections.empty());
}

TEST_F(ConnectionsTest, DeletedConnectionIsGone) {
    const std::string arn = MakeEndpoint("shop", "source");
    TestEndpoint(arn);
    dms::DeleteConnectionRequest request;
    request.endpoint_arn = arn;
    request.replication_instance_arn = LocalInstance();
    const auto reply = service_->DeleteConnection(request);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->connection->status, "deleting");
    EXPECT_EQ(service_->DeleteConnection(request).error().fault, "ResourceNotFoundFault");
    dms::DescribeConnectionsRequest describe;
    describe.filters = {{"endpoint-arn", {arn}}};
    EXPECT_EQ(service_->DescribeConnections(describe).error().fault, "ResourceNotFoundFault");
}

TEST_F(ConnectionsTest, DeletingTheEndpointDeletesItsConnections) {
    const std::string arn = MakeEndpoint("shop", "source");
    TestEndpoint(arn);
    dms::DeleteEndpointRequest request;
    request.endpoint_arn = arn;
    ASSERT_TRUE(service_->DeleteEndpoint(request));
    EXPECT_TRUE(service_->DescribeConnections({})->connections.empty());
}

class SchemasTest : public ConnectionsTest {
protected:
    Result<dms::RefreshSchemasReply> Refresh(const std::string& endpoint_arn) {
        dms::RefreshSchemasRequest request;
        request.endpoint_arn = endpoint_arn;
        request.replication_instance_arn = LocalInstance();
        return service_->RefreshSchemas(request);
    }
    std::string RefreshStatus(const std::string& endpoint_arn) {
        const auto reply = service_->DescribeRefreshSchemasStatus({endpoint_arn});
        return reply ? *reply->refresh_schemas_status->status : reply.error().fault;
    }
};

TEST_F(SchemasTest, RefreshListsTheSourcesSchemas) {
    factory_.SetSchemas({"public", "shop"});
    const std::string arn = MakeEndpoint("shop", "source");
    TestEndpoint(arn);
    const auto reply = Refresh(arn);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->refresh_schemas_status->status, "refreshing");
    ASSERT_TRUE(Eventually([&] { return RefreshStatus(arn) == "successful"; }));
    dms::DescribeSchemasRequest request;
    request.endpoint_arn = arn;
    const auto schemas = service_->DescribeSchemas(request);
    ASSERT_TRUE(schemas);
    EXPECT_EQ(schemas->schemas, (std::vector<std::string>{"public", "shop"}));
}

TEST_F(SchemasTest, BeforeATestAndBeforeARefreshIsAnInvalidState) {
    const std::string arn = MakeEndpoint("shop", "source");
    EXPECT_EQ(Refresh(arn).error().fault, "InvalidResourceStateFault");
    EXPECT_EQ(RefreshStatus(arn), "InvalidResourceStateFault");
    dms::DescribeSchemasRequest request;
    request.endpoint_arn = arn;
    EXPECT_EQ(service_->DescribeSchemas(request).error().fault, "InvalidResourceStateFault");
}

TEST_F(SchemasTest, AFailedRefreshSaysWhy) {
    const std::string arn = MakeEndpoint("shop", "source");
    TestEndpoint(arn);
    factory_.FailHost("shop.example", Error{ErrorCode::kUnavailable, "no route"});
    ASSERT_TRUE(Refresh(arn));
    ASSERT_TRUE(Eventually([&] { return RefreshStatus(arn) == "failed"; }));
    EXPECT_EQ(
        service_->DescribeRefreshSchemasStatus({arn})->refresh_schemas_status->last_failure_message,
        "no route");
}

}  // namespace
}  // namespace dmsnode::service
