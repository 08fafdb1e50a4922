#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.hpp"
#include "cli/interrupts.hpp"
#include "cli/server/rest_client.hpp"
#include "cli/server/saved_tokens.hpp"
#include "cli/world.hpp"

namespace dmsnode::cli {

/// Options of every command that speaks to the scheduler's server.
struct ServerOptions {
    std::string server;      ///< Empty: DMSNODE_SERVER, else http://127.0.0.1:12345.
    std::string token_file;  ///< Empty: DMSNODE_TOKEN, else what `login` saved.
    std::string ca_file;     ///< Empty: DMSNODE_CA_FILE, else the system's certificates.
    bool allow_plain_http = false;
    bool json = false;
};

void AddServerOptions(Command& command, ServerOptions& options);
/// `--project`, for commands on what belongs to one.
void AddProjectOption(Command& command, std::string& project);

/// What such a command works with.
struct ServerSession {
    World& world;
    RestClient& client;
    SavedTokens& tokens;
    bool json = false;
};

/// The server's URL, checked. Errors: kInvalidArgument.
Result<std::string> ServerUrl(const ServerOptions& options);

/// Opens the way to the server and runs `work`, which gives the exit code. An error is printed with
/// its problems. `with_token` false: nobody is logged in yet.
int WithServer(World& world, const ServerOptions& options,
               const std::function<Result<int>(const ServerSession&)>& work,
               bool with_token = true);

/// Prints a refusal, each of its problems on a line, and gives its exit code: 7 for who is not
/// known or may not, 6 for a server that was not reached, 2 for a wrong argument, 1 for all else.
int FailServer(const Error& error, const std::vector<Problem>& problems);

/// Prints problems to stderr, one a line.
void PrintProblems(const std::vector<Problem>& problems);

/// The server's answer as it is with --json, else what `show` gives and, on stderr,
/// the warnings that it tells of.
void PrintAnswer(const ServerSession& session, const Json& answer,
                 const std::function<std::string()>& show);

}  // namespace dmsnode::cli
