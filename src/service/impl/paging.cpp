#include "service/impl/paging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "dms/faults.hpp"

namespace dmsnode::service {
namespace {

Error BadMarker(std::string_view list) {
    return dms::fault::Make(
        dms::fault::kInvalidParameterValue,
        fmt::format("Invalid Marker: it was not given by this list ({})", list));
}

}  // namespace

std::string MakeMarker(std::string_view list, std::int64_t seq) {
    std::string marker;
    for (const char c : fmt::format("{}:{}", list, seq)) {
        marker += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return marker;
}

Result<store::Page> ReadPage(std::string_view list, const std::optional<std::int64_t>& max_records,
                             const std::optional<std::string>& marker, std::int64_t most) {
    const std::int64_t size = max_records.value_or(kMostRecords);
    if (size < kLeastRecords || size > most) {
        return dms::fault::Make(
            dms::fault::kInvalidParameterValue,
            fmt::format("Invalid value {} for MaxRecords: must be from {} to {}", size,
                        kLeastRecords, most));
    }
    store::Page page{.after_seq = 0, .limit = size + 1};
    if (!marker || marker->empty()) return page;
    std::string text;
    for (std::size_t i = 0; i + 1 < marker->size() && marker->size() < 200; i += 2) {
        unsigned value = 0;
        const char* begin = marker->data() + i;
        const auto [end, failure] = std::from_chars(begin, begin + 2, value, 16);
        if (failure != std::errc() || end != begin + 2) return BadMarker(list);
        text += static_cast<char>(value);
    }
    const std::string prefix = std::string(list) + ":";
    if (!text.starts_with(prefix)) return BadMarker(list);
    const char* begin = text.data() + prefix.size();
    const char* end = text.data() + text.size();
    const auto [stopped, failure] = std::from_chars(begin, end, page.after_seq);
    if (failure != std::errc() || stopped != end || page.after_seq < 0 ||
        MakeMarker(list, page.after_seq) != *marker) {
        return BadMarker(list);
    }
    return page;
}

Status ReadFilters(const std::vector<dms::Filter>& filters, const std::vector<FilterSlot>& slots) {
    for (const dms::Filter& filter : filters) {
        const auto slot = std::find_if(slots.begin(), slots.end(), [&](const FilterSlot& known) {
            return known.name == filter.name;
        });
        if (slot == slots.end()) {
            std::string known;
            for (const FilterSlot& one : slots) {
                known += fmt::format("{}{}", known.empty() ? "" : ", ", one.name);
            }
            return dms::fault::Make(
                dms::fault::kInvalidParameterValue,
                fmt::format("Unrecognized filter name: {}; known here: {}", filter.name, known));
        }
        if (filter.values.empty()) {
            return dms::fault::Make(dms::fault::kInvalidParameterValue,
                                    fmt::format("The filter {} has no values", filter.name));
        }
        if (!*slot->values) {
            *slot->values = filter.values;
            continue;
        }
        std::erase_if(**slot->values, [&](const std::string& value) {
            return std::find(filter.values.begin(), filter.values.end(), value) ==
                   filter.values.end();
        });
    }
    return {};
}

}  // namespace dmsnode::service
