#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace dmsnode {

/// A random (version 4) UUID in lower case with hyphens.
std::string NewUuid();

/// `length` random characters of A–Z and 2–7, the alphabet of the ids in DMS ARNs.
std::string NewBase32Id(std::size_t length);

/// A number for a row that several processes may make: time in milliseconds, 5 random bits of the
/// process, 5 bits of a counter. Grows within a process; below 2^53 until the year 2299, so that
/// JavaScript keeps it exact. Two processes with the same 5 bits could make the same one in the
/// same millisecond: the primary key refuses it then. Threads: any.
/// Source: DolphinScheduler's codes (milliseconds since 2021, shifted left by 10).
std::int64_t NewCode();

}  // namespace dmsnode
