#include "store/service_lists.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::store {
namespace {

InstanceRow ReadInstance(const Row& row) {
    return {.seq = row.Int(0),
            .arn = row.Text(1),
            .identifier = row.Text(2),
            .instance_class = row.Text(3),
            .status = row.Text(4),
            .engine_version = row.Text(5),
            .created = row.Time(6),
            .details = row.Text(7)};
}

}  // namespace

Status InsertInstance(Connection& db, const InstanceRow& row) {
    auto done = db.Run(
        "INSERT INTO dms_instance(arn, identifier, class, status, engine_version, created, "
        "details) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        {row.arn, row.identifier, row.instance_class, row.status, row.engine_version, row.created,
         row.details});
    if (!done) return done.error();
    return {};
}

Status UpdateInstance(Connection& db, const InstanceRow& row) {
    auto done = db.Run(
        "UPDATE dms_instance SET identifier = ?2, class = ?3, status = ?4, engine_version = ?5, "
        "details = ?6 WHERE arn = ?1",
        {row.arn, row.identifier, row.instance_class, row.status, row.engine_version, row.details});
    if (!done) return done.error();
    return {};
}

Status DeleteInstance(Connection& db, const std::string& arn) {
    auto done = db.Run("DELETE FROM dms_instance WHERE arn = ?1", {arn});
    if (!done) return done.error();
    return DeleteAllTags(db, arn);
}

Result<std::optional<InstanceRow>> FindInstance(Connection& db, const std::string& arn) {
    return db.One(
        "SELECT seq, arn, identifier, class, status, engine_version, created, details "
        "FROM dms_instance WHERE arn = ?1",
        {arn}, ReadInstance);
}

Result<std::vector<InstanceRow>> ListInstances(Connection& db, const InstanceFilter& filter,
                                               const Page& page) {
    return db.All(
        "SELECT seq, arn, identifier, class, status, engine_version, created, details "
        "FROM dms_instance WHERE seq > ?1 "
        "AND (?3 IS NULL OR arn IN (SELECT value FROM json_each(?3))) "
        "AND (?4 IS NULL OR identifier IN (SELECT value FROM json_each(?4))) "
        "AND (?5 IS NULL OR class IN (SELECT value FROM json_each(?5))) "
        "AND (?6 IS NULL OR engine_version IN (SELECT value FROM json_each(?6))) "
        "ORDER BY seq LIMIT ?2",
        {page.after_seq, page.limit, JsonList(filter.arns), JsonList(filter.identifiers),
         JsonList(filter.classes), JsonList(filter.engine_versions)},
        ReadInstance);
}

}  // namespace dmsnode::store
