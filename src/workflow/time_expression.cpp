#include "workflow/time_expression.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "workflow/impl/civil_time.hpp"
#include "workflow/impl/integer_expression.hpp"

namespace dmsnode::workflow {
namespace {

/// What an expression stands for, before it is written by its format.
struct Moment {
    std::string format;
    TimePoint time;
};

/// The base time, and what the clocks of the zone show then. The calendar functions know UTC only:
/// they get that local time as if it were UTC.
class Base {
public:
    Base(TimePoint time, const TimeZone& zone) : time_(time), zone_(zone), local_(LocalAt(time)) {}

    TimePoint time() const { return time_; }
    TimePoint local() const { return local_; }
    TimePoint LocalAt(TimePoint time) const {
        return TimePoint(zone_.ToLocal(time).time_since_epoch());
    }
    /// The moment of a local time. The base's own stays the base, even if clocks show it twice.
    TimePoint TimeAt(TimePoint local) const {
        return local == local_ ? time_ : zone_.ToUtc(LocalTime(local.time_since_epoch()));
    }

private:
    TimePoint time_;
    const TimeZone& zone_;
    TimePoint local_;
};

Error Invalid(std::string message) {
    return Error{ErrorCode::kInvalidArgument, std::move(message)};
}

std::string_view Trim(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

struct Arguments {
    std::string format;
    std::optional<std::int64_t> count;
};

Result<Arguments> ParseArguments(std::string_view text, bool count_needed) {
    const std::size_t comma = text.rfind(',');
    Arguments arguments{.format = std::string(Trim(text.substr(0, comma))), .count = {}};
    if (arguments.format.empty()) return Invalid("the format is missing");
    if (comma == std::string_view::npos) {
        if (count_needed) return Invalid("the number after the format is missing");
        return arguments;
    }
    const Result<std::int64_t> count = EvaluateInteger(text.substr(comma + 1));
    if (!count) return Error(count.error()).Because("the number after the comma");
    arguments.count = *count;
    return arguments;
}

struct Function {
    std::string_view name;
    bool count_needed;
    Result<TimePoint> (*apply)(TimePoint base, std::int64_t count);
};

// Each takes a format and a number. Source: Apache DolphinScheduler guide, "Built-in Parameter".
constexpr std::array kFunctions = {
    Function{"add_months", true, [](TimePoint base, std::int64_t n) { return AddMonths(base, n); }},
    Function{"month_begin", true,
             [](TimePoint base, std::int64_t n) { return AddDays(FirstDayOfMonth(base), n); }},
    Function{"month_end", true,
             [](TimePoint base, std::int64_t n) { return AddDays(LastDayOfMonth(base), n); }},
    Function{"week_begin", true,
             [](TimePoint base, std::int64_t n) { return AddDays(FirstDayOfWeek(base), n); }},
    Function{"week_end", true,
             [](TimePoint base, std::int64_t n) { return AddDays(FirstDayOfWeek(base), 6 + n); }},
    Function{"month_first_day", false,
             [](TimePoint base, std::int64_t n) { return AddMonths(FirstDayOfMonth(base), n); }},
    Function{"month_last_day", false,
             [](TimePoint base, std::int64_t n) -> Result<TimePoint> {
                 const Result<TimePoint> moved = AddMonths(FirstDayOfMonth(base), n);
                 if (!moved) return moved.error();
                 return LastDayOfMonth(*moved);
             }},
    Function{"week_first_day", false,
             [](TimePoint base, std::int64_t n) { return AddDays(FirstDayOfWeek(base), 7 * n); }},
    Function{
        "week_last_day", false,
        [](TimePoint base, std::int64_t n) { return AddDays(FirstDayOfWeek(base), 6 + 7 * n); }},
    Function{"this_day", false, [](TimePoint base, std::int64_t n) { return AddDays(base, n); }},
    Function{"last_day", false,
             [](TimePoint base, std::int64_t n) { return AddDays(base, n - 1); }},
};

struct Call {
    std::string_view name;
    std::string_view arguments;
};

/// `name(…)` that spans the whole text.
std::optional<Call> ParseCall(std::string_view text) {
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos || text.back() != ')') return std::nullopt;
    const std::string_view name = Trim(text.substr(0, open));
    if (name.empty() ||
        name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string_view::npos) {
        return std::nullopt;
    }
    return Call{name, text.substr(open + 1, text.size() - open - 2)};
}

/// Where `F+E` or `F-E` is cut: at the last `+`, else the last `-`, if a number follows.
std::optional<std::size_t> OffsetOperator(std::string_view text) {
    int depth = 0;
    std::optional<std::size_t> plus;
    std::optional<std::size_t> minus;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')') --depth;
        if (depth == 0 && text[i] == '+') plus = i;
        if (depth == 0 && text[i] == '-') minus = i;
    }
    const std::optional<std::size_t> cut = plus ? plus : minus;
    if (!cut) return std::nullopt;
    const std::string_view rest = Trim(text.substr(*cut + 1));
    if (rest.empty() || ((rest[0] < '0' || rest[0] > '9') && rest[0] != '(')) return std::nullopt;
    return cut;
}

struct Offset {
    std::int64_t minutes = 0;
    bool whole_days = false;
};

/// Days, with what follows the first `/` applied to minutes: `1/24` is an hour, `5/24/60` five
/// minutes.
Result<Offset> ParseOffset(std::string_view text) {
    int depth = 0;
    std::size_t slash = text.size();
    for (std::size_t i = 0; i < text.size() && slash == text.size(); ++i) {
        if (text[i] == '(') ++depth;
        if (text[i] == ')') --depth;
        if (depth == 0 && text[i] == '/') slash = i;
    }
    const Result<std::int64_t> product =
        EvaluateInteger(fmt::format("60*24*({}){}", text.substr(0, slash), text.substr(slash)));
    if (!product) return product.error();
    return Offset{*product, slash == text.size()};
}

Result<Moment> EvaluatePlain(std::string_view text, const Base& base) {
    const std::optional<std::size_t> cut = OffsetOperator(text);
    if (!cut) return Moment{std::string(text), base.time()};
    const Result<Offset> offset = ParseOffset(text.substr(*cut + 1));
    if (!offset) return Error(offset.error()).Because("the number of days");
    const std::int64_t shift = text[*cut] == '-' ? -offset->minutes : offset->minutes;
    const Result<TimePoint> time =
        AddMinutes(offset->whole_days ? base.local() : base.time(), shift);
    if (!time) return time.error();
    return Moment{std::string(Trim(text.substr(0, *cut))),
                  offset->whole_days ? base.TimeAt(*time) : *time};
}

Error UnknownFunction(std::string_view name) {
    std::string known = "timestamp, year_week";
    for (const Function& function : kFunctions) known += fmt::format(", {}", function.name);
    return Invalid(fmt::format("there is no function \"{}\"", name)).Hint("known are " + known);
}

Result<Moment> EvaluateMoment(std::string_view text, const Base& base) {
    text = Trim(text);
    if (text.empty()) return Invalid("the expression is empty");
    const std::optional<Call> call = ParseCall(text);
    if (!call) return EvaluatePlain(text, base);
    for (const Function& function : kFunctions) {
        if (function.name != call->name) continue;
        const Result<Arguments> arguments = ParseArguments(call->arguments, function.count_needed);
        if (!arguments) return Error(arguments.error()).Because(call->name);
        const Result<TimePoint> time = function.apply(base.local(), arguments->count.value_or(0));
        if (!time) return Error(time.error()).Because(call->name);
        return Moment{arguments->format, base.TimeAt(*time)};
    }
    return UnknownFunction(call->name);
}

Result<std::string> EvaluateTimestamp(std::string_view inner, const Base& base) {
    const Result<Moment> moment = EvaluateMoment(inner, base);
    if (!moment) return Error(moment.error()).Because("timestamp");
    if (moment->format != "yyyyMMddHHmmss") {
        return Invalid(fmt::format("timestamp: the format inside is \"{}\"", moment->format))
            .Hint("it must be yyyyMMddHHmmss");
    }
    const auto since_1970 =
        std::chrono::floor<std::chrono::seconds>(moment->time.time_since_epoch());
    return std::to_string(since_1970.count());
}

Result<std::string> EvaluateYearWeek(std::string_view inner, const Base& base) {
    const Result<Arguments> arguments = ParseArguments(inner, false);
    if (!arguments) return Error(arguments.error()).Because("year_week");
    const std::int64_t first_weekday = arguments->count.value_or(1);
    if (first_weekday < 1 || first_weekday > 7) {
        return Invalid("year_week: the first weekday must be 1 (Monday) to 7 (Sunday)");
    }
    const WeekOfYear week = WeekOf(base.local(), static_cast<unsigned>(first_weekday));
    const bool dashed = arguments->format.find('-') != std::string::npos;
    return fmt::format("{:04}{}{:02}", week.year, dashed ? "-" : "", week.week);
}

}  // namespace

Result<std::string> EvaluateTimeExpression(std::string_view expression, TimePoint base_time,
                                           const TimeZone& zone) {
    const std::string_view text = Trim(expression);
    const Base base(base_time, zone);
    if (const std::optional<Call> call = ParseCall(text)) {
        if (call->name == "timestamp") return EvaluateTimestamp(call->arguments, base);
        if (call->name == "year_week") return EvaluateYearWeek(call->arguments, base);
    }
    const Result<Moment> moment = EvaluateMoment(text, base);
    if (!moment) return moment.error();
    return FormatTime(moment->format, base.LocalAt(moment->time));
}

}  // namespace dmsnode::workflow
