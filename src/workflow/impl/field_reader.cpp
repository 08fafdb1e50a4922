#include "workflow/impl/field_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "workflow/closest_name.hpp"

namespace dmsnode::workflow {
namespace {

const Json& EmptyObject() {
    static const Json empty = Json::object();
    return empty;
}

}  // namespace

std::string JoinWords(const std::vector<std::string>& words) {
    std::string joined;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) joined += i + 1 == words.size() ? " or " : ", ";
        joined += words[i];
    }
    return joined;
}

std::optional<std::int64_t> AsWhole(const Json& value) {
    if (value.is_number_integer()) {
        if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) return {};
        return value.get<std::int64_t>();
    }
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string Describe(const Json& value) {
    if (value.is_null()) return "nothing";
    if (value.is_array()) return "a list";
    if (value.is_object()) return "a mapping";
    std::string text = DumpJson(value);
    constexpr std::size_t kLongest = 60;
    if (text.size() > kLongest) text = text.substr(0, kLongest) + "…";
    return text;
}

void ReadContext::Report(const std::string& path, std::string message, std::string expected,
                         std::string hint) const {
    problems.push_back(Problem{.path = path,
                               .message = std::move(message),
                               .expected = std::move(expected),
                               .hint = std::move(hint)});
}

void ReadContext::Warn(const std::string& path, std::string message, std::string hint) const {
    problems.push_back(Problem{.path = path,
                               .message = std::move(message),
                               .expected = "",
                               .hint = std::move(hint),
                               .warning = true});
}

FieldReader::FieldReader(const Json& object, std::string path, const ReadContext& context)
    : object_(object.is_object() ? object : EmptyObject()),
      path_(std::move(path)),
      context_(context) {
    if (!object.is_object()) {
        context_.Report(path_, Describe(object) + " stands here", "a mapping of names to values");
    }
}

bool FieldReader::Has(std::string_view name) const {
    const auto found = object_.find(name);
    return found != object_.end() && !found->is_null();
}

const Json* FieldReader::Find(std::string_view name) {
    known_.emplace_back(name);
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

std::string FieldReader::Text(std::string_view name) {
    const Json* value = Find(name);
    if (value == nullptr) return {};
    if (!value->is_structured()) return context_.document.TextOf(PathOf(name), *value);
    context_.Report(PathOf(name), Describe(*value) + " stands here", "a text");
    return {};
}

std::int64_t FieldReader::Whole(std::string_view name, std::int64_t least, std::int64_t most,
                                std::int64_t fallback, std::string_view unit) {
    const Json* value = Find(name);
    if (value == nullptr) return fallback;
    const std::optional<std::int64_t> number = AsWhole(*value);
    if (number && *number >= least && *number <= most) return *number;
    context_.Report(PathOf(name), Describe(*value) + " is not allowed",
                    fmt::format("a whole number{}{} from {} to {}", unit.empty() ? "" : " of ",
                                unit, least, most));
    return fallback;
}

std::optional<std::size_t> FieldReader::OneOf(std::string_view name,
                                              const std::vector<std::string>& words) {
    const Json* value = Find(name);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) {
        const auto found = std::find(words.begin(), words.end(), value->get<std::string>());
        if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    }
    const std::string guess =
        value->is_string() ? DidYouMean(value->get<std::string>(), words) : "";
    context_.Report(PathOf(name), Describe(*value) + " is not allowed", JoinWords(words), guess);
    return std::nullopt;
}

std::optional<double> FieldReader::Number(std::string_view name, double least, double most) {
    const Json* value = Find(name);
    if (value == nullptr) return std::nullopt;
    std::optional<double> number;
    if (value->is_number()) number = value->get<double>();
    if (value->is_string()) {
        const auto& text = value->get_ref<const std::string&>();
        double parsed = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
        if (error == std::errc() && end == text.data() + text.size()) number = parsed;
    }
    if (number && *number >= least && *number <= most) return number;
    context_.Report(PathOf(name), Describe(*value) + " is not allowed",
                    fmt::format("a number from {} to {}", least, most));
    return std::nullopt;
}

std::vector<std::string> FieldReader::Texts(std::string_view name) {
    const Json* value = Find(name);
    if (value == nullptr) return {};
    if (!value->is_structured()) return {context_.document.TextOf(PathOf(name), *value)};
    std::vector<std::string> texts;
    if (!value->is_array()) {
        context_.Report(PathOf(name), "a mapping stands here", "a list of texts");
        return texts;
    }
    for (std::size_t i = 0; i < value->size(); ++i) {
        const std::string path = fmt::format("{}[{}]", PathOf(name), i);
        if ((*value)[i].is_structured() || (*value)[i].is_null()) {
            context_.Report(path, Describe((*value)[i]) + " stands here", "a text");
        } else {
            texts.push_back(context_.document.TextOf(path, (*value)[i]));
        }
    }
    return texts;
}

std::vector<std::string> FieldReader::Unknown() const {
    std::vector<std::string> names;
    for (const auto& [name, value] : object_.items()) {
        if (std::find(known_.begin(), known_.end(), name) == known_.end()) names.push_back(name);
    }
    return names;
}

void FieldReader::Finish() {
    for (const std::string& name : Unknown()) {
        context_.Report(PathOf(name), fmt::format("unknown field \"{}\"", name), "",
                        DidYouMean(name, known_));
    }
}

}  // namespace dmsnode::workflow
