#pragma once

#include "api/resources/resources.hpp"

/// What the resources on connections and DMS services share.
namespace dmsnode::api {

/// Errors: kUnavailable if this process has no DMS services.
Result<DmsAccess*> DmsOf(const ApiParts& on);

/// The problem that tells an error of a DMS service or a database, with its fault. What it says of
/// credentials is of the connection's, not of the caller's: that is no 401.
Result<Answer> ToldFault(const Error& error);

/// `connection aws-prod`, for the audit log.
std::string ConnectionObject(std::string_view name);

}  // namespace dmsnode::api
