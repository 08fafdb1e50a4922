#include "api/schema.hpp"

#include <fmt/format.h>

#include <charconv>

namespace dmsnode::api {
namespace {

constexpr std::string_view kRefPrefix = "#/components/schemas/";

}  // namespace

Schema Schema::Any() {
    return Schema(Json::object());
}
Schema Schema::Boolean() {
    return Schema(Json{{"type", "boolean"}});
}
Schema Schema::Integer() {
    return Schema(Json{{"type", "integer"}});
}
Schema Schema::Number() {
    return Schema(Json{{"type", "number"}});
}
Schema Schema::String() {
    return Schema(Json{{"type", "string"}, {"maxLength", 65536}});
}
Schema Schema::Word(std::string_view set, int least, int most) {
    return Schema(
        Json{{"type", "string"}, {"pattern", fmt::format("^[{}]{{{},{}}}$", set, least, most)}});
}
Schema Schema::Code() {
    return Schema(Json{{"type", "string"}, {"format", "code"}, {"pattern", "^[0-9]{1,19}$"}});
}
Schema Schema::Time() {
    return Schema(Json{{"type", "string"}, {"format", "date-time"}, {"maxLength", 40}});
}
Schema Schema::Enum(const std::vector<std::string>& words) {
    return Schema(Json{{"type", "string"}, {"enum", words}});
}
Schema Schema::Array(const Schema& items) {
    return Schema(Json{{"type", "array"}, {"items", items.json_}});
}
Schema Schema::Object(const std::vector<Member>& members) {
    Json properties = Json::object();
    Json required = Json::array();
    for (const Member& member : members) {
        properties[member.name] = member.schema.json_;
        if (member.required) required.push_back(member.name);
    }
    Json json{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}};
    if (!required.empty()) json["required"] = required;
    return Schema(std::move(json));
}
Schema Schema::Map(const Schema& values) {
    return Schema(Json{{"type", "object"}, {"additionalProperties", values.json_}});
}
Schema Schema::AnyOf(const std::vector<Schema>& choices) {
    Json list = Json::array();
    for (const Schema& choice : choices) list.push_back(choice.json_);
    return Schema(Json{{"anyOf", list}});
}
Schema Schema::Ref(std::string_view component) {
    return Schema(Json{{"$ref", std::string(kRefPrefix) + std::string(component)}});
}

Schema Schema::With(std::string_view keyword, Json value) const {
    Schema changed = *this;
    changed.json_[std::string(keyword)] = std::move(value);
    return changed;
}
Schema Schema::Describe(std::string_view text) const {
    return With("description", text);
}
Schema Schema::Length(int least, int most) const {
    return With("minLength", least).With("maxLength", most);
}
Schema Schema::Range(std::int64_t least, std::int64_t most) const {
    return With("minimum", least).With("maximum", most);
}
Schema Schema::Items(int least, int most) const {
    return With("minItems", least).With("maxItems", most);
}
Schema Schema::Default(Json value) const {
    return With("default", std::move(value));
}
Schema Schema::OrNull() const {
    if (!json_.contains("type")) return AnyOf({*this, Schema(Json{{"type", "null"}})});
    Schema changed = With("type", Json::array({json_["type"], "null"}));
    if (json_.contains("enum")) changed.json_["enum"].push_back(nullptr);
    return changed;
}

Json ReadText(const std::string& text, const Schema& schema) {
    const Json& type = schema.json().value("type", Json("string"));
    if (type == "boolean") {
        if (text == "true") return true;
        if (text == "false") return false;
    }
    if (type == "integer") {
        std::int64_t number = 0;
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, number);
        if (error == std::errc() && stop == end) return number;
    }
    return text;
}

std::string CodeText(std::int64_t code) {
    return std::to_string(code);
}

std::optional<std::int64_t> ReadCode(std::string_view text) {
    std::int64_t code = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, code);
    if (error != std::errc() || stop != end || code < 0 || text.starts_with('-')) return {};
    return code;
}

}  // namespace dmsnode::api
