#include "store/service_lists.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::store {
namespace {

ConnectionRow ReadConnection(const Row& row) {
    return {.seq = row.Int(0),
            .instance_arn = row.Text(1),
            .endpoint_arn = row.Text(2),
            .status = row.Text(3),
            .failure = row.Text(4),
            .test_id = row.Text(5)};
}

SchemaRefreshRow ReadRefresh(const Row& row) {
    return {.endpoint_arn = row.Text(0),
            .instance_arn = row.Text(1),
            .status = row.Text(2),
            .failure = row.Text(3),
            .refreshed = row.OptionalTime(4),
            .refresh_id = row.Text(5),
            .schemas = row.Text(6)};
}

}  // namespace

Status PutConnection(Connection& db, const ConnectionRow& row) {
    auto done = db.Run(
        "INSERT INTO dms_connection(instance_arn, endpoint_arn, status, failure, test_id) "
        "VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(instance_arn, endpoint_arn) "
        "DO UPDATE SET status = ?3, failure = ?4, test_id = ?5",
        {row.instance_arn, row.endpoint_arn, row.status, row.failure, row.test_id});
    if (!done) return done.error();
    return {};
}

Result<bool> FinishConnection(Connection& db, const ConnectionRow& row) {
    auto done = db.Run(
        "UPDATE dms_connection SET status = ?3, failure = ?4 "
        "WHERE instance_arn = ?1 AND endpoint_arn = ?2 AND test_id = ?5",
        {row.instance_arn, row.endpoint_arn, row.status, row.failure, row.test_id});
    if (!done) return done.error();
    return *done > 0;
}

Status DeleteConnectionsOf(Connection& db, const std::string& endpoint_or_instance_arn) {
    auto done = db.Run("DELETE FROM dms_connection WHERE endpoint_arn = ?1 OR instance_arn = ?1",
                       {endpoint_or_instance_arn});
    if (!done) return done.error();
    return {};
}

Status DeleteConnection(Connection& db, const std::string& instance_arn,
                        const std::string& endpoint_arn) {
    auto done = db.Run("DELETE FROM dms_connection WHERE instance_arn = ?1 AND endpoint_arn = ?2",
                       {instance_arn, endpoint_arn});
    if (!done) return done.error();
    return {};
}

Result<std::optional<ConnectionRow>> FindConnection(Connection& db, const std::string& instance_arn,
                                                    const std::string& endpoint_arn) {
    return db.One(
        "SELECT seq, instance_arn, endpoint_arn, status, failure, test_id FROM dms_connection "
        "WHERE instance_arn = ?1 AND endpoint_arn = ?2",
        {instance_arn, endpoint_arn}, ReadConnection);
}

Result<std::vector<ConnectionRow>> ListConnections(Connection& db, const ConnectionFilter& filter,
                                                   const Page& page) {
    return db.All(
        "SELECT seq, instance_arn, endpoint_arn, status, failure, test_id FROM dms_connection "
        "WHERE seq > ?1 "
        "AND (?3 IS NULL OR endpoint_arn IN (SELECT value FROM json_each(?3))) "
        "AND (?4 IS NULL OR instance_arn IN (SELECT value FROM json_each(?4))) "
        "AND (?5 IS NULL OR status IN (SELECT value FROM json_each(?5))) "
        "ORDER BY seq LIMIT ?2",
        {page.after_seq, page.limit, JsonList(filter.endpoint_arns), JsonList(filter.instance_arns),
         JsonList(filter.statuses)},
        ReadConnection);
}

Status PutSchemaRefresh(Connection& db, const SchemaRefreshRow& row) {
    auto done = db.Run(
        "INSERT INTO dms_schema_refresh(endpoint_arn, instance_arn, status, failure, refreshed, "
        "refresh_id, schemas) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(endpoint_arn) "
        "DO UPDATE SET instance_arn = ?2, status = ?3, failure = ?4, refreshed = ?5, "
        "refresh_id = ?6, schemas = ?7",
        {row.endpoint_arn, row.instance_arn, row.status, row.failure, row.refreshed, row.refresh_id,
         row.schemas});
    if (!done) return done.error();
    return {};
}

Result<bool> FinishSchemaRefresh(Connection& db, const SchemaRefreshRow& row) {
    auto done = db.Run(
        "UPDATE dms_schema_refresh SET status = ?2, failure = ?3, refreshed = ?4, schemas = ?6 "
        "WHERE endpoint_arn = ?1 AND refresh_id = ?5",
        {row.endpoint_arn, row.status, row.failure, row.refreshed, row.refresh_id, row.schemas});
    if (!done) return done.error();
    return *done > 0;
}

Result<std::optional<SchemaRefreshRow>> FindSchemaRefresh(Connection& db,
                                                          const std::string& endpoint_arn) {
    return db.One(
        "SELECT endpoint_arn, instance_arn, status, failure, refreshed, refresh_id, schemas "
        "FROM dms_schema_refresh WHERE endpoint_arn = ?1",
        {endpoint_arn}, ReadRefresh);
}

Result<std::vector<SchemaRefreshRow>> ListRefreshing(Connection& db) {
    return db.All(
        "SELECT endpoint_arn, instance_arn, status, failure, refreshed, refresh_id, schemas "
        "FROM dms_schema_refresh WHERE status = 'refreshing'",
        {}, ReadRefresh);
}

}  // namespace dmsnode::store
