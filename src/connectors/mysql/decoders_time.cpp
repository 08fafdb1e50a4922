#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/mysql/decoder_parts.hpp"

// Dates and times of the binary protocol. They are read into plain numbers first: zero and
// impossible dates are allowed there, and what becomes of them is a matter of the target and the
// policy.
namespace dmsnode::connectors::mysql {
namespace {

constexpr std::int64_t kMicrosecondsASecond = 1000000;

struct WireDate {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::uint32_t microsecond = 0;
};

bool ReadDate(WireReader& in, WireDate& date) {
    struct __attribute__((packed)) Layout {
        std::uint16_t year;
        std::uint8_t month, day, hour, minute, second;
        std::uint32_t microsecond;
    } raw{};
    std::string_view bytes;
    if (!in.Text(bytes)) return false;
    if (bytes.size() != 0 && bytes.size() != 4 && bytes.size() != 7 && bytes.size() != 11) {
        return false;
    }
    std::memcpy(&raw, bytes.data(), bytes.size());
    date = {raw.year, raw.month, raw.day, raw.hour, raw.minute, raw.second, raw.microsecond};
    return date.year <= 9999 && date.month <= 12 && date.day <= 31 && date.hour <= 23 &&
           date.minute <= 59 && date.second <= 59 && date.microsecond < kMicrosecondsASecond;
}

struct WireTime {
    bool negative = false;
    std::int64_t seconds = 0;  ///< Without the sign.
    std::uint32_t microsecond = 0;

    std::int64_t Microseconds() const {
        const std::int64_t value = seconds * kMicrosecondsASecond + microsecond;
        return negative ? -value : value;
    }
};

bool ReadTime(WireReader& in, WireTime& time) {
    struct __attribute__((packed)) Layout {
        std::uint8_t negative;
        std::uint32_t days;
        std::uint8_t hour, minute, second;
        std::uint32_t microsecond;
    } raw{};
    std::string_view bytes;
    if (!in.Text(bytes)) return false;
    if (bytes.size() != 0 && bytes.size() != 8 && bytes.size() != 12) return false;
    std::memcpy(&raw, bytes.data(), bytes.size());
    if (raw.negative > 1 || raw.days > 34 || raw.hour > 23 || raw.minute > 59 || raw.second > 59 ||
        raw.microsecond >= kMicrosecondsASecond) {
        return false;
    }
    time.negative = raw.negative == 1;
    time.seconds = ((raw.days * std::int64_t{24} + raw.hour) * 60 + raw.minute) * 60 + raw.second;
    time.microsecond = raw.microsecond;
    return true;
}

/// Appends `.123` for 3 digits of a fraction in microseconds, nothing for 0.
void AppendFraction(std::uint32_t microsecond, int digits, std::string& out) {
    if (digits <= 0) return;
    std::array<char, 7> text{'.'};
    for (std::size_t i = text.size() - 1; i > 0; --i) {
        text[i] = static_cast<char>('0' + microsecond % 10);
        microsecond /= 10;
    }
    out.append(text.data(), static_cast<std::size_t>(1 + std::min(digits, 6)));
}

void AppendPadded(unsigned value, std::size_t digits, std::string& out) {
    std::array<char, 12> text;
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    const auto size = static_cast<std::size_t>(end - text.data());
    if (size < digits) out.append(digits - size, '0');
    out.append(text.data(), size);
}

// As the server writes it, zero and impossible dates too.
void AppendWireDate(const WireDate& date, std::string& out) {
    AppendPadded(static_cast<unsigned>(date.year), 4, out);
    out += '-';
    AppendPadded(static_cast<unsigned>(date.month), 2, out);
    out += '-';
    AppendPadded(static_cast<unsigned>(date.day), 2, out);
}

void AppendClock(std::int64_t seconds, std::string& out) {
    AppendPadded(static_cast<unsigned>(seconds / 3600), 2, out);
    out += ':';
    AppendPadded(static_cast<unsigned>(seconds / 60 % 60), 2, out);
    out += ':';
    AppendPadded(static_cast<unsigned>(seconds % 60), 2, out);
}

std::int64_t SecondOfDay(const WireDate& date) {
    return (date.hour * std::int64_t{60} + date.minute) * 60 + date.second;
}

CellOutcome NoSuchDate(const CellPlan& plan, const WireDate& date, RowAppender& out,
                       CellProblem& problem) {
    if (plan.policy.zero_date == ValuePolicy::ZeroDate::kNull) {
        out.Null();
        return CellOutcome::kChanged;
    }
    std::string text;
    AppendWireDate(date, text);
    return Refuse(problem, "there is no date " + text + " on the target",
                  "set zeroDates=null on the target endpoint, or correct the row");
}

CellOutcome Date(const CellPlan& plan, WireReader& in, RowAppender& out, CellProblem& problem) {
    WireDate date;
    if (!ReadDate(in, date)) return CellOutcome::kMalformed;
    const CivilDate civil{date.year, date.month, date.day};
    if (!IsValidDate(civil)) return NoSuchDate(plan, date, out, problem);
    out.Int32(DaysFromCivil(civil));
    return CellOutcome::kOk;
}

CellOutcome Timestamp(const CellPlan& plan, WireReader& in, RowAppender& out,
                      CellProblem& problem) {
    WireDate date;
    if (!ReadDate(in, date)) return CellOutcome::kMalformed;
    const CivilDate civil{date.year, date.month, date.day};
    if (!IsValidDate(civil)) return NoSuchDate(plan, date, out, problem);
    out.Int64(DaysFromCivil(civil) * kMicrosecondsADay + SecondOfDay(date) * kMicrosecondsASecond +
              date.microsecond);
    return CellOutcome::kOk;
}

template <bool kWithTime>
CellOutcome DateText(const CellPlan& plan, WireReader& in, RowAppender& out, CellProblem& problem) {
    WireDate date;
    if (!ReadDate(in, date)) return CellOutcome::kMalformed;
    std::string& text = problem.scratch;
    text.clear();
    AppendWireDate(date, text);
    if constexpr (kWithTime) {
        text += ' ';
        AppendClock(SecondOfDay(date), text);
        AppendFraction(date.microsecond, plan.fraction_digits, text);
    }
    out.Bytes(text);
    return CellOutcome::kOk;
}

CellOutcome TimeText(const CellPlan& plan, WireReader& in, RowAppender& out, CellProblem& problem) {
    WireTime time;
    if (!ReadTime(in, time)) return CellOutcome::kMalformed;
    std::string& text = problem.scratch;
    text.clear();
    if (time.negative) text += '-';
    AppendClock(time.seconds, text);
    AppendFraction(time.microsecond, plan.fraction_digits, text);
    out.Bytes(text);
    return CellOutcome::kOk;
}

CellOutcome TimeOfDay(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                      CellProblem& problem) {
    WireTime time;
    if (!ReadTime(in, time)) return CellOutcome::kMalformed;
    const std::int64_t value = time.Microseconds();
    if (value < 0 || value > kMicrosecondsADay) {
        std::string text = time.negative ? "-" : "";
        AppendClock(time.seconds, text);
        return Refuse(problem, "the time " + text + " is no time of a day",
                      "map the column to an interval or text");
    }
    out.Int64(value);
    return CellOutcome::kOk;
}

CellOutcome Interval(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                     CellProblem& /*problem*/) {
    WireTime time;
    if (!ReadTime(in, time)) return CellOutcome::kMalformed;
    out.Interval(time.Microseconds(), 0, 0);
    return CellOutcome::kOk;
}

CellOutcome YearText(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                     CellProblem& problem) {
    std::uint16_t year = 0;
    if (!in.Fixed(year)) return CellOutcome::kMalformed;
    problem.scratch.clear();
    AppendPadded(year, 4, problem.scratch);
    out.Bytes(problem.scratch);
    return CellOutcome::kOk;
}

}  // namespace

CellConverter PickDate(CellFormat format, TypeKind kind) {
    switch (format) {
        case CellFormat::kDate: return kind == TypeKind::kDate ? Date : nullptr;
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz: return Timestamp;
        case CellFormat::kText:
        case CellFormat::kBytes: return kind == TypeKind::kDate ? DateText<false> : DateText<true>;
        default: return nullptr;
    }
}

CellConverter PickTime(CellFormat format) {
    switch (format) {
        case CellFormat::kTime: return TimeOfDay;
        case CellFormat::kInterval: return Interval;
        case CellFormat::kText:
        case CellFormat::kBytes: return TimeText;
        default: return nullptr;
    }
}

CellConverter PickYearText() {
    return YearText;
}

}  // namespace dmsnode::connectors::mysql
