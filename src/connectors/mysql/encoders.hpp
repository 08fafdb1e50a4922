#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "connectors/cells.hpp"
#include "connectors/connector.hpp"

/// Cells turned into the text that LOAD DATA or INSERT takes. No I/O.
///
/// LOAD DATA text: fields end with a tab, rows with a newline; NULL is `\N`; backslash, tab and
/// newline inside a field have a backslash before them. Everything else is itself, byte 0 too.
/// Source: MariaDB Knowledge Base, "LOAD DATA INFILE"; MySQL 8.0 manual, 13.2.9.
namespace dmsnode::connectors::mysql {

enum class ValueStyle {
    kLoad,         ///< A field of LOAD DATA.
    kInsert,       ///< A literal of INSERT, texts in the session's character set.
    kInsertBytes,  ///< The same with `_binary` before it, for columns without a character set.
};

enum class EncodeOutcome {
    kOk,
    kNull,       ///< The policy says NULL; nothing was appended.
    kRefused,    ///< The value has no place here: `what` and `hint` say why.
    kMalformed,  ///< The cell breaks its format.
};

struct EncodeProblem {
    std::string what;
    std::string hint;
    std::string scratch;
};

/// Appends one value that is not NULL.
using CellEncoder = EncodeOutcome (*)(std::string_view cell, const ValuePolicy& policy,
                                      std::string& out, EncodeProblem& problem);

/// Errors: kUnsupported for a format that no column of ours is given in.
Result<CellEncoder> PickEncoder(CellFormat format, ValueStyle style);

/// `\N` or `NULL`.
std::string_view NullText(ValueStyle style);

/// Appends `text` as a field of LOAD DATA.
void AppendLoadField(std::string_view text, std::string& out);

}  // namespace dmsnode::connectors::mysql
