#include "base/json.hpp"
#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

class TasksTest : public testing::ServiceTest {
protected:
    TasksTest() { MakeTask("first"); }
    Error RefusalOf(const dms::CreateReplicationTaskRequest& request) {
        const auto reply = service_->CreateReplicationTask(request);
        EXPECT_FALSE(reply);
        return reply ? Error{} : reply.error();
    }
};

TEST_F(TasksTest, CreateShowsCreatingThenReady) {
    const auto reply = service_->CreateReplicationTask(TaskRequest("orders"));
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->replication_task->status, "creating");
    EXPECT_FALSE(reply->replication_task->replication_task_stats);
    const auto task = Describe(*reply->replication_task->replication_task_arn);
    EXPECT_EQ(task.status, "ready");
    EXPECT_EQ(task.migration_type, "full-load");
    EXPECT_EQ(task.table_mappings, testing::kAllTables);
    EXPECT_FALSE(task.replication_task_stats);
    EXPECT_FALSE(task.stop_reason);
}

TEST_F(TasksTest, PartialSettingsAreEchoedWhole) {
    auto request = TaskRequest("orders");
    request.replication_task_settings = R"({"FullLoadSettings":{"CommitRate":500}})";
    const auto reply = service_->CreateReplicationTask(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    const Json document = *ParseJson(*reply->replication_task->replication_task_settings);
    EXPECT_EQ(document["FullLoadSettings"]["CommitRate"], 500);
    EXPECT_EQ(document["FullLoadSettings"]["MaxFullLoadSubTasks"], 8);
    EXPECT_TRUE(document.contains("ErrorBehavior"));
}

TEST_F(TasksTest, SettingsLeftOutOnRequest) {
    dms::DescribeReplicationTasksRequest request;
    request.without_settings = true;
    const auto reply = service_->DescribeReplicationTasks(request);
    EXPECT_FALSE(reply->replication_tasks.front().replication_task_settings);
    EXPECT_TRUE(reply->replication_tasks.front().table_mappings);
}

TEST_F(TasksTest, CdcIsRefusedInClearWords) {
    for (const char* type : {"cdc", "full-load-and-cdc"}) {
        auto request = TaskRequest("orders");
        request.migration_type = type;
        const Error refusal = RefusalOf(request);
        EXPECT_EQ(refusal.fault, "InvalidOperationFault");
        EXPECT_NE(refusal.message.find("does full-load only"), std::string::npos);
    }
}

TEST_F(TasksTest, PositionsAreRefusedForFullLoad) {
    auto request = TaskRequest("orders");
    request.cdc_start_position = "checkpoint:V1";
    EXPECT_EQ(RefusalOf(request).fault, "InvalidParameterCombinationException");
    request.cdc_start_position = "";  // what the Java client sends for an empty field
    EXPECT_TRUE(service_->CreateReplicationTask(request));
}

TEST_F(TasksTest, BadMappingsNameTheRuleAndTheReason) {
    auto request = TaskRequest("orders");
    request.table_mappings = R"({"rules":[{"rule-type":"selection","rule-id":"7","rule-name":"x",
        "object-locator":{"schema-name":"s","table-name":"t"},"rule-action":"keep"}]})";
    const Error refusal = RefusalOf(request);
    EXPECT_EQ(refusal.fault, "InvalidParameterValueException");
    EXPECT_TRUE(refusal.message.starts_with("Invalid Table Mappings document: "))
        << refusal.message;
    EXPECT_NE(refusal.message.find("$.rules[0].rule-action"), std::string::npos) << refusal.message;
    for (const char* text : {"", "{", "[]", R"({"rules":[]})"}) {
        request.table_mappings = text;
        EXPECT_TRUE(RefusalOf(request).message.starts_with("Invalid Table Mappings document"))
            << text;
    }
}

TEST_F(TasksTest, BadSettingsAreTold) {
    auto request = TaskRequest("orders");
    request.replication_task_settings = R"({"FullLoadSettings":{"MaxFullLoadSubTasks":50}})";
    const Error refusal = RefusalOf(request);
    EXPECT_EQ(refusal.fault, "InvalidParameterValueException");
    EXPECT_TRUE(refusal.message.starts_with("Invalid task settings JSON: ")) << refusal.message;
}

TEST_F(TasksTest, BadTaskDataIsTold) {
    auto request = TaskRequest("orders");
    request.task_data = "{";
    EXPECT_EQ(RefusalOf(request).fault, "InvalidParameterValueException");
}

TEST_F(TasksTest, EndpointsMustHaveTheirType) {
    auto request = TaskRequest("orders");
    std::swap(request.source_endpoint_arn, request.target_endpoint_arn);
    EXPECT_EQ(RefusalOf(request).fault, "InvalidParameterCombinationException");
    request = TaskRequest("orders");
    request.source_endpoint_arn = "arn:aws:dms:us-east-1:000000000000:endpoint:NONE";
    EXPECT_EQ(RefusalOf(request).fault, "ResourceNotFoundFault");
    request.source_endpoint_arn = "shop";
    const Error refusal = RefusalOf(request);
    EXPECT_EQ(refusal.fault, "InvalidParameterValueException");
    EXPECT_TRUE(refusal.message.starts_with("Invalid value shop for SourceEndpointArn"));
}

TEST_F(TasksTest, TakenNameIsAlreadyExistsWhateverItsCase) {
    const Error refusal = RefusalOf(TaskRequest("FIRST"));
    EXPECT_EQ(refusal.fault, "ResourceAlreadyExistsFault");
    EXPECT_TRUE(refusal.where.starts_with("arn:aws:dms:"));
}

TEST_F(TasksTest, TakenResourceIdentifierIsAlreadyExists) {
    auto request = TaskRequest("orders");
    request.resource_identifier = "ORDERS1";
    const auto made = service_->CreateReplicationTask(request);
    ASSERT_TRUE(made);
    EXPECT_TRUE(made->replication_task->replication_task_arn->ends_with(":task:ORDERS1"));
    request.replication_task_identifier = "others";
    EXPECT_EQ(RefusalOf(request).fault, "ResourceAlreadyExistsFault");
}

TEST_F(TasksTest, AFailedCreateLeavesNothing) {
    auto request = TaskRequest("orders");
    dms::Tag reserved;
    reserved.key = "aws:team";
    request.tags = {reserved};
    EXPECT_EQ(RefusalOf(request).fault, "InvalidParameterValueException");
    EXPECT_EQ(service_->DescribeReplicationTasks({})->replication_tasks.size(), 1U);
}

TEST_F(TasksTest, ModifyMergesSettingsAndKeepsTheRest) {
    auto create = TaskRequest("orders");
    create.replication_task_settings = R"({"FullLoadSettings":{"CommitRate":500}})";
    const std::string arn =
        *service_->CreateReplicationTask(create)->replication_task->replication_task_arn;
    dms::ModifyReplicationTaskRequest request;
    request.replication_task_arn = arn;
    request.replication_task_identifier = "orders-2";
    request.replication_task_settings = R"({"FullLoadSettings":{"MaxFullLoadSubTasks":2}})";
    const auto reply = service_->ModifyReplicationTask(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->replication_task->status, "modifying");
    const auto task = Describe(arn);
    EXPECT_EQ(task.status, "ready");
    EXPECT_EQ(task.replication_task_identifier, "orders-2");
    EXPECT_EQ(task.table_mappings, testing::kAllTables);
    const Json document = *ParseJson(*task.replication_task_settings);
    EXPECT_EQ(document["FullLoadSettings"]["CommitRate"], 500);
    EXPECT_EQ(document["FullLoadSettings"]["MaxFullLoadSubTasks"], 2);
}

TEST_F(TasksTest, ModifyRefusesCdcAndBadMappings) {
    dms::ModifyReplicationTaskRequest request;
    request.replication_task_arn = MakeTask();
    request.migration_type = "cdc";
    EXPECT_EQ(service_->ModifyReplicationTask(request).error().fault, "InvalidOperationFault");
    request.migration_type = std::nullopt;
    request.table_mappings = "{";
    EXPECT_EQ(service_->ModifyReplicationTask(request).error().fault,
              "InvalidParameterValueException");
}

TEST_F(TasksTest, DeleteAnswersDeletingThenNotFound) {
    dms::DeleteReplicationTaskRequest request;
    request.replication_task_arn = MakeTask();
    const auto reply = service_->DeleteReplicationTask(request);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->replication_task->status, "deleting");
    dms::DescribeReplicationTasksRequest describe;
    describe.filters = {{"replication-task-arn", {request.replication_task_arn}}};
    EXPECT_EQ(service_->DescribeReplicationTasks(describe).error().fault, "ResourceNotFoundFault");
    EXPECT_EQ(service_->DeleteReplicationTask(request).error().fault, "ResourceNotFoundFault");
}

TEST_F(TasksTest, FiltersSelect) {
    MakeTask("second");
    const auto count = [&](const std::string& name, std::vector<std::string> values) {
        dms::DescribeReplicationTasksRequest request;
        request.filters = {{name, std::move(values)}};
        const auto reply = service_->DescribeReplicationTasks(request);
        return reply ? reply->replication_tasks.size() : 0;
    };
    EXPECT_EQ(count("replication-task-id", {"FIRST"}), 1U);
    EXPECT_EQ(count("replication-task-id", {"first", "second", "third"}), 2U);
    EXPECT_EQ(count("migration-type", {"full-load"}), 2U);
    EXPECT_EQ(count("migration-type", {"cdc"}), 0U);
    EXPECT_EQ(count("endpoint-arn", {source_}), 2U);
    EXPECT_EQ(count("endpoint-arn", {target_}), 2U);
    EXPECT_EQ(count("replication-instance-arn", {LocalInstance()}), 2U);
    EXPECT_EQ(count("status", {"ready"}), 0U);
}

TEST_F(TasksTest, MoveTakesTheTaskToAnotherInstance) {
    dms::CreateReplicationInstanceRequest create;
    create.replication_instance_identifier = "second";
    create.replication_instance_class = "dms.t3.micro";
    const std::string other = *service_->CreateReplicationInstance(create)
                                   ->replication_instance->replication_instance_arn;
    dms::MoveReplicationTaskRequest request;
    request.replication_task_arn = MakeTask();
    request.target_replication_instance_arn = other;
    const auto reply = service_->MoveReplicationTask(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->replication_task->status, "moving");
    EXPECT_EQ(reply->replication_task->target_replication_instance_arn, other);
    EXPECT_EQ(Describe(request.replication_task_arn).replication_instance_arn, other);
    EXPECT_EQ(service_->MoveReplicationTask(request).error().fault,
              "InvalidParameterValueException");
    // The endpoints were tested with the first instance only.
    const auto started = Start(request.replication_task_arn);
    ASSERT_FALSE(started);
    EXPECT_NE(started.error().message.find("Test connection for replication instance second"),
              std::string::npos);
}

TEST_F(TasksTest, EverythingSurvivesARestart) {
    const std::string arn = MakeTask();
    const auto before = Describe(arn);
    Reopen();
    const auto after = Describe(arn);
    EXPECT_EQ(after.replication_task_identifier, before.replication_task_identifier);
    EXPECT_EQ(after.replication_task_settings, before.replication_task_settings);
    EXPECT_EQ(after.replication_task_creation_date, before.replication_task_creation_date);
    EXPECT_EQ(after.status, "ready");
}

}  // namespace
}  // namespace dmsnode::service
