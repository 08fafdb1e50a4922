#include "connectors/sqlite/impl/ddl.hpp"

#include <algorithm>
#include <cctype>
#include <span>

namespace dmsnode::connectors::sqlite {
namespace {

struct Token {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string_view text;
};

bool IsWordByte(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return std::isalnum(byte) != 0 || c == '_' || c == '$' || byte >= 0x80;
}

std::size_t EndOfQuoted(std::string_view sql, std::size_t at) {
    const char close = sql[at] == '[' ? ']' : sql[at];
    for (std::size_t i = at + 1; i < sql.size(); ++i) {
        if (sql[i] != close) continue;
        if (close != ']' && i + 1 < sql.size() && sql[i + 1] == close) {
            ++i;
            continue;
        }
        return i + 1;
    }
    return sql.size();
}

std::size_t SkipComment(std::string_view sql, std::size_t at) {
    const std::string_view end = sql.substr(at, 2) == "--" ? "\n" : "*/";
    const std::size_t found = sql.find(end, at + 2);
    return found == std::string_view::npos ? sql.size() : found + end.size();
}

std::vector<Token> Tokens(std::string_view sql) {
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < sql.size()) {
        const char c = sql[at];
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            ++at;
            continue;
        }
        if (sql.substr(at, 2) == "--" || sql.substr(at, 2) == "/*") {
            at = SkipComment(sql, at);
            continue;
        }
        std::size_t end = at + 1;
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
            end = EndOfQuoted(sql, at);
        } else if (IsWordByte(c)) {
            while (end < sql.size() && IsWordByte(sql[end])) ++end;
        }
        tokens.push_back({at, end, sql.substr(at, end - at)});
        at = end;
    }
    return tokens;
}

bool Is(const Token& token, std::string_view word) {
    return std::equal(
        token.text.begin(), token.text.end(), word.begin(), word.end(),
        [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
}

std::string Name(std::string_view text) {
    if (text.size() < 2) return std::string(text);
    const char open = text.front();
    if (open != '"' && open != '`' && open != '[' && open != '\'') return std::string(text);
    const char close = open == '[' ? ']' : open;
    std::string name;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (open != '[' && text[i] == close) ++i;
        name += text[i];
    }
    return name;
}

using TokenSpan = std::span<const Token>;

/// The index of the parenthesis that closes the one at `open`, or the size.
std::size_t Closing(TokenSpan tokens, std::size_t open) {
    int depth = 0;
    for (std::size_t i = open; i < tokens.size(); ++i) {
        if (tokens[i].text == "(") ++depth;
        if (tokens[i].text == ")" && --depth == 0) return i;
    }
    return tokens.size();
}

/// Splits at the commas that stand outside parentheses.
std::vector<TokenSpan> SplitAtCommas(TokenSpan tokens) {
    std::vector<TokenSpan> parts;
    std::size_t start = 0;
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].text == "(") ++depth;
        if (tokens[i].text == ")") --depth;
        if (tokens[i].text == "," && depth == 0) {
            parts.push_back(tokens.subspan(start, i - start));
            start = i + 1;
        }
    }
    if (start < tokens.size()) parts.push_back(tokens.subspan(start));
    return parts;
}

std::string TextOf(std::string_view sql, TokenSpan tokens) {
    if (tokens.empty()) return {};
    return std::string(sql.substr(tokens.front().begin, tokens.back().end - tokens.front().begin));
}

std::size_t FindOpening(TokenSpan tokens) {
    std::size_t i = 0;
    while (i < tokens.size() && tokens[i].text != "(") ++i;
    return i;
}

bool IsTableConstraint(const Token& first) {
    for (const std::string_view word : {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}) {
        if (Is(first, word)) return true;
    }
    return false;
}

/// Reads the clauses of one definition that are followed by a parenthesis.
void ReadDefinition(std::string_view sql, TokenSpan part, TableClauses& into) {
    if (part.empty()) return;
    ColumnClauses* column = nullptr;
    if (!IsTableConstraint(part[0])) {
        column = &into.columns.emplace_back();
        column->name = Name(part[0].text);
    }
    for (std::size_t i = 0; i < part.size(); ++i) {
        if (part[i].text != "(") continue;
        const std::size_t close = Closing(part, i);
        const std::string inner = TextOf(sql, part.subspan(i + 1, close - i - 1));
        if (i > 0 && Is(part[i - 1], "CHECK")) into.checks.push_back(inner);
        if (i > 0 && column != nullptr && Is(part[i - 1], "AS")) {
            column->generation_expression = inner;
        }
        i = close;
    }
}

}  // namespace

TableClauses ParseCreateTable(std::string_view sql) {
    TableClauses clauses;
    const std::vector<Token> tokens = Tokens(sql);
    const std::size_t open = FindOpening(tokens);
    if (open == tokens.size()) return clauses;
    const std::size_t close = Closing(tokens, open);
    if (close == tokens.size()) return clauses;
    for (const TokenSpan part :
         SplitAtCommas(TokenSpan(tokens).subspan(open + 1, close - open - 1))) {
        ReadDefinition(sql, part, clauses);
    }
    for (std::size_t i = close; i < tokens.size(); ++i) {
        if (Is(tokens[i], "ROWID")) clauses.without_rowid = true;
        if (Is(tokens[i], "STRICT")) clauses.strict = true;
    }
    return clauses;
}

IndexClauses ParseCreateIndex(std::string_view sql) {
    IndexClauses clauses;
    const std::vector<Token> tokens = Tokens(sql);
    const std::size_t open = FindOpening(tokens);
    if (open == tokens.size()) return clauses;
    const std::size_t close = Closing(tokens, open);
    if (close == tokens.size()) return clauses;
    for (const TokenSpan part :
         SplitAtCommas(TokenSpan(tokens).subspan(open + 1, close - open - 1))) {
        clauses.terms.push_back(TextOf(sql, part));
    }
    if (close + 1 < tokens.size() && Is(tokens[close + 1], "WHERE")) {
        clauses.predicate = TextOf(sql, TokenSpan(tokens).subspan(close + 2));
    }
    return clauses;
}

std::string TermExpression(std::string_view term) {
    const std::vector<Token> tokens = Tokens(term);
    std::size_t count = tokens.size();
    if (count > 1 && (Is(tokens[count - 1], "ASC") || Is(tokens[count - 1], "DESC"))) --count;
    if (count > 2 && Is(tokens[count - 2], "COLLATE")) count -= 2;
    return TextOf(term, TokenSpan(tokens).first(count));
}

}  // namespace dmsnode::connectors::sqlite
