#include "base/ids.hpp"
#include "store/catalog_environments.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

constexpr Entity kWorkerGroup{"worker group", "catalog_worker_group", "name"};
constexpr Entity kTaskGroup{"task group", "catalog_task_group"};
constexpr std::int64_t kLargestSize = 100'000;

WorkerGroup ReadWorkerGroup(const Row& row) {
    return {.name = row.Text(0),
            .description = row.Text(1),
            .revision = row.Int(2),
            .created = row.Time(3),
            .updated = row.Time(4)};
}

TaskGroup ReadTaskGroup(const Row& row) {
    return {.code = row.Int(0),
            .project = row.Int(1),
            .name = row.Text(2),
            .description = row.Text(3),
            .size = row.Int(4),
            .open = row.Bool(5),
            .revision = row.Int(6),
            .created = row.Time(7),
            .updated = row.Time(8)};
}

Status Check(const TaskGroup& group) {
    if (group.size < 1 || group.size > kLargestSize) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the size of a task group is from 1 to {}, not {}", kLargestSize,
                                 group.size)};
    }
    return CheckLabel(kTaskGroup, group.name, group.description);
}

}  // namespace

Result<WorkerGroup> CreateWorkerGroup(Connection& db, const std::string& name,
                                      const std::string& description, TimePoint now) {
    if (Status good = CheckLabel(kWorkerGroup, name, description); !good) return good.error();
    return InsertOne(db,
                     "INSERT INTO catalog_worker_group(name, description, revision, created, "
                     "updated) VALUES(?1, ?2, 1, ?3, ?3) ON CONFLICT DO NOTHING "
                     "RETURNING name, description, revision, created, updated",
                     {name, description, now}, ReadWorkerGroup, kWorkerGroup, name, {});
}

Result<WorkerGroup> UpdateWorkerGroup(Connection& db, const WorkerGroup& group,
                                      std::int64_t based_on, TimePoint now) {
    if (Status good = CheckLabel(kWorkerGroup, group.name, group.description); !good) {
        return good.error();
    }
    auto row = db.One(
        "UPDATE catalog_worker_group SET description = ?3, updated = ?4, revision = revision + 1 "
        "WHERE name = ?1 AND revision = ?2 "
        "RETURNING name, description, revision, created, updated",
        {group.name, based_on, group.description, now}, ReadWorkerGroup);
    if (!row) return row.error();
    if (!*row) return WhyNot(db, kWorkerGroup, group.name, '"' + group.name + '"', based_on);
    return **std::move(row);
}

Status DeleteWorkerGroup(Connection& db, const std::string& name, std::int64_t based_on) {
    auto deleted = db.Run("DELETE FROM catalog_worker_group WHERE name = ? AND revision = ?",
                          {name, based_on});
    if (!deleted) return deleted.error();
    if (*deleted == 0) return WhyNot(db, kWorkerGroup, name, '"' + name + '"', based_on);
    return {};
}

Result<std::optional<WorkerGroup>> FindWorkerGroup(Connection& db, const std::string& name) {
    return db.One(
        "SELECT name, description, revision, created, updated FROM catalog_worker_group "
        "WHERE name = ?",
        {name}, ReadWorkerGroup);
}

Result<std::vector<WorkerGroup>> ListWorkerGroups(Connection& db, const Page& page) {
    return db.All(
        "SELECT name, description, revision, created, updated FROM catalog_worker_group "
        "WHERE name > ?1 AND (?2 IS NULL OR lower(name) LIKE ?2 ESCAPE '!') "
        "ORDER BY name LIMIT ?3",
        {page.after, Containing(page.contains), LimitOf(page.limit)}, ReadWorkerGroup);
}

Result<TaskGroup> CreateTaskGroup(Connection& db, const TaskGroup& group, TimePoint now) {
    if (Status good = Check(group); !good) return good.error();
    return InsertOne(
        db,
        "INSERT INTO catalog_task_group(code, project, name, description, size, open, revision, "
        "created, updated) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7) ON CONFLICT DO NOTHING "
        "RETURNING code, project, name, description, size, open, revision, created, updated",
        {NewCode(), group.project, group.name, group.description, group.size, group.open, now},
        ReadTaskGroup, kTaskGroup, group.name, NotFound(kProject, std::to_string(group.project)));
}

Result<TaskGroup> UpdateTaskGroup(Connection& db, const TaskGroup& group, std::int64_t based_on,
                                  TimePoint now) {
    if (Status good = Check(group); !good) return good.error();
    return UpdateOne(
        db,
        "UPDATE catalog_task_group SET name = ?3, description = ?4, size = ?5, open = ?6, "
        "updated = ?7, revision = revision + 1 WHERE code = ?1 AND revision = ?2 "
        "RETURNING code, project, name, description, size, open, revision, created, updated",
        {group.code, based_on, group.name, group.description, group.size, group.open, now},
        ReadTaskGroup, kTaskGroup, group.code, based_on, group.name);
}

Status DeleteTaskGroup(Connection& db, std::int64_t code, std::int64_t based_on) {
    return DeleteOne(db, kTaskGroup, code, based_on);
}

Result<std::optional<TaskGroup>> FindTaskGroup(Connection& db, std::int64_t code) {
    return db.One(
        "SELECT code, project, name, description, size, open, revision, created, updated "
        "FROM catalog_task_group WHERE code = ?",
        {code}, ReadTaskGroup);
}

Result<std::optional<TaskGroup>> FindTaskGroupByName(Connection& db, std::int64_t project,
                                                     const std::string& name) {
    return db.One(
        "SELECT code, project, name, description, size, open, revision, created, updated "
        "FROM catalog_task_group WHERE project = ? AND name = ?",
        {project, name}, ReadTaskGroup);
}

Result<std::vector<TaskGroup>> ListTaskGroups(Connection& db, std::int64_t project,
                                              const Page& page) {
    return db.All(
        "SELECT code, project, name, description, size, open, revision, created, updated "
        "FROM catalog_task_group WHERE project = ?1 AND name > ?2 "
        "AND (?3 IS NULL OR lower(name) LIKE ?3 ESCAPE '!') ORDER BY name LIMIT ?4",
        {project, page.after, Containing(page.contains), LimitOf(page.limit)}, ReadTaskGroup);
}

}  // namespace dmsnode::store::catalog
