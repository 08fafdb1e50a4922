#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "workflow/cron.hpp"
#include "workflow/schedule.hpp"

/// Any bytes are a cron expression or have problems; what was read fires later and later, or never.
/// The first nine bytes choose the zone and the time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr std::array kZones = {"UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia",
                                   "Africa/Casablanca"};
    if (size < 9) return 0;
    const auto zone = dmsnode::workflow::TimeZone::Find(kZones[data[0] % kZones.size()]);
    if (!zone) __builtin_trap();
    std::int64_t micros = 0;
    std::memcpy(&micros, data + 1, sizeof micros);
    const std::string_view text(reinterpret_cast<const char*>(data) + 9, size - 9);

    const auto cron = dmsnode::workflow::ParseCron(text);
    const auto problems = dmsnode::workflow::CheckCron(text, "$");
    if (dmsnode::HasErrors(problems) == cron.has_value()) __builtin_trap();
    if (!cron && cron.error().message.empty()) __builtin_trap();
    if (!cron) return 0;
    dmsnode::TimePoint after{dmsnode::Duration(micros)};
    for (int i = 0; i < 5; ++i) {
        const auto fire = cron->Next(after, *zone);
        if (!fire) break;
        if (*fire <= after) __builtin_trap();
        // Nothing lies between: from one moment before the fire it is found again.
        if (cron->Next(*fire - dmsnode::Duration(1), *zone) != fire) __builtin_trap();
        after = *fire;
    }
    const dmsnode::workflow::Schedule schedule{.crontab = std::string(text),
                                               .time_zone = std::string(zone->name())};
    const auto due = dmsnode::workflow::MissedFires(
        schedule, dmsnode::TimePoint{}, after,
        {.rule = dmsnode::workflow::MissedFireRule::kFireAll, .most = 3});
    if (!due) __builtin_trap();
    for (const dmsnode::TimePoint fire : due->fires) {
        if (cron->Next(fire - dmsnode::Duration(1), *zone) != fire) __builtin_trap();
    }
    return 0;
}
