#pragma once

#include <libpq-fe.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/handle.hpp"
#include "base/result.hpp"
#include "connectors/types.hpp"

/// The server's and libpq's failures as ours.
namespace dmsnode::connectors::postgres {

using PgResult = Handle<PGresult, PQclear>;

/// The fields of an error that decide what it means. Source: PostgreSQL 15, "Error and Notice
/// Message Fields".
struct ServerError {
    std::string sqlstate;
    std::string message;
    std::string detail;
    std::string hint;
    std::string context;
    std::string table;
    std::string column;
};

ServerError ReadServerError(const PGresult* result);

/// What the SQLSTATE means for us. Pure. Source: PostgreSQL 15, appendix A.
ErrorCode CodeOfSqlstate(std::string_view sqlstate);

/// What the operator can do about it; empty if the server's own hint is all there is. Pure.
std::string HintOfSqlstate(std::string_view sqlstate);

/// `doing: message; detail`, with code, hint and SQLSTATE.
Error ToError(const ServerError& error, std::string_view doing);

/// Where a COPY stopped, from the error's CONTEXT (`COPY t, line 3, column price`).
struct CopyPlace {
    long long line = 0;  ///< From 1; 0: the server did not say.
    std::string column;
};
CopyPlace ReadCopyPlace(std::string_view context);

/// The error of a failed connection attempt. `text` is libpq's message in verbose form, so that it
/// holds the server's SQLSTATE if it was the server that refused.
Error ToConnectError(std::string_view text, std::string_view place, std::string_view user,
                     std::string_view database);

/// Permission to be given, as the statement to issue: `GRANT SELECT ON TABLE "s"."t" TO "u"`.
Error WithGrant(Error error, std::string_view privilege, std::string_view object,
                std::string_view user);

/// The same for a table. Where the server says that it is the schema or a row security policy that
/// is in the way, the remedy is the one for that.
Error WithTableGrant(Error error, std::string_view privilege, const TableId& table,
                     std::string_view user);

}  // namespace dmsnode::connectors::postgres
