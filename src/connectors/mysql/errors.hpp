#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

/// What the server or the client library says, turned into our codes with a remedy.
namespace dmsnode::connectors::mysql {

struct ServerError {
    unsigned number = 0;   ///< MySQL's errno: below 2000 and from 3000 on the server's, between
                           ///< them the client library's.
    std::string sqlstate;  ///< Five characters, or empty.
    std::string message;
};

/// Whom and what the error is about, for the hint.
struct ErrorPlace {
    std::string host;
    int port = 0;
    std::string user;
    std::string database;
};

/// Of one key value in an error message that tells of a row.
inline constexpr std::size_t kMostShownKeyBytes = 200;

/// The error with code, message, fault (`ERROR 1045 (28000)`) and what to do about it.
/// Source: MariaDB Knowledge Base, "MariaDB Error Codes"; MySQL 8.0 "Error Message Reference".
Error ToError(const ServerError& error, const ErrorPlace& place);

/// True if a row or value of ours was refused, so that the message names a column or key.
bool IsValueError(unsigned number);

}  // namespace dmsnode::connectors::mysql
