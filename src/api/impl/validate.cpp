#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "api/schema.hpp"
#include "base/times.hpp"
#include "workflow/closest_name.hpp"

namespace dmsnode::api {
namespace {

constexpr std::size_t kMostProblems = 20;
constexpr int kMostDepth = 120;  // a reference is a level too

std::string_view TypeName(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::boolean: return "boolean";
        case Json::value_t::string: return "string";
        case Json::value_t::array: return "array";
        case Json::value_t::object: return "object";
        case Json::value_t::number_float: return "number";
        default: return "integer";
    }
}

bool HasType(const Json& value, const std::string& wanted) {
    const std::string_view type = TypeName(value);
    return type == wanted || (wanted == "number" && type == "integer");
}

std::size_t Characters(const std::string& text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// The one form of pattern that Schema makes: `^[set]{m,n}$`, the set as single characters, ranges,
/// and a `-` at its end.
bool MatchesWord(const std::string& text, std::string_view pattern) {
    const std::size_t close = pattern.rfind(']');
    const std::string_view set = pattern.substr(2, close - 2);
    const auto in_set = [&](char c) {
        for (std::size_t i = 0; i < set.size(); ++i) {
            if (i + 2 < set.size() && set[i + 1] == '-') {
                if (c >= set[i] && c <= set[i + 2]) return true;
                i += 2;
            } else if (c == set[i]) {
                return true;
            }
        }
        return false;
    };
    const std::string counts(pattern.substr(close + 2));
    const std::size_t comma = counts.find(',');
    const std::size_t least = std::stoul(counts);
    const std::size_t most = std::stoul(counts.substr(comma + 1));
    return text.size() >= least && text.size() <= most && std::ranges::all_of(text, in_set);
}

class Validator {
public:
    explicit Validator(const Components& components) : components_(components) {}

    void Check(const Json& value, const Json& schema, const std::string& path, int depth) {
        if (problems_.size() >= kMostProblems) return;
        if (depth > kMostDepth) return Tell(path.substr(0, 200), "is nested too deeply", "");
        if (const auto ref = schema.find("$ref"); ref != schema.end()) {
            const auto& name = ref->get_ref<const std::string&>();
            const auto found = components_.find(name.substr(name.rfind('/') + 1));
            if (found == components_.end()) return Tell(path, "no schema " + name, "");
            return Check(value, found->second.json(), path, depth + 1);
        }
        if (const auto any = schema.find("anyOf"); any != schema.end()) {
            return CheckAnyOf(value, *any, path, depth);
        }
        if (const auto type = schema.find("type"); type != schema.end()) {
            const bool fits = type->is_string()
                                  ? HasType(value, type->get_ref<const std::string&>())
                                  : std::ranges::any_of(*type, [&](const Json& each) {
                                        return HasType(value, each.get_ref<const std::string&>());
                                    });
            if (!fits) {
                return Tell(path, fmt::format("is of type {}", TypeName(value)), TypeText(*type));
            }
        }
        if (const auto words = schema.find("enum"); words != schema.end()) {
            if (std::ranges::find(*words, value) == words->end()) {
                return Tell(path, "is none of the allowed values", DumpJson(*words));
            }
        }
        if (value.is_string()) CheckString(value.get_ref<const std::string&>(), schema, path);
        if (value.is_number()) CheckNumber(value, schema, path);
        if (value.is_array()) CheckArray(value, schema, path, depth);
        if (value.is_object()) CheckObject(value, schema, path, depth);
    }

    std::vector<Problem> Take() {
        if (problems_.size() > kMostProblems) problems_.resize(kMostProblems);
        return std::move(problems_);
    }

private:
    static std::string TypeText(const Json& type) {
        if (type.is_string()) return type.get<std::string>();
        std::string text;
        for (const Json& each : type)
            text += (text.empty() ? "" : " or ") + each.get<std::string>();
        return text;
    }
    void Tell(const std::string& path, std::string message, std::string expected,
              std::string hint = {}) {
        problems_.push_back({.path = path,
                             .message = std::move(message),
                             .expected = std::move(expected),
                             .hint = std::move(hint)});
    }
    void CheckAnyOf(const Json& value, const Json& choices, const std::string& path, int depth) {
        std::vector<Problem> first;
        for (const Json& choice : choices) {
            Validator inner(components_);
            inner.Check(value, choice, path, depth + 1);
            std::vector<Problem> found = inner.Take();
            if (found.empty()) return;
            // The problems deepest in the value tell most.
            const auto depth_of = [](const std::vector<Problem>& list) {
                return list.empty() ? 0 : list.front().path.size();
            };
            if (first.empty() || depth_of(found) > depth_of(first)) first = std::move(found);
        }
        problems_.insert(problems_.end(), first.begin(), first.end());
    }
    void CheckString(const std::string& text, const Json& schema, const std::string& path) {
        const std::size_t length = Characters(text);
        if (const auto least = schema.find("minLength"); least != schema.end() && length < *least) {
            Tell(path, fmt::format("has {} characters", length),
                 fmt::format("at least {}", least->get<std::int64_t>()));
        }
        if (const auto most = schema.find("maxLength"); most != schema.end() && length > *most) {
            Tell(path, fmt::format("has {} characters", length),
                 fmt::format("at most {}", most->get<std::int64_t>()));
        }
        if (const auto pattern = schema.find("pattern");
            pattern != schema.end() && !MatchesWord(text, pattern->get_ref<const std::string&>())) {
            Tell(path, "has another form", pattern->get<std::string>());
            return;
        }
        const std::string format = schema.value("format", "");
        if (format == "code" && !ReadCode(text)) Tell(path, "is no id", "a number below 2^63");
        if (format == "date-time" && !ParseIso8601(text)) {
            Tell(path, "is no time", "ISO 8601, like 2026-11-22T10:17:02Z");
        }
    }
    void CheckNumber(const Json& value, const Json& schema, const std::string& path) {
        const auto least = schema.find("minimum");
        const auto most = schema.find("maximum");
        const bool low = least != schema.end() && value < *least;
        // Handlers read 64-bit integers with a sign.
        const bool wraps = value.is_number_unsigned() &&
                           value.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max();
        const bool high = wraps || (most != schema.end() && value > *most);
        if (!low && !high) return;
        Tell(path, "is out of range",
             fmt::format("{} to {}", least != schema.end() ? DumpJson(*least) : "…",
                         most != schema.end() ? DumpJson(*most) : "…"));
    }
    void CheckArray(const Json& value, const Json& schema, const std::string& path, int depth) {
        const std::size_t least = schema.value("minItems", std::size_t{0});
        const std::size_t most = schema.value("maxItems", std::size_t{10'000});
        if (value.size() < least || value.size() > most) {
            Tell(path, fmt::format("has {} items", value.size()),
                 fmt::format("{} to {}", least, most));
        }
        const auto items = schema.find("items");
        if (items == schema.end()) return;
        for (std::size_t i = 0; i < value.size(); ++i) {
            Check(value[i], *items, fmt::format("{}[{}]", path, i), depth + 1);
        }
    }
    void CheckObject(const Json& value, const Json& schema, const std::string& path, int depth) {
        const auto properties = schema.find("properties");
        const auto others = schema.find("additionalProperties");
        for (const auto& [name, member] : value.items()) {
            const std::string inside = path + "." + name.substr(0, 100);
            if (properties != schema.end() && properties->contains(name)) {
                Check(member, (*properties)[name], inside, depth + 1);
            } else if (others != schema.end() && others->is_boolean() && !others->get<bool>()) {
                std::vector<std::string> known;
                for (const auto& [known_name, unused] : properties->items()) {
                    known.push_back(known_name);
                }
                Tell(inside, "there is no such member", "", workflow::DidYouMean(name, known));
            } else if (others != schema.end() && others->is_object()) {
                Check(member, *others, inside, depth + 1);
            }
        }
        if (const auto required = schema.find("required"); required != schema.end()) {
            for (const Json& name : *required) {
                const auto& text = name.get_ref<const std::string&>();
                if (!value.contains(text)) Tell(path + "." + text, "is missing", "a value");
            }
        }
    }

    const Components& components_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> Validate(const Json& value, const Schema& schema, const Components& components,
                              const std::string& path) {
    Validator validator(components);
    validator.Check(value, schema.json(), path, 0);
    return validator.Take();
}

}  // namespace dmsnode::api
