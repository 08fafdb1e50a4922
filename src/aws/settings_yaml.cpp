#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "aws/settings_files.hpp"

namespace dmsnode::aws {
namespace {

constexpr int kMaxDepth = 20;
constexpr std::size_t kMaxSettings = 10'000;  // an alias bomb would unfold to far more

using Settings = std::map<std::string, std::string>;

Status Flatten(const YAML::Node& node, const std::string& name, int depth, Settings& settings) {
    if (depth > kMaxDepth || settings.size() > kMaxSettings) {
        return Error{ErrorCode::kInvalidArgument, "the YAML document is too deep or too large"};
    }
    if (node.IsMap()) {
        for (const auto& entry : node) {
            const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
            const std::string path = name.empty() ? key : name + "." + key;
            if (Status flat = Flatten(entry.second, path, depth + 1, settings); !flat) return flat;
        }
    } else if (node.IsScalar()) {
        settings[name] = node.Scalar();
    } else if (node.IsNull()) {
        settings[name] = "";
    }
    return {};
}

}  // namespace

Result<Settings> ParseYamlFlat(std::string_view text) {
    try {
        const YAML::Node root = YAML::Load(std::string(text));
        Settings settings;
        if (root.IsNull()) return settings;
        if (!root.IsMap()) {
            return Error{ErrorCode::kInvalidArgument, "the YAML document is not a map"};
        }
        if (Status flat = Flatten(root, "", 0, settings); !flat) return flat.error();
        return settings;
    } catch (const YAML::Exception& failure) {
        return Error{ErrorCode::kInvalidArgument, "broken YAML: " + failure.msg}.At(
            fmt::format("line {}, column {}", failure.mark.line + 1, failure.mark.column + 1));
    }
}

}  // namespace dmsnode::aws
