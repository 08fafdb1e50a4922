#include "scheduler/rescuer.hpp"

#include <fmt/format.h>

#include "store/scheduler_claims.hpp"
#include "store/scheduler_workers.hpp"

namespace dmsnode::scheduler {

namespace rows = store::scheduler;

Status Rescuer::RunDue() {
    const TimePoint now = clock_.Now();
    // A look first: without the store nobody can have renewed anything.
    const auto workers = database_.Read([](store::Connection& db) { return rows::Workers(db); });
    if (!workers) {
        failed_ = now;
        return workers.error();
    }
    if (failed_ && now < *failed_ + options_.grace) return {};
    failed_.reset();
    Status rescued = Rescue(now);
    if (!rescued) failed_ = now;
    return rescued;
}

Status Rescuer::Rescue(TimePoint now) {
    const auto lost =
        database_.Write([&](store::Connection& db) { return rows::RescueExpired(db, now); });
    if (!lost) return lost.error();
    // Another transaction: it locks instances, which must come before attempts.
    const auto ended = database_.Write([&](store::Connection& db) -> Result<std::int64_t> {
        const auto forgotten = rows::ForgetWorkers(db, now - options_.forget_workers);
        if (!forgotten) return forgotten.error();
        return rows::EndWhatIsLost(db, now, options_.most_losses);
    });
    if (!ended) return ended.error();
    if (*lost > 0) {
        log_.Log(LogLevel::kWarning,
                 fmt::format("{} attempts were held by workers that are gone: other workers take "
                             "them over",
                             *lost));
    }
    if (*lost > 0 || *ended > 0) bell_.Ring();
    return {};
}

}  // namespace dmsnode::scheduler
