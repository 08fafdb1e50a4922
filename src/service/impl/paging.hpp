#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "dms/shapes.hpp"
#include "store/service_rows.hpp"

/// Pages and filters of the Describe operations. Pure.
namespace dmsnode::service {

/// Source: AWS DMS API reference, `MaxRecords` of each Describe operation: 20 to 100, and to 500
///     for table statistics.
inline constexpr std::int64_t kLeastRecords = 20;
inline constexpr std::int64_t kMostRecords = 100;
inline constexpr std::int64_t kMostTableStatistics = 500;

/// Reads MaxRecords and Marker; the page asks for one row more than fits, which tells whether there
/// are more. An empty marker counts as none.
/// Errors: InvalidParameterValueException for a size out of range or a marker that this list did
/// not
///     give.
Result<store::Page> ReadPage(std::string_view list, const std::optional<std::int64_t>& max_records,
                             const std::optional<std::string>& marker,
                             std::int64_t most = kMostRecords);

/// The marker that continues after the row `seq`: opaque, and of use for this list only.
std::string MakeMarker(std::string_view list, std::int64_t seq);

/// Cuts the extra row off and gives the marker to answer; nothing if the list is at its end.
template <class Row>
std::optional<std::string> CutPage(std::string_view list, const store::Page& page,
                                   std::vector<Row>& rows) {
    if (static_cast<std::int64_t>(rows.size()) < page.limit) return std::nullopt;
    rows.pop_back();
    return MakeMarker(list, rows.back().seq);
}

/// One filter name and where its values go.
struct FilterSlot {
    std::string_view name;
    store::OneOf* values = nullptr;
};

/// Sorts the request's filters into their slots: values of one filter are ORed, filters are ANDed,
/// also two of one name.
/// Errors: InvalidParameterValueException for an unknown name (the text lists the known) or a
/// filter
///     without values.
Status ReadFilters(const std::vector<dms::Filter>& filters, const std::vector<FilterSlot>& slots);

/// Pages a list that is made in memory. Errors: those of ReadPage.
template <class Item>
Result<std::pair<std::vector<Item>, std::optional<std::string>>> PageOf(
    std::string_view list, std::vector<Item> items, const std::optional<std::int64_t>& max_records,
    const std::optional<std::string>& marker) {
    const Result<store::Page> page = ReadPage(list, max_records, marker);
    if (!page) return page.error();
    const auto size = static_cast<std::int64_t>(items.size());
    const std::int64_t begin = std::min(page->after_seq, size);
    const std::int64_t end = std::min(begin + page->limit - 1, size);
    std::optional<std::string> next;
    if (end < size) next = MakeMarker(list, end);
    return std::pair(std::vector<Item>(items.begin() + begin, items.begin() + end), next);
}

}  // namespace dmsnode::service
