#include "connectors/sqlite/impl/duration.hpp"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

namespace dmsnode::connectors::sqlite {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kMonthsAYear = 12;

void AppendPart(std::int64_t value, char unit, std::string& out) {
    if (value != 0) fmt::format_to(std::back_inserter(out), "{}{}", value, unit);
}

/// `6`, `-0.5`: seconds keep the sign when their whole part is zero.
void AppendSeconds(std::int64_t microseconds, std::string& out) {
    if (microseconds == 0) return;
    if (microseconds < 0) out += '-';
    const std::int64_t absolute = microseconds < 0 ? -microseconds : microseconds;
    fmt::format_to(std::back_inserter(out), "{}", absolute / kSecond);
    if (absolute % kSecond != 0) {
        fmt::format_to(std::back_inserter(out), ".{:06}", absolute % kSecond);
        out.resize(out.find_last_not_of('0') + 1);
    }
    out += 'S';
}

/// A signed number with up to six fraction digits, in millionths. Takes it off `text`.
std::optional<std::int64_t> TakeMillionths(std::string_view& text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    std::uint64_t whole = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    std::uint64_t fraction = 0;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        int digits = 0;
        for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; ++digits) {
            if (digits == 6) return std::nullopt;
            fraction = fraction * 10 + static_cast<std::uint64_t>(text[0] - '0');
            text.remove_prefix(1);
        }
        if (digits == 0) return std::nullopt;
        for (; digits < 6; ++digits) fraction *= 10;
    }
    std::uint64_t total = 0;
    if (__builtin_mul_overflow(whole, static_cast<std::uint64_t>(kSecond), &total) ||
        __builtin_add_overflow(total, fraction, &total) ||
        total > static_cast<std::uint64_t>(INT64_MAX) + (negative ? 1U : 0U)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(negative ? 0U - total : total);
}

/// Adds `millionths` of `unit` to the right part.
bool AddPart(std::int64_t millionths, char unit, bool is_time, Duration& into) {
    if (is_time) {
        const std::int64_t factor = unit == 'H' ? kHour : unit == 'M' ? kMinute : kSecond;
        if (unit != 'H' && unit != 'M' && unit != 'S') return false;
        if (unit != 'S' && millionths % kSecond != 0) return false;
        std::int64_t part = 0;
        return !__builtin_mul_overflow(millionths, factor / kSecond, &part) &&
               !__builtin_add_overflow(into.microseconds, part, &into.microseconds);
    }
    if (millionths % kSecond != 0) return false;
    const std::int64_t value = millionths / kSecond;
    switch (unit) {
        case 'Y':
            return value >= INT32_MIN && value <= INT32_MAX &&
                   !__builtin_add_overflow(into.months, value * kMonthsAYear, &into.months);
        case 'M': return !__builtin_add_overflow(into.months, value, &into.months);
        case 'W':
            return value >= INT32_MIN && value <= INT32_MAX &&
                   !__builtin_add_overflow(into.days, value * 7, &into.days);
        case 'D': return !__builtin_add_overflow(into.days, value, &into.days);
        default: return false;
    }
}

}  // namespace

void AppendDurationText(const Duration& duration, std::string& out) {
    out += 'P';
    AppendPart(duration.months / kMonthsAYear, 'Y', out);
    AppendPart(duration.months % kMonthsAYear, 'M', out);
    AppendPart(duration.days, 'D', out);
    if (duration.microseconds != 0) {
        out += 'T';
        AppendPart(duration.microseconds / kHour, 'H', out);
        AppendPart(duration.microseconds % kHour / kMinute, 'M', out);
        AppendSeconds(duration.microseconds % kMinute, out);
    }
    if (out.back() == 'P') out += "T0S";
}

std::optional<Duration> ParseDuration(std::string_view text) {
    if (!text.starts_with('P') || text.size() < 3) return std::nullopt;
    text.remove_prefix(1);
    Duration duration;
    bool is_time = false;
    while (!text.empty()) {
        if (text[0] == 'T' && !is_time) {
            is_time = true;
            text.remove_prefix(1);
            if (text.empty()) return std::nullopt;
        }
        const std::optional<std::int64_t> value = TakeMillionths(text);
        if (!value || text.empty() || !AddPart(*value, text[0], is_time, duration)) {
            return std::nullopt;
        }
        text.remove_prefix(1);
    }
    return duration;
}

}  // namespace dmsnode::connectors::sqlite
