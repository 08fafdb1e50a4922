#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"

namespace dmsnode::api {

/// A result of a node (`SUCCESS`) as the API writes it, like the states beside it: `success`.
inline std::string ShownResult(std::string_view result) {
    std::string text(result);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// What an attempt of a DMS node follows (`{connection, replicationTaskArn, …}`), from its row;
/// null if that is not known, or is of another kind of node.
Json DmsTaskOf(const std::optional<std::string>& reference);

}  // namespace dmsnode::api
