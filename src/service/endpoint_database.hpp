#pragma once

#include <string>

#include "connectors/connector.hpp"
#include "store/database.hpp"
#include "store/secret_box.hpp"

namespace dmsnode::service {

/// The database behind an endpoint of the embedded service, with its password: what an SQL node
/// works in. Not part of the API and never sent anywhere.
/// Errors: ResourceNotFoundFault; kUnauthenticated if the password cannot be opened.
Result<connectors::Endpoint> DatabaseOf(store::Database& database, const store::SecretBox& secrets,
                                        const std::string& arn_or_identifier);

}  // namespace dmsnode::service
