#include "dms/documents/impl/object_checker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <numeric>

namespace dmsnode::dms {
namespace {

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

/// Edits (insert, delete, replace, swap of neighbours count 1, 1, 1, 2) that turn one into the
/// other.
std::size_t EditDistance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row[right.size()];
}

std::optional<std::int64_t> WholeNumber(const Json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return std::nullopt;
        }
        return static_cast<std::int64_t>(number);
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

}  // namespace

std::string DidYouMean(std::string_view given, Words words) {
    const std::string lower = Lower(given.substr(0, 100));
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(1, lower.size() / 3) + 1;
    for (const std::string_view word : words) {
        const std::size_t distance = EditDistance(lower, Lower(word));
        if (distance < best_distance) {
            best = word;
            best_distance = distance;
        }
    }
    return best.empty() ? "" : fmt::format("did you mean \"{}\"?", best);
}

std::string Alternatives(Words words) {
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
        text += words[i];
    }
    return text;
}

std::string KindOf(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::object: return "an object";
        case Json::value_t::array: return "an array";
        case Json::value_t::string: return "a text";
        case Json::value_t::boolean: return "a boolean";
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned:
        case Json::value_t::number_float: return "a number";
        case Json::value_t::binary:
        case Json::value_t::discarded: break;
    }
    return "something else";
}

ObjectChecker::ObjectChecker(const Json& object, std::string path, std::string label,
                             std::vector<Problem>& problems)
    : object_(object), path_(std::move(path)), label_(std::move(label)), problems_(problems) {}

Problem& ObjectChecker::Report(std::string_view name, std::string message) {
    Problem problem;
    problem.path = name.empty() ? path_ : PathOf(name);
    problem.message = label_.empty() ? std::move(message) : label_ + ": " + message;
    return problems_.emplace_back(std::move(problem));
}

bool ObjectChecker::Has(std::string_view name) const {
    const auto found = object_.find(name);
    return found != object_.end() && !found->is_null();
}

const Json* ObjectChecker::Member(std::string_view name, Presence need) {
    known_.emplace_back(name);
    if (Has(name)) return &*object_.find(name);
    if (need == Presence::kRequired) Report(name, fmt::format("{} is missing", name));
    return nullptr;
}

std::string ObjectChecker::Text(std::string_view name, Presence need, bool may_be_empty) {
    const Json* member = Member(name, need);
    if (member == nullptr) return {};
    if (!member->is_string()) {
        Report(name, fmt::format("{} is {}", name, KindOf(*member))).expected = "a text";
        return {};
    }
    const auto& text = member->get_ref<const std::string&>();
    if (text.empty() && !may_be_empty) {
        Report(name, fmt::format("{} is empty", name)).expected = "a text that is not empty";
    }
    return text;
}

std::string ObjectChecker::Scalar(std::string_view name, Presence need) {
    const Json* member = Member(name, need);
    if (member == nullptr) return {};
    if (member->is_string()) return member->get<std::string>();
    if (member->is_number()) return DumpJson(*member);
    Report(name, fmt::format("{} is {}", name, KindOf(*member))).expected = "a text or a number";
    return {};
}

std::string ObjectChecker::Word(std::string_view name, Words words, Presence need) {
    const Json* member = Member(name, need);
    if (member == nullptr) return {};
    if (!member->is_string()) {
        Report(name, fmt::format("{} is {}", name, KindOf(*member))).expected = Alternatives(words);
        return {};
    }
    const auto& text = member->get_ref<const std::string&>();
    if (std::find(words.begin(), words.end(), text) != words.end()) return text;
    Problem& problem = Report(name, fmt::format("{} \"{}\" is unknown", name, text));
    problem.expected = Alternatives(words);
    problem.hint = DidYouMean(text, words);
    return {};
}

std::optional<std::int64_t> ObjectChecker::Integer(std::string_view name, std::int64_t least,
                                                   std::int64_t most) {
    const Json* member = Member(name);
    if (member == nullptr) return std::nullopt;
    const std::optional<std::int64_t> number = WholeNumber(*member);
    if (number && *number >= least && *number <= most) return number;
    const std::string shown = member->is_structured() ? KindOf(*member) : DumpJson(*member);
    Problem& problem =
        Report(name, number ? fmt::format("{} {} is out of range", name, *number)
                            : fmt::format("{} is {}, which is no whole number", name, shown));
    problem.expected = most == std::numeric_limits<std::int64_t>::max()
                           ? fmt::format("a whole number from {} on", least)
                           : fmt::format("a whole number from {} to {}", least, most);
    return std::nullopt;
}

const Json* ObjectChecker::Array(std::string_view name, Presence need) {
    const Json* member = Member(name, need);
    if (member == nullptr || member->is_array()) return member;
    Report(name, fmt::format("{} is {}", name, KindOf(*member))).expected = "an array";
    return nullptr;
}

const Json* ObjectChecker::Object(std::string_view name, Presence need) {
    const Json* member = Member(name, need);
    if (member == nullptr || member->is_object()) return member;
    Report(name, fmt::format("{} is {}", name, KindOf(*member))).expected = "an object";
    return nullptr;
}

void ObjectChecker::Finish(std::string_view kind) {
    const std::vector<std::string_view> known(known_.begin(), known_.end());
    for (const auto& [name, value] : object_.items()) {
        if (value.is_null() || std::find(known.begin(), known.end(), name) != known.end()) continue;
        Report(name, fmt::format("\"{}\" does not belong to {}", name, kind)).hint =
            DidYouMean(name, known);
    }
}

}  // namespace dmsnode::dms
