#pragma once

#include <mysql.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/handle.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/mysql/errors.hpp"

/// One connection: opened with pinned settings, so that nothing depends on the server's defaults.
namespace dmsnode::connectors::mysql {

struct ServerVersion {
    bool is_mariadb = false;
    int number = 0;    ///< 101119 for 10.11.19, 80036 for 8.0.36
    std::string text;  ///< As the server says it.
};

/// `10.11.19-MariaDB-log`, `5.5.5-10.6.1-MariaDB` (an old replication prefix), `8.0.36`.
ServerVersion ParseServerVersion(std::string_view text);

struct SessionOptions {
    /// How long one statement may go without an answer.
    std::chrono::seconds read_timeout = std::chrono::minutes(5);
    /// Lets the server ask for data of LOAD DATA LOCAL; only a writer's session does.
    bool local_infile = false;
};

/// MYSQL_FIELD::charsetnr of what is bytes and no text.
inline constexpr unsigned kBinaryCharset = 63;

/// A small result in text form: catalogue queries only.
using TextRow = std::vector<std::optional<std::string>>;

/// Threads: one, but Interrupt may come from any.
class Session {
public:
    /// Connects within 15 s and pins the session.
    /// Errors: kUnauthenticated, kUnavailable, kNotFound (database), kPermissionDenied,
    ///     kInvalidArgument (CA text, TLS not offered).
    static Result<std::unique_ptr<Session>> Open(const Endpoint& endpoint,
                                                 const SessionOptions& options = {});
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    Status Execute(std::string_view sql);
    Result<std::vector<TextRow>> Query(std::string_view sql);
    /// The first cell of the first row. Errors: kNotFound without a row or for NULL.
    Result<std::string> QueryValue(std::string_view sql);

    /// The failure of the last call on `Raw()`; kCancelled if Interrupt was called.
    Error LastError() const;
    /// The failure of the last call on a statement of this session.
    Error LastError(MYSQL_STMT* statement) const;
    Error ErrorFrom(const ServerError& error) const;

    /// Breaks the connection: a blocked call returns at once, and later ones fail.
    void Interrupt();
    bool IsInterrupted() const { return interrupted_.load(); }
    /// Asks the server, over a second connection, to end this session's running statement
    /// (`whole_connection`: and the session with it). Best effort, within a few seconds.
    Status Kill(bool whole_connection);

    MYSQL* Raw() { return mysql_.get(); }
    const ServerVersion& Version() const { return version_; }
    const Endpoint& GetEndpoint() const { return endpoint_; }
    ErrorPlace Place() const;

private:
    explicit Session(Endpoint endpoint) : endpoint_(std::move(endpoint)) {}
    Status Connect(const SessionOptions& options);
    Status LogIn(MYSQL* mysql, const char* database, unsigned long flags) const;
    Status Pin();
    void WatchPeer();

    Endpoint endpoint_;
    Handle<MYSQL, mysql_close> mysql_;
    ServerVersion version_;
    unsigned long server_thread_ = 0;
    int socket_ = -1;  ///< Our own duplicate: the library closes its own whenever it likes, and the
                       ///< number could be another file's by the time of Interrupt.
    std::atomic<bool> interrupted_{false};
};

}  // namespace dmsnode::connectors::mysql
