#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// Backfills (chains of dates still to be started), cursors of schedules, and results that may be
/// reused. All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

struct Backfill {
    std::int64_t id = 0;
    std::int64_t project_code = 0;
    std::int64_t workflow_code = 0;
    std::int64_t chains = 1;
    std::int64_t dates = 0;
    TimePoint created;
};
struct BackfillDate {
    std::int64_t chain = 0;
    std::int64_t place = 0;
    TimePoint moment;
    std::optional<std::int64_t> instance{};  ///< Empty: not started.

    bool operator==(const BackfillDate&) const = default;
};

Status AddBackfill(Connection& db, const Backfill& backfill,
                   const std::vector<BackfillDate>& dates);
Result<std::optional<Backfill>> FindBackfill(Connection& db, std::int64_t id);
Result<std::vector<BackfillDate>> DatesOf(Connection& db, std::int64_t backfill);
/// The chain's first date that was not started.
Result<std::optional<BackfillDate>> NextDate(Connection& db, std::int64_t backfill,
                                             std::int64_t chain);
/// False if it was started already.
Result<bool> DateIsStarted(Connection& db, std::int64_t backfill, const BackfillDate& date,
                           std::int64_t instance);
/// Drops the dates that were not started. Returns how many.
Result<std::int64_t> DropOpenDates(Connection& db, std::int64_t backfill);

/// Up to which moment a schedule has fired. The fingerprint says of which form of it.
struct Cursor {
    TimePoint fired;
    std::string fingerprint;

    bool operator==(const Cursor&) const = default;
};
Result<std::optional<Cursor>> FindCursor(Connection& db, std::int64_t schedule);
Status SaveCursor(Connection& db, std::int64_t schedule, const Cursor& cursor);

/// The outputs of an earlier success with the same inputs.
struct CachedResult {
    std::int64_t attempt = 0;
    std::string outputs;
};
Result<std::optional<CachedResult>> FindCached(Connection& db, const std::string& key);
Status SaveCached(Connection& db, const std::string& key, const CachedResult& result,
                  TimePoint now);
Result<std::int64_t> ForgetCached(Connection& db, TimePoint before);

}  // namespace dmsnode::store::scheduler
