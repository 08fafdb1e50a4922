#include "tasks/parameter_reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "workflow/closest_name.hpp"

namespace dmsnode::tasks {
namespace {

const Json& EmptyObject() {
    static const Json kEmpty = Json::object();
    return kEmpty;
}

std::string KindOf(const Json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "a list";
    std::string text = DumpJson(value);
    constexpr std::size_t kLongest = 60;
    if (text.size() > kLongest) return value.is_string() ? "a long text" : "a long number";
    return text;
}

bool IsBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

ParameterReader::ParameterReader(const Json& object, std::string path,
                                 std::vector<Problem>& problems)
    : object_(object.is_object() ? object : EmptyObject()),
      path_(std::move(path)),
      problems_(problems),
      known_({"localParams", "resourceList"}) {
    if (object.is_object()) return;
    problems_.push_back(
        {path_, "got " + KindOf(object), "an object with the parameters of the node", "", false});
}

const Json* ParameterReader::Find(std::string_view name) {
    known_.emplace_back(name);
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void ParameterReader::Report(std::string_view name, std::string message, std::string expected,
                             std::string hint, bool warning) {
    problems_.push_back(
        {PathOf(name), std::move(message), std::move(expected), std::move(hint), warning});
}

void ParameterReader::ReportKind(std::string_view name, const Json& value, std::string expected) {
    Report(name, "got " + KindOf(value), std::move(expected));
}

std::string ParameterReader::Text(std::string_view name) {
    const Json* value = Find(name);
    if (value == nullptr) return {};
    if (value->is_string()) return value->get<std::string>();
    if (value->is_number()) return DumpJson(*value);
    ReportKind(name, *value, "a text");
    return {};
}

std::string ParameterReader::NeededText(std::string_view name, std::string_view hint) {
    const Json* value = Find(name);
    std::string text = Text(name);
    const bool told = value != nullptr && !value->is_string() && !value->is_number();
    if (!told && IsBlank(text)) {
        Report(name, value == nullptr ? "is missing" : "is empty", "a text", std::string(hint));
    }
    return text;
}

bool ParameterReader::Flag(std::string_view name, bool fallback) {
    const Json* value = Find(name);
    if (value == nullptr) return fallback;
    if (value->is_boolean()) return value->get<bool>();
    if (*value == "true") return true;
    if (*value == "false") return false;
    ReportKind(name, *value, "true or false");
    return fallback;
}

std::int64_t ParameterReader::Whole(std::string_view name, std::int64_t least, std::int64_t most,
                                    std::int64_t fallback) {
    const Json* value = Find(name);
    if (value == nullptr) return fallback;
    const std::string text = value->is_string() ? value->get<std::string>() : DumpJson(*value);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    if (whole && number >= least && number <= most) return number;
    ReportKind(name, *value, fmt::format("a whole number from {} to {}", least, most));
    return fallback;
}

std::optional<std::size_t> ParameterReader::OneOf(std::string_view name,
                                                  const std::vector<std::string>& words) {
    const Json* value = Find(name);
    if (value == nullptr) return std::nullopt;
    const std::string word = value->is_string() ? value->get<std::string>() : std::string();
    const auto found = std::find(words.begin(), words.end(), word);
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    Report(name, "got " + KindOf(*value), fmt::format("one of {}", fmt::join(words, ", ")),
           workflow::DidYouMean(word, words));
    return std::nullopt;
}

std::vector<std::string> ParameterReader::Texts(std::string_view name) {
    const Json* value = Find(name);
    if (value == nullptr) return {};
    std::vector<std::string> texts;
    const auto add = [&](const Json& one, const std::string& place) {
        if (!one.is_string()) return ReportKind(place, one, "a text");
        if (!IsBlank(one.get_ref<const std::string&>())) texts.push_back(one.get<std::string>());
    };
    if (!value->is_array()) {
        add(*value, std::string(name));
        return texts;
    }
    for (std::size_t i = 0; i < value->size(); ++i) {
        add((*value)[i], fmt::format("{}[{}]", name, i));
    }
    return texts;
}

void ParameterReader::WithoutEffect(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
        const Json* value = Find(name);
        if (value == nullptr || value->empty() || *value == "") continue;
        Report(name, "has no effect here", "", "remove it", true);
    }
}

void ParameterReader::Finish() {
    for (const auto& [name, value] : object_.items()) {
        if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
        Report(name, "there is no such parameter", "", workflow::DidYouMean(name, known_));
    }
}

}  // namespace dmsnode::tasks
