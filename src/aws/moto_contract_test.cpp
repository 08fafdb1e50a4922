// The client against moto's server, a mock of AWS that others wrote.
// tests/contract/moto_contract.py starts it and runs these tests; elsewhere they are skipped, and
// say so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "aws/connection.hpp"
#include "aws/credential_provider.hpp"
#include "aws/curl_transport.hpp"
#include "dms/status.hpp"
#include "fakes/fake_aws.hpp"

namespace dmsnode::aws {
namespace {

class MotoContract : public ::testing::Test {
protected:
    void SetUp() override {
        const char* endpoint = std::getenv("DMSNODE_MOTO_ENDPOINT");
        if (endpoint == nullptr) GTEST_SKIP() << "run by tests/contract/moto_contract.py";
        endpoint_ = endpoint;
        auto opened = Connection::Open({.access_key_id = "AKIDEXAMPLE",
                                        .secret_access_key = Secret("secret"),
                                        .region = "eu-central-1",
                                        .endpoint = endpoint_},
                                       clock_, log_);
        ASSERT_TRUE(opened) << opened.error().ToString();
        connection_ = *std::move(opened);
    }
    dms::Api& api() { return connection_->api(); }

    std::string endpoint_;
    SystemClock clock_;
    StderrLog log_{LogLevel::kInfo};
    std::unique_ptr<Connection> connection_;
};

dms::CreateReplicationTaskRequest TaskRequest(const std::string& identifier) {
    dms::CreateReplicationTaskRequest request;
    request.replication_task_identifier = identifier;
    request.source_endpoint_arn = "arn:aws:dms:eu-central-1:123456789012:endpoint:SOURCE";
    request.target_endpoint_arn = "arn:aws:dms:eu-central-1:123456789012:endpoint:TARGET";
    request.replication_instance_arn = "arn:aws:dms:eu-central-1:123456789012:rep:INSTANCE";
    request.migration_type = "full-load";
    request.table_mappings = R"({"rules":[]})";
    request.tags.push_back({.key = "run", .value = "é 1", .resource_arn = std::nullopt});
    return request;
}

dms::DescribeReplicationTasksRequest ByArn(const std::string& arn) {
    dms::DescribeReplicationTasksRequest request;
    request.filters.push_back({.name = "replication-task-arn", .values = {arn}});
    return request;
}

TEST_F(MotoContract, TaskLivesFromCreateToDelete) {
    const auto created = api().CreateReplicationTask(TaskRequest("moto-life"));
    ASSERT_TRUE(created) << created.error().ToString();
    ASSERT_TRUE(created->replication_task && created->replication_task->replication_task_arn);
    const std::string arn = *created->replication_task->replication_task_arn;
    EXPECT_THAT(arn, ::testing::StartsWith("arn:aws:dms:eu-central-1:"));
    EXPECT_EQ(created->replication_task->table_mappings, R"({"rules":[]})");

    dms::StartReplicationTaskRequest start;
    start.replication_task_arn = arn;
    start.start_replication_task_type = "start-replication";
    const auto started = api().StartReplicationTask(start);
    ASSERT_TRUE(started) << started.error().ToString();

    const auto described = api().DescribeReplicationTasks(ByArn(arn));
    ASSERT_TRUE(described) << described.error().ToString();
    ASSERT_EQ(described->replication_tasks.size(), 1U);
    const dms::ReplicationTask& task = described->replication_tasks[0];
    EXPECT_EQ(task.replication_task_identifier, "moto-life");
    EXPECT_TRUE(dms::ParseTaskStatus(task.status.value_or(""))) << task.status.value_or("none");
    EXPECT_TRUE(task.replication_task_creation_date);

    dms::StopReplicationTaskRequest stop;
    stop.replication_task_arn = arn;
    EXPECT_TRUE(api().StopReplicationTask(stop));
    const auto again = api().StopReplicationTask(stop);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, "InvalidResourceStateFault");
    EXPECT_EQ(again.error().code, ErrorCode::kConflict);

    dms::DeleteReplicationTaskRequest remove;
    remove.replication_task_arn = arn;
    EXPECT_TRUE(api().DeleteReplicationTask(remove));
    const auto gone = api().StartReplicationTask(start);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().fault, "ResourceNotFoundFault");
    EXPECT_EQ(gone.error().code, ErrorCode::kNotFound);
}

TEST_F(MotoContract, TakenIdentifierIsAFault) {
    ASSERT_TRUE(api().CreateReplicationTask(TaskRequest("moto-twice")));
    const auto again = api().CreateReplicationTask(TaskRequest("moto-twice"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, "ResourceAlreadyExistsFault");
    EXPECT_EQ(again.error().code, ErrorCode::kAlreadyExists);
}

TEST_F(MotoContract, EndpointsAndConnections) {
    dms::CreateReplicationInstanceRequest instance;
    instance.replication_instance_identifier = "moto-instance";
    instance.replication_instance_class = "dms.t3.micro";
    const auto made_instance = api().CreateReplicationInstance(instance);
    ASSERT_TRUE(made_instance) << made_instance.error().ToString();
    dms::CreateEndpointRequest endpoint;
    endpoint.endpoint_identifier = "moto-source";
    endpoint.endpoint_type = "source";
    endpoint.engine_name = "postgres";
    endpoint.server_name = "db.example";
    endpoint.port = 5432;
    endpoint.username = "ada";
    endpoint.password = Secret("hunter2");
    const auto made_endpoint = api().CreateEndpoint(endpoint);
    ASSERT_TRUE(made_endpoint) << made_endpoint.error().ToString();
    ASSERT_TRUE(made_endpoint->endpoint);
    EXPECT_EQ(made_endpoint->endpoint->port, 5432);

    dms::TestConnectionRequest test;
    test.replication_instance_arn =
        made_instance->replication_instance->replication_instance_arn.value_or("");
    test.endpoint_arn = made_endpoint->endpoint->endpoint_arn.value_or("");
    const auto tested = api().TestConnection(test);
    ASSERT_TRUE(tested) << tested.error().ToString();
    dms::DescribeConnectionsRequest describe;
    describe.filters.push_back({.name = "endpoint-arn", .values = {test.endpoint_arn}});
    const auto connections = api().DescribeConnections(describe);
    ASSERT_TRUE(connections) << connections.error().ToString();
    ASSERT_EQ(connections->connections.size(), 1U);
    EXPECT_TRUE(dms::ParseConnectionStatus(connections->connections[0].status.value_or("")));
}

TEST_F(MotoContract, OperationThatMotoLacksIsAnErrorNotAHang) {
    const auto reply = api().DescribeAccountAttributes({});
    ASSERT_FALSE(reply);
    EXPECT_FALSE(reply.error().message.empty());
}

TEST_F(MotoContract, RoleIsAssumedThroughSts) {
    testing::FakeEnvironment environment;
    testing::FakeFiles files;
    testing::FakeProcesses processes;
    SystemRandom random;
    CurlTransport transport;
    ServiceCaller caller(transport, clock_, random, log_, {});
    environment.variables["AWS_ENDPOINT_URL_STS"] = endpoint_;
    files.files["/home/ada/.aws/config"] =
        "[profile role]\nrole_arn = arn:aws:iam::123456789012:role/night\nsource_profile = base\n"
        "[profile base]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n";
    const auto keys = ProfileKeys({environment, files, processes, transport, caller, clock_},
                                  "role", true, "eu-central-1")
                          ->Load();
    ASSERT_TRUE(keys) << keys.error().ToString();
    ASSERT_TRUE(*keys);
    EXPECT_THAT((*keys)->access_key_id, ::testing::StartsWith("ASIA"));
    EXPECT_FALSE((*keys)->session_token.empty());
    EXPECT_GT(*(*keys)->expires, clock_.Now());
}

}  // namespace
}  // namespace dmsnode::aws
