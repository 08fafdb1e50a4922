#include "workflow/impl/unix_cron.hpp"

#include <fmt/format.h>

#include <array>

#include "workflow/impl/characters.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::array<std::string_view, 8> kWeekdays = {"SUN", "MON", "TUE", "WED",
                                                       "THU", "FRI", "SAT", "SUN"};

/// Days as names, because Unix counts them from 0 (or 7) for Sunday and Quartz from 1. A step is
/// no day.
std::string NamedWeekdays(std::string_view field) {
    std::string named;
    for (std::size_t i = 0; i < field.size(); ++i) {
        const bool single = (i == 0 || (!IsDigit(field[i - 1]) && field[i - 1] != '/')) &&
                            (i + 1 == field.size() || !IsDigit(field[i + 1]));
        if (single && field[i] >= '0' && field[i] <= '7') {
            named += kWeekdays[static_cast<std::size_t>(field[i] - '0')];
        } else {
            named += field[i];
        }
    }
    return named;
}

}  // namespace

std::optional<std::string> FromUnixCron(const std::vector<std::string_view>& fields) {
    if (fields.size() != 5) return std::nullopt;
    const bool any_day = fields[2] == "*" || fields[2] == "?";
    const bool any_weekday = fields[4] == "*" || fields[4] == "?";
    if (!any_day && !any_weekday) return std::nullopt;
    return fmt::format("0 {} {} {} {} {}", fields[0], fields[1],
                       any_weekday ? (any_day ? "*" : fields[2]) : "?", fields[3],
                       any_weekday ? "?" : NamedWeekdays(fields[4]));
}

}  // namespace dmsnode::workflow
