#include "store/service_queries.hpp"

namespace dmsnode::store {
namespace {

Result<std::int64_t> Count(Connection& db, std::string_view sql) {
    auto count = db.One(sql, {}, [](const Row& row) { return row.Int(0); });
    if (!count) return count.error();
    return count->value_or(0);
}

}  // namespace

Result<std::optional<std::string>> FindSetting(Connection& db, std::string_view name) {
    return db.One("SELECT value FROM dms_setting WHERE name = ?1", {name},
                  [](const Row& row) { return row.Text(0); });
}

Status SetSetting(Connection& db, std::string_view name, std::string_view value) {
    auto done = db.Run(
        "INSERT INTO dms_setting(name, value) VALUES(?1, ?2) "
        "ON CONFLICT(name) DO UPDATE SET value = ?2",
        {name, value});
    if (!done) return done.error();
    return {};
}

Result<std::int64_t> CountInstances(Connection& db) {
    return Count(db, "SELECT count(*) FROM dms_instance");
}
Result<std::int64_t> CountEndpoints(Connection& db) {
    return Count(db, "SELECT count(*) FROM dms_endpoint");
}
Result<std::int64_t> CountTasks(Connection& db) {
    return Count(db, "SELECT count(*) FROM dms_task");
}

}  // namespace dmsnode::store
