#pragma once

#include <string>
#include <vector>

#include "connectors/cells.hpp"
#include "connectors/connector.hpp"

/// One form for equal values, whatever engine and cell format they come from. Pure.
namespace dmsnode::migration {

/// How the two sides of a column are compared.
enum class ComparedAs {
    kBytes,     ///< Byte for byte.
    kNumber,    ///< By value: 1, 1.00 and true are one.
    kFloat,     ///< By value; −0 is 0, all NaN are one.
    kMoment,    ///< Microseconds, zones applied.
    kPadded,    ///< Text without trailing spaces: CHAR(n) pads on one engine and trims on another.
    kJson,      ///< By parsed value: spaces and the order of members do not count.
    kUuidText,  ///< As 36 characters.
};

struct ComparedColumn {
    ComparedAs as = ComparedAs::kBytes;
    connectors::CellFormat source_format = connectors::CellFormat::kText;
    connectors::CellFormat target_format = connectors::CellFormat::kText;
};

/// Errors: kUnsupported where the two formats have no common form.
Result<ComparedAs> HowToCompare(const connectors::ColumnType& source,
                                connectors::CellFormat source_format,
                                const connectors::ColumnType& target,
                                connectors::CellFormat target_format);

/// Appends NULL or length and canonical bytes. Errors: kProtocol for a malformed cell.
Status AppendCanonical(const connectors::Cell& cell, connectors::CellFormat format, ComparedAs as,
                       std::string& scratch, std::string& out);

}  // namespace dmsnode::migration
