#pragma once

#include "store/catalog_rows.hpp"
#include "store/database.hpp"

/// What tasks run in: environments, worker groups, task groups. All run inside the caller's
/// transaction. Errors: as catalog_projects.hpp.
namespace dmsnode::store::catalog {

// catalog_environments.cpp
Result<Environment> CreateEnvironment(Connection& db, const Environment& environment,
                                      TimePoint now);
/// Changes name, description, shell text and worker groups; the project stays.
Result<Environment> UpdateEnvironment(Connection& db, const Environment& environment,
                                      std::int64_t based_on, TimePoint now);
Status DeleteEnvironment(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<Environment>> FindEnvironment(Connection& db, std::int64_t code);
/// What a task of the project means by this name: the project's own, else the one for all.
Result<std::optional<Environment>> FindEnvironmentFor(Connection& db, std::int64_t project,
                                                      const std::string& name);
/// By name. `project`: only its own; nothing: only those for all projects.
Result<std::vector<Environment>> ListEnvironments(Connection& db,
                                                  std::optional<std::int64_t> project,
                                                  const Page& page);

// catalog_groups.cpp
Result<WorkerGroup> CreateWorkerGroup(Connection& db, const std::string& name,
                                      const std::string& description, TimePoint now);
/// Changes the description: workflow documents name the group, so its name stays.
Result<WorkerGroup> UpdateWorkerGroup(Connection& db, const WorkerGroup& group,
                                      std::int64_t based_on, TimePoint now);
Status DeleteWorkerGroup(Connection& db, const std::string& name, std::int64_t based_on);
Result<std::optional<WorkerGroup>> FindWorkerGroup(Connection& db, const std::string& name);
/// By name.
Result<std::vector<WorkerGroup>> ListWorkerGroups(Connection& db, const Page& page);

Result<TaskGroup> CreateTaskGroup(Connection& db, const TaskGroup& group, TimePoint now);
/// Changes name, description, size and whether it is open.
Result<TaskGroup> UpdateTaskGroup(Connection& db, const TaskGroup& group, std::int64_t based_on,
                                  TimePoint now);
Status DeleteTaskGroup(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<TaskGroup>> FindTaskGroup(Connection& db, std::int64_t code);
Result<std::optional<TaskGroup>> FindTaskGroupByName(Connection& db, std::int64_t project,
                                                     const std::string& name);
/// By name.
Result<std::vector<TaskGroup>> ListTaskGroups(Connection& db, std::int64_t project,
                                              const Page& page);

}  // namespace dmsnode::store::catalog
