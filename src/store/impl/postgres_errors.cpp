#include "store/impl/postgres_errors.hpp"

#include <algorithm>
#include <array>

namespace dmsnode::store {
namespace {

struct Meaning {
    std::string_view sqlstate;  ///< All of it, or the class: its first two characters.
    ErrorCode code;
    std::string_view hint;
};

// Whole codes stand before their classes.
constexpr std::array kMeanings = {
    Meaning{"08", ErrorCode::kUnavailable, "check the network and the server, then try again"},
    Meaning{"22", ErrorCode::kInvalidArgument, ""},
    Meaning{"23505", ErrorCode::kAlreadyExists, ""},
    Meaning{"23", ErrorCode::kConflict, ""},
    Meaning{"25006", ErrorCode::kUnavailable,
            "the server is a standby: let the store's URL lead to the primary"},
    Meaning{"25P03", ErrorCode::kUnavailable, "try again"},
    Meaning{"28P01", ErrorCode::kUnauthenticated, "check user and password of the store's URL"},
    Meaning{"28", ErrorCode::kUnauthenticated,
            "check the user of the store's URL, and the server's pg_hba.conf"},
    Meaning{"3D000", ErrorCode::kNotFound,
            "create the database, or name another in the store's URL"},
    Meaning{"3F000", ErrorCode::kNotFound, "create the schema, or let search_path name another"},
    Meaning{"40", ErrorCode::kUnavailable, "others were changing the same rows: try again"},
    Meaning{"42501", ErrorCode::kPermissionDenied,
            "grant the store's user CREATE and USAGE on the schema"},
    Meaning{"53100", ErrorCode::kResourceExhausted,
            "free disk space at the server, then try again"},
    Meaning{"53300", ErrorCode::kUnavailable,
            "the server has no connection free: raise max_connections, or use fewer"},
    Meaning{"53", ErrorCode::kResourceExhausted, ""},
    Meaning{"54", ErrorCode::kInvalidArgument, ""},
    Meaning{"55P03", ErrorCode::kUnavailable, "another transaction holds the rows: try again"},
    Meaning{"57014", ErrorCode::kTimeout, ""},
    Meaning{"57P", ErrorCode::kUnavailable, "the server was stopped or is starting: try again"},
    Meaning{"58", ErrorCode::kUnavailable, "look into the server's log"},
    Meaning{"XX001", ErrorCode::kDataLoss, "restore the database from a backup"},
    Meaning{"XX002", ErrorCode::kDataLoss, "rebuild the index at the server"},
};

const Meaning* FindMeaning(std::string_view sqlstate) {
    const auto* const found = std::find_if(
        kMeanings.begin(), kMeanings.end(),
        [&](const Meaning& meaning) { return sqlstate.starts_with(meaning.sqlstate); });
    return found == kMeanings.end() ? nullptr : found;
}

/// `FATAL:  28P01: password authentication failed …`
std::string_view FindSqlstate(std::string_view text) {
    for (std::size_t at = text.find(":  "); at != std::string_view::npos;
         at = text.find(":  ", at + 1)) {
        const std::string_view rest = text.substr(at + 3);
        const std::string_view code = rest.substr(0, 5);
        const bool is_code = rest.size() > 7 && rest.substr(5, 2) == ": " &&
                             std::all_of(code.begin(), code.end(), [](char c) {
                                 return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
                             });
        if (is_code) return code;
    }
    return {};
}

struct ClientFailure {
    std::string_view part;  ///< Of libpq's own message.
    ErrorCode code;
    std::string_view hint;
};
constexpr std::array kClientFailures = {
    ClientFailure{"no password supplied", ErrorCode::kUnauthenticated,
                  "give the store's URL a password"},
    ClientFailure{"does not support SSL", ErrorCode::kInvalidArgument,
                  "turn TLS on at the server, or choose another sslmode"},
    ClientFailure{"certificate verify failed", ErrorCode::kInvalidArgument,
                  "let sslrootcert name the CA that signed the server's certificate"},
    ClientFailure{"does not match host name", ErrorCode::kInvalidArgument,
                  "use a host name of the certificate"},
    ClientFailure{"root certificate file", ErrorCode::kInvalidArgument,
                  "let sslrootcert name the file of the CA"},
    ClientFailure{"invalid sslmode value", ErrorCode::kInvalidArgument, ""},
    ClientFailure{"invalid port number", ErrorCode::kInvalidArgument, ""},
    ClientFailure{"could not translate host name", ErrorCode::kUnavailable,
                  "check the host of the store's URL and the name service"},
};

std::string_view FirstLine(std::string_view text) {
    return text.substr(0, text.find('\n'));
}

}  // namespace

ErrorCode CodeOfSqlstate(std::string_view sqlstate) {
    const Meaning* meaning = FindMeaning(sqlstate);
    return meaning == nullptr ? ErrorCode::kInternal : meaning->code;
}

std::string HintOfSqlstate(std::string_view sqlstate) {
    const Meaning* meaning = FindMeaning(sqlstate);
    return meaning == nullptr ? std::string() : std::string(meaning->hint);
}

bool EndsConnection(std::string_view sqlstate) {
    return sqlstate.starts_with("57P") || sqlstate.starts_with("08") || sqlstate == "25P03" ||
           sqlstate == "25006";
}

Error ConnectError(std::string_view text) {
    std::string message = "cannot connect to the store: " + std::string(FirstLine(text));
    if (const std::string_view sqlstate = FindSqlstate(text); !sqlstate.empty()) {
        return Error{CodeOfSqlstate(sqlstate), std::move(message)}
            .Fault(std::string(sqlstate))
            .Hint(HintOfSqlstate(sqlstate));
    }
    for (const ClientFailure& failure : kClientFailures) {
        if (text.find(failure.part) == std::string_view::npos) continue;
        return Error{failure.code, std::move(message)}.Hint(std::string(failure.hint));
    }
    return Error{ErrorCode::kUnavailable, std::move(message)}.Hint(
        "check host and port of the store's URL, and that the server is up");
}

}  // namespace dmsnode::store
