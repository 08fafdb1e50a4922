#pragma once

#include <vector>

#include "cli/server/plain_command.hpp"

/// The plain commands, by the command that they stand below. A test holds all of them against
/// docs/api/openapi.json.
namespace dmsnode::cli {

std::vector<PlainCommand> ProjectCommands();
std::vector<PlainCommand> ProjectParameterCommands();
std::vector<PlainCommand> ProjectMemberCommands();
std::vector<PlainCommand> WorkflowCommands();
std::vector<PlainCommand> WorkflowInstanceCommands();
std::vector<PlainCommand> ScheduleCommands();
std::vector<PlainCommand> EnvironmentCommands();
std::vector<PlainCommand> ProjectEnvironmentCommands();
std::vector<PlainCommand> WorkerGroupCommands();
std::vector<PlainCommand> WorkerCommands();
std::vector<PlainCommand> TaskGroupCommands();
std::vector<PlainCommand> ResourceCommands();
std::vector<PlainCommand> AlarmChannelCommands();
std::vector<PlainCommand> AlarmGroupCommands();
std::vector<PlainCommand> AlarmCommands();
std::vector<PlainCommand> UserCommands();
std::vector<PlainCommand> TokenCommands();

}  // namespace dmsnode::cli
