#include "workflow/document.hpp"

#include <fmt/format.h>

#include "workflow/impl/json_places.hpp"
#include "workflow/impl/yaml_reader.hpp"

namespace dmsnode::workflow {
namespace {

Result<Document> ReadJson(std::string_view text, const DocumentLimits& limits) {
    Result<Json> root = ParseJson(text, JsonLimits{.max_bytes = limits.max_bytes, .max_depth = 64});
    if (!root) return root.error();
    return Document{.root = *std::move(root), .places = PlacesInJson(text)};
}

}  // namespace

int Document::LineOf(std::string_view path) const {
    while (!path.empty()) {
        if (const auto found = places.find(path); found != places.end()) return found->second.line;
        const std::size_t last = path.find_last_of(".[");
        if (last == std::string_view::npos) break;
        path = path.substr(0, last);
    }
    return 0;
}

std::string Document::TextOf(const std::string& path, const Json& value) const {
    if (value.is_string()) return value.get<std::string>();
    const auto found = places.find(path);
    if (found != places.end() && !found->second.scalar.empty() && value.is_primitive()) {
        return found->second.scalar;
    }
    return value.is_null() ? "" : DumpJson(value);
}

DocumentFormat FormatOf(std::string_view file_name, std::string_view text) {
    if (file_name.ends_with(".json")) return DocumentFormat::kJson;
    if (file_name.ends_with(".yaml") || file_name.ends_with(".yml")) return DocumentFormat::kYaml;
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    const bool braced =
        first != std::string_view::npos && (text[first] == '{' || text[first] == '[');
    return braced ? DocumentFormat::kJson : DocumentFormat::kYaml;
}

Result<Document> ReadDocument(std::string_view text, DocumentFormat format, DocumentLimits limits) {
    if (text.size() > limits.max_bytes) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the file has {} bytes, more than the limit of {}", text.size(),
                                 limits.max_bytes)};
    }
    return format == DocumentFormat::kJson ? ReadJson(text, limits)
                                           : ReadYaml(text, limits.max_values);
}

}  // namespace dmsnode::workflow
