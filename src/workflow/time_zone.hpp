#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace dmsnode::workflow {

/// What clocks on the wall show; means a moment only together with a zone.
using LocalTime = std::chrono::local_time<Duration>;

/// A time zone of the IANA database, with all its changes of the clock. A value; cheap to copy.
/// Threads: may be used by several at once.
class TimeZone {
public:
    /// UTC.
    TimeZone() = default;

    /// The zone of an IANA name (`Europe/Berlin`, `UTC`), from the system's zone data (package
    /// tzdata; TZDIR if it is set). A name is read once in a process.
    /// Errors: kInvalidArgument for an unknown name, with the closest one; kNotFound if there is no
    ///     zone data.
    static Result<TimeZone> Find(std::string_view name);

    std::string_view name() const;

    /// A time span in which the offset does not change: [begin, end).
    struct Period {
        TimePoint begin = TimePoint::min();
        TimePoint end = TimePoint::max();
        std::chrono::seconds offset{};         ///< Local time minus UTC.
        std::chrono::seconds offset_before{};  ///< The one that ended at `begin`; else `offset`.
    };
    Period PeriodAt(TimePoint time) const;

    LocalTime ToLocal(TimePoint time) const;
    /// The moment of a local time: the first one if clocks show it twice; if they skip it, the
    /// first moment after the gap.
    TimePoint ToUtc(LocalTime local) const;

    bool operator==(const TimeZone& other) const { return name() == other.name(); }

private:
    struct Rules;
    /// Shared by all copies of this value, which never change it; null is UTC.
    std::shared_ptr<const Rules> rules_;
};

/// The names of the system's zone data, sorted; empty if there is none.
std::vector<std::string> TimeZoneNames();

}  // namespace dmsnode::workflow
