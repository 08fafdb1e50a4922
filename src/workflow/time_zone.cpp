#include "workflow/time_zone.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "workflow/closest_name.hpp"
#include "workflow/impl/characters.hpp"

namespace dmsnode::workflow {

struct TimeZone::Rules {
    std::string name;
    cctz::time_zone zone;
};

namespace {

using std::chrono::seconds;
using CctzTime = cctz::time_point<cctz::seconds>;

constexpr std::size_t kLongestZoneName = 64;

CctzTime ToCctz(TimePoint time) {
    return std::chrono::floor<seconds>(time);
}

seconds SinceEpoch(const cctz::civil_second& civil) {
    return seconds(civil - cctz::civil_second(1970, 1, 1));
}

/// The folder that cctz reads.
std::filesystem::path DataFolder() {
    const char* folder = std::getenv("TZDIR");
    return folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

bool IsUpper(char c) {
    return c >= 'A' && c <= 'Z';
}

bool IsNameCharacter(char c) {
    return IsUpper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '+' || c == '/';
}

/// Has the form of an IANA name. Without this check a name could be any path, or `libc:…`, which
/// cctz takes as well; a small letter begins what is no zone (`posixrules`, `right/…`,
/// `localtime`).
bool IsName(std::string_view name) {
    return !name.empty() && name.size() <= kLongestZoneName && IsUpper(name[0]) &&
           std::all_of(name.begin(), name.end(), IsNameCharacter) &&
           name.find("//") == std::string_view::npos && name.back() != '/';
}

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (IsUpper(c)) c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// `Etc/GMT-8` for `UTC+8`: the signs of these zones are POSIX's, west is positive.
std::string FixedOffsetHint(std::string_view name) {
    const bool known = name.starts_with("UTC") || name.starts_with("GMT");
    if (!known || name.size() < 5 || name.size() > 6 || (name[3] != '+' && name[3] != '-')) {
        return "";
    }
    const std::string_view digits = name.substr(4);
    if (digits.find_first_not_of("0123456789") != std::string_view::npos) return "";
    return fmt::format("a fixed offset is Etc/GMT{}{}, with the sign turned round",
                       name[3] == '+' ? '-' : '+', std::atoi(std::string(digits).c_str()));
}

/// `Europe/Berlin` for `berlin`, else a name that is a few letters away.
std::string HintFor(std::string_view name, const std::vector<std::string>& names) {
    if (std::string hint = FixedOffsetHint(name); !hint.empty()) return hint;
    const std::string city = "/" + Lower(name);
    for (const std::string& known : names) {
        if (Lower(known).ends_with(city)) return fmt::format("did you mean \"{}\"?", known);
    }
    std::string guess = DidYouMean(name, names);
    return !guess.empty() ? guess : "give an IANA name such as Europe/Berlin, or UTC";
}

Error UnknownName(std::string_view name) {
    const std::vector<std::string> names = TimeZoneNames();
    if (names.empty()) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("there is no time zone data in {}", DataFolder().string())}
            .Hint("install the package tzdata");
    }
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("there is no time zone \"{}\"",
                             Printable(std::string_view(name).substr(0, kLongestZoneName)))}
        .Hint(HintFor(name, names));
}

/// A time far outside all years that we know becomes the first or last TimePoint.
TimePoint Clamped(seconds since_epoch) {
    constexpr auto kMost = std::chrono::floor<seconds>(Duration::max());
    if (since_epoch > kMost) return TimePoint::max();
    if (since_epoch < -kMost) return TimePoint::min();
    return TimePoint(since_epoch);
}

}  // namespace

Result<TimeZone> TimeZone::Find(std::string_view name) {
    TimeZone result;
    if (name == result.name()) return result;
    // cctz remembers every name that it was asked for, so it is asked only for those that exist.
    std::error_code ignored;
    if (!IsName(name) || !std::filesystem::is_regular_file(DataFolder() / name, ignored)) {
        return UnknownName(name);
    }
    auto rules = std::make_shared<Rules>();
    rules->name = name;
    if (!cctz::load_time_zone(rules->name, &rules->zone)) return UnknownName(name);
    result.rules_ = std::move(rules);
    return result;
}

std::string_view TimeZone::name() const {
    return rules_ ? std::string_view(rules_->name) : "UTC";
}

TimeZone::Period TimeZone::PeriodAt(TimePoint time) const {
    Period period;
    if (!rules_) return period;
    const CctzTime at = ToCctz(time);
    period.offset = seconds(rules_->zone.lookup(at).offset);
    period.offset_before = period.offset;
    cctz::time_zone::civil_transition change;
    if (rules_->zone.prev_transition(at + seconds(1), &change)) {
        const seconds begin = SinceEpoch(change.to) - period.offset;
        period.begin = Clamped(begin);
        period.offset_before = SinceEpoch(change.from) - begin;
    }
    if (rules_->zone.next_transition(at, &change)) {
        period.end = Clamped(SinceEpoch(change.from) - period.offset);
    }
    return period;
}

LocalTime TimeZone::ToLocal(TimePoint time) const {
    if (!rules_) return LocalTime(time.time_since_epoch());
    return LocalTime(time.time_since_epoch() + seconds(rules_->zone.lookup(ToCctz(time)).offset));
}

TimePoint TimeZone::ToUtc(LocalTime local) const {
    if (!rules_) return TimePoint(local.time_since_epoch());
    const auto whole = std::chrono::floor<seconds>(local);
    const cctz::time_zone::civil_lookup found =
        rules_->zone.lookup(cctz::civil_second(1970, 1, 1) + whole.time_since_epoch().count());
    if (found.kind == cctz::time_zone::civil_lookup::SKIPPED) {
        return Clamped(found.trans.time_since_epoch());
    }
    return Clamped(found.pre.time_since_epoch()) + (local - whole);
}

std::vector<std::string> TimeZoneNames() {
    constexpr std::size_t kMostNames = 5000;  // There are about 600.
    std::vector<std::string> names;
    const std::filesystem::path folder = DataFolder();
    std::error_code error;
    std::filesystem::recursive_directory_iterator at(folder, error);
    while (!error && at != std::filesystem::recursive_directory_iterator() &&
           names.size() < kMostNames) {
        const std::string name = at->path().lexically_relative(folder).generic_string();
        std::error_code unreadable;
        if (!IsName(name)) {
            at.disable_recursion_pending();
        } else if (at->is_regular_file(unreadable)) {
            names.push_back(name);
        }
        at.increment(error);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace dmsnode::workflow
