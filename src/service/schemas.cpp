#include <fmt/format.h>

#include "base/ids.hpp"
#include "base/json.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

dms::RefreshSchemasStatus ToShape(const store::SchemaRefreshRow& row) {
    dms::RefreshSchemasStatus shape;
    shape.endpoint_arn = row.endpoint_arn;
    shape.replication_instance_arn = row.instance_arn;
    shape.status = row.status;
    shape.last_refresh_date = row.refreshed;
    shape.last_failure_message = IfNotEmpty(row.failure);
    return shape;
}

Result<store::SchemaRefreshRow> NeedRefresh(store::Connection& db,
                                            const std::string& endpoint_arn) {
    auto endpoint = NeedEndpoint(db, endpoint_arn);
    if (!endpoint) return endpoint.error();
    auto row = store::FindSchemaRefresh(db, endpoint->arn);
    if (!row) return row.error();
    if (*row) return **row;
    return dms::fault::Make(
        dms::fault::kInvalidResourceState,
        fmt::format("The schemas of endpoint {} were never read; call RefreshSchemas first",
                    endpoint->identifier));
}

}  // namespace

Result<dms::RefreshSchemasReply> DmsService::RefreshSchemas(
    const dms::RefreshSchemasRequest& request) {
    store::SchemaRefreshRow row;
    auto reply = parts_->Write([&](store::Connection& db) -> Result<dms::RefreshSchemasReply> {
        auto endpoint = NeedEndpoint(db, request.endpoint_arn);
        if (!endpoint) return endpoint.error();
        auto instance = NeedInstance(db, request.replication_instance_arn);
        if (!instance) return instance.error();
        if (Status available = NeedAvailable(*instance); !available) return available.error();
        auto tested = store::FindConnection(db, instance->arn, endpoint->arn);
        if (!tested) return tested.error();
        if (!*tested) {
            return dms::fault::Make(
                dms::fault::kInvalidResourceState,
                fmt::format("Endpoint {} was not tested with replication instance {}; call "
                            "TestConnection first",
                            endpoint->identifier, instance->identifier));
        }
        // The list of an earlier refresh stays until the new one is there.
        auto earlier = store::FindSchemaRefresh(db, endpoint->arn);
        if (!earlier) return earlier.error();
        row = *earlier ? **earlier : store::SchemaRefreshRow{};
        if (row.schemas.empty()) row.schemas = "[]";
        row.endpoint_arn = endpoint->arn;
        row.instance_arn = instance->arn;
        row.status = "refreshing";
        row.failure.clear();
        row.refresh_id = NewUuid();
        if (Status put = store::PutSchemaRefresh(db, row); !put) return put.error();
        dms::RefreshSchemasReply refreshed;
        refreshed.refresh_schemas_status = ToShape(row);
        return refreshed;
    });
    if (!reply) return reply;
    if (!parts_->endpoint_work.QueueRefresh(row.instance_arn, row.endpoint_arn, row.refresh_id)) {
        row.status = "failed";
        row.failure = "too many requests wait already; try again later";
        static_cast<void>(parts_->on.database.Write(
            [&](store::Connection& db) { return store::FinishSchemaRefresh(db, row); }));
    }
    return reply;
}

Result<dms::DescribeRefreshSchemasStatusReply> DmsService::DescribeRefreshSchemasStatus(
    const dms::DescribeRefreshSchemasStatusRequest& request) {
    using Reply = dms::DescribeRefreshSchemasStatusReply;
    return parts_->Read([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedRefresh(db, request.endpoint_arn);
        if (!row) return row.error();
        Reply reply;
        reply.refresh_schemas_status = ToShape(*row);
        return reply;
    });
}

Result<dms::DescribeSchemasReply> DmsService::DescribeSchemas(
    const dms::DescribeSchemasRequest& request) {
    auto row =
        parts_->Read([&](store::Connection& db) { return NeedRefresh(db, request.endpoint_arn); });
    if (!row) return row.error();
    const Result<Json> list = ParseJson(row->schemas);
    if (!list) return parts_->AsFault(list.error());
    std::vector<std::string> names;
    for (const Json& name : *list) {
        if (name.is_string()) names.push_back(name.get_ref<const std::string&>());
    }
    auto paged = PageOf("schemas", std::move(names), request.max_records, request.marker);
    if (!paged) return paged.error();
    dms::DescribeSchemasReply reply;
    reply.schemas = std::move(paged->first);
    reply.marker = std::move(paged->second);
    return reply;
}

}  // namespace dmsnode::service
