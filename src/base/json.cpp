#include "base/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

template class nlohmann::basic_json<>;

namespace dmsnode {
namespace {

std::string Position(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t last_break = before.rfind('\n');
    const std::size_t column =
        last_break == std::string_view::npos ? before.size() + 1 : before.size() - last_break;
    return fmt::format("line {}, column {}", line, std::max<std::size_t>(column, 1));
}

/// The reason without nlohmann's prefix (`[json.exception.parse_error.101] parse error at line 1,
/// column 2: …`) and without what it last read: that may be a password, or bytes that are not
/// UTF-8.
std::string Reason(std::string_view what) {
    const std::size_t colon = what.find(": ");
    if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
    const std::size_t read = what.find("; last read: ");
    if (read == std::string_view::npos) return std::string(what);
    const std::size_t expected = what.rfind("'; expected ");
    const bool tells = expected != std::string_view::npos && expected > read;
    return std::string(what.substr(0, read)) +
           std::string(tells ? what.substr(expected + 1) : std::string_view());
}

}  // namespace

Result<Json> ParseJson(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.max_bytes) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the JSON document has {} bytes, more than the limit of {}",
                                 text.size(), limits.max_bytes)};
    }
    std::vector<std::set<std::string>> names;
    std::string duplicate;
    bool too_deep = false;
    const Json::parser_callback_t check = [&](int depth, Json::parse_event_t event, Json& value) {
        too_deep = too_deep || depth > limits.max_depth;
        if (event == Json::parse_event_t::object_start) names.emplace_back();
        if (event == Json::parse_event_t::object_end && !names.empty()) names.pop_back();
        if (event == Json::parse_event_t::key && !names.empty() && duplicate.empty() &&
            !names.back().insert(value.get_ref<const std::string&>()).second) {
            duplicate = value.get_ref<const std::string&>();
        }
        return !too_deep;
    };
    try {
        Json json = Json::parse(text, check);
        if (too_deep) {
            return Error{
                ErrorCode::kInvalidArgument,
                fmt::format("the JSON document is nested deeper than {} levels", limits.max_depth)};
        }
        if (!duplicate.empty()) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the member \"{}\" stands twice in one object", duplicate)}
                .Hint("keep one of the two");
        }
        return json;
    } catch (const Json::parse_error& failure) {
        return Error{ErrorCode::kInvalidArgument, "broken JSON: " + Reason(failure.what())}.At(
            Position(text, failure.byte > 0 ? failure.byte - 1 : 0));
    } catch (const Json::out_of_range&) {
        return Error{ErrorCode::kInvalidArgument,
                     "broken JSON: a number is beyond the range of a double"};
    }
}

std::string DumpJson(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace dmsnode
