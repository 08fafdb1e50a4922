#include "cli/resources.hpp"

#include <fmt/format.h>

namespace dmsnode::cli {
namespace {

constexpr int kMostPages = 1000;

/// Walks all pages. `Describe` and `Items` are the operation's method and the reply's list.
template <auto Describe, auto Items, class Request>
auto AllPages(dms::Api& api, Request request) {
    using Reply = typename decltype((api.*Describe)(request))::value_type;
    using Items_ = std::remove_cvref_t<decltype(std::declval<Reply>().*Items)>;
    Items_ all;
    for (int page = 0; page < kMostPages; ++page) {
        auto reply = (api.*Describe)(request);
        if (!reply) return Result<Items_>(reply.error());
        for (auto& item : (*reply).*Items) all.push_back(std::move(item));
        if (!reply->marker || reply->marker->empty()) break;
        request.marker = reply->marker;
    }
    return Result<Items_>(std::move(all));
}

dms::Filter ByName(std::string_view kind, const std::string& arn_or_id) {
    const bool arn = arn_or_id.starts_with("arn:");
    dms::Filter filter;
    filter.name = fmt::format("{}-{}", kind, arn ? "arn" : "id");
    filter.values = {arn_or_id};
    return filter;
}

template <class Item>
Result<Item> OnlyOne(Result<std::vector<Item>> items, std::string_view kind,
                     const std::string& arn_or_id) {
    if (!items) {
        // The service says only that nothing was found; we know what was asked for.
        if (items.error().code == ErrorCode::kNotFound) {
            return Error(items.error()).Because(fmt::format("{} \"{}\"", kind, arn_or_id));
        }
        return items.error();
    }
    if (!items->empty()) return std::move(items->front());
    return Error{ErrorCode::kNotFound, fmt::format("there is no {} \"{}\"", kind, arn_or_id)}.Fault(
        "ResourceNotFoundFault");
}

}  // namespace

Result<std::vector<dms::Endpoint>> ListEndpoints(dms::Api& api, std::vector<dms::Filter> filters) {
    dms::DescribeEndpointsRequest request;
    request.filters = std::move(filters);
    return AllPages<&dms::Api::DescribeEndpoints, &dms::DescribeEndpointsReply::endpoints>(
        api, std::move(request));
}

Result<std::vector<dms::ReplicationInstance>> ListInstances(dms::Api& api,
                                                            std::vector<dms::Filter> filters) {
    dms::DescribeReplicationInstancesRequest request;
    request.filters = std::move(filters);
    return AllPages<&dms::Api::DescribeReplicationInstances,
                    &dms::DescribeReplicationInstancesReply::replication_instances>(
        api, std::move(request));
}

Result<std::vector<dms::ReplicationTask>> ListTasks(dms::Api& api,
                                                    std::vector<dms::Filter> filters) {
    dms::DescribeReplicationTasksRequest request;
    request.filters = std::move(filters);
    return AllPages<&dms::Api::DescribeReplicationTasks,
                    &dms::DescribeReplicationTasksReply::replication_tasks>(api,
                                                                            std::move(request));
}

Result<dms::Endpoint> FindEndpoint(dms::Api& api, const std::string& arn_or_id) {
    return OnlyOne(ListEndpoints(api, {ByName("endpoint", arn_or_id)}), "endpoint", arn_or_id);
}

Result<dms::ReplicationInstance> FindInstance(dms::Api& api, const std::string& arn_or_id) {
    return OnlyOne(ListInstances(api, {ByName("replication-instance", arn_or_id)}),
                   "replication instance", arn_or_id);
}

Result<dms::ReplicationTask> FindTask(dms::Api& api, const std::string& arn_or_id) {
    return OnlyOne(ListTasks(api, {ByName("replication-task", arn_or_id)}), "replication task",
                   arn_or_id);
}

std::string ShortArn(std::string_view arn) {
    const std::size_t colon = arn.rfind(':');
    return std::string(colon == std::string_view::npos ? arn : arn.substr(colon + 1));
}

}  // namespace dmsnode::cli
