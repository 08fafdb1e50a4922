#include "connectors/postgres/impl/errors.hpp"

#include <array>
#include <charconv>

#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

struct Meaning {
    std::string_view sqlstate;  ///< Five characters, or two for a whole class.
    ErrorCode code;
    std::string_view hint;
};

/// Exact codes stand before the class they belong to.
constexpr std::array kMeanings = {
    Meaning{"08", ErrorCode::kUnavailable,
            "the connection was lost: check the network and the server"},
    Meaning{"0A", ErrorCode::kUnsupported, ""},
    Meaning{"21", ErrorCode::kDataLoss, ""},
    Meaning{"22021", ErrorCode::kDataLoss,
            "the text is not valid UTF-8 or holds byte 0; set invalidText=replace on the target "
            "endpoint "
            "to repair such texts"},
    Meaning{"22", ErrorCode::kDataLoss, "the target's type cannot hold this value"},
    Meaning{
        "23505", ErrorCode::kInvalidArgument,
        "the rows are not unique under this key; clean the source or drop the key on the target"},
    Meaning{"23", ErrorCode::kInvalidArgument,
            "a constraint of the target table refuses the row; drop it or let the task create the "
            "table"},
    Meaning{"25006", ErrorCode::kConflict,
            "the server takes no writes: it is a standby or set read only; use the primary"},
    Meaning{"25", ErrorCode::kConflict, ""},
    Meaning{"28P01", ErrorCode::kUnauthenticated, "check user name and password of the endpoint"},
    Meaning{
        "28000", ErrorCode::kUnauthenticated,
        "check the user name, and that pg_hba.conf lets this user in from here with this SSL mode"},
    Meaning{"28", ErrorCode::kUnauthenticated, ""},
    Meaning{"2BP01", ErrorCode::kConflict,
            "other objects depend on it; drop them first, nothing is dropped in cascade"},
    Meaning{"3D000", ErrorCode::kNotFound, "check the database name of the endpoint, or create it"},
    Meaning{"3F000", ErrorCode::kNotFound, "the schema does not exist"},
    Meaning{"40", ErrorCode::kUnavailable, "it may work on the next attempt"},
    Meaning{"42501", ErrorCode::kPermissionDenied, ""},
    Meaning{"42601", ErrorCode::kInternal, ""},
    Meaning{"42P07", ErrorCode::kAlreadyExists, ""},
    Meaning{"42P06", ErrorCode::kAlreadyExists, ""},
    Meaning{"42701", ErrorCode::kAlreadyExists, ""},
    Meaning{"42710", ErrorCode::kAlreadyExists, ""},
    Meaning{"42P01", ErrorCode::kNotFound, "the table was dropped or renamed in the meantime"},
    Meaning{"42703", ErrorCode::kNotFound, "the column was dropped or renamed in the meantime"},
    Meaning{"42704", ErrorCode::kNotFound, ""},
    Meaning{"42883", ErrorCode::kNotFound, ""},
    Meaning{"42846", ErrorCode::kUnsupported, ""},
    Meaning{"42", ErrorCode::kInvalidArgument, ""},
    Meaning{"53100", ErrorCode::kResourceExhausted,
            "the server's disk is full: free space or enlarge it, then resume the task"},
    Meaning{"53200", ErrorCode::kResourceExhausted, "the server is out of memory"},
    Meaning{"53300", ErrorCode::kThrottled,
            "no connection is free: raise max_connections or lower MaxFullLoadSubTasks"},
    Meaning{"53", ErrorCode::kResourceExhausted, "a limit of the server was reached"},
    Meaning{"54", ErrorCode::kUnsupported, ""},
    Meaning{"55P03", ErrorCode::kTimeout,
            "another session holds a lock on it: see pg_locks, end that session or wait"},
    Meaning{"55", ErrorCode::kConflict, ""},
    Meaning{"57014", ErrorCode::kTimeout, "the server took longer than the time limit"},
    Meaning{"57P", ErrorCode::kUnavailable,
            "the server is starting, stopping or ended the session"},
    Meaning{"58030", ErrorCode::kUnavailable, "the server cannot read or write its disk"},
    Meaning{"58", ErrorCode::kUnavailable, ""},
    Meaning{"72", ErrorCode::kUnavailable, "the snapshot got too old: run the task again"},
    Meaning{"P0", ErrorCode::kInvalidArgument, ""},
    Meaning{"XX001", ErrorCode::kDataLoss, "the server reports damaged data"},
    Meaning{"XX002", ErrorCode::kDataLoss, "the server reports a damaged index"},
};

const Meaning* FindMeaning(std::string_view sqlstate) {
    for (const Meaning& meaning : kMeanings) {
        if (sqlstate.starts_with(meaning.sqlstate)) return &meaning;
    }
    return nullptr;
}

std::string Field(const PGresult* result, int code) {
    const char* text = PQresultErrorField(result, code);
    return text == nullptr ? std::string() : std::string(text);
}

bool IsSqlstate(std::string_view text) {
    if (text.size() != 5) return false;
    for (const char c : text) {
        if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')) return false;
    }
    return true;
}

std::string_view FirstLine(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

/// Cuts `FATAL:  28P01: password authentication failed …` out of libpq's message. The severity may
/// be in any language, the code stands between two colons.
std::optional<ServerError> FindServerError(std::string_view text) {
    for (std::size_t at = text.find(":  "); at != std::string_view::npos;
         at = text.find(":  ", at + 1)) {
        const std::string_view rest = text.substr(at + 3);
        if (rest.size() > 7 && IsSqlstate(rest.substr(0, 5)) && rest.substr(5, 2) == ": ") {
            ServerError error;
            error.sqlstate = rest.substr(0, 5);
            error.message = FirstLine(rest.substr(7));
            return error;
        }
    }
    return std::nullopt;
}

struct ClientFailure {
    std::string_view part;  ///< Of libpq's own message.
    ErrorCode code;
    std::string_view hint;
};

constexpr std::array kClientFailures = {
    ClientFailure{"does not support SSL", ErrorCode::kInvalidArgument,
                  "turn TLS on at the server or set SslMode none"},
    ClientFailure{"certificate verify failed", ErrorCode::kInvalidArgument,
                  "the server's certificate is not signed by the endpoint's CA certificate"},
    ClientFailure{"does not match host name", ErrorCode::kInvalidArgument,
                  "use a host name of the certificate, or SslMode verify-ca"},
    ClientFailure{"root certificate", ErrorCode::kInvalidArgument,
                  "give the CA certificate of the server as PEM text"},
    ClientFailure{"no password supplied", ErrorCode::kUnauthenticated,
                  "give the endpoint a password"},
    ClientFailure{"could not translate host name", ErrorCode::kUnavailable,
                  "check the server name of the endpoint and the name service"},
    ClientFailure{"Connection refused", ErrorCode::kUnavailable,
                  "check server name and port, and that the server listens there"},
    ClientFailure{"No route to host", ErrorCode::kUnavailable, "check the network and firewalls"},
    ClientFailure{"timeout expired", ErrorCode::kUnavailable, "check the network and firewalls"},
    ClientFailure{"SSL", ErrorCode::kUnavailable, "check the SSL mode and the certificates"},
};

}  // namespace

ServerError ReadServerError(const PGresult* result) {
    return {.sqlstate = Field(result, PG_DIAG_SQLSTATE),
            .message = Field(result, PG_DIAG_MESSAGE_PRIMARY),
            .detail = Field(result, PG_DIAG_MESSAGE_DETAIL),
            .hint = Field(result, PG_DIAG_MESSAGE_HINT),
            .context = Field(result, PG_DIAG_CONTEXT),
            .table = Field(result, PG_DIAG_TABLE_NAME),
            .column = Field(result, PG_DIAG_COLUMN_NAME)};
}

ErrorCode CodeOfSqlstate(std::string_view sqlstate) {
    const Meaning* meaning = FindMeaning(sqlstate);
    return meaning == nullptr ? ErrorCode::kProtocol : meaning->code;
}

std::string HintOfSqlstate(std::string_view sqlstate) {
    const Meaning* meaning = FindMeaning(sqlstate);
    return meaning == nullptr ? std::string() : std::string(meaning->hint);
}

Error ToError(const ServerError& error, std::string_view doing) {
    std::string text = std::string(doing) + ": " + error.message;
    if (!error.detail.empty()) text += "; " + error.detail;
    std::string hint = HintOfSqlstate(error.sqlstate);
    if (hint.empty()) hint = error.hint;
    return Error(CodeOfSqlstate(error.sqlstate), std::move(text))
        .Fault(error.sqlstate)
        .Hint(std::move(hint));
}

CopyPlace ReadCopyPlace(std::string_view context) {
    CopyPlace place;
    constexpr std::string_view kLine = ", line ";
    constexpr std::string_view kColumn = ", column ";
    context = FirstLine(context);
    const std::size_t line = context.find(kLine);
    if (!context.starts_with("COPY ") || line == std::string_view::npos) return place;
    const std::string_view rest = context.substr(line + kLine.size());
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), place.line);
    if (error != std::errc()) return place;
    const std::string_view tail = rest.substr(static_cast<std::size_t>(end - rest.data()));
    if (tail.starts_with(kColumn)) place.column = tail.substr(kColumn.size());
    // Text rows add the value behind the name; binary ones, ours, end here.
    if (const std::size_t colon = place.column.find(": \""); colon != std::string::npos) {
        place.column.resize(colon);
    }
    return place;
}

Error ToConnectError(std::string_view text, std::string_view place, std::string_view user,
                     std::string_view database) {
    const std::string doing = "cannot connect to PostgreSQL at " + std::string(place) +
                              " as user \"" + std::string(user) + "\", database \"" +
                              std::string(database) + "\"";
    if (const std::optional<ServerError> server = FindServerError(text)) {
        return ToError(*server, doing);
    }
    std::string message = doing + ": " + std::string(FirstLine(text));
    for (const ClientFailure& failure : kClientFailures) {
        if (text.find(failure.part) != std::string_view::npos) {
            return Error(failure.code, std::move(message)).Hint(std::string(failure.hint));
        }
    }
    return Error(ErrorCode::kUnavailable, std::move(message))
        .Hint("check server name and port, and that the server is up");
}

Error WithGrant(Error error, std::string_view privilege, std::string_view object,
                std::string_view user) {
    if (error.code != ErrorCode::kPermissionDenied) return error;
    return std::move(error).Hint("GRANT " + std::string(privilege) + " ON " + std::string(object) +
                                 " TO " + QuoteIdentifier(user));
}

Error WithTableGrant(Error error, std::string_view privilege, const TableId& table,
                     std::string_view user) {
    if (error.message.find("permission denied for schema") != std::string::npos) {
        return WithGrant(std::move(error), "USAGE", "SCHEMA " + QuoteIdentifier(table.schema),
                         user);
    }
    if (error.message.find("row-level security") != std::string::npos) {
        return std::move(error).Hint("row security hides rows from this user: ALTER ROLE " +
                                     QuoteIdentifier(user) +
                                     " BYPASSRLS, or use the table's owner");
    }
    return WithGrant(std::move(error), privilege, "TABLE " + QuoteTable(table), user);
}

}  // namespace dmsnode::connectors::postgres
