#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "tasks/dms/node.hpp"

namespace dmsnode::cli {

/// What the trackers' threads tell the runner's thread. Ends are never dropped (one for each
/// attempt); of the progress only the latest is kept; of the log lines the last 10,000: the log
/// file has them all. Threads: any.
class Inbox {
public:
    struct End {
        std::size_t task = 0;
        int attempt = 0;
        tasks::Outcome outcome;
    };
    struct Line {
        std::size_t task = 0;
        LogLevel level = LogLevel::kInfo;
        std::string text;
    };
    struct Content {
        std::deque<Line> lines;
        std::map<std::size_t, tasks::Progress> progress;
        std::vector<End> ends;
    };

    void Put(End end);
    void Put(Line line);
    void Put(std::size_t task, const tasks::Progress& progress);

    /// Waits until something is there, or `longest` is over, or `stop` is requested; then takes
    /// all.
    Content Take(Duration longest, const std::stop_token& stop);

private:
    std::mutex mutex_;  // guards content_
    std::condition_variable_any filled_;
    Content content_;
};

}  // namespace dmsnode::cli
