#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/result.hpp"

// Instantiated once in json.cpp: each further instantiation costs seconds of compile time.
extern template class nlohmann::basic_json<>;

namespace dmsnode {

using Json = nlohmann::json;

struct JsonLimits {
    std::size_t max_bytes = 16U << 20U;
    int max_depth =
        100;  ///< nlohmann's dump recurses: an unbounded depth parses and then overflows the stack.
};

/// Parses one JSON document.
/// Errors: kInvalidArgument with `where` = `line L, column C` for broken text, a member named twice
/// in one object,
///     invalid UTF-8, and documents beyond the limits.
Result<Json> ParseJson(std::string_view text, JsonLimits limits = {});

/// Writes JSON on one line, or indented by `indent` spaces. Invalid UTF-8 is replaced, never
/// thrown.
std::string DumpJson(const Json& json, int indent = -1);

}  // namespace dmsnode
