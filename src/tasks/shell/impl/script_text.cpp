#include "tasks/shell/impl/script_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

namespace dmsnode::tasks::shell {
namespace {

using workflow::Escaping;

constexpr std::size_t kLongestValue = 64U << 10U;
constexpr std::size_t kMostValues = 512U << 10U;
constexpr std::string_view kPrefix = "DMS_PARAM_";

bool IsWordCharacter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The `}` of a placeholder that `rest` begins with; a line's end stops the search.
std::optional<std::size_t> CloseOfName(std::string_view rest) {
    int open = 0;
    for (std::size_t i = 0; i < rest.size(); ++i) {
        if (rest.substr(i, 2) == "${") ++open;
        if (rest[i] == '}' && --open == 0) return i;
        if (rest[i] == '\n') break;
    }
    return std::nullopt;
}

bool IsUpperCaseName(std::string_view name) {
    return std::none_of(name.begin(), name.end(),
                        [](char c) { return std::islower(static_cast<unsigned char>(c)) != 0; });
}

/// True if the word stands in the text without a `$` before it: `name=1`, `read name`, `for name`.
bool IsAssigned(std::string_view name, std::string_view text) {
    for (std::size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + 1)) {
        const std::size_t end = at + name.size();
        if (end < text.size() && IsWordCharacter(text[end])) continue;
        if (at > 0 && (IsWordCharacter(text[at - 1]) || text[at - 1] == '$')) continue;
        if (at > 1 && text[at - 1] == '{' && text[at - 2] == '$') continue;
        return true;
    }
    return false;
}

class Script {
public:
    Script(std::string_view whole, const ScriptContext& context, std::vector<Problem>& problems)
        : whole_(whole), context_(context), problems_(problems) {}

    std::string Expand(std::string_view text, int depth = 0) {
        constexpr int kDeepest = 8;
        std::string result;
        for (std::size_t at = 0; at < text.size();) {
            const std::string_view rest = text.substr(at);
            if (rest.starts_with("$${") || rest.starts_with("$$[")) {
                result += rest.substr(1, 2);
                at += 3;
            } else if (rest.starts_with("${") && depth < kDeepest) {
                at += Name(rest, depth, result);
            } else if (rest.starts_with("$[")) {
                at += Time(rest, result);
            } else {
                result += text[at++];
            }
        }
        return result;
    }

private:
    /// Appends what a placeholder stands for; returns how much of `rest` that was.
    std::size_t Name(std::string_view rest, int depth, std::string& result) {
        const std::optional<std::size_t> close = CloseOfName(rest);
        if (!close) {
            result += "${";
            return 2;
        }
        std::string name(rest.substr(2, *close - 2));
        if (name.find("${") != std::string::npos) {
            Script quiet(whole_, context_, ignored_);
            name = quiet.Expand(name, depth + 1);
        }
        if (context_.scope.Find(name) != nullptr) {
            result += workflow::Substitute("${" + name + "}", context_.scope, Escaping::kNone,
                                           context_.path, problems_);
            return *close + 1;
        }
        if (std::find(context_.later_names.begin(), context_.later_names.end(), name) !=
            context_.later_names.end()) {
            result += rest.substr(0, *close + 1);
            return *close + 1;
        }
        WarnOf(name);
        // The shell's own, but a parameter may stand inside of it: ${x:-${parameter}}.
        result += "${";
        return 2;
    }

    std::size_t Time(std::string_view rest, std::string& result) {
        const std::size_t close = rest.find(']');
        if (close == std::string_view::npos || rest.find('\n') < close) {
            result += "$[";
            return 2;
        }
        const std::string_view placeholder = rest.substr(0, close + 1);
        std::vector<Problem> wrong;
        const std::string value = workflow::Substitute(placeholder, context_.scope, Escaping::kNone,
                                                       context_.path, wrong);
        if (wrong.empty()) {
            result += value;
        } else {
            Warn(std::string(placeholder), "is left to the shell: " + wrong.front().message,
                 "write $$[ for a literal $[, and $((…)) for arithmetic");
            result += placeholder;
        }
        return close + 1;
    }

    void WarnOf(const std::string& name) {
        if (name.empty() || name.starts_with("setValue(")) return;
        const auto end = std::find_if_not(name.begin(), name.end(), IsWordCharacter);
        const std::string word(name.begin(), end);
        if (end != name.end()) {
            // ${x:-y}, ${#list[@]}, ${!x} are the shell's; ${a.b} can only be a parameter.
            const bool dotted = !word.empty() && *end == '.';
            if (!dotted) return;
            return Warn("${" + name + "}", "is no parameter, and no name of the shell either",
                        "give it in localParams or globalParams");
        }
        if (std::isdigit(static_cast<unsigned char>(word[0])) != 0 || IsUpperCaseName(word)) return;
        if (IsAssigned(word, whole_) || IsAssigned(word, context_.environment)) return;
        Warn("${" + name + "}",
             "is no parameter and nothing in the script gives it a value: the shell puts nothing "
             "in its place",
             "give it in localParams or globalParams, or assign it in the script");
    }

    void Warn(std::string what, const std::string& message, std::string hint) {
        constexpr std::size_t kMostWarnings = 20;
        if (warned_.size() >= kMostWarnings || !warned_.insert(what).second) return;
        problems_.push_back({context_.path, what + " " + message, "", std::move(hint), true});
    }

    std::string_view whole_;
    const ScriptContext& context_;
    std::vector<Problem>& problems_;
    std::vector<Problem> ignored_;
    std::set<std::string> warned_;
};

std::string WithoutCarriageReturns(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
        clean += text[i];
    }
    return clean;
}

}  // namespace

std::string SubstituteScript(std::string_view script, const ScriptContext& context,
                             std::vector<Problem>& problems) {
    const std::string clean = WithoutCarriageReturns(script);
    return Script(clean, context, problems).Expand(clean);
}

std::vector<std::string> ParameterVariables(const workflow::ParameterScope& scope,
                                            std::vector<std::string>& left_out) {
    std::map<std::string, std::string> values;
    std::set<std::string> exact;
    std::size_t total = 0;
    for (const workflow::Parameter& parameter : scope.Visible()) {
        std::string name = parameter.name;
        std::replace_if(name.begin(), name.end(), [](char c) { return !IsWordCharacter(c); }, '_');
        if (name != parameter.name && exact.contains(name)) continue;
        if (name == parameter.name) exact.insert(name);
        std::vector<Problem> unresolved;
        std::string value = workflow::Substitute("${" + parameter.name + "}", scope,
                                                 Escaping::kNone, parameter.name, unresolved);
        const bool fits = value.size() <= kLongestValue && total + value.size() <= kMostValues &&
                          value.find('\0') == std::string::npos;
        if (!unresolved.empty() || !fits) {
            left_out.push_back(parameter.name);
            continue;
        }
        total += value.size();
        values[std::string(kPrefix) + name] = std::move(value);
    }
    std::vector<std::string> variables;
    variables.reserve(values.size());
    for (const auto& [name, value] : values) variables.push_back(name + "=" + value);
    return variables;
}

}  // namespace dmsnode::tasks::shell
