#pragma once

#include <string>

#include "base/result.hpp"
#include "connectors/connector.hpp"

/// What a reader asks the server. Pure.
namespace dmsnode::connectors::postgres {

/// The expression whose binary form is the cell of `column` in `format`. Where a value has no exact
/// equal in the format, the expression fails at the server: nothing is rounded in silence.
/// Errors: kUnsupported, naming column, type and format.
Result<std::string> SelectExpression(const Column& column, CellFormat format);

/// `SELECT … FROM …`. `only`: rows of the table itself, without those of tables that inherit it.
/// Errors: as SelectExpression.
Result<std::string> SelectStatement(const ReadPlan& plan, bool only);

/// `("c" = '1' OR "c" BETWEEN '5' AND '9')`
std::string FilterCondition(const RowFilter& filter);

}  // namespace dmsnode::connectors::postgres
