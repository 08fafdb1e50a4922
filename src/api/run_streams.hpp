#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "http/event_stream.hpp"
#include "scheduler/bell.hpp"
#include "store/database.hpp"

namespace dmsnode::api {

/// Streams of what happens to workflow runs: one thread looks at the store for all of them, at each
/// ring of the bell and every 500 ms at most. A stream tells states, not each step between them: a
/// client that reads slowly gets fewer events, and never an old state last.
/// A stream ends with its subject (event `end`), after an hour, and within 15 s when its reader may
/// not read it any more; the client comes again.
/// Threads: any.
class RunStreams {
public:
    /// Lifetime: all outlive it.
    RunStreams(store::Database& database, scheduler::Bell& bell, const Clock& clock, LogSink& log);
    ~RunStreams();
    RunStreams(const RunStreams&) = delete;
    RunStreams& operator=(const RunStreams&) = delete;

    /// Whether the reader of a stream may still read it. Called on the streams' thread.
    using MayRead = std::function<bool()>;

    /// Events `instance` and `task`: what is, then each change. `end` once it has ended.
    std::shared_ptr<http::EventStream> FollowInstance(std::int64_t instance, MayRead may_read);
    /// Events `log` with lines from `offset` on (their id is where the next begins); `end` once the
    /// attempt has ended and all is told.
    std::shared_ptr<http::EventStream> FollowLog(std::int64_t attempt, std::uint64_t offset,
                                                 MayRead may_read);

private:
    struct Stream;  // run_streams.cpp
    struct InstanceStream;
    struct LogStream;

    std::shared_ptr<http::EventStream> Add(std::shared_ptr<Stream> stream, MayRead may_read);
    void Run(const std::stop_token& stop);
    /// True if some stream has more to say than its client has taken.
    bool Look();

    store::Database& database_;
    scheduler::Bell& bell_;
    const Clock& clock_;
    LogSink& log_;
    std::mutex mutex_;  // guards streams_
    std::condition_variable_any added_;
    std::vector<std::shared_ptr<Stream>> streams_;  ///< Shared with a look under way.
    std::jthread thread_;                           // last: it uses the rest
};

}  // namespace dmsnode::api
