#include "cli/server/session.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "aws/curl_transport.hpp"
#include "cli/connections.hpp"
#include "cli/exit_code.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

constexpr const char* kDefaultServer = "http://127.0.0.1:12345";

std::string Variable(const char* name) {
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

/// Not as its server refused it, but before it was asked: there is no fault then.
int ExitCodeOf(const Error& error) {
    if (error.code == ErrorCode::kCancelled) return kKilled;
    if (error.fault.empty()) {
        const bool wrong_argument =
            error.code == ErrorCode::kInvalidArgument && error.where.empty();
        return wrong_argument ? kUsage : kUnavailable;
    }
    const bool not_allowed =
        error.code == ErrorCode::kUnauthenticated || error.code == ErrorCode::kPermissionDenied;
    return not_allowed ? kNotAllowed : kFailed;
}

Result<Secret> TokenOf(const ServerOptions& options, const SavedTokens& tokens,
                       const std::string& url) {
    if (!options.token_file.empty())
        return ReadSecret({.file = options.token_file, .environment = {}}, "");
    if (std::string token = Variable("DMSNODE_TOKEN"); !token.empty()) {
        return Secret(std::move(token));
    }
    Result<std::optional<SavedToken>> saved = tokens.Find(url);
    if (!saved) return saved.error();
    return *saved ? std::move((*saved)->token) : Secret();
}

}  // namespace

void AddServerOptions(Command& command, ServerOptions& options) {
    command.Option("--server", options.server,
                   "URL of the server (default: $DMSNODE_SERVER, else http://127.0.0.1:12345)");
    command.Option("--token-file", options.token_file,
                   "File with an API token (default: $DMSNODE_TOKEN, else the log-in's)");
    command.Option("--ca-file", options.ca_file,
                   "PEM file with the CA of the server's certificate (default: $DMSNODE_CA_FILE)");
    command.Flag("--allow-plain-http", options.allow_plain_http,
                 "Speak http beyond loopback: token and data go over the wire in clear");
    command.Flag("--json", options.json, "Write the server's answer as JSON");
}

void AddProjectOption(Command& command, std::string& project) {
    command.Option("--project", project,
                   "Name or code (default: $DMSNODE_PROJECT, else the only one there is)");
}

Result<std::string> ServerUrl(const ServerOptions& options) {
    std::string url = options.server.empty() ? Variable("DMSNODE_SERVER") : options.server;
    if (url.empty()) url = kDefaultServer;
    return CheckServerUrl(url, options.allow_plain_http);
}

void PrintProblems(const std::vector<Problem>& problems) {
    for (const Problem& problem : problems) {
        fmt::print(stderr, "  {}\n", Printable(problem.ToString()));
    }
}

int FailServer(const Error& error, const std::vector<Problem>& problems) {
    fmt::print(stderr, "dmsnode: {}\n", Printable(error.ToString()));
    PrintProblems(problems);
    return ExitCodeOf(error);
}

int WithServer(World& world, const ServerOptions& options,
               const std::function<Result<int>(const ServerSession&)>& work, bool with_token) {
    Result<std::string> url = ServerUrl(options);
    if (!url) return FailServer(url.error(), {});
    SavedTokens tokens(SavedTokens::DefaultFile());
    RestClientOptions client_options{.url = *url};
    if (with_token) {
        Result<Secret> token = TokenOf(options, tokens, *url);
        if (!token) return FailServer(token.error(), {});
        client_options.token = *std::move(token);
    }
    const Interrupts interrupts;  // before the transport makes threads
    const std::string ca_file =
        options.ca_file.empty() ? Variable("DMSNODE_CA_FILE") : options.ca_file;
    aws::CurlTransport transport({.ca_file = ca_file});
    aws::SystemRandom random;
    RestClient client(transport, world.clock(), random, std::move(client_options),
                      interrupts.token());
    const Result<int> code = work(ServerSession{world, client, tokens, options.json});
    std::fflush(stdout);
    return code ? *code : FailServer(code.error(), client.problems());
}

void PrintAnswer(const ServerSession& session, const Json& answer,
                 const std::function<std::string()>& show) {
    fmt::print("{}", session.json ? DumpJson(answer, 2) + "\n" : show());
    std::fflush(stdout);
    if (!session.json) PrintProblems(ReadProblems(answer));
}

}  // namespace dmsnode::cli
