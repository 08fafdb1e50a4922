#pragma once

#include "store/catalog_rows.hpp"
#include "store/database.hpp"

/// Projects and their parameters. All run inside the caller's transaction.
/// Errors: those of Connection; kInvalidArgument (a text is too long, a name empty), kAlreadyExists
/// (the
///     name is taken), kNotFound, kConflict (the row is not as it was when its user read it).
namespace dmsnode::store::catalog {

Result<Project> CreateProject(Connection& db, const std::string& name,
                              const std::string& description, TimePoint now);
/// Changes name and description of the project with this code.
Result<Project> UpdateProject(Connection& db, const Project& project, std::int64_t based_on,
                              TimePoint now);
/// With its parameters, environments and task groups. Errors: also kConflict if it has workflow
/// definitions.
Status DeleteProject(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<Project>> FindProject(Connection& db, std::int64_t code);
Result<std::optional<Project>> FindProjectByName(Connection& db, const std::string& name);
/// By name.
Result<std::vector<Project>> ListProjects(Connection& db, const Page& page);

Result<ProjectParameter> CreateProjectParameter(Connection& db, const ProjectParameter& parameter,
                                                TimePoint now);
/// Changes name, type and value.
Result<ProjectParameter> UpdateProjectParameter(Connection& db, const ProjectParameter& parameter,
                                                std::int64_t based_on, TimePoint now);
Status DeleteProjectParameter(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<ProjectParameter>> FindProjectParameter(Connection& db, std::int64_t code);
/// By name. An instance that starts takes them page by page.
Result<std::vector<ProjectParameter>> ListProjectParameters(Connection& db, std::int64_t project,
                                                            const Page& page);

}  // namespace dmsnode::store::catalog
