#include <fmt/format.h>

#include "service/impl/instance_rules.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

using dms::fault::kInvalidParameterCombination;

constexpr std::string_view kInstanceList = "instances";

Error TakenInstanceName(store::Connection& db, const std::string& identifier) {
    store::InstanceFilter filter;
    filter.identifiers = {identifier};
    const auto found = store::ListInstances(db, filter, {.after_seq = 0, .limit = 1});
    return AlreadyExists(ResourceKind::kInstance, identifier,
                         found && !found->empty() ? found->front().arn : "");
}

/// Moves what waits in PendingModifiedValues to where it counts. True if there was anything.
bool ApplyPending(store::InstanceRow& row, dms::ReplicationInstance& shape) {
    const dms::ReplicationPendingModifiedValues pending = *shape.pending_modified_values;
    if (pending.replication_instance_class)
        row.instance_class = *pending.replication_instance_class;
    if (pending.engine_version) row.engine_version = *pending.engine_version;
    if (pending.allocated_storage) shape.allocated_storage = pending.allocated_storage;
    if (pending.multi_az) shape.multi_az = pending.multi_az;
    if (pending.network_type) shape.network_type = pending.network_type;
    shape.pending_modified_values.emplace();
    return pending.replication_instance_class || pending.engine_version ||
           pending.allocated_storage || pending.multi_az || pending.network_type;
}

Status ReadChanges(const dms::ModifyReplicationInstanceRequest& request, store::InstanceRow& row,
                   dms::ReplicationInstance& shape) {
    if (request.replication_instance_identifier &&
        !request.replication_instance_identifier->empty()) {
        const std::string& name = *request.replication_instance_identifier;
        const Status named =
            CheckIdentifier(ResourceKind::kInstance, "ReplicationInstanceIdentifier", name);
        if (!named) return named;
        row.identifier = StoredIdentifier(ResourceKind::kInstance, name);
    }
    if (request.preferred_maintenance_window) {
        shape.preferred_maintenance_window = LowerCase(*request.preferred_maintenance_window);
    }
    if (request.auto_minor_version_upgrade) {
        shape.auto_minor_version_upgrade = request.auto_minor_version_upgrade;
    }
    dms::ReplicationPendingModifiedValues& pending = *shape.pending_modified_values;
    if (request.replication_instance_class) {
        const Status classed = CheckInstanceClass(*request.replication_instance_class);
        if (!classed) return classed;
        pending.replication_instance_class = request.replication_instance_class;
    }
    if (request.allocated_storage) {
        const Status stored = CheckAllocatedStorage(*request.allocated_storage);
        if (!stored) return stored;
        pending.allocated_storage = request.allocated_storage;
    }
    if (request.engine_version) {
        const bool major = request.engine_version->substr(0, request.engine_version->find('.')) !=
                           row.engine_version.substr(0, row.engine_version.find('.'));
        if (major && !request.allow_major_version_upgrade.value_or(false)) {
            return dms::fault::Make(kInvalidParameterCombination,
                                    fmt::format("EngineVersion {} is a major change from {}: set "
                                                "AllowMajorVersionUpgrade",
                                                *request.engine_version, row.engine_version));
        }
        pending.engine_version = request.engine_version;
    }
    if (request.multi_az) pending.multi_az = request.multi_az;
    if (request.network_type) pending.network_type = request.network_type;
    return {};
}

Result<bool> HasTasks(store::Connection& db, const std::string& arn) {
    store::TaskFilter filter;
    filter.instance_arns = {arn};
    const auto tasks = store::ListTasks(db, filter, {.after_seq = 0, .limit = 1});
    if (!tasks) return tasks.error();
    return !tasks->empty();
}

}  // namespace

Result<dms::CreateReplicationInstanceReply> DmsService::CreateReplicationInstance(
    const dms::CreateReplicationInstanceRequest& request) {
    const auto row = NewInstance(request, parts_->arns, parts_->on.clock.Now());
    if (!row) return row.error();
    using Reply = dms::CreateReplicationInstanceReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto used = store::CountInstances(db);
        if (!used) return used.error();
        Status room = CheckQuota(ResourceKind::kInstance, *used, kMostInstances);
        if (!room) return room.error();
        if (Status inserted = store::InsertInstance(db, *row); !inserted) {
            if (inserted.error().code != ErrorCode::kAlreadyExists) return inserted.error();
            return TakenInstanceName(db, row->identifier);
        }
        if (Status tagged = StoreTags(db, row->arn, request.tags); !tagged) return tagged.error();
        Reply reply;
        reply.replication_instance = ToShape(*row);
        reply.replication_instance->replication_instance_status = "creating";
        return reply;
    });
}

Result<dms::ModifyReplicationInstanceReply> DmsService::ModifyReplicationInstance(
    const dms::ModifyReplicationInstanceRequest& request) {
    using Reply = dms::ModifyReplicationInstanceReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedInstance(db, request.replication_instance_arn);
        if (!row) return row.error();
        dms::ReplicationInstance shape = ToShape(*row);
        if (Status read = ReadChanges(request, *row, shape); !read) return read.error();
        bool applied = false;
        if (request.apply_immediately.value_or(false)) applied = ApplyPending(*row, shape);
        KeepDetails(shape, *row);
        if (Status updated = store::UpdateInstance(db, *row); !updated) {
            if (updated.error().code != ErrorCode::kAlreadyExists) return updated.error();
            return TakenInstanceName(db, row->identifier);
        }
        if (applied) {
            // As on AWS: a test says how an endpoint was reached from the instance as it was.
            Status reset = store::DeleteConnectionsOf(db, row->arn);
            if (!reset) return reset.error();
        }
        Reply reply;
        reply.replication_instance = ToShape(*row);
        if (applied) reply.replication_instance->replication_instance_status = "modifying";
        return reply;
    });
}

Result<dms::DeleteReplicationInstanceReply> DmsService::DeleteReplicationInstance(
    const dms::DeleteReplicationInstanceRequest& request) {
    using Reply = dms::DeleteReplicationInstanceReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedInstance(db, request.replication_instance_arn);
        if (!row) return row.error();
        auto used = HasTasks(db, row->arn);
        if (!used) return used.error();
        if (*used) {
            return dms::fault::Make(
                dms::fault::kInvalidResourceState,
                fmt::format("Replication instance {} has one or more replication tasks; delete or "
                            "move them first",
                            row->identifier));
        }
        if (Status deleted = store::DeleteInstance(db, row->arn); !deleted) return deleted.error();
        Reply reply;
        reply.replication_instance = ToShape(*row);
        reply.replication_instance->replication_instance_status = "deleting";
        return reply;
    });
}

Result<dms::RebootReplicationInstanceReply> DmsService::RebootReplicationInstance(
    const dms::RebootReplicationInstanceRequest& request) {
    const bool failover = request.force_failover.value_or(false);
    const bool planned = request.force_planned_failover.value_or(false);
    if (failover && planned) {
        return dms::fault::Make(kInvalidParameterCombination,
                                "ForceFailover and ForcePlannedFailover exclude each other");
    }
    using Reply = dms::RebootReplicationInstanceReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedInstance(db, request.replication_instance_arn);
        if (!row) return row.error();
        dms::ReplicationInstance shape = ToShape(*row);
        if ((failover || planned) && !shape.multi_az.value_or(false)) {
            return dms::fault::Make(kInvalidParameterCombination,
                                    "A failover needs an instance with MultiAZ");
        }
        // A reboot is when what waits takes effect. Tasks that run are not touched: the instance is
        // a name, the process goes on.
        if (ApplyPending(*row, shape)) {
            Status reset = store::DeleteConnectionsOf(db, row->arn);
            if (!reset) return reset.error();
        }
        KeepDetails(shape, *row);
        if (Status updated = store::UpdateInstance(db, *row); !updated) return updated.error();
        Reply reply;
        reply.replication_instance = ToShape(*row);
        reply.replication_instance->replication_instance_status = "rebooting";
        return reply;
    });
}

Result<dms::DescribeReplicationInstancesReply> DmsService::DescribeReplicationInstances(
    const dms::DescribeReplicationInstancesRequest& request) {
    const auto page = ReadPage(kInstanceList, request.max_records, request.marker);
    if (!page) return page.error();
    store::InstanceFilter filter;
    Status read = ReadFilters(request.filters, {{"replication-instance-arn", &filter.arns},
                                                {"replication-instance-id", &filter.identifiers},
                                                {"replication-instance-class", &filter.classes},
                                                {"engine-version", &filter.engine_versions}});
    if (!read) return read.error();
    using Reply = dms::DescribeReplicationInstancesReply;
    return parts_->Read([&](store::Connection& db) -> Result<Reply> {
        auto rows = store::ListInstances(db, filter, *page);
        if (!rows) return rows.error();
        if (rows->empty() && !request.filters.empty() && page->after_seq == 0) {
            return dms::fault::Make(dms::fault::kResourceNotFound,
                                    "No Replication Instances found matching provided filters.");
        }
        Reply reply;
        reply.marker = CutPage(kInstanceList, *page, *rows);
        for (const store::InstanceRow& row : *rows) {
            reply.replication_instances.push_back(ToShape(row));
        }
        return reply;
    });
}

Result<dms::DescribeOrderableReplicationInstancesReply>
DmsService::DescribeOrderableReplicationInstances(
    const dms::DescribeOrderableReplicationInstancesRequest& request) {
    std::vector<dms::OrderableReplicationInstance> all;
    for (const std::string& instance_class : InstanceClasses()) {
        dms::OrderableReplicationInstance& item = all.emplace_back();
        item.engine_version = std::string(kDefaultEngineVersion);
        item.replication_instance_class = instance_class;
        item.storage_type = "gp2";
        item.min_allocated_storage = 5;
        item.max_allocated_storage = 6144;
        item.default_allocated_storage = 50;
        item.included_allocated_storage = 50;
        item.availability_zones = {parts_->arns.region() + "a"};
        item.release_status = "prod";
    }
    auto paged = PageOf("orderable-instances", std::move(all), request.max_records, request.marker);
    if (!paged) return paged.error();
    dms::DescribeOrderableReplicationInstancesReply reply;
    reply.orderable_replication_instances = std::move(paged->first);
    reply.marker = std::move(paged->second);
    return reply;
}

}  // namespace dmsnode::service
