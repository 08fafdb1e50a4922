#include "tasks/sql/impl/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>

namespace dmsnode::tasks::sql {
namespace {

using connectors::Engine;

constexpr std::size_t kNone = std::string_view::npos;
/// Where CREATE says what it makes: `CREATE OR REPLACE DEFINER = a @ b SQL SECURITY … PROCEDURE`.
constexpr int kMostLeadingWords = 14;

bool IsNameCharacter(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
}

bool IsSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

std::string Upper(std::string_view word) {
    std::string upper(word);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return upper;
}

class Cutter {
public:
    Cutter(std::string_view text, Engine engine, Placeholders placeholders)
        : text_(text),
          postgres_(engine == Engine::kPostgres),
          mysql_(engine == Engine::kMysql || engine == Engine::kMariadb),
          sqlite_(engine == Engine::kSqlite),
          skip_(placeholders == Placeholders::kSkip) {}

    Result<std::vector<Statement>> Run() {
        while (at_ < text_.size()) {
            if (const std::size_t size = Skipped(at_); size > 0) {
                at_ += size;
            } else if (text_[at_] == ';') {
                Semicolon();
            } else if (const std::optional<PartKind> kind = PartAt()) {
                const std::size_t end = EndOfPart(*kind);
                if (end == kNone) return Unclosed(*kind);
                Add(*kind, end);
            } else if (IsNameCharacter(text_[at_])) {
                Word();
            } else {
                ++at_;
            }
        }
        EndStatement();
        return std::move(statements_);
    }

private:
    std::string_view Rest() const { return text_.substr(at_); }
    char Next(std::size_t ahead) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }
    std::size_t Skipped(std::size_t at) const {
        return skip_ ? PlaceholderSize(text_.substr(at)) : 0;
    }
    bool AfterName() const { return at_ > code_begin_ && IsNameCharacter(text_[at_ - 1]); }

    /// What begins here, with its prefix (`E'`), if it is no code.
    std::optional<PartKind> PartAt() const {
        const char c = text_[at_];
        if (c == '\'') return PartKind::kString;
        if (c == '"') return PartKind::kDoubleQuoted;
        if (c == '`' && !postgres_) return PartKind::kBacktick;
        if (c == '[' && sqlite_) return PartKind::kBracket;
        if (c == '#' && mysql_) return PartKind::kComment;
        if (c == '/' && Next(1) == '*') return PartKind::kComment;
        if (c == '-' && Next(1) == '-') {
            const bool starts = !mysql_ || at_ + 2 >= text_.size() || IsSpace(Next(2)) ||
                                std::iscntrl(static_cast<unsigned char>(Next(2))) != 0;
            return starts ? std::optional(PartKind::kComment) : std::nullopt;
        }
        if (!postgres_ || AfterName()) return std::nullopt;
        if ((c == 'E' || c == 'e') && Next(1) == '\'') return PartKind::kEscapeString;
        if ((c == 'U' || c == 'u') && Next(1) == '&' && Next(2) == '\'') {
            return PartKind::kUnicodeString;
        }
        if (c == '$' && DollarTag() != 0) return PartKind::kDollar;
        return std::nullopt;
    }

    /// The length of `$tag$`; 0 if there is none.
    std::size_t DollarTag() const {
        std::size_t size = 1;
        while (IsNameCharacter(Next(size))) ++size;
        const bool number = size > 1 && std::isdigit(static_cast<unsigned char>(Next(1))) != 0;
        return Next(size) == '$' && !number ? size + 1 : 0;
    }

    /// Behind the part that begins here.
    std::size_t EndOfPart(PartKind kind) const {
        switch (kind) {
            case PartKind::kString: return EndOfQuotes(at_ + 1, '\'', mysql_);
            case PartKind::kEscapeString: return EndOfQuotes(at_ + 2, '\'', true);
            case PartKind::kUnicodeString: return EndOfQuotes(at_ + 3, '\'', false);
            case PartKind::kDoubleQuoted: return EndOfQuotes(at_ + 1, '"', mysql_);
            case PartKind::kBacktick: return EndOfQuotes(at_ + 1, '`', false);
            case PartKind::kBracket: return EndOfBracket();
            case PartKind::kDollar: {
                const std::size_t tag = DollarTag();
                const std::size_t close = text_.find(text_.substr(at_, tag), at_ + tag);
                return close == kNone ? kNone : close + tag;
            }
            case PartKind::kComment: return EndOfComment();
            case PartKind::kCode: break;
        }
        return at_ + 1;
    }

    std::size_t EndOfQuotes(std::size_t at, char quote, bool backslash) const {
        while (at < text_.size()) {
            if (const std::size_t size = Skipped(at); size > 0) {
                at += size;
            } else if (backslash && text_[at] == '\\') {
                at += 2;
            } else if (text_[at] != quote) {
                ++at;
            } else if (at + 1 < text_.size() && text_[at + 1] == quote) {
                at += 2;
            } else {
                return at + 1;
            }
        }
        return kNone;
    }

    std::size_t EndOfBracket() const {
        for (std::size_t at = at_ + 1; at < text_.size();) {
            const std::size_t size = Skipped(at);
            if (size == 0 && text_[at] == ']') return at + 1;
            at += std::max<std::size_t>(size, 1);
        }
        return kNone;
    }

    std::size_t EndOfComment() const {
        if (text_[at_] != '/') return std::min(text_.find('\n', at_), text_.size());
        int depth = 1;
        for (std::size_t at = at_ + 2; at < text_.size(); ++at) {
            const std::string_view two = text_.substr(at, 2);
            if (two == "*/") {
                ++at;
                if (--depth == 0) return at + 1;
            } else if (two == "/*" && postgres_) {
                ++at;
                ++depth;
            }
        }
        return sqlite_ ? text_.size() : kNone;
    }

    void Add(PartKind kind, std::size_t end) {
        AddCode(at_);
        Part(kind, at_, end);
        at_ = code_begin_ = end;
    }
    void AddCode(std::size_t end) {
        if (end > code_begin_) Part(PartKind::kCode, code_begin_, end);
    }
    void Part(PartKind kind, std::size_t begin, std::size_t end) {
        current_.parts.push_back({kind, text_.substr(begin, end - begin)});
    }

    /// Follows BEGIN and END in the body of a routine, so that its `;` do not end the statement.
    void Word() {
        std::size_t end = at_;
        while (end < text_.size() && IsNameCharacter(text_[end])) ++end;
        const std::string word = Upper(text_.substr(at_, end - at_));
        at_ = end;
        if (words_++ == 0) creates_ = word == "CREATE";
        if (!creates_) return;
        constexpr std::array<std::string_view, 5> kRoutines = {"TRIGGER", "FUNCTION", "PROCEDURE",
                                                               "EVENT", "PACKAGE"};
        if (words_ <= kMostLeadingWords &&
            std::find(kRoutines.begin(), kRoutines.end(), word) != kRoutines.end()) {
            routine_ = true;
        }
        if (!routine_) return;
        if (after_end_) {
            after_end_ = false;
            // END IF and its like end what did not count; END CASE ends what did.
            constexpr std::array<std::string_view, 5> kUncounted = {"IF", "LOOP", "WHILE", "REPEAT",
                                                                    "FOR"};
            if (std::find(kUncounted.begin(), kUncounted.end(), word) != kUncounted.end()) {
                ++depth_;
                return;
            }
            if (word == "CASE") return;
        }
        if (word == "BEGIN" || (word == "CASE" && depth_ > 0)) ++depth_;
        if (word == "END" && depth_ > 0) {
            --depth_;
            after_end_ = true;
        }
    }

    void Semicolon() {
        after_end_ = false;
        if (depth_ == 0) EndStatement();
        ++at_;
        if (current_.parts.empty() && depth_ == 0) code_begin_ = at_;
    }

    void EndStatement() {
        AddCode(at_);
        if (!current_.IsBlank()) {
            const char* begin = current_.parts.front().text.data();
            std::size_t first = static_cast<std::size_t>(begin - text_.data());
            while (first < text_.size() && IsSpace(text_[first])) ++first;
            current_.line = LineOf(first);
            statements_.push_back(std::move(current_));
        }
        current_ = {};
        depth_ = words_ = 0;
        creates_ = routine_ = after_end_ = false;
    }

    int LineOf(std::size_t at) const {
        const std::string_view before = text_.substr(0, at);
        return static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    }

    Error Unclosed(PartKind kind) const {
        const std::string_view opener = Rest().substr(0, kind == PartKind::kComment ? 2 : 1);
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("line {}: {} is not closed", LineOf(at_),
                                 kind == PartKind::kDollar ? "a dollar quote" : opener)};
    }

    std::string_view text_;
    bool postgres_;
    bool mysql_;
    bool sqlite_;
    bool skip_;
    std::size_t at_ = 0;
    std::size_t code_begin_ = 0;
    Statement current_;
    std::vector<Statement> statements_;
    // The body of a routine.
    int depth_ = 0;
    int words_ = 0;
    bool creates_ = false;
    bool routine_ = false;
    bool after_end_ = false;
};

}  // namespace

bool Statement::IsBlank() const {
    return std::all_of(parts.begin(), parts.end(), [](const Part& part) {
        return part.kind == PartKind::kComment ||
               (part.kind == PartKind::kCode &&
                std::all_of(part.text.begin(), part.text.end(), IsSpace));
    });
}

std::size_t PlaceholderSize(std::string_view text) {
    if (text.starts_with("$${") || text.starts_with("$$[")) return 3;
    if (text.starts_with("$[")) {
        const std::size_t close = text.find_first_of("]\n");
        return close == kNone || text[close] == '\n' ? 0 : close + 1;
    }
    if (!text.starts_with("${")) return 0;
    int open = 0;
    for (std::size_t i = 0; i < text.size() && text[i] != '\n'; ++i) {
        if (text.substr(i, 2) == "${") ++open;
        if (text[i] == '}' && --open == 0) return i + 1;
    }
    return 0;
}

Result<std::vector<Statement>> CutStatements(std::string_view text, Engine engine,
                                             Placeholders placeholders) {
    return Cutter(text, engine, placeholders).Run();
}

}  // namespace dmsnode::tasks::sql
