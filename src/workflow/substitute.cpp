#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "workflow/closest_name.hpp"
#include "workflow/parameters.hpp"
#include "workflow/time_expression.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::size_t kLargestResult = 16U << 20U;
constexpr std::size_t kDeepestReference = 32;

/// The text as the inside of a JSON string literal.
std::string EscapeForJson(const std::string& text) {
    const std::string quoted = DumpJson(Json(text));
    return quoted.substr(1, quoted.size() - 2);
}

/// ` at line 2, column 7` for a long text, nothing for one that the eye takes in at once.
std::string PlaceIn(std::string_view text, std::size_t offset) {
    if (text.size() <= 60 && text.find('\n') == std::string_view::npos) return "";
    const std::string_view before = text.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t start = before.rfind('\n') + 1;  // npos + 1 is 0: the first line
    return fmt::format(" at line {}, column {}", line, offset - start + 1);
}

class Substituter {
public:
    Substituter(const ParameterScope& scope, const std::string& path,
                std::vector<Problem>& problems)
        : scope_(scope), path_(path), problems_(problems) {}

    std::string Run(std::string_view text, Escaping escaping) {
        whole_ = text;
        return Expand(text, escaping);
    }

private:
    std::string Expand(std::string_view text, Escaping escaping) {
        std::string result;
        bool in_string = false;
        for (std::size_t at = 0; at < text.size();) {
            if (too_large_) break;
            const std::string_view rest = text.substr(at);
            if (rest.starts_with("$${") || rest.starts_with("$$[")) {
                result += rest.substr(1, 2);
                at += 3;
            } else if (rest.starts_with("${") || rest.starts_with("$[")) {
                if (chain_.empty()) place_ = at;
                const std::string value =
                    rest[1] == '{' ? ExpandName(rest, at) : ExpandTime(rest, at);
                const bool escape = escaping == Escaping::kJsonString && in_string;
                Append(result, escape ? EscapeForJson(value) : value);
            } else {
                if (in_string && rest[0] == '\\' && rest.size() > 1) {
                    result += text[at++];
                } else if (rest[0] == '"') {
                    in_string = !in_string;
                }
                result += text[at++];
            }
        }
        return result;
    }

    /// `rest` starts with `${`; `at` moves behind the placeholder.
    std::string ExpandName(std::string_view rest, std::size_t& at) {
        const std::optional<std::size_t> close = CloseOfName(rest);
        if (!close) {
            Report("\"${\" without \"}\"", "write \"$${\" for a literal \"${\"");
            at += 2;
            return "${";
        }
        at += *close + 1;
        const std::string_view placeholder = rest.substr(0, *close + 1);
        std::string name(placeholder.substr(2, *close - 2));
        if (name.find("${") != std::string::npos) {
            if (chain_.size() >= kDeepestReference) return TooDeep(placeholder);
            chain_.push_back(name);
            name = Expand(name, Escaping::kNone);
            chain_.pop_back();
        }
        return ValueOf(name, placeholder);
    }

    static std::optional<std::size_t> CloseOfName(std::string_view rest) {
        int open = 0;
        for (std::size_t i = 0; i < rest.size(); ++i) {
            if (rest.substr(i, 2) == "${") ++open;
            if (rest[i] == '}' && --open == 0) return i;
            if (rest[i] == '\n') break;
        }
        return std::nullopt;
    }

    std::string ValueOf(const std::string& name, std::string_view placeholder) {
        const Parameter* parameter = scope_.Find(name);
        if (parameter == nullptr) {
            std::vector<std::string> known;
            for (const Parameter& visible : scope_.Visible()) known.push_back(visible.name);
            const std::string guess = DidYouMean(name, known);
            Report(
                fmt::format("there is no parameter \"{}\"", name),
                !guess.empty() ? guess : "give it as --param, in localParams or in globalParams");
            return std::string(placeholder);
        }
        if (std::find(chain_.begin(), chain_.end(), name) != chain_.end()) {
            std::string circle;
            for (const std::string& link : chain_) circle += link + " → ";
            Report(fmt::format("the parameter \"{}\" refers to itself: {}{}", name, circle, name),
                   "");
            return std::string(placeholder);
        }
        if (chain_.size() >= kDeepestReference) return TooDeep(placeholder);
        chain_.push_back(name);
        std::string value = Expand(parameter->value, Escaping::kNone);
        chain_.pop_back();
        return value;
    }

    /// `rest` starts with `$[`; `at` moves behind the placeholder.
    std::string ExpandTime(std::string_view rest, std::size_t& at) {
        const std::size_t close = rest.find(']');
        if (close == std::string_view::npos) {
            Report("\"$[\" without \"]\"", "write \"$$[\" for a literal \"$[\"");
            at += 2;
            return "$[";
        }
        at += close + 1;
        const std::string_view placeholder = rest.substr(0, close + 1);
        std::string expression(placeholder.substr(2, close - 2));
        if (expression.size() == 1 && expression[0] >= '0' && expression[0] <= '9') {
            return std::string(placeholder);
        }
        if (expression.find("${") != std::string::npos) {
            if (chain_.size() >= kDeepestReference) return TooDeep(placeholder);
            chain_.push_back(expression);
            expression = Expand(expression, Escaping::kNone);
            chain_.pop_back();
        }
        const Result<std::string> value =
            EvaluateTimeExpression(expression, scope_.base_time(), scope_.zone());
        if (value) return *value;
        Report(fmt::format("bad time expression {}: {}", placeholder, value.error().message),
               value.error().hint);
        return std::string(placeholder);
    }

    std::string TooDeep(std::string_view placeholder) {
        Report(fmt::format("{} is nested deeper than {} levels", placeholder, kDeepestReference),
               "");
        return std::string(placeholder);
    }

    void Append(std::string& result, const std::string& value) {
        produced_ += value.size();
        if (produced_ > kLargestResult && !too_large_) {
            too_large_ = true;
            Report(fmt::format("the values fill more than {} MiB", kLargestResult >> 20U), "");
        }
        if (!too_large_) result += value;
    }

    void Report(std::string message, std::string hint) {
        problems_.push_back(Problem{.path = path_,
                                    .message = std::move(message) + PlaceIn(whole_, place_),
                                    .expected = "",
                                    .hint = std::move(hint)});
    }

    const ParameterScope& scope_;
    const std::string& path_;
    std::vector<Problem>& problems_;
    std::string_view whole_;
    std::size_t place_ = 0;           // of the outermost placeholder in work
    std::vector<std::string> chain_;  // names that are being resolved, outermost first
    std::size_t produced_ = 0;
    bool too_large_ = false;
};

}  // namespace

std::string Substitute(std::string_view text, const ParameterScope& scope, Escaping escaping,
                       const std::string& path, std::vector<Problem>& problems) {
    return Substituter(scope, path, problems).Run(text, escaping);
}

Json SubstituteInJson(const Json& value, const ParameterScope& scope, const std::string& path,
                      std::vector<Problem>& problems) {
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        return HasPlaceholder(text) ? Json(Substitute(text, scope, Escaping::kNone, path, problems))
                                    : value;
    }
    if (value.is_array()) {
        Json list = Json::array();
        for (std::size_t i = 0; i < value.size(); ++i) {
            list.push_back(
                SubstituteInJson(value[i], scope, fmt::format("{}[{}]", path, i), problems));
        }
        return list;
    }
    if (value.is_object()) {
        Json object = Json::object();
        for (const auto& [name, member] : value.items()) {
            object[name] = SubstituteInJson(member, scope, path + "." + name, problems);
        }
        return object;
    }
    return value;
}

bool HasPlaceholder(std::string_view text) {
    return text.find("${") != std::string_view::npos || text.find("$[") != std::string_view::npos;
}

}  // namespace dmsnode::workflow
