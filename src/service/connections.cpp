#include <fmt/format.h>

#include "base/ids.hpp"
#include "service/impl/connection_tests.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

constexpr std::string_view kConnectionList = "connections";

dms::Connection ToShape(const store::ConnectionRow& row, const std::string& endpoint_identifier,
                        const std::string& instance_identifier) {
    dms::Connection shape;
    shape.replication_instance_arn = row.instance_arn;
    shape.endpoint_arn = row.endpoint_arn;
    shape.status = row.status;
    shape.last_failure_message = IfNotEmpty(row.failure);
    shape.endpoint_identifier = endpoint_identifier;
    shape.replication_instance_identifier = instance_identifier;
    return shape;
}

Result<dms::Connection> ToShape(store::Connection& db, const store::ConnectionRow& row) {
    auto endpoint = store::FindEndpoint(db, row.endpoint_arn);
    if (!endpoint) return endpoint.error();
    auto instance = store::FindInstance(db, row.instance_arn);
    if (!instance) return instance.error();
    return ToShape(row, *endpoint ? (*endpoint)->identifier : "",
                   *instance ? (*instance)->identifier : "");
}

/// A running task must not lose the test that it was started on.
Result<bool> IsAtWork(store::Connection& db, const store::ConnectionRow& row) {
    store::TaskFilter filter;
    filter.endpoint_arns = {row.endpoint_arn};
    filter.instance_arns = {row.instance_arn};
    filter.statuses = {"starting", "running", "stopping"};
    const auto tasks = store::ListTasks(db, filter, {.after_seq = 0, .limit = 1});
    if (!tasks) return tasks.error();
    return !tasks->empty();
}

}  // namespace

Result<dms::TestConnectionReply> DmsService::TestConnection(
    const dms::TestConnectionRequest& request) {
    store::ConnectionRow test;
    auto reply = parts_->Write([&](store::Connection& db) -> Result<dms::TestConnectionReply> {
        auto instance = NeedInstance(db, request.replication_instance_arn);
        if (!instance) return instance.error();
        auto endpoint = NeedEndpoint(db, request.endpoint_arn);
        if (!endpoint) return endpoint.error();
        if (Status available = NeedAvailable(*instance); !available) return available.error();
        test.instance_arn = instance->arn;
        test.endpoint_arn = endpoint->arn;
        test.status = "testing";
        test.test_id = NewUuid();
        if (Status put = store::PutConnection(db, test); !put) return put.error();
        dms::TestConnectionReply tested;
        tested.connection = ToShape(test, endpoint->identifier, instance->identifier);
        return tested;
    });
    if (reply) QueueTests(parts_->endpoint_work, parts_->on.database, {test});
    return reply;
}

Result<dms::DescribeConnectionsReply> DmsService::DescribeConnections(
    const dms::DescribeConnectionsRequest& request) {
    const auto page = ReadPage(kConnectionList, request.max_records, request.marker);
    if (!page) return page.error();
    store::ConnectionFilter filter;
    Status read =
        ReadFilters(request.filters, {{"endpoint-arn", &filter.endpoint_arns},
                                      {"replication-instance-arn", &filter.instance_arns}});
    if (!read) return read.error();
    return parts_->Read([&](store::Connection& db) -> Result<dms::DescribeConnectionsReply> {
        auto rows = store::ListConnections(db, filter, *page);
        if (!rows) return rows.error();
        if (rows->empty() && !request.filters.empty() && page->after_seq == 0) {
            return dms::fault::Make(dms::fault::kResourceNotFound,
                                    "No Connections found matching provided filters.");
        }
        dms::DescribeConnectionsReply reply;
        reply.marker = CutPage(kConnectionList, *page, *rows);
        for (const store::ConnectionRow& row : *rows) {
            auto shape = ToShape(db, row);
            if (!shape) return shape.error();
            reply.connections.push_back(*std::move(shape));
        }
        return reply;
    });
}

Result<dms::DeleteConnectionReply> DmsService::DeleteConnection(
    const dms::DeleteConnectionRequest& request) {
    return parts_->Write([&](store::Connection& db) -> Result<dms::DeleteConnectionReply> {
        auto instance = NeedInstance(db, request.replication_instance_arn);
        if (!instance) return instance.error();
        auto endpoint = NeedEndpoint(db, request.endpoint_arn);
        if (!endpoint) return endpoint.error();
        auto row = store::FindConnection(db, instance->arn, endpoint->arn);
        if (!row) return row.error();
        if (!*row) {
            return dms::fault::Make(
                dms::fault::kResourceNotFound,
                fmt::format("No connection between replication instance {} and endpoint {} found.",
                            instance->identifier, endpoint->identifier));
        }
        auto at_work = IsAtWork(db, **row);
        if (!at_work) return at_work.error();
        if (*at_work) {
            return dms::fault::Make(dms::fault::kInvalidResourceState,
                                    "The connection is used by a task that is at work");
        }
        Status deleted = store::DeleteConnection(db, instance->arn, endpoint->arn);
        if (!deleted) return deleted.error();
        dms::DeleteConnectionReply reply;
        reply.connection = ToShape(**row, endpoint->identifier, instance->identifier);
        reply.connection->status = "deleting";
        return reply;
    });
}

}  // namespace dmsnode::service
