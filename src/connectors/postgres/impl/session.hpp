#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/handle.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/postgres/impl/errors.hpp"
#include "connectors/postgres/impl/interrupt.hpp"
#include "connectors/postgres/impl/private_file.hpp"

namespace dmsnode::connectors::postgres {

inline constexpr std::chrono::seconds kConnectLimit{15};
inline constexpr std::chrono::minutes kAnswerLimit{5};

/// The rows of one answer, as text.
class Rows {
public:
    Rows() = default;
    explicit Rows(PgResult result) : result_(std::move(result)) {}

    int size() const { return result_ ? PQntuples(result_.get()) : 0; }
    bool IsNull(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
    std::string_view Text(int row, int column) const {
        return {PQgetvalue(result_.get(), row, column),
                static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
    }
    std::string String(int row, int column) const { return std::string(Text(row, column)); }
    std::int64_t Integer(int row, int column) const;  ///< 0 for NULL.
    bool Bool(int row, int column) const { return Text(row, column) == "t"; }

private:
    PgResult result_;
};

/// How long a statement may stay without an answer.
enum class Patience {
    kAnswer,   ///< kAnswerLimit; the server is told so too.
    kForever,  ///< Reads and index builds: only an interrupt or a lost peer ends them.
};

/// One connection with our settings: UTC, ISO dates, UTF-8, empty search_path.
/// Threads: one at a time; Interrupt from any.
class Session {
public:
    /// Errors: as connectors::Factory::OpenSource.
    static Result<std::unique_ptr<Session>> Connect(const Endpoint& endpoint);
    ~Session();

    /// Runs one statement or several, and gives the last one's rows.
    Result<Rows> Run(const std::string& sql, std::string_view doing,
                     Patience patience = Patience::kAnswer);
    /// Runs several statements in one round trip and gives each one's rows.
    Result<std::vector<Rows>> RunAll(const std::string& sql, std::string_view doing,
                                     Patience patience = Patience::kAnswer);

    /// Runs one statement and hands its results over as they come: one for each row, and a last
    /// one without rows. Waits as long as it takes. Errors: kUnsupported for a COPY from or to us.
    Status Stream(const std::string& sql, std::string_view doing,
                  const std::function<void(const PGresult&)>& take);

    /// Starts `COPY … TO STDOUT` or `COPY … FROM STDIN` in two steps: the server answers the first
    /// kind only when it has rows, which may take as long as a sort does.
    Status SendCopy(const std::string& sql, std::string_view doing);
    Status AwaitCopy(ExecStatusType expected, std::string_view doing);
    /// The next block of a COPY TO STDOUT; an empty view at its end. Lifetime: until the next call.
    Result<std::string_view> ReadCopy(std::string_view doing);
    Status WriteCopy(std::string_view block, std::string_view doing);
    /// Ends a COPY FROM STDIN. On a refusal `place` gets the row and column where it stopped.
    Status EndCopy(std::string_view doing, CopyPlace& place);

    /// Ends a wait of another thread; that call gives kCancelled.
    void RaiseInterrupt() noexcept { interrupt_.Raise(); }
    void ClearInterrupt() noexcept { interrupt_.Clear(); }
    bool Interrupted() const noexcept { return interrupt_.Raised(); }

    bool IsHealthy() const;        ///< Connected, and no command under way.
    bool IsInTransaction() const;  ///< In a transaction that has not failed.
    bool IsIdle() const;           ///< Healthy, and in no transaction.
    int server_version() const { return PQserverVersion(connection_.get()); }
    std::string Parameter(const char* name) const;
    const std::string& user() const { return user_; }

private:
    using Deadline = std::optional<std::chrono::steady_clock::time_point>;

    explicit Session(const Endpoint& endpoint);
    Status Open(const Endpoint& endpoint);
    Status Wait(short events, Deadline deadline);
    Status Flush(Deadline deadline);
    Status AwaitAnswer(Deadline deadline);
    Result<PgResult> NextResult(Deadline deadline, std::string_view doing);
    Status Send(const std::string& sql, Deadline deadline, std::string_view doing);
    Status TakeCopyResult(std::string_view doing, CopyPlace* place);
    Status Settle(std::string_view doing, Error stopped);
    Error LostConnection(std::string_view doing) const;
    void CancelOnServer() noexcept;

    Interrupt interrupt_;
    std::unique_ptr<PrivateFile> ca_file_;  ///< libpq takes certificates from disk only.
    Handle<PGconn, PQfinish> connection_;
    Handle<char, PQfreemem> copy_block_;
    std::string user_;
    bool broken_ = false;
    bool cancelled_ = false;  ///< The server was told to stop what is left under way.
};

}  // namespace dmsnode::connectors::postgres
