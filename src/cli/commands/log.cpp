#include <fmt/format.h>

#include <optional>

#include "cli/commands/commands.hpp"
#include "cli/server/members.hpp"
#include "cli/server/names.hpp"
#include "cli/server/session.hpp"

namespace dmsnode::cli {
namespace {

constexpr Duration kLook = std::chrono::seconds(1);

struct LogOptions {
    ServerOptions server;
    std::string project;
    std::string instance;
    std::string node;
    std::int64_t attempt = 0;
    bool follow = false;
};

/// The newest attempt of the node, or the one with the number; null if there is none.
Result<Json> FindAttempt(const LogOptions& options, RestClient& client,
                         const std::string& instance) {
    const auto listed = client.List(instance + "/attempts", {{"taskName", options.node}}, 20'000);
    if (!listed) return listed.error();
    Json best;
    for (const Json& attempt : listed->items) {
        if (!attempt.is_object() || TextOf(attempt, "taskName") != options.node) continue;
        const auto number = NumberOf(attempt, "number");
        if (options.attempt != 0 && number != options.attempt) continue;
        if (best.is_null() || number >= NumberOf(best, "number")) best = attempt;
    }
    return best;
}

/// Texts of logs keep their lines; what else would move the cursor does not come through.
std::string Lines(std::string_view text) {
    std::string shown;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        shown += byte < 0x20U && c != '\n' && c != '\t' ? '?' : c;
    }
    return shown;
}

/// Prints what there is from `offset` on, and moves it. Errors: those of the client.
Status PrintFrom(RestClient& client, const std::string& path, std::int64_t& offset) {
    while (true) {
        const Result<RestAnswer> part =
            client.Send({.path = path, .query = {{"offset", std::to_string(offset)}}});
        if (!part) return part.error();
        if (!part->json.is_object()) {
            return Error{ErrorCode::kProtocol, "the answer is no part of a log"}.At(path);
        }
        const std::int64_t next = NumberOf(part->json, "next");
        fmt::print("{}", Lines(TextOf(part->json, "text")));
        std::fflush(stdout);
        if (next <= offset) return {};
        offset = next;
    }
}

Result<int> Log(const LogOptions& options, const ServerSession& session) {
    RestClient& client = session.client;
    const auto instance = FillPath(client, "/projects/{project}/instances/{instance}",
                                   {{"project", options.project}, {"instance", options.instance}});
    if (!instance) return instance.error();
    std::int64_t offset = 0;
    std::string shown;  // the attempt's code
    while (true) {
        const Result<Json> attempt = FindAttempt(options, client, *instance);
        if (!attempt) return attempt.error();
        if (attempt->is_null() && !options.follow) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("the node \"{}\" has no such attempt", options.node)}
                .Fault("Not Found")
                .Hint("dmsnode workflow-instance attempts INSTANCE");
        }
        if (!attempt->is_null()) {
            const std::string code = TextOf(*attempt, "code");
            if (code != shown) offset = 0;
            shown = code;
            // Whether it had ended is known before its text is read: nothing is missed.
            const auto ended = attempt->find("ended");
            const bool over = ended != attempt->end() && !ended->is_null();
            const std::string path = *instance + "/attempts/" + PercentEncode(code) + "/log";
            if (Status printed = PrintFrom(client, path, offset); !printed) return printed.error();
            if (over || !options.follow) return kSuccess;
        }
        if (!client.clock().SleepFor(kLook, client.stop())) {
            return Error{ErrorCode::kCancelled, "stopped following the log"}.Hint(
                "the node goes on");
        }
    }
}

}  // namespace

void AddLog(Command& root, World& world) {
    auto options = std::make_shared<LogOptions>();
    Command& command = root.Sub("log", "Show the log of a node of a workflow instance");
    command.Positional("INSTANCE", options->instance, "Code or name of the workflow instance");
    command.Positional("NODE", options->node, "Name of the node");
    command.Number("--attempt", options->attempt, 1, 1'000'000,
                   "Number of the attempt (default: the newest)");
    command.Flag("-f,--follow", options->follow, "Wait for more until the attempt has ended");
    AddProjectOption(command, options->project);
    AddServerOptions(command, options->server);
    command.Examples(
        "  dmsnode log 152349872348160 load\n"
        "  dmsnode log 152349872348160 load --follow\n"
        "  dmsnode log 152349872348160 load --attempt 1\n");
    command.Action([options, &world] {
        return WithServer(world, options->server,
                          [&](const ServerSession& session) { return Log(*options, session); });
    });
}

}  // namespace dmsnode::cli
