#pragma once

#include <string>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/world.hpp"

/// One function a command, each in its own file.
namespace dmsnode::cli {

void AddRun(Command& root, World& world);
void AddValidate(Command& root, World& world);
void AddServe(Command& root, World& world);
void AddWorker(Command& root, World& world);
void AddKey(Command& root, World& world);
void AddEndpoint(Command& root, World& world);
void AddInstance(Command& root, World& world);
void AddTask(Command& root, World& world);
void AddCompare(Command& root, World& world);
void AddCompletion(Command& root);

// Commands of the scheduler's server.
void AddLogin(Command& root, World& world);  ///< And `logout`.
void AddProject(Command& root, World& world);
void AddWorkflow(Command& root, World& world);
void AddWorkflowInstance(Command& root, World& world);
void AddLog(Command& root, World& world);
void AddSchedule(Command& root, World& world);
void AddEnvironment(Command& root, World& world);
void AddGroups(Command& root, World& world);  ///< `worker-group`, `workers`, `task-group`.
void AddResource(Command& root, World& world);
void AddAlarm(Command& root, World& world);
void AddUser(Command& root, World& world);
void AddToken(Command& root, World& world);

/// The `compare` of a task; `path` is `compare` or `task compare`.
void DefineCompare(Command& command, const std::string& path, World& world);

/// The level that `--log-level` names.
LogLevel LogLevelOf(const std::string& word);

/// Prints the error to stderr and gives the exit code that belongs to it.
int Fail(const Error& error);

}  // namespace dmsnode::cli
