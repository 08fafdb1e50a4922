#include "connectors/mysql/session.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <mutex>

#include "connectors/mysql/infile.hpp"
#include "connectors/mysql/tls_files.hpp"
#include "connectors/mysql/tls_guard.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr unsigned kConnectSeconds = 15;
constexpr unsigned kKillConnectSeconds = 5;
constexpr unsigned kWriteSeconds = 300;
constexpr unsigned long kLargestPacket = 1UL << 30U;  // the protocol's own limit
constexpr int kDefaultPort = 3306;

// Strict, so that nothing is cut or replaced in silence; dates as the source has them (zero and
// impossible ones are a policy of ours, not of the server); backslash stays an escape, because
// information_schema prints defaults and labels with it.
constexpr std::string_view kSqlMode =
    "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION,ALLOW_INVALID_DATES";

int ReadNumber(std::string_view& text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return 0;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (!text.empty() && text.front() == '.') text.remove_prefix(1);
    return number;
}

void SetSeconds(MYSQL* mysql, mysql_option option, std::chrono::seconds value) {
    const auto seconds = static_cast<unsigned>(value.count());
    mysql_optionsv(mysql, option, &seconds);
}

void SetFlag(MYSQL* mysql, mysql_option option, bool value) {
    const my_bool flag = value ? 1 : 0;
    mysql_optionsv(mysql, option, &flag);
}

/// TLS as asked. `ca_file` stays needed until the connection is made.
void SetTls(MYSQL* mysql, SslMode mode, const std::string& ca_file) {
    SetFlag(mysql, MYSQL_OPT_SSL_ENFORCE, mode != SslMode::kNone);
    // The name check; the chain is checked by the library whenever a CA is set.
    SetFlag(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, mode == SslMode::kVerifyFull);
    if (mode == SslMode::kVerifyCa || mode == SslMode::kVerifyFull) {
        mysql_optionsv(mysql, MYSQL_OPT_SSL_CA, ca_file.c_str());
    }
}

void InitLibraryOnce() {
    static std::once_flag once;
    std::call_once(once, [] { mysql_library_init(0, nullptr, nullptr); });
}

}  // namespace

ServerVersion ParseServerVersion(std::string_view text) {
    ServerVersion version;
    version.text = text;
    version.is_mariadb = text.find("MariaDB") != std::string_view::npos;
    if (version.is_mariadb && text.starts_with("5.5.5-")) text.remove_prefix(6);
    const int major = ReadNumber(text);
    const int minor = ReadNumber(text);
    const int patch = ReadNumber(text);
    version.number = (major * 100 + minor) * 100 + patch;
    return version;
}

Result<std::unique_ptr<Session>> Session::Open(const Endpoint& endpoint,
                                               const SessionOptions& options) {
    InitLibraryOnce();
    std::unique_ptr<Session> session(new Session(endpoint));
    if (session->endpoint_.port == 0) session->endpoint_.port = kDefaultPort;
    if (Status connected = session->Connect(options); !connected) return connected.error();
    if (Status pinned = session->Pin(); !pinned) return pinned.error();
    return session;
}

Session::~Session() {
    mysql_.reset();
    if (socket_ >= 0) ::close(socket_);
}

Status Session::Connect(const SessionOptions& options) {
    Result<CaFile> ca = CaFile::Make(endpoint_);
    if (!ca) return ca.error();
    mysql_.reset(mysql_init(nullptr));
    if (!mysql_) return Error{ErrorCode::kResourceExhausted, "out of memory for a connection"};
    SetSeconds(Raw(), MYSQL_OPT_CONNECT_TIMEOUT, std::chrono::seconds(kConnectSeconds));
    SetSeconds(Raw(), MYSQL_OPT_READ_TIMEOUT, options.read_timeout);
    SetSeconds(Raw(), MYSQL_OPT_WRITE_TIMEOUT, std::chrono::seconds(kWriteSeconds));
    mysql_optionsv(Raw(), MYSQL_OPT_MAX_ALLOWED_PACKET, &kLargestPacket);
    mysql_optionsv(Raw(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    const unsigned protocol = MYSQL_PROTOCOL_TCP;  // `localhost` must not mean a local socket file
    mysql_optionsv(Raw(), MYSQL_OPT_PROTOCOL, &protocol);
    const unsigned infile = options.local_infile ? 1 : 0;
    mysql_optionsv(Raw(), MYSQL_OPT_LOCAL_INFILE, &infile);
    OfferNothing(Raw());
    SetTls(Raw(), endpoint_.ssl_mode, ca->path());
    const char* database = endpoint_.database.empty() ? nullptr : endpoint_.database.c_str();
    if (Status logged_in = LogIn(Raw(), database, CLIENT_REMEMBER_OPTIONS); !logged_in) {
        return std::move(logged_in.error())
            .Because("cannot connect to " + endpoint_.host + ":" + std::to_string(endpoint_.port) +
                     " as " + endpoint_.user);
    }
    version_ = ParseServerVersion(mysql_get_server_info(Raw()));
    server_thread_ = mysql_thread_id(Raw());
    WatchPeer();
    return {};
}

Status Session::LogIn(MYSQL* mysql, const char* database, unsigned long flags) const {
    const bool needs_tls = endpoint_.ssl_mode != SslMode::kNone;
    TlsGuard guard(mysql, needs_tls);
    const bool connected =
        mysql_real_connect(mysql, endpoint_.host.c_str(), endpoint_.user.c_str(),
                           endpoint_.password.Reveal().c_str(), database,
                           static_cast<unsigned>(endpoint_.port), nullptr, flags) != nullptr;
    if (guard.Refused() || (connected && needs_tls && mysql_get_ssl_cipher(mysql) == nullptr)) {
        return Error{ErrorCode::kInvalidArgument,
                     "the server does not offer TLS, and SslMode asks for it"}
            .Hint("set up TLS on the server (ssl_cert, ssl_key), or set SslMode to none");
    }
    if (connected) return {};
    return ToError({.number = mysql_errno(mysql),
                    .sqlstate = mysql_sqlstate(mysql),
                    .message = mysql_error(mysql)},
                   Place());
}

// A peer that vanished is found within a minute, also while we wait for a long statement.
void Session::WatchPeer() {
    socket_ = ::fcntl(static_cast<int>(mysql_get_socket(Raw())), F_DUPFD_CLOEXEC, 0);
    if (socket_ < 0) return;
    const int on = 1;
    const int idle_seconds = 20;
    const int interval_seconds = 10;
    const int probes = 3;
    const int unacknowledged_ms = 60000;
    ::setsockopt(socket_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_KEEPIDLE, &idle_seconds, sizeof idle_seconds);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_KEEPINTVL, &interval_seconds, sizeof interval_seconds);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_KEEPCNT, &probes, sizeof probes);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged_ms,
                 sizeof unacknowledged_ms);
}

Status Session::Pin() {
    // net_write_timeout: a reader may pause while its writer is slow. max_error_count: a loader
    // must see each warning that counts.
    std::string sql = "SET SESSION sql_mode='" + std::string(kSqlMode) +
                      "', time_zone='+00:00', net_write_timeout=7200, net_read_timeout=600,"
                      " wait_timeout=86400, foreign_key_checks=0, max_error_count=65535,"
                      " group_concat_max_len=16777216, character_set_results=utf8mb4";
    if (version_.is_mariadb) {
        sql += ", max_statement_time=0";
    } else if (version_.number >= 50708) {
        sql += ", max_execution_time=0";
    }
    if (version_.is_mariadb && version_.number >= 100300) {
        sql += ", idle_transaction_timeout=0, idle_readonly_transaction_timeout=0";
    }
    return Execute(sql);
}

Status Session::Execute(std::string_view sql) {
    if (mysql_real_query(Raw(), sql.data(), sql.size()) != 0) return LastError();
    const Handle<MYSQL_RES, mysql_free_result> result(mysql_store_result(Raw()));
    if (!result && mysql_errno(Raw()) != 0) return LastError();
    return {};
}

Result<std::vector<TextRow>> Session::Query(std::string_view sql) {
    if (mysql_real_query(Raw(), sql.data(), sql.size()) != 0) return LastError();
    const Handle<MYSQL_RES, mysql_free_result> result(mysql_store_result(Raw()));
    if (!result) return LastError();
    const unsigned columns = mysql_num_fields(result.get());
    std::vector<TextRow> rows;
    rows.reserve(static_cast<std::size_t>(mysql_num_rows(result.get())));
    while (char** cells = mysql_fetch_row(result.get())) {
        const unsigned long* lengths = mysql_fetch_lengths(result.get());
        TextRow& row = rows.emplace_back(columns);
        for (unsigned i = 0; i < columns; ++i) {
            if (cells[i] != nullptr) row[i].emplace(cells[i], lengths[i]);
        }
    }
    return rows;
}

Result<std::string> Session::QueryValue(std::string_view sql) {
    Result<std::vector<TextRow>> rows = Query(sql);
    if (!rows) return rows.error();
    if (rows->empty() || rows->front().empty() || !rows->front().front()) {
        return Error{ErrorCode::kNotFound, "the server gave no value for: " + std::string(sql)};
    }
    return *std::move(rows->front().front());
}

ErrorPlace Session::Place() const {
    return {.host = endpoint_.host,
            .port = endpoint_.port,
            .user = endpoint_.user,
            .database = endpoint_.database};
}

Error Session::ErrorFrom(const ServerError& error) const {
    if (IsInterrupted()) return {ErrorCode::kCancelled, "stopped on request"};
    return ToError(error, Place());
}

Error Session::LastError() const {
    return ErrorFrom({.number = mysql_errno(mysql_.get()),
                      .sqlstate = mysql_sqlstate(mysql_.get()),
                      .message = mysql_error(mysql_.get())});
}

Error Session::LastError(MYSQL_STMT* statement) const {
    return ErrorFrom({.number = mysql_stmt_errno(statement),
                      .sqlstate = mysql_stmt_sqlstate(statement),
                      .message = mysql_stmt_error(statement)});
}

void Session::Interrupt() {
    interrupted_.store(true);
    if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

Status Session::Kill(bool whole_connection) {
    Result<CaFile> ca = CaFile::Make(endpoint_);
    if (!ca) return ca.error();
    const Handle<MYSQL, mysql_close> other(mysql_init(nullptr));
    if (!other) return Error{ErrorCode::kResourceExhausted, "out of memory for a connection"};
    const std::chrono::seconds limit(kKillConnectSeconds);
    SetSeconds(other.get(), MYSQL_OPT_CONNECT_TIMEOUT, limit);
    SetSeconds(other.get(), MYSQL_OPT_READ_TIMEOUT, limit);
    SetSeconds(other.get(), MYSQL_OPT_WRITE_TIMEOUT, limit);
    const unsigned protocol = MYSQL_PROTOCOL_TCP;
    mysql_optionsv(other.get(), MYSQL_OPT_PROTOCOL, &protocol);
    SetTls(other.get(), endpoint_.ssl_mode, ca->path());
    const std::string sql =
        (whole_connection ? "KILL CONNECTION " : "KILL QUERY ") + std::to_string(server_thread_);
    if (Status logged_in = LogIn(other.get(), nullptr, 0); !logged_in) return logged_in.error();
    if (mysql_real_query(other.get(), sql.data(), sql.size()) != 0) {
        return ToError({.number = mysql_errno(other.get()),
                        .sqlstate = mysql_sqlstate(other.get()),
                        .message = mysql_error(other.get())},
                       Place())
            .Because("cannot end the statement on the server");
    }
    return {};
}

}  // namespace dmsnode::connectors::mysql
