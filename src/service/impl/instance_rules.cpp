#include "service/impl/instance_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "dms/codec.hpp"
#include "dms/faults.hpp"

namespace dmsnode::service {
namespace {

using dms::fault::kInvalidParameterCombination;
using dms::fault::kInvalidParameterValue;

constexpr std::int64_t kDefaultStorageGb = 50;

dms::ReplicationInstance DetailsOf(const dms::CreateReplicationInstanceRequest& request,
                                   const Arns& arns) {
    dms::ReplicationInstance shape;
    shape.allocated_storage = request.allocated_storage.value_or(kDefaultStorageGb);
    shape.multi_az = request.multi_az.value_or(false);
    shape.auto_minor_version_upgrade = request.auto_minor_version_upgrade.value_or(true);
    shape.publicly_accessible = request.publicly_accessible.value_or(true);
    shape.availability_zone = request.availability_zone.value_or(arns.region() + "a");
    shape.preferred_maintenance_window =
        LowerCase(request.preferred_maintenance_window.value_or("sun:04:00-sun:04:30"));
    shape.network_type = request.network_type.value_or("IPV4");
    shape.kms_key_id = request.kms_key_id;
    shape.dns_name_servers = request.dns_name_servers;
    for (const std::string& id : request.vpc_security_group_ids) {
        dms::VpcSecurityGroupMembership& group = shape.vpc_security_groups.emplace_back();
        group.vpc_security_group_id = id;
        group.status = "active";
    }
    if (request.replication_subnet_group_identifier) {
        shape.replication_subnet_group.emplace();
        shape.replication_subnet_group->replication_subnet_group_identifier =
            LowerCase(*request.replication_subnet_group_identifier);
        shape.replication_subnet_group->subnet_group_status = "Complete";
    }
    shape.replication_instance_private_ip_address = "127.0.0.1";
    shape.replication_instance_private_ip_addresses = {"127.0.0.1"};
    return shape;
}

}  // namespace

const std::vector<std::string>& InstanceClasses() {
    static const std::vector<std::string> classes = {
        "dms.t3.micro",  "dms.t3.small",   "dms.t3.medium", "dms.t3.large", "dms.c5.large",
        "dms.c5.xlarge", "dms.c5.2xlarge", "dms.r5.large",  "dms.r5.xlarge"};
    return classes;
}

Status CheckInstanceClass(const std::string& instance_class) {
    const bool plain = std::all_of(instance_class.begin(), instance_class.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
    const auto dots = std::count(instance_class.begin(), instance_class.end(), '.');
    if (plain && dots == 2 && instance_class.starts_with("dms.") && instance_class.back() != '.' &&
        instance_class.size() <= 30) {
        return {};
    }
    return dms::fault::Make(
        kInvalidParameterValue,
        fmt::format("Invalid value {} for ReplicationInstanceClass: expected dms.<family>.<size>, "
                    "as in dms.t3.medium",
                    instance_class.substr(0, 40)));
}

Status CheckAllocatedStorage(std::int64_t gigabytes) {
    if (gigabytes >= 5 && gigabytes <= 6144) return {};
    return dms::fault::Make(
        kInvalidParameterValue,
        fmt::format("Invalid value {} for AllocatedStorage: must be from 5 to 6144 GB", gigabytes));
}

Result<store::InstanceRow> NewInstance(const dms::CreateReplicationInstanceRequest& request,
                                       const Arns& arns, TimePoint now) {
    const Status named = CheckIdentifier(ResourceKind::kInstance, "ReplicationInstanceIdentifier",
                                         request.replication_instance_identifier);
    if (!named) return named.error();
    const Status classed = CheckInstanceClass(request.replication_instance_class);
    if (!classed) return classed.error();
    const Status stored =
        CheckAllocatedStorage(request.allocated_storage.value_or(kDefaultStorageGb));
    if (!stored) return stored.error();
    if (request.multi_az.value_or(false) && request.availability_zone) {
        return dms::fault::Make(kInvalidParameterCombination,
                                "AvailabilityZone cannot be set if MultiAZ is true");
    }
    Result<std::string> arn = arns.New(ResourceKind::kInstance, request.resource_identifier);
    if (!arn) return arn.error();
    store::InstanceRow row{
        .seq = 0,
        .arn = *arn,
        .identifier =
            StoredIdentifier(ResourceKind::kInstance, request.replication_instance_identifier),
        .instance_class = request.replication_instance_class,
        .status = "available",
        .engine_version = request.engine_version.value_or(std::string(kDefaultEngineVersion)),
        .created = now,
        .details = {}};
    KeepDetails(DetailsOf(request, arns), row);
    return row;
}

void KeepDetails(dms::ReplicationInstance shape, store::InstanceRow& row) {
    shape.replication_instance_arn.reset();
    shape.replication_instance_identifier.reset();
    shape.replication_instance_class.reset();
    shape.replication_instance_status.reset();
    shape.engine_version.reset();
    shape.instance_create_time.reset();
    row.details = DumpJson(dms::EncodeRequest(shape));
}

dms::ReplicationInstance ToShape(const store::InstanceRow& row) {
    dms::ReplicationInstance shape;
    // What is stored was encoded by this program, so it decodes.
    if (const Result<Json> details = ParseJson(row.details)) {
        if (auto decoded = dms::Decode<dms::ReplicationInstance>(*details)) {
            shape = *std::move(decoded);
        }
    }
    shape.replication_instance_arn = row.arn;
    shape.replication_instance_identifier = row.identifier;
    shape.replication_instance_class = row.instance_class;
    shape.replication_instance_status = row.status;
    shape.engine_version = row.engine_version;
    shape.instance_create_time = row.created;
    if (!shape.pending_modified_values) shape.pending_modified_values.emplace();
    return shape;
}

}  // namespace dmsnode::service
