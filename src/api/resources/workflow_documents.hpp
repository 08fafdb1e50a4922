#pragma once

#include "api/resources/resources.hpp"
#include "store/catalog_workflows.hpp"
#include "workflow/workflow_file.hpp"

/// What the resources of workflows share: documents on their way in and out.
namespace dmsnode::api {

/// A definition as it lies in the store, and the row that it belongs to.
struct StoredWorkflow {
    store::catalog::Workflow row;
    workflow::WorkflowDefinition definition;
    std::string extra{};  ///< Of the version: what an imported file held beside; may be empty.
};
/// The current version, or the given one. Errors: kNotFound, kDataLoss if it cannot be read.
Result<StoredWorkflow> FindStored(store::Connection& db, const Call& call,
                                  std::optional<std::int64_t> version = {});
/// The row alone.
Result<store::catalog::Workflow> FindWorkflowRow(store::Connection& db, const Call& call);

/// A document of the store. Task types that cannot be run are kept as they are.
Result<workflow::WorkflowDefinition> ReadStored(const std::string& document);
/// A document for the store.
std::string WriteStored(const workflow::WorkflowDefinition& definition);

/// The body of a request: `document` of a JSON body, or YAML. `current` is what it is to replace,
/// null if nothing: task types that cannot be run are kept if that has them already.
workflow::WorkflowFile ReadBody(const Call& call, const workflow::WorkflowDefinition* current);

/// Gives a code to tasks without one: that of the task of this name in `current`, else a new one.
void GiveCodes(workflow::WorkflowDefinition& definition,
               const workflow::WorkflowDefinition* current);

/// Adds what task kinds say of the nodes, and what cannot be run. Nothing if there are errors
/// already: kinds see sound definitions only.
void CheckNodesOf(const ApiParts& on, const Call& call, workflow::WorkflowFile& file);
/// The same for a stored definition.
std::vector<Problem> ProblemsToRun(const ApiParts& on, const Call& call,
                                   const workflow::WorkflowDefinition& definition);

/// The problems with their lines, at most 200.
Json WriteProblems(const workflow::WorkflowFile& file);
/// The answer to a document with errors.
Answer RefusedDocument(const workflow::WorkflowFile& file);

Json WriteWorkflowRow(const store::catalog::Workflow& row);
/// With document and problems (null: none are told), and the ETag.
Answer ShowWorkflow(const store::catalog::Workflow& row,
                    const workflow::WorkflowDefinition& definition, Json problems);
std::string WorkflowObject(const store::catalog::Workflow& row);

// Routes by file; AddWorkflowRoutes adds them all.
void AddVersionRoutes(RouteTable& table, const ApiParts& parts);
void AddTransferRoutes(RouteTable& table, const ApiParts& parts);

}  // namespace dmsnode::api
