#include "store/service_lists.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::store {

Result<std::vector<TagRow>> ListTags(Connection& db, const std::vector<std::string>& arns) {
    return db.All(
        "SELECT arn, key, value FROM dms_tag WHERE arn IN (SELECT value FROM json_each(?1)) "
        "ORDER BY arn, key",
        {JsonList(arns)}, [](const Row& row) {
            return TagRow{.arn = row.Text(0), .key = row.Text(1), .value = row.Text(2)};
        });
}

Status PutTag(Connection& db, const TagRow& tag) {
    auto done = db.Run(
        "INSERT INTO dms_tag(arn, key, value) VALUES(?1, ?2, ?3) "
        "ON CONFLICT(arn, key) DO UPDATE SET value = ?3",
        {tag.arn, tag.key, tag.value});
    if (!done) return done.error();
    return {};
}

Status DeleteTags(Connection& db, const std::string& arn, const std::vector<std::string>& keys) {
    auto done =
        db.Run("DELETE FROM dms_tag WHERE arn = ?1 AND key IN (SELECT value FROM json_each(?2))",
               {arn, JsonList(keys)});
    if (!done) return done.error();
    return {};
}

Status DeleteAllTags(Connection& db, const std::string& arn) {
    auto done = db.Run("DELETE FROM dms_tag WHERE arn = ?1", {arn});
    if (!done) return done.error();
    return {};
}

Result<bool> ResourceExists(Connection& db, const std::string& arn) {
    auto found = db.One(
        "SELECT EXISTS(SELECT 1 FROM dms_instance WHERE arn = ?1) "
        "OR EXISTS(SELECT 1 FROM dms_endpoint WHERE arn = ?1) "
        "OR EXISTS(SELECT 1 FROM dms_task WHERE arn = ?1)",
        {arn}, [](const Row& row) { return row.Bool(0); });
    if (!found) return found.error();
    return found->value_or(false);
}

}  // namespace dmsnode::store
