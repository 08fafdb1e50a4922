#include <limits>

#include "store/catalog_workflows.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

WorkflowVersion ReadVersion(const Row& row) {
    return {.workflow = row.Int(0),
            .version = row.Int(1),
            .author = row.Text(2),
            .restored_from = row.OptionalInt(3),
            .size = row.Int(4),
            .created = row.Time(5),
            .document = row.Text(6),
            .extra = row.Text(7)};
}

}  // namespace

Result<std::optional<WorkflowVersion>> FindWorkflowVersion(Connection& db, std::int64_t workflow,
                                                           std::int64_t version) {
    return db.One(
        "SELECT workflow, version, author, restored_from, size, created, document, extra "
        "FROM catalog_workflow_version WHERE workflow = ? AND version = ?",
        {workflow, version}, ReadVersion);
}

Result<std::vector<WorkflowVersion>> ListWorkflowVersions(Connection& db, std::int64_t workflow,
                                                          std::optional<std::int64_t> before,
                                                          std::int64_t limit) {
    constexpr std::int64_t kNewest = std::numeric_limits<std::int64_t>::max();
    return db.All(
        "SELECT workflow, version, author, restored_from, size, created, '', '' "
        "FROM catalog_workflow_version WHERE workflow = ? AND version < ? "
        "ORDER BY version DESC LIMIT ?",
        {workflow, before.value_or(kNewest), LimitOf(limit)}, ReadVersion);
}

Status DeleteWorkflowVersion(Connection& db, std::int64_t workflow, std::int64_t version) {
    // The current version only grows, so one that is older now stays so.
    auto deleted = db.Run(
        "DELETE FROM catalog_workflow_version WHERE workflow = ?1 AND version = ?2 AND version < "
        "(SELECT version FROM catalog_workflow WHERE code = ?1)",
        {workflow, version});
    if (!deleted) return deleted.error();
    if (*deleted > 0) return {};
    auto present = FindWorkflowVersion(db, workflow, version);
    if (!present) return present.error();
    if (*present) {
        return Error{ErrorCode::kConflict,
                     fmt::format("version {} of the workflow definition {} is the current one",
                                 version, workflow)};
    }
    return Error{ErrorCode::kNotFound,
                 fmt::format("the workflow definition {} has no version {}", workflow, version)};
}

}  // namespace dmsnode::store::catalog
