#pragma once

#include <string>

#include "store/catalog_rows.hpp"
#include "store/database.hpp"

/// Connections to DMS services that were made over the API. All run inside the caller's
/// transaction. Errors: as catalog_projects.hpp.
namespace dmsnode::store::catalog {

/// Where the secret of the connection with this code is sealed for (SecretBox).
std::string ConnectionSecretPlace(std::int64_t code);

/// With the caller's code, for which its secret is sealed.
Result<DmsConnection> CreateDmsConnection(Connection& db, const DmsConnection& connection,
                                          TimePoint now);
/// Changes all but code and name: nodes name the connection, so its name stays.
Result<DmsConnection> UpdateDmsConnection(Connection& db, const DmsConnection& connection,
                                          std::int64_t based_on, TimePoint now);
Status DeleteDmsConnection(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<DmsConnection>> FindDmsConnection(Connection& db, const std::string& name);
/// All, by name.
Result<std::vector<DmsConnection>> ListDmsConnections(Connection& db);

}  // namespace dmsnode::store::catalog
