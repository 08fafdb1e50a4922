#include "connectors/postgres/impl/session.hpp"

#include <poll.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "connectors/postgres/impl/private_file.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::chrono::seconds kCancelLimit{5};  ///< For the server to confirm a cancelled command.
constexpr std::chrono::seconds kGrace{30};       ///< Beyond the server's own limit.

Error Stopped() {
    return Error{ErrorCode::kCancelled, "stopped on request"};
}

bool IsRows(ExecStatusType status) {
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

}  // namespace

std::int64_t Rows::Integer(int row, int column) const {
    const std::string_view text = Text(row, column);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Session::Session(const Endpoint& endpoint) : user_(endpoint.user) {}
Session::~Session() {
    // A command that still runs would go on at the server until it next writes to us.
    if (!cancelled_ && connection_ && PQtransactionStatus(connection_.get()) == PQTRANS_ACTIVE) {
        CancelOnServer();
    }
}

/// Waits until the socket is ready. Errors: kCancelled, kTimeout.
Status Session::Wait(short events, Deadline deadline) {
    while (true) {
        if (interrupt_.Raised()) return Stopped();
        int timeout_ms = 60'000;
        if (deadline) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
                *deadline - std::chrono::steady_clock::now());
            if (left.count() <= 0) return Error{ErrorCode::kTimeout, "no answer in time"};
            timeout_ms = static_cast<int>(std::min<std::int64_t>(left.count() + 1, timeout_ms));
        }
        std::array<pollfd, 2> fds{pollfd{PQsocket(connection_.get()), events, 0},
                                  pollfd{interrupt_.fd(), POLLIN, 0}};
        const int ready = ::poll(fds.data(), fds.size(), timeout_ms);
        if (ready > 0 && fds[0].revents != 0) return {};
        if (ready < 0 && errno != EINTR) {
            return Error{ErrorCode::kUnavailable, std::string("poll: ") + std::strerror(errno)};
        }
    }
}

Status Session::Flush(Deadline deadline) {
    while (true) {
        const int pending = PQflush(connection_.get());
        if (pending == 0) return {};
        if (pending < 0) return Error{ErrorCode::kUnavailable, PQerrorMessage(connection_.get())};
        // The server may have to be read from before it reads on.
        if (Status ready = Wait(POLLIN | POLLOUT, deadline); !ready) return ready;
        if (PQconsumeInput(connection_.get()) == 0) {
            return Error{ErrorCode::kUnavailable, PQerrorMessage(connection_.get())};
        }
    }
}

Status Session::AwaitAnswer(Deadline deadline) {
    if (Status flushed = Flush(deadline); !flushed) return flushed;
    while (PQisBusy(connection_.get()) != 0) {
        if (Status ready = Wait(POLLIN, deadline); !ready) return ready;
        if (PQconsumeInput(connection_.get()) == 0) {
            return Error{ErrorCode::kUnavailable, PQerrorMessage(connection_.get())};
        }
    }
    return {};
}

Error Session::LostConnection(std::string_view doing) const {
    std::string_view text = PQerrorMessage(connection_.get());
    text = text.substr(0, text.find('\n'));
    return Error(ErrorCode::kUnavailable,
                 std::string(doing) + ": connection lost: " +
                     std::string(text.empty() ? "closed by the server" : text))
        .Hint("check the network and the server's log");
}

/// After a wait that ended early: asks the server to stop and takes its answer, so that the session
/// can be used again. Where that does not come soon, the session is given up.
Status Session::Settle(std::string_view doing, Error stopped) {
    if (stopped.code == ErrorCode::kUnavailable) {
        broken_ = true;
        return LostConnection(doing);
    }
    CancelOnServer();
    interrupt_.Clear();
    const Deadline limit = std::chrono::steady_clock::now() + kCancelLimit;
    while (true) {
        if (!AwaitAnswer(limit)) break;
        const PgResult result(PQgetResult(connection_.get()));
        if (!result) return std::move(stopped).Because(doing);
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT) break;
    }
    broken_ = true;
    cancelled_ = true;
    return std::move(stopped).Because(doing);
}

Status Session::Send(const std::string& sql, Deadline deadline, std::string_view doing) {
    if (interrupt_.Raised()) return Stopped().Because(doing);
    if (broken_) return LostConnection(doing);
    if (PQsendQuery(connection_.get(), sql.c_str()) == 0) {
        broken_ = true;
        return LostConnection(doing);
    }
    if (Status flushed = Flush(deadline); !flushed) return Settle(doing, flushed.error());
    return {};
}

/// The next result of the command that runs; nullptr after the last.
Result<PgResult> Session::NextResult(Deadline deadline, std::string_view doing) {
    if (Status ready = AwaitAnswer(deadline); !ready) {
        return Settle(doing, ready.error()).error();
    }
    return PgResult(PQgetResult(connection_.get()));
}

Result<std::vector<Rows>> Session::RunAll(const std::string& sql, std::string_view doing,
                                          Patience patience) {
    Deadline deadline;
    if (patience == Patience::kAnswer) {
        deadline = std::chrono::steady_clock::now() + kAnswerLimit + kGrace;
    }
    if (Status sent = Send(sql, deadline, doing); !sent) return sent.error();
    std::vector<Rows> all;
    std::optional<Error> failure;
    while (true) {
        Result<PgResult> result = NextResult(deadline, doing);
        if (!result) return result.error();
        if (!*result) break;
        if (IsRows(PQresultStatus(result->get()))) {
            all.emplace_back(*std::move(result));
        } else if (!failure) {
            const ServerError error = ReadServerError(result->get());
            failure = error.sqlstate.empty() ? LostConnection(doing) : ToError(error, doing);
        }
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) broken_ = true;
    if (failure) return *std::move(failure);
    return all;
}

Result<Rows> Session::Run(const std::string& sql, std::string_view doing, Patience patience) {
    Result<std::vector<Rows>> all = RunAll(sql, doing, patience);
    if (!all) return all.error();
    if (all->empty()) return Rows();
    return std::move(all->back());
}

Status Session::Stream(const std::string& sql, std::string_view doing,
                       const std::function<void(const PGresult&)>& take) {
    if (Status sent = Send(sql, std::nullopt, doing); !sent) return sent;
    PQsetSingleRowMode(connection_.get());
    std::optional<Error> failure;
    while (true) {
        Result<PgResult> result = NextResult(std::nullopt, doing);
        if (!result) return result.error();
        if (!*result) break;
        const ExecStatusType status = PQresultStatus(result->get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            broken_ = true;  // the destructor ends the command
            return Error{ErrorCode::kUnsupported,
                         std::string(doing) +
                             ": COPY FROM STDIN and TO STDOUT need a client with "
                             "a file"}
                .Hint("copy from or to a file of the server, or use INSERT");
        }
        if (IsRows(status) || status == PGRES_SINGLE_TUPLE) {
            if (!failure) take(*result->get());
        } else if (!failure) {
            const ServerError error = ReadServerError(result->get());
            failure = error.sqlstate.empty() ? LostConnection(doing) : ToError(error, doing);
        }
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) broken_ = true;
    if (failure) return *std::move(failure);
    return {};
}

Status Session::SendCopy(const std::string& sql, std::string_view doing) {
    return Send(sql, std::nullopt, doing);
}

Status Session::AwaitCopy(ExecStatusType expected, std::string_view doing) {
    Result<PgResult> result = NextResult(std::nullopt, doing);
    if (!result) return result.error();
    if (*result && PQresultStatus(result->get()) == expected) return {};
    const ServerError error = *result ? ReadServerError(result->get()) : ServerError{};
    if (error.sqlstate.empty()) {
        broken_ = true;
        return LostConnection(doing);
    }
    Error failure = ToError(error, doing);
    for (Result<PgResult> rest = NextResult(std::nullopt, doing); rest && *rest;) {
        rest = NextResult(std::nullopt, doing);
    }
    return failure;
}

Result<std::string_view> Session::ReadCopy(std::string_view doing) {
    copy_block_.reset();
    while (true) {
        char* block = nullptr;
        const int size = PQgetCopyData(connection_.get(), &block, 1);
        if (size > 0) {
            copy_block_.reset(block);
            return std::string_view(block, static_cast<std::size_t>(size));
        }
        if (size < 0) break;
        if (Status ready = Wait(POLLIN, std::nullopt); !ready) {
            return Settle(doing, ready.error()).error();
        }
        if (PQconsumeInput(connection_.get()) == 0) {
            broken_ = true;
            return LostConnection(doing);
        }
    }
    if (Status ended = TakeCopyResult(doing, nullptr); !ended) return ended.error();
    return std::string_view();
}

Status Session::WriteCopy(std::string_view block, std::string_view doing) {
    if (interrupt_.Raised()) return Settle(doing, Stopped());
    const int queued =
        PQputCopyData(connection_.get(), block.data(), static_cast<int>(block.size()));
    if (queued == 1) {
        const Status flushed = Flush(std::nullopt);
        return flushed ? flushed : Settle(doing, flushed.error());
    }
    broken_ = true;
    return LostConnection(doing);
}

Status Session::EndCopy(std::string_view doing, CopyPlace& place) {
    if (PQputCopyEnd(connection_.get(), nullptr) != 1) {
        broken_ = true;
        return LostConnection(doing);
    }
    return TakeCopyResult(doing, &place);
}

Status Session::TakeCopyResult(std::string_view doing, CopyPlace* place) {
    std::optional<Error> refused;
    while (true) {
        Result<PgResult> result = NextResult(std::nullopt, doing);
        if (!result) return result.error();
        if (!*result) break;
        if (IsRows(PQresultStatus(result->get())) || refused) continue;
        const ServerError error = ReadServerError(result->get());
        if (place != nullptr) {
            *place = ReadCopyPlace(error.context);
            if (place->column.empty()) place->column = error.column;
        }
        refused = error.sqlstate.empty() ? LostConnection(doing) : ToError(error, doing);
    }
    if (PQstatus(connection_.get()) != CONNECTION_OK) broken_ = true;
    if (refused) return *std::move(refused);
    return {};
}

void Session::CancelOnServer() noexcept {
    PGcancel* cancel = PQgetCancel(connection_.get());
    if (cancel == nullptr) return;
    std::array<char, 256> ignored{};  // If it does not arrive, the session is closed: as good.
    PQcancel(cancel, ignored.data(), ignored.size());
    PQfreeCancel(cancel);
}

bool Session::IsHealthy() const {
    if (broken_ || PQstatus(connection_.get()) != CONNECTION_OK) return false;
    return PQtransactionStatus(connection_.get()) != PQTRANS_ACTIVE;
}

bool Session::IsInTransaction() const {
    return PQtransactionStatus(connection_.get()) == PQTRANS_INTRANS;
}

bool Session::IsIdle() const {
    return IsHealthy() && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE;
}

std::string Session::Parameter(const char* name) const {
    const char* value = PQparameterStatus(connection_.get(), name);
    return value == nullptr ? std::string() : std::string(value);
}

}  // namespace dmsnode::connectors::postgres
