#include <fmt/format.h>

#include "workflow/impl/characters.hpp"
#include "workflow/impl/civil_time.hpp"
#include "workflow/time_expression.hpp"

namespace dmsnode::workflow {
namespace {

using std::chrono::days;
using std::chrono::floor;

/// `width` digits at least, as java.time pads.
std::string Padded(std::int64_t number, std::size_t width) {
    return fmt::format("{:0{}}", number, width);
}

std::string Year(std::int64_t year, std::size_t width) {
    return width == 2 ? Padded(year % 100, 2) : Padded(year, width);
}

/// A fraction is cut, not rounded: `SSS` of .9999 s is 999.
std::string Fraction(TimePoint time, std::size_t width) {
    const auto micros = (time - floor<std::chrono::seconds>(time)).count();
    std::string digits = fmt::format("{:06}000", micros);
    return digits.substr(0, std::min<std::size_t>(width, 9));
}

std::int64_t DayOfYear(TimePoint time) {
    const auto date = DateOf(time);
    return (floor<days>(time) - std::chrono::sys_days(date.year() / 1 / 1)).count() + 1;
}

/// How many letters a field may have. Three and more M would be a month's name in some language.
std::size_t WidestField(char letter) {
    constexpr std::string_view kNumbers = "yuYS";
    if (kNumbers.find(letter) != std::string_view::npos) return 9;
    return letter == 'D' ? 3 : 2;
}

Result<std::string> Field(char letter, std::size_t width, TimePoint time) {
    if (width > WidestField(letter)) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("too many letters '{}' in the time format", letter)}
            .Hint("months and days are written as numbers: MM, dd");
    }
    const auto date = DateOf(time);
    const std::chrono::hh_mm_ss clock(floor<std::chrono::seconds>(time) - floor<days>(time));
    const std::int64_t hour = clock.hours().count();
    switch (letter) {
        case 'y':
        case 'u': return Year(int(date.year()), width);
        case 'Y': return Year(WeekOf(time, 1).year, width);
        case 'w': return Padded(WeekOf(time, 1).week, width);
        case 'M':
        case 'L': return Padded(unsigned(date.month()), width);
        case 'Q':
        case 'q': return Padded((unsigned(date.month()) - 1) / 3 + 1, width);
        case 'd': return Padded(unsigned(date.day()), width);
        case 'D': return Padded(DayOfYear(time), width);
        case 'H': return Padded(hour, width);
        case 'k': return Padded(hour == 0 ? 24 : hour, width);
        case 'K': return Padded(hour % 12, width);
        case 'h': return Padded(hour % 12 == 0 ? 12 : hour % 12, width);
        case 'm': return Padded(clock.minutes().count(), width);
        case 's': return Padded(clock.seconds().count(), width);
        case 'S': return Fraction(time, width);
        default:
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the letter '{}' means nothing in a time format", letter)}
                .Hint(
                    "a text stands in quotes: yyyy'T'HH; letters are y M d H m s S, and Y w D Q k "
                    "K h");
    }
}

/// The text of a quoted part that starts at `at`; moves `at` behind it. `''` is a quote.
Result<std::string> Quoted(std::string_view pattern, std::size_t& at) {
    const std::size_t close = pattern.find('\'', at + 1);
    if (close == std::string_view::npos) {
        return Error{ErrorCode::kInvalidArgument, "a quote in the time format is not closed"};
    }
    const std::string_view inside = pattern.substr(at + 1, close - at - 1);
    at = close + 1;
    return inside.empty() ? "'" : std::string(inside);
}

}  // namespace

Result<std::string> FormatTime(std::string_view pattern, TimePoint time) {
    std::string text;
    for (std::size_t at = 0; at < pattern.size();) {
        if (pattern[at] == '\'') {
            Result<std::string> quoted = Quoted(pattern, at);
            if (!quoted) return quoted.error();
            text += *quoted;
        } else if (!IsLetter(pattern[at])) {
            text += pattern[at++];
        } else {
            std::size_t end = pattern.find_first_not_of(pattern[at], at);
            if (end == std::string_view::npos) end = pattern.size();
            Result<std::string> field = Field(pattern[at], end - at, time);
            if (!field) return field.error();
            text += *field;
            at = end;
        }
    }
    return text;
}

}  // namespace dmsnode::workflow
