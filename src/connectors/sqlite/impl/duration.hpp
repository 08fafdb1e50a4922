#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// ISO 8601 durations as the text of an interval: `P1Y2M3DT4H5M6.789S`, each part with its own sign
/// (`P-1M2D`), as PostgreSQL's intervalstyle iso_8601 writes them. Pure.
namespace dmsnode::connectors::sqlite {

struct Duration {
    std::int64_t microseconds = 0;
    std::int32_t days = 0;
    std::int32_t months = 0;

    bool operator==(const Duration&) const = default;
};

/// Years and months, and hours to seconds, are folded out of the totals; nothing is lost.
void AppendDurationText(const Duration& duration, std::string& out);
std::optional<Duration> ParseDuration(std::string_view text);

}  // namespace dmsnode::connectors::sqlite
