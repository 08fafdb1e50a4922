#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/types.hpp"

/// SQL cut into statements and their parts, as far as quotes and comments tell. Pure.
/// Source: PostgreSQL 15, 4.1 "Lexical Structure"; MySQL 8.0, 9.1 "Literal Values" and 9.7
/// "Comments"; SQLite, "SQLite Keywords" and "Comments".
namespace dmsnode::tasks::sql {

enum class PartKind {
    kCode,
    kString,         ///< `'…'`: in MySQL with backslash escapes.
    kEscapeString,   ///< PostgreSQL's `E'…'`.
    kUnicodeString,  ///< PostgreSQL's `U&'…'`.
    kDoubleQuoted,   ///< A name; in MySQL a string with backslash escapes.
    kBacktick,
    kBracket,  ///< SQLite's `[name]`.
    kDollar,   ///< PostgreSQL's `$tag$…$tag$`.
    kComment,
};

/// A part with its delimiters. Lifetime: the text that was cut.
struct Part {
    PartKind kind = PartKind::kCode;
    std::string_view text;
};

struct Statement {
    std::vector<Part> parts;
    int line = 1;  ///< Of its first character that is no blank.

    bool IsBlank() const;  ///< Blanks and comments only.
};

enum class Placeholders {
    kNone,  ///< `${` is code like any other.
    kSkip,  ///< `${…}`, `$[…]`, `$${` and `$$[` are passed over as one: what is in them is no SQL.
};

/// The statements of a text, cut at `;` outside of quotes, comments and the bodies of routines and
/// triggers (BEGIN … END after CREATE). Blank ones are left out.
/// Errors: kInvalidArgument with the line, for a quote or comment that is not closed.
Result<std::vector<Statement>> CutStatements(std::string_view text, connectors::Engine engine,
                                             Placeholders placeholders);

/// The length of the placeholder (or escape) that `text` begins with; 0 if it begins with none.
std::size_t PlaceholderSize(std::string_view text);

}  // namespace dmsnode::tasks::sql
