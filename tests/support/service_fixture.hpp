#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>

#include "fakes/fake_connectors.hpp"
#include "fakes/fake_engine.hpp"
#include "service/service.hpp"
#include "support/recording_log.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::testing {

inline constexpr const char* kAllTables =
    R"({"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"all",)"
    R"("object-locator":{"schema-name":"shop","table-name":"%"},"rule-action":"include"}]})";

/// A service over a fresh store, with fakes below it.
class ServiceTest : public ::testing::Test {
protected:
    ServiceTest() {
        database_ = *store::Database::Open(dir_.path() + "/dmsnode.db");
        secrets_.emplace(*store::SecretBox::Open(*database_, dir_.path() + "/secret.key"));
        options_.least_running_time = std::chrono::milliseconds(0);
        options_.log_folder = dir_.path() + "/logs";
        Reopen();
    }

    /// As a new process would: the old service is closed, the store stays.
    void Reopen() {
        service_.reset();
        service::Options options = options_;
        options.run_task = engine_.AsRunTask();
        auto opened =
            service::DmsService::Open({*database_, *secrets_, factory_, clock_, log_}, options);
        ASSERT_TRUE(opened) << opened.error().ToString();
        service_ = *std::move(opened);
    }

    std::string LocalInstance() {
        return *service_->DescribeReplicationInstances({})
                    ->replication_instances.front()
                    .replication_instance_arn;
    }
    dms::CreateEndpointRequest EndpointRequest(const std::string& identifier,
                                               const std::string& type) {
        dms::CreateEndpointRequest request;
        request.endpoint_identifier = identifier;
        request.endpoint_type = type;
        request.engine_name = "postgres";
        request.server_name = identifier + ".example";
        request.username = "loader";
        request.password = Secret("pa55-of-" + identifier);
        request.database_name = "shop";
        return request;
    }
    std::string MakeEndpoint(const std::string& identifier, const std::string& type) {
        const auto reply = service_->CreateEndpoint(EndpointRequest(identifier, type));
        EXPECT_TRUE(reply) << reply.error().ToString();
        return reply ? *reply->endpoint->endpoint_arn : "";
    }
    std::string ConnectionStatus(const std::string& endpoint_arn) {
        dms::DescribeConnectionsRequest request;
        request.filters = {{"endpoint-arn", {endpoint_arn}}};
        const auto reply = service_->DescribeConnections(request);
        return reply ? *reply->connections.front().status : reply.error().fault;
    }
    void TestEndpoint(const std::string& endpoint_arn) {
        dms::TestConnectionRequest request;
        request.endpoint_arn = endpoint_arn;
        request.replication_instance_arn = LocalInstance();
        const auto reply = service_->TestConnection(request);
        ASSERT_TRUE(reply) << reply.error().ToString();
        ASSERT_TRUE(Eventually([&] { return ConnectionStatus(endpoint_arn) != "testing"; }));
    }
    dms::CreateReplicationTaskRequest TaskRequest(const std::string& identifier) {
        dms::CreateReplicationTaskRequest request;
        request.replication_task_identifier = identifier;
        request.source_endpoint_arn = source_;
        request.target_endpoint_arn = target_;
        request.replication_instance_arn = LocalInstance();
        request.migration_type = "full-load";
        request.table_mappings = kAllTables;
        return request;
    }
    /// Two tested endpoints and a task between them, `ready`.
    std::string MakeTask(const std::string& identifier = "orders") {
        if (source_.empty()) {
            source_ = MakeEndpoint("source-db", "source");
            target_ = MakeEndpoint("target-db", "target");
            TestEndpoint(source_);
            TestEndpoint(target_);
        }
        const auto reply = service_->CreateReplicationTask(TaskRequest(identifier));
        EXPECT_TRUE(reply) << reply.error().ToString();
        return reply ? *reply->replication_task->replication_task_arn : "";
    }
    dms::ReplicationTask Describe(const std::string& task_arn) {
        dms::DescribeReplicationTasksRequest request;
        request.filters = {{"replication-task-arn", {task_arn}}};
        const auto reply = service_->DescribeReplicationTasks(request);
        EXPECT_TRUE(reply) << reply.error().ToString();
        return reply ? reply->replication_tasks.front() : dms::ReplicationTask{};
    }
    Result<dms::StartReplicationTaskReply> Start(const std::string& task_arn,
                                                 const std::string& type = "start-replication") {
        dms::StartReplicationTaskRequest request;
        request.replication_task_arn = task_arn;
        request.start_replication_task_type = type;
        return service_->StartReplicationTask(request);
    }
    Result<dms::StopReplicationTaskReply> Stop(const std::string& task_arn) {
        dms::StopReplicationTaskRequest request;
        request.replication_task_arn = task_arn;
        return service_->StopReplicationTask(request);
    }
    bool AwaitStatus(const std::string& task_arn, const std::string& status) {
        return Eventually([&] { return *Describe(task_arn).status == status; });
    }
    static migration::TableProgress Table(const std::string& name, std::string_view state,
                                          std::int64_t rows, std::int64_t estimated) {
        migration::TableProgress table;
        table.source = {"shop", name};
        table.target = {"shop", name};
        table.state = state;
        table.rows = rows;
        table.estimated_rows = estimated;
        return table;
    }

    TempDir dir_;
    FakeFactory factory_;
    FakeEngine engine_;
    SystemClock clock_;
    RecordingLog log_;
    service::Options options_;
    std::unique_ptr<store::Database> database_;
    std::optional<store::SecretBox> secrets_;
    std::unique_ptr<service::DmsService> service_;
    std::string source_;
    std::string target_;
};

}  // namespace dmsnode::testing
