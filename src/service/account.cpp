#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

dms::AccountQuota Quota(std::string_view name, std::int64_t used, std::int64_t most) {
    dms::AccountQuota quota;
    quota.account_quota_name = std::string(name);
    quota.used = used;
    quota.max = most;
    return quota;
}

}  // namespace

Result<dms::DescribeAccountAttributesReply> DmsService::DescribeAccountAttributes(
    const dms::DescribeAccountAttributesRequest&) {
    return parts_->Read([&](store::Connection& db) -> Result<dms::DescribeAccountAttributesReply> {
        auto instances = store::CountInstances(db);
        if (!instances) return instances.error();
        auto endpoints = store::CountEndpoints(db);
        if (!endpoints) return endpoints.error();
        auto tasks = store::CountTasks(db);
        if (!tasks) return tasks.error();
        auto id = store::FindSetting(db, kAccountIdSetting);
        if (!id) return id.error();
        dms::DescribeAccountAttributesReply reply;
        reply.account_quotas = {Quota("ReplicationInstances", *instances, kMostInstances),
                                Quota("ReplicationTasks", *tasks, kMostTasks),
                                Quota("Endpoints", *endpoints, kMostEndpoints)};
        reply.unique_account_identifier = *id;
        return reply;
    });
}

}  // namespace dmsnode::service
