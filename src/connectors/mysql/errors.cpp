#include "connectors/mysql/errors.hpp"

#include <algorithm>
#include <array>

namespace dmsnode::connectors::mysql {
namespace {

struct Rule {
    unsigned number;
    ErrorCode code;
    std::string_view hint;  ///< `{user}`, `{host}`, `{port}`, `{database}` are filled in.
};

// Sorted by number. One row an error that an operator meets; the rest is mapped by SQLSTATE class.
constexpr std::array kRules = {
    Rule{1007, ErrorCode::kAlreadyExists, ""},
    Rule{1021, ErrorCode::kResourceExhausted, "free disk space on the server, then run again"},
    Rule{1037, ErrorCode::kResourceExhausted, "the server is out of memory"},
    Rule{1040, ErrorCode::kUnavailable,
         "close connections, or raise max_connections on the server"},
    Rule{1041, ErrorCode::kResourceExhausted, "the server is out of memory"},
    Rule{1044, ErrorCode::kPermissionDenied,
         "as an administrator: GRANT SELECT ON `{database}`.* TO '{user}' (a target also needs "
         "CREATE, DROP, ALTER, INDEX, INSERT, DELETE)"},
    Rule{1045, ErrorCode::kUnauthenticated,
         "check user name and password, and that the account may log in from this host"},
    Rule{1049, ErrorCode::kNotFound,
         "check DatabaseName, or leave it empty: the mappings name the schemas"},
    Rule{1050, ErrorCode::kAlreadyExists, ""},
    Rule{1051, ErrorCode::kNotFound, ""},
    Rule{1054, ErrorCode::kNotFound, "the table was altered since it was described"},
    Rule{1062, ErrorCode::kInvalidArgument,
         "the row is there already: empty the target table, or check whether its collation takes "
         "two values for one"},
    Rule{1059, ErrorCode::kUnsupported,
         "names have at most 64 characters here: rename by a transformation rule"},
    Rule{1064, ErrorCode::kInternal, ""},
    Rule{1071, ErrorCode::kUnsupported, "index fewer or shorter columns"},
    Rule{1114, ErrorCode::kResourceExhausted,
         "the table or its disk is full: free disk space on the server, or raise "
         "innodb_data_file_path or tmp_table_size"},
    Rule{1118, ErrorCode::kUnsupported, "shorten or split the table's varchar columns"},
    Rule{1129, ErrorCode::kPermissionDenied,
         "the server blocked this host after failed logins: run FLUSH HOSTS there"},
    Rule{1130, ErrorCode::kPermissionDenied,
         "as an administrator: CREATE USER '{user}'@'<this host>', or '%' for any host"},
    Rule{1142, ErrorCode::kPermissionDenied,
         "as an administrator: GRANT the privilege that the message names on that table to "
         "'{user}'"},
    Rule{1143, ErrorCode::kPermissionDenied,
         "as an administrator: GRANT the privilege that the message names on that column to "
         "'{user}'"},
    Rule{1146, ErrorCode::kNotFound, ""},
    Rule{1148, ErrorCode::kUnsupported, "set local_infile=1 on the server"},
    Rule{1153, ErrorCode::kInvalidArgument,
         "a row is larger than max_allowed_packet: raise it on the server (up to 1G)"},
    Rule{1203, ErrorCode::kUnavailable,
         "raise max_user_connections, or let the task use fewer subtasks"},
    Rule{1205, ErrorCode::kUnavailable,
         "another session holds a lock on the table: find it in SHOW PROCESSLIST"},
    Rule{1213, ErrorCode::kUnavailable, "a deadlock with another session; run again"},
    Rule{1226, ErrorCode::kUnavailable, "the account's resource limit is reached"},
    Rule{1227, ErrorCode::kPermissionDenied,
         "as an administrator: GRANT the privilege that the message names to '{user}'"},
    Rule{1290, ErrorCode::kPermissionDenied, "the server is read-only: name its primary"},
    Rule{1317, ErrorCode::kUnavailable, "somebody killed the query on the server"},
    Rule{1370, ErrorCode::kPermissionDenied, "as an administrator: GRANT it to '{user}'"},
    Rule{1412, ErrorCode::kConflict,
         "the table was altered after the snapshot was taken: run again"},
    Rule{1698, ErrorCode::kUnauthenticated,
         "the account takes no password: give it one, or use another account"},
    Rule{1836, ErrorCode::kPermissionDenied, "the server is read-only: name its primary"},
    Rule{1820, ErrorCode::kUnauthenticated, "the account's password is expired: set a new one"},
    Rule{1862, ErrorCode::kUnauthenticated, "the account's password is expired: set a new one"},
    Rule{1927, ErrorCode::kUnavailable, "somebody killed the connection on the server"},
    Rule{1969, ErrorCode::kTimeout, "raise max_statement_time on the server"},
    Rule{2002, ErrorCode::kUnavailable,
         "check host and port ({host}:{port}), that the server runs, and firewalls"},
    Rule{2003, ErrorCode::kUnavailable,
         "check host and port ({host}:{port}), that the server runs, and firewalls"},
    Rule{2005, ErrorCode::kUnavailable, "check the host name {host}"},
    Rule{2006, ErrorCode::kUnavailable,
         "the server closed the connection: see its error log; a row may be larger than its "
         "max_allowed_packet"},
    Rule{2008, ErrorCode::kResourceExhausted, ""},
    Rule{2012, ErrorCode::kUnavailable,
         "{host}:{port} answers, but not as a MySQL or MariaDB server: check the port"},
    Rule{2013, ErrorCode::kUnavailable,
         "the connection broke: see the server's error log and the network between"},
    Rule{2020, ErrorCode::kInvalidArgument,
         "a row is larger than max_allowed_packet: raise it on the server (up to 1G)"},
    Rule{2026, ErrorCode::kUnauthenticated,
         "check SslMode, the CA certificate and that the server's certificate names {host}"},
    Rule{2027, ErrorCode::kProtocol, ""},
    Rule{2055, ErrorCode::kUnavailable,
         "the connection broke: see the server's error log and the network between"},
    Rule{2059, ErrorCode::kUnsupported,
         "the account uses an authentication plugin that this client lacks; use "
         "mysql_native_password, caching_sha2_password or ed25519"},
    Rule{2061, ErrorCode::kUnauthenticated, "use SslMode require: the account's plugin asks it"},
    Rule{3024, ErrorCode::kTimeout, "raise max_execution_time on the server"},
    Rule{3118, ErrorCode::kUnauthenticated, "the account is locked: ALTER USER … ACCOUNT UNLOCK"},
    Rule{3159, ErrorCode::kInvalidArgument,
         "the server takes only TLS connections: set SslMode to require"},
    Rule{3948, ErrorCode::kUnsupported, "set local_infile=1 on the server"},
    Rule{4151, ErrorCode::kUnauthenticated, "the account is locked: ALTER USER … ACCOUNT UNLOCK"},
    Rule{4166, ErrorCode::kUnsupported, "set local_infile=1 on the server"},
};

std::string Fill(std::string_view hint, const ErrorPlace& place) {
    const std::array<std::pair<std::string_view, std::string>, 4> names = {{
        {"{user}", place.user},
        {"{host}", place.host},
        {"{port}", std::to_string(place.port)},
        {"{database}", place.database.empty() ? "*" : place.database},
    }};
    std::string text(hint);
    for (const auto& [name, value] : names) {
        for (std::size_t at = text.find(name); at != std::string::npos;
             at = text.find(name, at + value.size())) {
            text.replace(at, name.size(), value);
        }
    }
    return text;
}

ErrorCode CodeOfState(std::string_view sqlstate) {
    const std::string_view state_class = sqlstate.substr(0, 2);
    if (state_class == "08") return ErrorCode::kUnavailable;
    if (state_class == "22") return ErrorCode::kDataLoss;
    if (state_class == "28") return ErrorCode::kUnauthenticated;
    if (state_class == "40") return ErrorCode::kUnavailable;
    return ErrorCode::kInvalidArgument;
}

bool IsDiskFull(std::string_view message) {
    // Storage errors carry the system's number in their text: `Got error 28 "No space left on
    // device"`.
    return message.find("No space left") != std::string_view::npos ||
           message.find("errno: 28") != std::string_view::npos ||
           message.find("error 28 ") != std::string_view::npos;
}

}  // namespace

bool IsValueError(unsigned number) {
    constexpr std::array kNumbers = {1048U, 1062U, 1264U, 1265U, 1292U, 1364U, 1366U,
                                     1406U, 1411U, 1416U, 1690U, 3140U, 4025U, 4078U};
    return std::find(kNumbers.begin(), kNumbers.end(), number) != kNumbers.end();
}

Error ToError(const ServerError& error, const ErrorPlace& place) {
    const auto rule = std::find_if(kRules.begin(), kRules.end(),
                                   [&](const Rule& each) { return each.number == error.number; });
    Error result;
    result.message = error.message.empty() ? "the server gave no reason" : error.message;
    result.fault = "ERROR " + std::to_string(error.number);
    if (!error.sqlstate.empty()) result.fault += " (" + error.sqlstate + ")";
    if (IsDiskFull(error.message)) {
        result.code = ErrorCode::kResourceExhausted;
        result.hint = "free disk space on the server, then run again";
    } else if (rule != kRules.end()) {
        result.code = rule->code;
        result.hint = Fill(rule->hint, place);
    } else if (IsValueError(error.number)) {
        result.code = ErrorCode::kDataLoss;
    } else {
        result.code = CodeOfState(error.sqlstate);
    }
    return result;
}

}  // namespace dmsnode::connectors::mysql
