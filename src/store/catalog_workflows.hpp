#pragma once

#include "store/catalog_rows.hpp"
#include "store/database.hpp"

/// Workflow definitions, their versions and their schedules. All run inside the caller's
/// transaction. Errors: those of Connection; kInvalidArgument (a text is too long, a document is no
/// JSON),
///     kAlreadyExists (the name is taken), kNotFound, kConflict (the row is not as it was when its
///     user read it, or its state forbids it).
namespace dmsnode::store::catalog {

/// `OFFLINE`, `ONLINE`
std::string_view Word(ReleaseState state);
std::optional<ReleaseState> ParseReleaseState(std::string_view word);

// catalog_workflows.cpp
/// Version 1 of a workflow, offline.
Result<Workflow> CreateWorkflow(Connection& db, std::int64_t project,
                                const WorkflowContent& content, TimePoint now);
/// Saves name, description and document. A document that equals the current one as JSON makes no
/// version, and a save that changes nothing no revision.
Result<Workflow> SaveWorkflow(Connection& db, std::int64_t code, const WorkflowContent& content,
                              std::int64_t based_on, TimePoint now);
/// Saves an older version's document as a new version.
Result<Workflow> RestoreWorkflow(Connection& db, std::int64_t code, std::int64_t version,
                                 const std::string& author, std::int64_t based_on, TimePoint now);
/// Going offline takes the schedule offline too; going online does not bring it back.
Result<Workflow> SetReleaseState(Connection& db, std::int64_t code, ReleaseState state,
                                 std::int64_t based_on, TimePoint now);
/// With its versions and its schedule. Errors: also kConflict while it is online.
Status DeleteWorkflow(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<Workflow>> FindWorkflow(Connection& db, std::int64_t code);
Result<std::optional<Workflow>> FindWorkflowByName(Connection& db, std::int64_t project,
                                                   const std::string& name);
/// By name. `state`: only those in it.
Result<std::vector<Workflow>> ListWorkflows(Connection& db, std::int64_t project,
                                            std::optional<ReleaseState> state, const Page& page);

// catalog_versions.cpp
/// With its document.
Result<std::optional<WorkflowVersion>> FindWorkflowVersion(Connection& db, std::int64_t workflow,
                                                           std::int64_t version);
/// Newest first, without documents: at most `limit` that are older than `before` (nothing: from the
/// newest).
Result<std::vector<WorkflowVersion>> ListWorkflowVersions(Connection& db, std::int64_t workflow,
                                                          std::optional<std::int64_t> before,
                                                          std::int64_t limit);
/// Errors: also kConflict for the current version.
Status DeleteWorkflowVersion(Connection& db, std::int64_t workflow, std::int64_t version);

// catalog_schedules.cpp
/// The schedule of a workflow, offline. Errors: kAlreadyExists if it has one.
Result<Schedule> CreateSchedule(Connection& db, std::int64_t workflow,
                                const ScheduleContent& content, TimePoint now);
/// `next_fire`: the first one by the new content; kept only if the schedule is online.
Result<Schedule> UpdateSchedule(Connection& db, std::int64_t code, const ScheduleContent& content,
                                std::optional<TimePoint> next_fire, std::int64_t based_on,
                                TimePoint now);
/// Errors: also kConflict if the workflow is offline.
Result<Schedule> SetScheduleOnline(Connection& db, std::int64_t code,
                                   std::optional<TimePoint> next_fire, std::int64_t based_on,
                                   TimePoint now);
Result<Schedule> SetScheduleOffline(Connection& db, std::int64_t code, std::int64_t based_on,
                                    TimePoint now);
/// What the scheduler tells after a fire: no change by a user, so no revision. False if the
/// schedule is offline or gone.
Result<bool> SetNextFire(Connection& db, std::int64_t code, std::optional<TimePoint> next_fire);
Status DeleteSchedule(Connection& db, std::int64_t code, std::int64_t based_on);
Result<std::optional<Schedule>> FindSchedule(Connection& db, std::int64_t code);
Result<std::optional<Schedule>> FindScheduleOfWorkflow(Connection& db, std::int64_t workflow);
/// A project's, by name of their workflow.
Result<std::vector<Schedule>> ListSchedules(Connection& db, std::int64_t project, const Page& page);
/// Those online, of all projects, by code: at most `limit` after `after_code`.
Result<std::vector<Schedule>> ListOnlineSchedules(Connection& db, std::int64_t after_code,
                                                  std::int64_t limit);

}  // namespace dmsnode::store::catalog
