#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

/// What PostgreSQL's errors mean to the store. Pure.
namespace dmsnode::store {

/// Source: PostgreSQL, appendix A, "Error Codes". What is not named there is a defect of ours.
ErrorCode CodeOfSqlstate(std::string_view sqlstate);
std::string HintOfSqlstate(std::string_view sqlstate);

/// True if the server ends the connection with such an error, or if another server may not give it:
/// a primary that became a standby.
bool EndsConnection(std::string_view sqlstate);

/// `text` is libpq's message of a failed connection, verbose, which holds the SQLSTATE if the
/// server gave one.
Error ConnectError(std::string_view text);

}  // namespace dmsnode::store
