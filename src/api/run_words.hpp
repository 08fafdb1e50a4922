#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace dmsnode::api {

/// A result of a node (`SUCCESS`) as the API writes it, like the states beside it: `success`.
inline std::string ShownResult(std::string_view result) {
    std::string text(result);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

}  // namespace dmsnode::api
