#include "api/run_streams.hpp"

#include <map>
#include <optional>
#include <tuple>

#include "api/log_text.hpp"
#include "api/run_words.hpp"
#include "api/schema.hpp"
#include "store/scheduler_attempts.hpp"
#include "store/scheduler_reports.hpp"
#include "workflow/states.hpp"

namespace dmsnode::api {
namespace {

namespace rows = store::scheduler;

constexpr std::chrono::milliseconds kLook{500};
constexpr std::chrono::milliseconds kBetweenLooks{50};
constexpr std::chrono::hours kLongest{1};
constexpr std::chrono::seconds kCheckReader{15};
/// Nothing is added while so much waits to be written.
constexpr std::size_t kEnoughQueued = 64U << 10U;
constexpr std::size_t kLogPiece = 32U << 10U;

bool HasRoom(const http::EventStream& stream) {
    return stream.queued_bytes() < kEnoughQueued;
}

void Tell(http::EventStream& stream, const char* name, const Json& data, std::string id = {}) {
    stream.Push({.name = name, .data = DumpJson(data), .id = std::move(id)});
}

}  // namespace

struct RunStreams::Stream {
    virtual ~Stream() = default;
    /// Tells what is new, as far as there is room. True if more is left. Errors: those of the
    /// store.
    virtual Result<bool> Look(store::Database& database) = 0;

    const std::shared_ptr<http::EventStream> events = std::make_shared<http::EventStream>();
    std::chrono::steady_clock::time_point since;
    std::chrono::steady_clock::time_point checked;  ///< When its reader was last looked at.
    MayRead may_read;
};

struct RunStreams::InstanceStream final : Stream {
    explicit InstanceStream(std::int64_t id) : instance(id) {}

    Result<bool> Look(store::Database& database) override {
        // The instance first: if it has ended, so have the tasks that are read after it.
        const auto standing =
            database.Read([&](store::Connection& db) { return rows::StandingOf(db, instance); });
        if (!standing) return standing.error();
        if (!*standing) {
            Tell(*events, "end", {{"instanceCode", CodeText(instance)}, {"state", "deleted"}});
            events->Close();
            return false;
        }
        const auto tasks =
            database.Read([&](store::Connection& db) { return rows::TaskStandings(db, instance); });
        if (!tasks) return tasks.error();
        const Json now{{"instanceCode", CodeText(instance)},
                       {"state", (*standing)->state},
                       {"runNumber", (*standing)->run_number},
                       {"message", (*standing)->message}};
        if (now != told) Tell(*events, "instance", now);
        told = now;
        for (const rows::TaskStanding& task : *tasks) {
            if (!HasRoom(*events)) return true;
            TellTask(task);
        }
        const auto state = workflow::ParseWorkflowState((*standing)->state);
        if (!state || !IsFinal(*state)) return false;
        Tell(*events, "end", now);
        events->Close();
        return false;
    }

    void TellTask(const rows::TaskStanding& task) {
        auto& known = told_tasks[task.task];
        const std::tuple state(task.state, task.attempt, task.reference);
        if (known == state) return;
        known = state;
        Json told_task{{"task", task.task},
                       {"taskName", task.name},
                       {"state", task.state},
                       {"attempt", task.attempt},
                       {"changed", FormatIso8601(task.changed)}};
        if (Json follows = DmsTaskOf(task.reference); !follows.is_null()) {
            told_task["dmsTask"] = std::move(follows);
        }
        Tell(*events, "task", told_task);
    }

    const std::int64_t instance;
    Json told;
    using TaskState = std::tuple<std::string, std::int64_t, std::optional<std::string>>;
    std::map<std::int64_t, TaskState> told_tasks;
};

struct RunStreams::LogStream final : Stream {
    LogStream(std::int64_t id, std::uint64_t from) : attempt(id), offset(from) {}

    Result<bool> Look(store::Database& database) override {
        // Before the file: what is written before the end is read after it is seen.
        const auto found = database.Read(
            [&](store::Connection& db) { return rows::AttemptStandingOf(db, attempt); });
        if (!found) return found.error();
        const rows::AttemptStanding standing = found->value_or(rows::AttemptStanding{});
        const bool ended = !*found || standing.state == rows::attempt_state::kEnded;
        if (!path.empty() && path != standing.log_path) offset = 0;  // another worker goes on
        path = standing.log_path;
        while (!path.empty()) {
            if (!HasRoom(*events)) return true;
            const Result<LogPiece> piece = ReadLogPiece(path, offset, kLogPiece);
            if (!piece || piece->text.empty()) break;  // no file: it lies elsewhere, or comes yet
            offset = piece->next;
            events->Push({.name = "log", .data = piece->text, .id = std::to_string(offset)});
        }
        if (!ended) return false;
        Tell(*events, "end",
             {{"attemptCode", CodeText(attempt)}, {"result", ShownResult(standing.result)}},
             std::to_string(offset));
        events->Close();
        return false;
    }

    const std::int64_t attempt;
    std::uint64_t offset;
    std::string path;
};

RunStreams::RunStreams(store::Database& database, scheduler::Bell& bell, const Clock& clock,
                       LogSink& log)
    : database_(database),
      bell_(bell),
      clock_(clock),
      log_(log),
      thread_([this](const std::stop_token& stop) { Run(stop); }) {}

RunStreams::~RunStreams() {
    thread_.request_stop();
    thread_.join();
    for (const auto& stream : streams_) stream->events->Close();
}

std::shared_ptr<http::EventStream> RunStreams::FollowInstance(std::int64_t instance,
                                                              MayRead may_read) {
    return Add(std::make_shared<InstanceStream>(instance), std::move(may_read));
}

std::shared_ptr<http::EventStream> RunStreams::FollowLog(std::int64_t attempt, std::uint64_t offset,
                                                         MayRead may_read) {
    return Add(std::make_shared<LogStream>(attempt, offset), std::move(may_read));
}

std::shared_ptr<http::EventStream> RunStreams::Add(std::shared_ptr<Stream> stream,
                                                   MayRead may_read) {
    std::shared_ptr<http::EventStream> events = stream->events;
    stream->since = stream->checked = clock_.Steady();
    stream->may_read = std::move(may_read);
    {
        const std::lock_guard lock(mutex_);
        streams_.push_back(std::move(stream));
    }
    added_.notify_all();
    bell_.Ring();  // it is looked at now
    return events;
}

void RunStreams::Run(const std::stop_token& stop) {
    scheduler::Bell nap;  // never rung: a pause that a stop ends
    bool told = false;
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            added_.wait(lock, stop, [&] { return !streams_.empty(); });
        }
        const std::uint64_t rings = bell_.Count();
        bool more = false;
        try {
            more = Look();
            told = false;
        } catch (const std::exception& failure) {
            if (!told) {
                log_.Log(LogLevel::kError,
                         std::string("streams of runs broke off: ") + failure.what());
            }
            told = true;
        }
        if (!more) bell_.Wait(rings, kLook, stop);
        nap.Wait(0, kBetweenLooks, stop);
    }
}

bool RunStreams::Look() {
    std::vector<std::shared_ptr<Stream>> now;
    {
        const std::lock_guard lock(mutex_);
        std::erase_if(streams_, [](const auto& stream) { return stream->events->is_closed(); });
        now = streams_;
    }
    bool more = false;
    for (const auto& stream : now) {
        const auto time = clock_.Steady();
        const bool check = time - stream->checked >= kCheckReader;
        if (check) stream->checked = time;
        if (time - stream->since > kLongest || (check && !stream->may_read())) {
            stream->events->Close();
            continue;
        }
        // While the store cannot be read the stream is silent; the next look goes on.
        if (const Result<bool> left = stream->Look(database_); left && *left) more = true;
    }
    return more;
}

}  // namespace dmsnode::api
