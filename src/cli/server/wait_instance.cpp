#include "cli/server/wait_instance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "cli/exit_code.hpp"
#include "cli/server/members.hpp"
#include "cli/text.hpp"
#include "workflow/states.hpp"

namespace dmsnode::cli {
namespace {

constexpr Duration kFirstLook = std::chrono::milliseconds(100);
constexpr Duration kLaterLooks = std::chrono::seconds(2);
constexpr std::chrono::minutes kUnreachable{2};

/// The exit code of an instance that ended or rests; nothing while it goes on.
std::optional<int> CodeOf(workflow::WorkflowState state) {
    switch (state) {
        case workflow::WorkflowState::kSucceeded: return kSuccess;
        case workflow::WorkflowState::kFailed: return kFailed;
        case workflow::WorkflowState::kKilled:
        case workflow::WorkflowState::kPaused: return kKilled;
        case workflow::WorkflowState::kSerialWait:
        case workflow::WorkflowState::kRunning:
        case workflow::WorkflowState::kPausing:
        case workflow::WorkflowState::kStopping: return std::nullopt;
    }
    return std::nullopt;
}

/// Tells each task's state when it changes.
class TaskNews {
public:
    void Tell(const Json& items) {
        for (const Json& task : items) {
            if (!task.is_object()) continue;
            const std::string name = TextOf(task, "name");
            const std::string state = TextOf(task, "state");
            std::string& known = known_[name];
            if (known == state) continue;
            known = state;
            fmt::print(stderr, "{}: {}\n", Printable(name), Printable(state));
        }
    }

private:
    std::map<std::string, std::string> known_;
};

/// Says of each node whose last attempt failed why it did.
void TellFailures(RestClient& client, const std::string& path) {
    const auto attempts = client.List(path + "/attempts", {}, 20'000);
    if (!attempts) return;  // the state was told, this is more
    std::map<std::string, Json> last;
    for (const Json& attempt : attempts->items) {
        if (attempt.is_object()) last[TextOf(attempt, "taskName")] = attempt;
    }
    for (const auto& [name, attempt] : last) {
        if (TextOf(attempt, "result") != "failure") continue;
        const Error why =
            Error{ErrorCode::kInternal, TextOf(attempt, "message")}.Hint(TextOf(attempt, "hint"));
        fmt::print(stderr, "{}: {}\n", Printable(name), Printable(why.ToString()));
    }
}

}  // namespace

// It looks instead of following the event stream: a look needs no connection that lasts, and what
// it says is the truth and not a memory of it.
Result<int> WaitForInstance(const ServerSession& session, const std::string& path) {
    RestClient& client = session.client;
    TaskNews news;
    Duration pause = kFirstLook;
    // When the server was last heard.
    std::chrono::steady_clock::time_point heard = client.clock().Steady();
    while (true) {
        const Result<RestAnswer> instance = client.Send({.path = path});
        if (!instance) {
            const Error& error = instance.error();
            if (error.code == ErrorCode::kCancelled) {
                return Error(error).Hint("the instance goes on");
            }
            if (!error.IsTransient() || client.clock().Steady() - heard > kUnreachable) {
                return error;
            }
        } else {
            heard = client.clock().Steady();
            const auto tasks = client.List(path + "/tasks", {}, 20'000);
            if (tasks) news.Tell(tasks->items);
            const std::string word = TextOf(instance->json, "state");
            const auto state = workflow::ParseWorkflowState(word);
            if (!state) {
                return Error{ErrorCode::kProtocol,
                             fmt::format("the instance has the unknown state \"{}\"", word)}
                    .At(path);
            }
            if (const std::optional<int> code = CodeOf(*state)) {
                PrintAnswer(session, instance->json, [&] {
                    return fmt::format("{}: {}\n", Printable(TextOf(instance->json, "name")),
                                       Printable(word));
                });
                if (*code == kFailed) TellFailures(client, path);
                return *code;
            }
        }
        if (!client.clock().SleepFor(pause, client.stop())) {
            return Error{ErrorCode::kCancelled, "stopped waiting"}.Hint("the instance goes on");
        }
        pause = std::min(pause * 3 / 2, kLaterLooks);
    }
}

}  // namespace dmsnode::cli
