#pragma once

#include <string>

#include "api/resources/rows.hpp"
#include "store/scheduler_attempts.hpp"
#include "store/scheduler_instances.hpp"

/// What the resources of workflow runs share.
namespace dmsnode::api {

/// The instance that the path names. Errors: kNotFound also if it is another project's.
Result<store::scheduler::Instance> InstanceOf(const ApiParts& on, const Call& call);
/// The attempt that the path names, of the instance that it names. `kept` and progress are read
/// too.
Result<store::scheduler::Attempt> AttemptOf(const ApiParts& on, const Call& call);

Json WriteInstance(const store::scheduler::Instance& row);
/// Adds `WorkflowInstance` to the components.
void AddInstanceSchema(RouteTable& table);

/// `workflow instance 123 (shop-1-2026…)`, for the audit log.
std::string InstanceObject(const store::scheduler::Instance& row);

/// Whether the caller may still read the project: for streams, which outlive their request. While
/// the store cannot tell, yes.
std::function<bool()> MayStillRead(const ApiParts& on, const Call& call);

/// A JSON text of the store; null if it cannot be read.
Json JsonOf(const std::string& text);

}  // namespace dmsnode::api
