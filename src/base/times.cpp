#include "base/times.hpp"

#include <array>
#include <chrono>

namespace dmsnode {
namespace {

/// Reads a text from left to right; after a mismatch everything else fails, so one check at the end
/// is enough.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    int Digits(std::size_t count) {
        if (rest_.size() < count) ok_ = false;
        int value = 0;
        for (std::size_t i = 0; ok_ && i < count; ++i) {
            ok_ = rest_[i] >= '0' && rest_[i] <= '9';
            value = value * 10 + (rest_[i] - '0');
        }
        if (ok_) rest_.remove_prefix(count);
        return ok_ ? value : 0;
    }
    bool Try(std::string_view literal) {
        if (!ok_ || rest_.substr(0, literal.size()) != literal) return false;
        rest_.remove_prefix(literal.size());
        return true;
    }
    void Expect(std::string_view literal) { ok_ = Try(literal); }
    bool AtDigit() const { return ok_ && !rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9'; }
    bool Finished() const { return ok_ && rest_.empty(); }
    void Fail() { ok_ = false; }

private:
    std::string_view rest_;
    bool ok_ = true;
};

struct Parts {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
};

std::optional<TimePoint> Join(const Parts& parts) {
    const std::chrono::year_month_day date{std::chrono::year(parts.year),
                                           std::chrono::month(static_cast<unsigned>(parts.month)),
                                           std::chrono::day(static_cast<unsigned>(parts.day))};
    // 60 is a leap second; it is the first second of the next minute for us.
    if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) {
        return std::nullopt;
    }
    return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(parts.hour) +
           std::chrono::minutes(parts.minute) + std::chrono::seconds(parts.second);
}

/// `Z`, `+01:00`, `-0130` or nothing: minutes east of Greenwich.
std::chrono::minutes Offset(Scanner& in) {
    if (in.Try("Z") || in.Try("z") || in.Finished()) return {};
    const bool east = in.Try("+");
    if (!east) in.Expect("-");
    const int hours = in.Digits(2);
    in.Try(":");
    const int minutes = in.Digits(2);
    if (hours > 23 || minutes > 59) in.Fail();
    const std::chrono::minutes offset(hours * 60 + minutes);
    return east ? offset : -offset;
}

int Month(Scanner& in) {
    constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (in.Try(kMonths[i])) return static_cast<int>(i) + 1;
    }
    in.Fail();
    return 0;
}

}  // namespace

std::optional<TimePoint> ParseCompactTime(std::string_view text) {
    Scanner in(text);
    Parts parts{.year = in.Digits(4), .month = in.Digits(2), .day = in.Digits(2)};
    in.Expect("T");
    parts.hour = in.Digits(2);
    parts.minute = in.Digits(2);
    parts.second = in.Digits(2);
    in.Expect("Z");
    return in.Finished() ? Join(parts) : std::nullopt;
}

std::optional<TimePoint> ParseIso8601(std::string_view text) {
    Scanner in(text);
    Parts parts;
    parts.year = in.Digits(4);
    in.Expect("-");
    parts.month = in.Digits(2);
    in.Expect("-");
    parts.day = in.Digits(2);
    if (!in.Try("T") && !in.Try("t")) in.Expect(" ");
    parts.hour = in.Digits(2);
    in.Expect(":");
    parts.minute = in.Digits(2);
    in.Expect(":");
    parts.second = in.Digits(2);
    std::chrono::microseconds fraction{};
    if (in.Try(".")) {
        int unit = 100'000;
        if (!in.AtDigit()) in.Fail();
        while (in.AtDigit()) {  // digits beyond microseconds are read and dropped
            fraction += std::chrono::microseconds(in.Digits(1) * unit);
            unit /= 10;
        }
    }
    const std::chrono::minutes offset = Offset(in);
    const std::optional<TimePoint> whole = in.Finished() ? Join(parts) : std::nullopt;
    if (!whole) return std::nullopt;
    return *whole + fraction - offset;
}

std::optional<TimePoint> ParseHttpDate(std::string_view text) {
    // The weekday follows from the date, so it is skipped, not checked.
    if (text.size() < 5 || text.substr(3, 2) != ", ") return std::nullopt;
    Scanner in(text.substr(5));
    Parts parts;
    parts.day = in.Digits(2);
    in.Expect(" ");
    parts.month = Month(in);
    in.Expect(" ");
    parts.year = in.Digits(4);
    in.Expect(" ");
    parts.hour = in.Digits(2);
    in.Expect(":");
    parts.minute = in.Digits(2);
    in.Expect(":");
    parts.second = in.Digits(2);
    in.Expect(" GMT");
    return in.Finished() ? Join(parts) : std::nullopt;
}

}  // namespace dmsnode
