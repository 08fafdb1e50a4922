#pragma once

#include <functional>
#include <string>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/world.hpp"

namespace dmsnode::cli {

/// Options of every command that speaks to a DMS API.
struct ApiOptions {
    std::string connection;
    std::string data;
    bool json = false;
};

void AddApiOptions(Command& command, ApiOptions& options);

/// What an API command works with.
struct ApiSession {
    World& world;
    dms::Api& api;
    bool embedded = false;  ///< In this process: nothing goes on after it ends.
    bool json = false;
};

/// Opens the connection and runs `work`. `tasks`: whether an embedded service goes on with what
/// ran before; a command that only looks leaves it alone. An error is printed. Returns the exit
/// code.
int WithApi(World& world, const ApiOptions& options, World::Tasks tasks,
            const std::function<Status(const ApiSession&)>& work);

/// `show` gives the readable form.
void PrintReply(const ApiSession& session, const Json& reply,
                const std::function<std::string()>& show);

}  // namespace dmsnode::cli
