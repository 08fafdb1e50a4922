#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dms/api.hpp"

/// Reading resources through a DMS API: all pages, and one by its ARN or identifier.
namespace dmsnode::cli {

Result<std::vector<dms::Endpoint>> ListEndpoints(dms::Api& api, std::vector<dms::Filter> filters);
Result<std::vector<dms::ReplicationInstance>> ListInstances(dms::Api& api,
                                                            std::vector<dms::Filter> filters);
Result<std::vector<dms::ReplicationTask>> ListTasks(dms::Api& api,
                                                    std::vector<dms::Filter> filters);

/// Errors: those of the API; kNotFound.
Result<dms::Endpoint> FindEndpoint(dms::Api& api, const std::string& arn_or_id);
Result<dms::ReplicationInstance> FindInstance(dms::Api& api, const std::string& arn_or_id);
Result<dms::ReplicationTask> FindTask(dms::Api& api, const std::string& arn_or_id);

/// The last part of an ARN, for tables that have no room for the whole.
std::string ShortArn(std::string_view arn);

}  // namespace dmsnode::cli
