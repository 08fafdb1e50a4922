#include "api/auth/login_guard.hpp"

#include <algorithm>

namespace dmsnode::api {
namespace {

using std::chrono::seconds;

constexpr std::chrono::hours kForgotten{1};
constexpr seconds kLongestOfName{60};
constexpr seconds kLongestOfAddress{900};

std::string NameKey(const std::string& name) {
    return "name " + name;
}
std::string AddressKey(const std::string& address) {
    return "from " + address;
}

}  // namespace

std::optional<seconds> LoginGuard::Begin(const std::string& name, const std::string& address,
                                         Time now) {
    return entries_.With([&](Entries& entries) -> std::optional<seconds> {
        Time until = now;
        for (const std::string& key : {NameKey(name), AddressKey(address)}) {
            const auto found = entries.find(key);
            if (found != entries.end()) until = std::max(until, found->second.blocked_until);
        }
        if (until > now) return std::chrono::ceil<seconds>(until - now);
        if (entries.size() + 2 > kMostEntries) {
            std::erase_if(entries, [&](const auto& entry) {
                return entry.second.last + kForgotten < now && entry.second.blocked_until < now;
            });
        }
        Count(entries, NameKey(name), kFreeOfName, kLongestOfName, now);
        Count(entries, AddressKey(address), kFreeOfAddress, kLongestOfAddress, now);
        return std::nullopt;
    });
}

void LoginGuard::Count(Entries& entries, const std::string& key, int free, seconds longest,
                       Time now) {
    if (entries.size() >= kMostEntries && !entries.contains(key)) {
        // All in use: the one with the fewest failures makes room.
        entries.erase(std::ranges::min_element(
            entries, {}, [](const auto& entry) { return entry.second.count; }));
    }
    Failures& failures = entries[key];
    if (failures.last + kForgotten < now) failures.count = 0;
    failures.last = now;
    ++failures.count;
    if (failures.count < free) return;
    const int doublings = std::min(failures.count - free, 20);
    failures.blocked_until = now + std::min(longest, seconds(1LL << doublings));
}

void LoginGuard::Succeeded(const std::string& name, const std::string& address) {
    entries_.With([&](Entries& entries) {
        entries.erase(NameKey(name));
        // The address keeps its failures but this one: somebody who knows one password is not free
        // to guess others.
        const auto found = entries.find(AddressKey(address));
        if (found != entries.end() && --found->second.count <= 0) entries.erase(found);
    });
}

}  // namespace dmsnode::api
