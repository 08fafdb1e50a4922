#pragma once

#include <string_view>

#include "base/json.hpp"
#include "dms/api.hpp"

namespace dmsnode::dms {

/// Calls the operation of this name (`DescribeEndpoints`); request and reply have the form that
/// they have on the wire. Errors: fault UnknownOperationException; those of Decode; those of the
/// operation. Threads: as the API.
Result<Json> CallByName(Api& api, std::string_view operation, const Json& request);

}  // namespace dmsnode::dms
