#include "connectors/cells.hpp"

/// Dates, times and timestamps between their numbers and ISO text. Years before 1 are written as
/// PostgreSQL writes them (`0044-03-15 BC`), since a year with a sign reads differently elsewhere.
namespace dmsnode::connectors {
namespace {

constexpr std::int64_t kMicrosecondsPerSecond = 1'000'000;
constexpr std::int64_t kDaysFrom1970To2000 = 10957;

bool IsLeap(std::int64_t year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// Days since 2000-01-01 in 64 bits: no input of ours overflows it. The year begins in March here,
/// so that the leap day is its last and months follow one linear rule.
std::int64_t WideDaysFromCivil(const CivilDate& date) {
    const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year =
        (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468 - kDaysFrom1970To2000;
}

CivilDate WideCivilFromDays(std::int64_t days) {
    const std::int64_t shifted = days + kDaysFrom1970To2000 + 719468;
    const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const std::int64_t day_of_era = shifted - era * 146097;
    const std::int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const std::int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
    CivilDate date;
    date.day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    date.month =
        static_cast<int>(month_from_march < 10 ? month_from_march + 3 : month_from_march - 9);
    date.year = year_of_era + era * 400 + (date.month <= 2 ? 1 : 0);
    return date;
}

/// `value` with at least `width` digits, zero padded. `value` is not negative.
void AppendPadded(std::int64_t value, int width, std::string& out) {
    char digits[20];
    char* at = digits + sizeof digits;
    do {
        *--at = static_cast<char>('0' + value % 10);
        value /= 10;
        --width;
    } while (value != 0);
    while (width-- > 0) *--at = '0';
    out.append(at, static_cast<std::size_t>(digits + sizeof digits - at));
}

void AppendCivil(const CivilDate& date, std::string& out) {
    AppendPadded(date.year > 0 ? date.year : 1 - date.year, 4, out);
    out.push_back('-');
    AppendPadded(date.month, 2, out);
    out.push_back('-');
    AppendPadded(date.day, 2, out);
}

void AppendFraction(std::int64_t microseconds, int fraction_digits, std::string& out) {
    if (fraction_digits == 0 || (fraction_digits < 0 && microseconds == 0)) return;
    out.push_back('.');
    const std::size_t start = out.size();
    AppendPadded(microseconds, 6, out);
    if (fraction_digits > 0) {
        out.resize(start + static_cast<std::size_t>(fraction_digits));
    } else {
        out.resize(out.find_last_not_of('0') + 1);
    }
}

/// Walks over text; after a mismatch `ok` stays false.
struct Scanner {
    std::string_view rest;
    bool ok = true;

    bool Take(char c) {
        if (rest.empty() || rest[0] != c) return false;
        rest.remove_prefix(1);
        return true;
    }
    void Expect(char c) { ok = Take(c) && ok; }
    /// A number of `least` to `most` digits.
    std::int64_t Number(std::size_t least, std::size_t most, std::size_t* digits = nullptr) {
        std::int64_t value = 0;
        std::size_t count = 0;
        while (count < most && count < rest.size() && rest[count] >= '0' && rest[count] <= '9') {
            value = value * 10 + (rest[count] - '0');
            ++count;
        }
        ok = ok && count >= least;
        rest.remove_prefix(count);
        if (digits != nullptr) *digits = count;
        return value;
    }
};

CivilDate ScanDate(Scanner& in) {
    CivilDate date;
    date.year = in.Number(4, 7);
    in.Expect('-');
    date.month = static_cast<int>(in.Number(2, 2));
    in.Expect('-');
    date.day = static_cast<int>(in.Number(2, 2));
    return date;
}

/// 24:00:00 is the end of the day, as in PostgreSQL.
std::int64_t ScanTime(Scanner& in) {
    const std::int64_t hour = in.Number(2, 2);
    in.Expect(':');
    const std::int64_t minute = in.Number(2, 2);
    in.Expect(':');
    const std::int64_t second = in.Number(2, 2);
    std::int64_t fraction = 0;
    if (in.Take('.')) {
        std::size_t digits = 0;
        fraction = in.Number(1, 6, &digits);
        for (; digits < 6; ++digits) fraction *= 10;
    }
    const std::int64_t total =
        ((hour * 60 + minute) * 60 + second) * kMicrosecondsPerSecond + fraction;
    in.ok = in.ok && minute < 60 && second < 60 && total <= kMicrosecondsADay;
    return total;
}

/// Takes ` BC` and the calendar check. ISO's year 0000 is refused: writers disagree on whether it
/// is 1 BC or no date at all.
std::optional<std::int64_t> FinishDate(Scanner& in, CivilDate date) {
    if (date.year == 0) return std::nullopt;
    if (in.rest == " BC") {
        in.rest = {};
        date.year = 1 - date.year;
    }
    if (!in.ok || !in.rest.empty() || !IsValidDate(date)) return std::nullopt;
    return WideDaysFromCivil(date);
}

/// `Z`, `+hh` or `+hh:mm`, in minutes. Nothing if there is none.
std::optional<std::int64_t> ScanOffset(Scanner& in) {
    if (in.Take('Z')) return 0;
    const bool west = !in.rest.empty() && in.rest[0] == '-';
    if (!in.Take('-') && !in.Take('+')) return std::nullopt;
    const std::int64_t hours = in.Number(2, 2);
    const std::int64_t minutes = in.Take(':') ? in.Number(2, 2) : 0;
    in.ok = in.ok && hours < 16 && minutes < 60;
    return (west ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::int32_t DaysFromCivil(const CivilDate& date) {
    return static_cast<std::int32_t>(WideDaysFromCivil(date));
}

CivilDate CivilFromDays(std::int32_t days) {
    return WideCivilFromDays(days);
}

bool IsValidDate(const CivilDate& date) {
    static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (date.month < 1 || date.month > 12 || date.day < 1) return false;
    const bool leap_day = date.month == 2 && IsLeap(date.year);
    return date.day <= kDays[date.month - 1] + (leap_day ? 1 : 0);
}

void AppendDateText(std::int32_t days, std::string& out) {
    const CivilDate date = WideCivilFromDays(days);
    AppendCivil(date, out);
    if (date.year <= 0) out += " BC";
}

void AppendTimeText(std::int64_t microseconds, int fraction_digits, std::string& out) {
    if (microseconds < 0) {
        out.push_back('-');
        microseconds = -microseconds;
    }
    const std::int64_t seconds = microseconds / kMicrosecondsPerSecond;
    AppendPadded(seconds / 3600, 2, out);
    out.push_back(':');
    AppendPadded(seconds / 60 % 60, 2, out);
    out.push_back(':');
    AppendPadded(seconds % 60, 2, out);
    AppendFraction(microseconds % kMicrosecondsPerSecond, fraction_digits, out);
}

void AppendTimestampText(std::int64_t microseconds, int fraction_digits, std::string& out) {
    std::int64_t days = microseconds / kMicrosecondsADay;
    std::int64_t time = microseconds % kMicrosecondsADay;
    if (time < 0) {
        time += kMicrosecondsADay;
        --days;
    }
    const CivilDate date = WideCivilFromDays(days);
    AppendCivil(date, out);
    out.push_back(' ');
    AppendTimeText(time, fraction_digits, out);
    if (date.year <= 0) out += " BC";
}

std::optional<std::int32_t> ParseDate(std::string_view text) {
    Scanner in{.rest = text};
    const CivilDate date = ScanDate(in);
    const std::optional<std::int64_t> days = FinishDate(in, date);
    if (!days || *days <= kDateMinusInfinity || *days >= kDateInfinity) return std::nullopt;
    return static_cast<std::int32_t>(*days);
}

std::optional<std::int64_t> ParseTime(std::string_view text) {
    Scanner in{.rest = text};
    const std::int64_t time = ScanTime(in);
    if (!in.ok || !in.rest.empty()) return std::nullopt;
    return time;
}

std::optional<std::int64_t> ParseTimestamp(std::string_view text, bool* has_zone) {
    Scanner in{.rest = text};
    const CivilDate date = ScanDate(in);
    if (!in.Take(' ')) in.Expect('T');
    std::int64_t result = ScanTime(in);
    const std::optional<std::int64_t> offset = ScanOffset(in);
    const std::optional<std::int64_t> days = FinishDate(in, date);
    if (!days) return std::nullopt;
    std::int64_t whole_days = 0;
    if (__builtin_mul_overflow(*days, kMicrosecondsADay, &whole_days)) return std::nullopt;
    result -= offset.value_or(0) * 60 * kMicrosecondsPerSecond;
    if (__builtin_add_overflow(whole_days, result, &result)) return std::nullopt;
    if (result == kTimestampInfinity || result == kTimestampMinusInfinity) return std::nullopt;
    if (has_zone != nullptr) *has_zone = offset.has_value();
    return result;
}

}  // namespace dmsnode::connectors
