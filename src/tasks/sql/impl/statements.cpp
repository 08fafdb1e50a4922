#include "tasks/sql/impl/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "tasks/masking.hpp"
#include "tasks/sql/impl/lexer.hpp"

namespace dmsnode::tasks::sql {
namespace {

using connectors::Engine;
using workflow::Escaping;

constexpr std::size_t kLongestShown = 300;

/// `text` with each of `characters` doubled.
std::string Doubled(std::string_view text, std::string_view characters) {
    std::string doubled;
    for (const char c : text) {
        if (characters.find(c) != std::string_view::npos) doubled += c;
        doubled += c;
    }
    return doubled;
}

/// The kinds of the parts that are no code, in order: what a text is made of.
std::vector<PartKind> Kinds(const std::vector<Part>& parts) {
    std::vector<PartKind> kinds;
    for (const Part& part : parts) {
        if (part.kind != PartKind::kCode) kinds.push_back(part.kind);
    }
    return kinds;
}

class Builder {
public:
    Builder(const StatementContext& context, std::vector<Problem>& problems)
        : context_(context), problems_(problems) {}

    /// The statement's text with the values put in.
    std::string Build(const Statement& statement) {
        std::string text;
        for (const Part& part : statement.parts) {
            if (part.kind == PartKind::kComment) {
                text += part.text;
            } else {
                Expand(part, text);
            }
            if (part.kind != PartKind::kCode) expected_.push_back(part.kind);
        }
        if (put_in_ && !broken_ && !later_) CheckWhole(text);
        return text;
    }

private:
    void Expand(const Part& part, std::string& out) {
        std::string_view rest = part.text;
        while (!rest.empty()) {
            const std::size_t size = PlaceholderSize(rest);
            if (size == 0) {
                if (rest.starts_with("${")) Report("\"${\" without \"}\"", "write \"$${\"");
                out += rest.front();
                rest.remove_prefix(1);
                continue;
            }
            const std::string_view placeholder = rest.substr(0, size);
            rest.remove_prefix(size);
            if (placeholder.starts_with("$$")) {
                out += placeholder.substr(1);
            } else {
                out += ValueFor(placeholder, part.kind);
            }
        }
    }

    std::string ValueFor(std::string_view placeholder, PartKind kind) {
        const bool later = std::any_of(
            context_.later_names.begin(), context_.later_names.end(), [&](const std::string& name) {
                return placeholder.find("${" + name + "}") != std::string_view::npos;
            });
        if (later) {
            later_ = true;
            return std::string(placeholder);
        }
        const std::size_t known = problems_.size();
        const std::string value = workflow::Substitute(placeholder, context_.scope, Escaping::kNone,
                                                       context_.path, problems_);
        if (problems_.size() > known) {
            broken_ = true;
            return std::string(placeholder);
        }
        if (value == placeholder) return value;  // $[7], which is no time
        put_in_ = true;
        if (value.find('\0') != std::string::npos) {
            Report(fmt::format("the value of {} holds a zero byte", placeholder), "");
            return {};
        }
        return Fitted(value, placeholder, kind);
    }

    /// The value as it may stand in such a part.
    std::string Fitted(const std::string& value, std::string_view placeholder, PartKind kind) {
        const bool mysql = IsMysql(context_.engine);
        switch (kind) {
            case PartKind::kString: return Doubled(value, mysql ? "'\\" : "'");
            case PartKind::kEscapeString:
            case PartKind::kUnicodeString: return Doubled(value, "'\\");
            case PartKind::kDoubleQuoted: return Doubled(value, mysql ? "\"\\" : "\"");
            case PartKind::kBacktick: return Doubled(value, "`");
            case PartKind::kBracket: return Without(']', value, placeholder);
            case PartKind::kDollar: return Without('$', value, placeholder);
            case PartKind::kCode: return AsCode(value, placeholder);
            case PartKind::kComment: break;
        }
        return value;
    }

    std::string Without(char forbidden, const std::string& value, std::string_view placeholder) {
        if (value.find(forbidden) == std::string::npos) return value;
        Report(
            fmt::format("the value of {} holds a {}, which could end the quote that it stands in",
                        placeholder, forbidden),
            "use '…' around it");
        return {};
    }

    std::string AsCode(const std::string& value, std::string_view placeholder) {
        if (!AddWhole(value)) {
            Report(fmt::format("the value of {} holds a \";\", a comment or a quote that is not "
                               "closed, and stands outside of quotes",
                               placeholder),
                   fmt::format("write '{}' if it is a text, \"{}\" if it is a name", placeholder,
                               placeholder));
        }
        return value;
    }

    /// True if the value is code without an end of a statement, and notes the quotes in it.
    bool AddWhole(const std::string& value) {
        const auto cut = CutStatements(value, context_.engine, Placeholders::kNone);
        if (!cut || cut->size() > 1) return false;
        if (cut->empty()) return value.find_first_not_of(" \t\r\n") == std::string::npos;
        const std::vector<Part>& parts = cut->front().parts;
        std::size_t size = 0;  // a `;` belongs to no statement
        for (const Part& part : parts) size += part.text.size();
        const std::vector<PartKind> kinds = Kinds(parts);
        expected_.insert(expected_.end(), kinds.begin(), kinds.end());
        return size == value.size() &&
               std::find(kinds.begin(), kinds.end(), PartKind::kComment) == kinds.end();
    }

    /// Nothing has become another thing than it was: no value opened or closed a quote or comment.
    void CheckWhole(const std::string& text) {
        const auto cut = CutStatements(text, context_.engine, Placeholders::kNone);
        if (cut && cut->size() == 1 && Kinds(cut->front().parts) == expected_) return;
        Report("a value changes what stands beside its placeholder",
               "put the placeholder in quotes, or in brackets if it is a number");
    }

    void Report(std::string message, std::string hint) {
        broken_ = true;
        problems_.push_back({context_.path, std::move(message), "", std::move(hint), false});
    }

    const StatementContext& context_;
    std::vector<Problem>& problems_;
    std::vector<PartKind> expected_;
    bool put_in_ = false;
    bool broken_ = false;
    bool later_ = false;
};

std::string OnOneLine(std::string_view text) {
    std::string line;
    for (const char c : text) {
        const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!space) line += c;
        if (space && !line.empty() && line.back() != ' ') line += ' ';
    }
    if (!line.empty() && line.back() == ' ') line.pop_back();
    if (line.size() <= kLongestShown) return line;
    std::size_t cut = kLongestShown;
    while (cut > 0 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80U) --cut;
    return line.substr(0, cut) + "…";
}

std::string Trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

bool IsLiteral(PartKind kind) {
    switch (kind) {
        case PartKind::kString:
        case PartKind::kEscapeString:
        case PartKind::kUnicodeString:
        case PartKind::kDoubleQuoted:
        case PartKind::kDollar: return true;
        case PartKind::kCode:
        case PartKind::kBacktick:
        case PartKind::kBracket:
        case PartKind::kComment: return false;
    }
    return false;
}

std::string Hidden(const Statement& statement) {
    const bool secret =
        std::any_of(statement.parts.begin(), statement.parts.end(), [](const Part& part) {
            if (part.kind != PartKind::kCode) return false;
            std::string upper(part.text);
            std::transform(upper.begin(), upper.end(), upper.begin(),
                           [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            return IsSecretName(part.text) || upper.find("IDENTIFIED") != std::string::npos;
        });
    std::string text;
    for (const Part& part : statement.parts) {
        const bool hide = secret && (IsLiteral(part.kind) || part.kind == PartKind::kComment);
        text += hide ? "'***'" : part.text;
    }
    return text;
}

}  // namespace

std::vector<ReadyStatement> PrepareStatements(std::string_view text,
                                              const StatementContext& context,
                                              std::vector<Problem>& problems) {
    std::vector<ReadyStatement> ready;
    const auto statements = CutStatements(text, context.engine, Placeholders::kSkip);
    if (!statements) {
        problems.push_back({context.path, statements.error().message, "", "close it", false});
        return ready;
    }
    for (const Statement& statement : *statements) {
        ReadyStatement& one = ready.emplace_back();
        one.text = Trimmed(Builder(context, problems).Build(statement));
        one.shown = OnOneLine(Hidden(statement));
    }
    return ready;
}

std::string HideSecrets(std::string_view statement, Engine engine) {
    const auto cut = CutStatements(statement, engine, Placeholders::kNone);
    if (!cut || cut->size() != 1) return std::string(statement);
    return Hidden(cut->front());
}

}  // namespace dmsnode::tasks::sql
