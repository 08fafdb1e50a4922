#include "store/service_lists.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::store {
namespace {

EndpointRow ReadEndpoint(const Row& row) {
    return {.seq = row.Int(0),
            .arn = row.Text(1),
            .identifier = row.Text(2),
            .type = row.Text(3),
            .engine = row.Text(4),
            .username = row.Text(5),
            .sealed_password = row.OptionalText(6),
            .server_name = row.Text(7),
            .port = row.Int(8),
            .database_name = row.Text(9),
            .extra_attributes = row.Text(10),
            .ssl_mode = row.Text(11),
            .settings = row.Text(12),
            .kms_key_id = row.Text(13),
            .created = row.Time(14)};
}

Param SealedParam(const EndpointRow& row) {
    if (!row.sealed_password) return nullptr;
    return Blob{*row.sealed_password};
}

}  // namespace

Status InsertEndpoint(Connection& db, const EndpointRow& row) {
    auto done = db.Run(
        "INSERT INTO dms_endpoint(arn, identifier, type, engine, username, password, server_name, "
        "port, database_name, extra_attributes, ssl_mode, settings, kms_key_id, created) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        {row.arn, row.identifier, row.type, row.engine, row.username, SealedParam(row),
         row.server_name, row.port, row.database_name, row.extra_attributes, row.ssl_mode,
         row.settings, row.kms_key_id, row.created});
    if (!done) return done.error();
    return {};
}

Status UpdateEndpoint(Connection& db, const EndpointRow& row) {
    auto done = db.Run(
        "UPDATE dms_endpoint SET identifier = ?2, type = ?3, engine = ?4, username = ?5, "
        "password = ?6, server_name = ?7, port = ?8, database_name = ?9, extra_attributes = ?10, "
        "ssl_mode = ?11, settings = ?12 WHERE arn = ?1",
        {row.arn, row.identifier, row.type, row.engine, row.username, SealedParam(row),
         row.server_name, row.port, row.database_name, row.extra_attributes, row.ssl_mode,
         row.settings});
    if (!done) return done.error();
    return {};
}

Status DeleteEndpoint(Connection& db, const std::string& arn) {
    auto done = db.Run("DELETE FROM dms_endpoint WHERE arn = ?1", {arn});
    if (!done) return done.error();
    return DeleteAllTags(db, arn);
}

Result<std::optional<EndpointRow>> FindEndpoint(Connection& db, const std::string& arn) {
    return db.One(
        "SELECT seq, arn, identifier, type, engine, username, password, server_name, port, "
        "database_name, extra_attributes, ssl_mode, settings, kms_key_id, created "
        "FROM dms_endpoint WHERE arn = ?1",
        {arn}, ReadEndpoint);
}

Result<std::vector<EndpointRow>> ListEndpoints(Connection& db, const EndpointFilter& filter,
                                               const Page& page) {
    return db.All(
        "SELECT seq, arn, identifier, type, engine, username, password, server_name, port, "
        "database_name, extra_attributes, ssl_mode, settings, kms_key_id, created "
        "FROM dms_endpoint WHERE seq > ?1 "
        "AND (?3 IS NULL OR arn IN (SELECT value FROM json_each(?3))) "
        "AND (?4 IS NULL OR identifier IN (SELECT value FROM json_each(?4))) "
        "AND (?5 IS NULL OR type IN (SELECT value FROM json_each(?5))) "
        "AND (?6 IS NULL OR engine IN (SELECT value FROM json_each(?6))) "
        "ORDER BY seq LIMIT ?2",
        {page.after_seq, page.limit, JsonList(filter.arns), JsonList(filter.identifiers),
         JsonList(filter.types), JsonList(filter.engines)},
        ReadEndpoint);
}

}  // namespace dmsnode::store
