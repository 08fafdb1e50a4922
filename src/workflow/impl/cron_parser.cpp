#include "workflow/impl/cron_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "workflow/closest_name.hpp"
#include "workflow/impl/characters.hpp"
#include "workflow/impl/unix_cron.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::size_t kLongestText = 256;
constexpr std::string_view kFieldNames =
    "seconds minutes hours day-of-month month day-of-week [year]";

constexpr std::array<std::string_view, 12> kMonthNames = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                          "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
constexpr std::array<std::string_view, 7> kWeekdayNames = {"SUN", "MON", "TUE", "WED",
                                                           "THU", "FRI", "SAT"};

struct FieldRule {
    std::string_view name;
    int first;
    int last;
    int largest_step;
    std::span<const std::string_view> names;  ///< Of the values from `first` on.
    std::string_view expected;
};

enum : std::size_t { kSeconds, kMinutes, kHours, kDayOfMonth, kMonth, kDayOfWeek, kYear };
constexpr std::size_t kFewestFields = 6;
constexpr std::size_t kMostFields = 7;

constexpr std::array<FieldRule, kMostFields> kRules = {{
    {"seconds", 0, 59, 59, {}, "0 to 59"},
    {"minutes", 0, 59, 59, {}, "0 to 59"},
    {"hours", 0, 23, 23, {}, "0 to 23"},
    {"day-of-month", 1, 31, 31, {}, "1 to 31, L, LW or 15W"},
    {"month", 1, 12, 12, kMonthNames, "1 to 12 or JAN to DEC"},
    {"day-of-week", 1, 7, 7, kWeekdayNames, "1 (Sunday) to 7 (Saturday) or SUN to SAT"},
    {"year", kFirstCronYear, kLastCronYear, 100, {}, "1970 to 2199"},
}};

char Upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

std::string Quoted(std::string_view text) {
    return "\"" + Printable(text) + "\"";
}

struct CronField {
    std::string_view text;
    std::size_t column = 1;
};

std::vector<CronField> Split(std::string_view text, std::string_view separators) {
    std::vector<CronField> fields;
    std::size_t at = text.find_first_not_of(separators);
    while (at != std::string_view::npos) {
        const std::size_t end = std::min(text.find_first_of(separators, at), text.size());
        fields.push_back(CronField{text.substr(at, end - at), at + 1});
        at = text.find_first_not_of(separators, end);
    }
    return fields;
}

/// The values of a field; bit 0 is its first one.
using Values = std::bitset<kLastCronYear - kFirstCronYear + 1>;

/// Reads one field: entries with commas between them. After a problem the rest of the entry is
/// left out and the next one read.
class CronFieldReader {
public:
    CronFieldReader(std::size_t index, CronField field, CronReading& reading)
        : index_(index), rule_(kRules[index]), field_(field), reading_(reading) {}

    Values Run() {
        if (field_.text == "?") {
            if (!IsDay()) {
                Report(0, "\"?\" cannot stand here", std::string(rule_.expected),
                       "\"?\" is for day-of-month and day-of-week; write *");
            }
            return {};
        }
        for (std::size_t begin = 0; begin <= field_.text.size();) {
            const std::size_t end = std::min(field_.text.find(',', begin), field_.text.size());
            entry_ = field_.text.substr(begin, end - begin);
            entry_begin_ = begin;
            at_ = 0;
            ReadEntry();
            begin = end + 1;
        }
        return values_;
    }

private:
    bool IsDay() const { return index_ == kDayOfMonth || index_ == kDayOfWeek; }
    CronFields& fields() { return reading_.fields; }

    void ReadEntry() {
        if (entry_.empty()) {
            Report(0, "an entry is missing", std::string(rule_.expected),
                   "entries have one comma between them");
        } else if (entry_ == "?") {
            Report(0, "\"?\" cannot stand in a list", std::string(rule_.expected),
                   "\"?\" stands alone, in day-of-month or day-of-week");
        } else if (index_ == kDayOfMonth && (Peek() == 'L' || Upper(entry_.back()) == 'W')) {
            ReadSpecialDay();
        } else if (index_ == kDayOfWeek && entry_.size() == 1 && Peek() == 'L') {
            fields().weekdays |= 1U << 6U;  // Quartz: L alone is Saturday
        } else {
            ReadRange();
        }
    }

    /// `L`, `L-3`, `LW`, `L-3W`, `15W`.
    void ReadSpecialDay() {
        if (!Take('L')) {
            const std::optional<int> day = Number("", 1, 31, rule_.expected);
            if (!day) return;
            Take('W');  // Stands at the end; AtEnd reports what stands before it.
            if (AtEnd()) fields().near_days |= 1U << static_cast<unsigned>(*day);
            return;
        }
        std::optional<int> before = 0;
        if (Take('-')) before = Number("the offset ", 0, 30, "0 to 30 days before the last");
        if (!before) return;
        const bool near = Take('W');
        if (!AtEnd()) return;
        (near ? fields().near_days_before_last : fields().days_before_last) |=
            1U << static_cast<unsigned>(*before);
    }

    /// `*`, `5`, `5-9`, each with `/2` if wanted; `/2`; and of days of the week `6L`, `6#3`.
    void ReadRange() {
        int from = rule_.first;
        int to = rule_.last;
        bool single = false;
        const bool all = Take('*');
        if (!all && Peek() != '/') {
            const std::optional<int> first = Value();
            if (!first) return;
            if (index_ == kDayOfWeek && (Peek() == '#' || Peek() == 'L')) {
                return ReadSpecialWeekday(static_cast<unsigned>(*first - 1));
            }
            from = to = *first;
            single = !Take('-');
            if (!single) {
                const std::optional<int> last = Value();
                if (!last) return;
                to = *last;
            }
        }
        std::optional<int> step = 1;
        const bool stepped = Take('/');
        if (stepped) {
            step = Number("the step ", 1, rule_.largest_step,
                          fmt::format("1 to {}", rule_.largest_step));
            if (!step) return;
            if (single) to = rule_.last;
        }
        if (!AtEnd()) return;
        if (index_ == kHours && (all || stepped)) fields().interval = true;
        Add(from, to, *step);
    }

    void ReadSpecialWeekday(unsigned weekday) {
        if (Take('L')) {
            if (AtEnd()) fields().last_weekdays |= 1U << weekday;
            return;
        }
        Take('#');
        const std::optional<int> nth = Number("the week ", 1, 5, "1 to 5");
        if (nth && AtEnd()) {
            fields().nth_weekdays[static_cast<std::size_t>(*nth - 1)] |= 1U << weekday;
        }
    }

    /// Like Quartz, 22-2 runs over the end of the day; only years do not come again.
    void Add(int from, int to, int step) {
        const int span = rule_.last - rule_.first + 1;
        if (to < from && index_ == kYear) {
            Report(0, fmt::format("{} runs backwards", Quoted(entry_)),
                   "the earlier year before the later one", "");
            return;
        }
        if (to < from) to += span;
        for (int value = from; value <= to; value += step) {
            values_.set(static_cast<std::size_t>((value - rule_.first) % span));
        }
    }

    /// A number of the field, or a name.
    std::optional<int> Value() {
        if (at_ == entry_.size() || !IsLetter(entry_[at_])) {
            return Number("", rule_.first, rule_.last, rule_.expected);
        }
        const std::size_t begin = at_;
        while (at_ < entry_.size() && IsLetter(entry_[at_])) ++at_;
        std::string name(entry_.substr(begin, at_ - begin));
        std::transform(name.begin(), name.end(), name.begin(), Upper);
        if (index_ == kDayOfWeek && name.size() == 4 && name.back() == 'L') {  // FRIL
            name.pop_back();
            --at_;
        }
        const auto found = std::find(rule_.names.begin(), rule_.names.end(), name);
        if (found != rule_.names.end()) {
            return rule_.first + static_cast<int>(found - rule_.names.begin());
        }
        Report(begin, fmt::format("{} is not understood", Quoted(name)),
               std::string(rule_.expected),
               DidYouMean(name, {rule_.names.begin(), rule_.names.end()}));
        return std::nullopt;
    }

    std::optional<int> Number(std::string_view what, int least, int most,
                              std::string_view expected) {
        const std::size_t begin = at_;
        int number = 0;
        while (at_ < entry_.size() && IsDigit(entry_[at_])) {
            number = std::min(number * 10 + (entry_[at_++] - '0'), 99'999);
        }
        if (at_ == begin) {
            Report(begin,
                   at_ == entry_.size()
                       ? fmt::format("a number is missing after {}", Quoted(entry_))
                       : fmt::format("{} is not a number", Quoted(entry_.substr(at_))),
                   std::string(expected), "");
            return std::nullopt;
        }
        if (number >= least && number <= most) return number;
        Report(begin,
               fmt::format("{}{} is out of range", what, Quoted(entry_.substr(begin, at_ - begin))),
               std::string(expected), HintOn(number));
        return std::nullopt;
    }

    std::string HintOn(int number) const {
        if (index_ == kDayOfWeek && number == 0) return "Sunday is 1, or SUN";
        if (index_ == kHours && number == 24) return "midnight is 0";
        return "";
    }

    char Peek() const { return at_ < entry_.size() ? Upper(entry_[at_]) : '\0'; }
    bool Take(char wanted) {
        if (Peek() != wanted) return false;
        ++at_;
        return true;
    }

    /// Reports what follows, if anything does.
    bool AtEnd() {
        if (at_ == entry_.size()) return true;
        Report(at_, fmt::format("{} is not expected here", Quoted(entry_.substr(at_))),
               std::string(rule_.expected) + ", with - and / between numbers", "");
        return false;
    }

    /// `offset`: in the entry.
    void Report(std::size_t offset, std::string_view message, std::string expected,
                std::string hint) {
        reading_.problems.push_back(
            Problem{.path = "",
                    .message = fmt::format("{} at column {}: {}", rule_.name,
                                           field_.column + entry_begin_ + offset, message),
                    .expected = std::move(expected),
                    .hint = std::move(hint)});
    }

    const std::size_t index_;
    const FieldRule& rule_;
    const CronField field_;
    CronReading& reading_;
    Values values_;
    std::string_view entry_;
    std::size_t entry_begin_ = 0;
    std::size_t at_ = 0;
};

std::string Join(const std::vector<CronField>& fields) {
    std::string text;
    for (const CronField& field : fields) {
        text += (text.empty() ? "" : " ");
        text += field.text;
    }
    return Printable(text);
}

std::string UnixHint(const std::vector<CronField>& fields) {
    std::vector<std::string_view> texts;
    texts.reserve(fields.size());
    for (const CronField& field : fields) texts.push_back(field.text);
    const std::optional<std::string> quartz = FromUnixCron(texts);
    if (quartz && ReadCron(*quartz).problems.empty()) {
        return "this looks like Unix cron; with seconds and ? it is: " + *quartz;
    }
    return "this looks like Unix cron; put seconds first (0), and ? for the day that does not "
           "count";
}

/// Problems of the number of fields.
std::optional<Problem> CheckCount(const std::vector<CronField>& fields) {
    if (fields.size() >= kFewestFields && fields.size() <= kMostFields) return std::nullopt;
    Problem problem{.path = "",
                    .message = fmt::format("the cron expression has {} field{}", fields.size(),
                                           fields.size() == 1 ? "" : "s"),
                    .expected = fmt::format("6 or 7: {}", kFieldNames),
                    .hint = "every day at 02:00 is: 0 0 2 * * ?"};
    if (fields.empty()) problem.message = "the cron expression is empty";
    if (fields.size() == 5) problem.hint = UnixHint(fields);
    return problem;
}

/// Exactly one of the two days is `?`, as Quartz wants it.
std::optional<Problem> CheckDays(std::vector<CronField> fields) {
    CronField& day = fields[kDayOfMonth];
    CronField& weekday = fields[kDayOfWeek];
    const bool day_given = day.text != "?";
    if (day_given != (weekday.text != "?")) return std::nullopt;
    Problem problem{.path = "",
                    .message = fmt::format("day-of-week at column {}: day-of-month and "
                                           "day-of-week are both {}",
                                           weekday.column, day_given ? "given" : "\"?\""),
                    .expected = "\"?\" in exactly one of them",
                    .hint = ""};
    if (day_given && day.text != "*" && weekday.text != "*") {
        problem.hint = "if it shall fire on either of them, make two schedules";
        return problem;
    }
    if (!day_given) {
        day.text = "*";
    } else if (weekday.text == "*") {
        weekday.text = "?";
    } else {
        day.text = "?";
    }
    problem.hint = "write: " + Join(fields);
    return problem;
}

std::uint64_t Bits(const Values& values, std::size_t index) {
    return values.to_ullong() << static_cast<unsigned>(kRules[index].first);
}

}  // namespace

CronReading ReadCron(std::string_view text) {
    CronReading reading;
    if (text.size() > kLongestText) {
        reading.problems.push_back(
            Problem{.path = "",
                    .message = fmt::format("the cron expression has {} characters", text.size()),
                    .expected = fmt::format("at most {}", kLongestText),
                    .hint = "write ranges and steps instead of lists"});
        return reading;
    }
    const std::vector<CronField> fields = Split(text, " \t");
    if (std::optional<Problem> problem = CheckCount(fields)) {
        reading.problems.push_back(std::move(*problem));
        return reading;
    }
    std::array<Values, kMostFields> values;
    values[kYear].set();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        values[i] = CronFieldReader(i, fields[i], reading).Run();
    }
    if (std::optional<Problem> problem = CheckDays(fields)) {
        reading.problems.push_back(std::move(*problem));
    }
    CronFields& result = reading.fields;
    result.seconds = Bits(values[kSeconds], kSeconds);
    result.minutes = Bits(values[kMinutes], kMinutes);
    result.hours = static_cast<std::uint32_t>(Bits(values[kHours], kHours));
    result.days = static_cast<std::uint32_t>(Bits(values[kDayOfMonth], kDayOfMonth));
    result.months = static_cast<std::uint32_t>(Bits(values[kMonth], kMonth));
    result.weekdays |= static_cast<std::uint32_t>(values[kDayOfWeek].to_ullong());
    result.years = values[kYear];
    result.interval = result.interval || values[kHours].count() == 24;
    return reading;
}

}  // namespace dmsnode::workflow
