#include "store/catalog_connections.hpp"

#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

constexpr Entity kConnection{"connection", "catalog_connection"};

DmsConnection ReadConnection(const Row& row) {
    return {.code = row.Int(0),
            .name = row.Text(1),
            .description = row.Text(2),
            .region = row.Text(3),
            .endpoint = row.Text(4),
            .profile = row.Text(5),
            .access_key_id = row.Text(6),
            .sealed_secret = row.Text(7),
            .revision = row.Int(8),
            .created = row.Time(9),
            .updated = row.Time(10)};
}

Status Check(const DmsConnection& connection) {
    Status good = CheckLabel(kConnection, connection.name, connection.description);
    for (const auto& [what, text] :
         {std::pair("region", &connection.region), std::pair("endpoint", &connection.endpoint),
          std::pair("profile", &connection.profile),
          std::pair("access key id", &connection.access_key_id)}) {
        if (good) good = CheckText(what, *text, kMostDescriptionBytes);
    }
    return good;
}

}  // namespace

std::string ConnectionSecretPlace(std::int64_t code) {
    return fmt::format("catalog_connection/{}/secret", code);
}

Result<DmsConnection> CreateDmsConnection(Connection& db, const DmsConnection& connection,
                                          TimePoint now) {
    if (Status good = Check(connection); !good) return good.error();
    return InsertOne(
        db,
        "INSERT INTO catalog_connection(code, name, description, region, endpoint, profile, "
        "access_key_id, secret, revision, created, updated) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, ?9, ?9) ON CONFLICT DO NOTHING "
        "RETURNING code, name, description, region, endpoint, profile, access_key_id, secret, "
        "revision, created, updated",
        {connection.code, connection.name, connection.description, connection.region,
         connection.endpoint, connection.profile, connection.access_key_id,
         Blob{connection.sealed_secret}, now},
        ReadConnection, kConnection, connection.name, {});
}

Result<DmsConnection> UpdateDmsConnection(Connection& db, const DmsConnection& connection,
                                          std::int64_t based_on, TimePoint now) {
    if (Status good = Check(connection); !good) return good.error();
    return UpdateOne(
        db,
        "UPDATE catalog_connection SET description = ?3, region = ?4, endpoint = ?5, profile = ?6, "
        "access_key_id = ?7, secret = ?8, updated = ?9, revision = revision + 1 "
        "WHERE code = ?1 AND revision = ?2 RETURNING code, name, description, region, endpoint, "
        "profile, access_key_id, secret, revision, created, updated",
        {connection.code, based_on, connection.description, connection.region, connection.endpoint,
         connection.profile, connection.access_key_id, Blob{connection.sealed_secret}, now},
        ReadConnection, kConnection, connection.code, based_on, connection.name);
}

Status DeleteDmsConnection(Connection& db, std::int64_t code, std::int64_t based_on) {
    return DeleteOne(db, kConnection, code, based_on);
}

Result<std::optional<DmsConnection>> FindDmsConnection(Connection& db, const std::string& name) {
    return db.One(
        "SELECT code, name, description, region, endpoint, profile, access_key_id, secret, "
        "revision, created, updated FROM catalog_connection WHERE name = ?",
        {name}, ReadConnection);
}

Result<std::vector<DmsConnection>> ListDmsConnections(Connection& db) {
    return db.All(
        "SELECT code, name, description, region, endpoint, profile, access_key_id, secret, "
        "revision, created, updated FROM catalog_connection ORDER BY name",
        {}, ReadConnection);
}

}  // namespace dmsnode::store::catalog
