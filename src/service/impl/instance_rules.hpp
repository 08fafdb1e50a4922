#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "dms/shapes.hpp"
#include "service/impl/arns.hpp"
#include "store/service_rows.hpp"

/// Replication instances. Here they are names: all work is done by this process, whatever the class
/// says; it is checked and echoed, so that definitions made for AWS go through unchanged.
namespace dmsnode::service {

inline constexpr std::string_view kDefaultEngineVersion = "3.5.4";

const std::vector<std::string>& InstanceClasses();
/// Errors: InvalidParameterValueException unless it is `dms.<family>.<size>`.
Status CheckInstanceClass(const std::string& instance_class);
/// Errors: InvalidParameterValueException outside 5 to 6144 GB.
Status CheckAllocatedStorage(std::int64_t gigabytes);

/// The row of a new instance. Errors: those of the checks above and of the identifiers.
Result<store::InstanceRow> NewInstance(const dms::CreateReplicationInstanceRequest& request,
                                       const Arns& arns, TimePoint now);

/// The row as replies show it.
dms::ReplicationInstance ToShape(const store::InstanceRow& row);
/// Keeps what of `shape` has no column of its own.
void KeepDetails(dms::ReplicationInstance shape, store::InstanceRow& row);

}  // namespace dmsnode::service
