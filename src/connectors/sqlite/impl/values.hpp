#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>

#include "connectors/cells.hpp"
#include "connectors/connector.hpp"

/// From SQLite's values to cells and back. A column may hold any kind of value whatever it was
/// declared as, so each value is looked at: what does not fit exactly is refused, never bent.
namespace dmsnode::connectors::sqlite {

/// What an integer or real in a date or timestamp column means.
enum class NumberDates { kFail, kUnixSeconds, kUnixMilliseconds, kJulianDay };

struct ValueContext {
    ValuePolicy policy;
    NumberDates number_dates = NumberDates::kFail;
    std::int64_t changed_values = 0;
    std::string scratch;
};

/// Appends the value of a result column in the wanted format. False if it does not fit; nothing was
/// appended then.
bool AppendValue(sqlite3_stmt* row, int column, const ReadColumn& wanted, ValueContext& context,
                 RowAppender& out);

/// The value in words, for a message: `the text "abc"`, cut after 40 characters.
std::string DescribeValue(sqlite3_stmt* row, int column);

/// Binds a cell to a parameter. Lifetime: texts and blobs of the cell must outlive the step, those
/// that are made here are kept in `scratch`, one entry a parameter.
/// Errors: kDataLoss for NaN where `policy` does not make it NULL; kProtocol for a malformed cell.
Status BindCell(sqlite3_stmt* statement, int parameter, const Cell& cell, CellFormat format,
                const ValuePolicy& policy, std::string& scratch);

}  // namespace dmsnode::connectors::sqlite
