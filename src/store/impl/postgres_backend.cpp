#include "store/impl/postgres_backend.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "store/impl/portable_sql.hpp"
#include "store/impl/postgres_errors.hpp"

namespace dmsnode::store {
namespace {

// Source: PostgreSQL, pg_type.dat.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kInt8 = 20;
constexpr Oid kText = 25;
constexpr Oid kFloat8 = 701;

constexpr std::size_t kMostPrepared = 300;
/// What this side waits beyond the server's own timeout before it takes the server for gone.
constexpr std::chrono::seconds kGrace{5};
/// A migration may rewrite large tables, and others wait for it.
constexpr std::chrono::minutes kMigrationTimeout{30};

Oid TypeOf(const Param& param) {
    switch (param.kind()) {
        case Param::Kind::kAny: return 0;  // The server takes what the place asks for.
        case Param::Kind::kInteger: return kInt8;
        case Param::Kind::kReal: return kFloat8;
        case Param::Kind::kText: return kText;
        case Param::Kind::kBlob: return kBytea;
    }
    return 0;
}

/// The values of one call in libpq's form, all binary: texts and blobs go without a copy, and a
/// zero byte in a text is refused by the server instead of cutting it. Lifetime: that of `params`.
class BoundValues {
public:
    explicit BoundValues(const std::vector<Param>& params) : numbers_(params.size()) {
        for (std::size_t i = 0; i < params.size(); ++i) Add(params[i].value(), numbers_[i]);
    }
    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }
    const int* lengths() const { return lengths_.data(); }
    const int* formats() const { return formats_.data(); }

private:
    using Number = std::array<char, 8>;

    void Add(const Param::Value& value, Number& number) {
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            AddNumber(static_cast<std::uint64_t>(*integer), number);
        } else if (const auto* real = std::get_if<double>(&value)) {
            AddNumber(std::bit_cast<std::uint64_t>(*real), number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            AddBytes(*text);
        } else if (const auto* blob = std::get_if<Blob>(&value)) {
            AddBytes(blob->bytes);
        } else {
            Push(nullptr, 0);
        }
    }
    void AddNumber(std::uint64_t bits, Number& number) {
        for (std::size_t i = number.size(); i-- > 0; bits >>= 8U) {
            number[i] = static_cast<char>(bits & 0xFFU);
        }
        Push(number.data(), number.size());
    }
    void AddBytes(std::string_view bytes) {
        Push(bytes.empty() ? "" : bytes.data(), bytes.size());  // No address would mean NULL.
    }
    void Push(const char* value, std::size_t length) {
        values_.push_back(value);
        lengths_.push_back(static_cast<int>(length));
        formats_.push_back(1);
    }

    std::vector<Number> numbers_;
    std::vector<const char*> values_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

int HexDigit(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/// `\x0aff…`, as bytea_output = hex gives it.
std::string DecodeHex(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
        bytes += static_cast<char>((HexDigit(text[i]) << 4) | HexDigit(text[i + 1]));
    }
    return bytes;
}

class PostgresCells final : public Cells {
public:
    PostgresCells(const PGresult* answer, int row) : answer_(answer), row_(row) {}

    bool IsNull(int column) const override { return PQgetisnull(answer_, row_, column) != 0; }
    std::int64_t Int(int column) const override {
        const std::string_view text = View(column);
        if (PQftype(answer_, column) == kBool) return text == "t" ? 1 : 0;
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        const bool whole = error == std::errc() && end == text.data() + text.size();
        return whole ? value : static_cast<std::int64_t>(Real(column));
    }
    double Real(int column) const override {
        return std::strtod(PQgetvalue(answer_, row_, column), nullptr);
    }
    std::string Text(int column) const override {
        const std::string_view text = View(column);
        return PQftype(answer_, column) == kBytea ? DecodeHex(text) : std::string(text);
    }

private:
    std::string_view View(int column) const {
        return {PQgetvalue(answer_, row_, column),
                static_cast<std::size_t>(PQgetlength(answer_, row_, column))};
    }

    const PGresult* answer_;
    int row_;
};

bool IsFailure(const PGresult* answer) {
    const ExecStatusType status = PQresultStatus(answer);
    return status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY;
}

std::string Field(const PGresult* answer, int code) {
    const char* text = PQresultErrorField(answer, code);
    return text == nullptr ? std::string() : std::string(text);
}

/// Without DETAIL, which repeats values of the row.
Error ToError(const PGresult* answer, std::string_view sql, const std::string& place) {
    const std::string sqlstate = Field(answer, PG_DIAG_SQLSTATE);
    return Error{
        CodeOfSqlstate(sqlstate),
        fmt::format("store: {} in \"{}\"", Field(answer, PG_DIAG_MESSAGE_PRIMARY), ShortenSql(sql))}
        .At(place)
        .Fault(sqlstate)
        .Hint(HintOfSqlstate(sqlstate));
}

std::string Timeouts(std::string_view set, std::chrono::milliseconds lock,
                     std::chrono::milliseconds statement) {
    return fmt::format("{0} lock_timeout = {1}; {0} statement_timeout = {2};", set, lock.count(),
                       statement.count());
}

}  // namespace

PostgresBackend::PostgresBackend(PostgresTarget target, const PostgresOptions& options)
    : target_(std::move(target)),
      connect_timeout_(options.connect_timeout),
      lock_timeout_(options.lock_timeout),
      statement_timeout_(options.statement_timeout) {}

Result<std::unique_ptr<Backend>> PostgresBackend::Open(const PostgresOptions& options) {
    Result<PostgresTarget> target = ReadPostgresUrl(options.url);
    if (!target) return target.error();
    std::unique_ptr<PostgresBackend> backend(new PostgresBackend(*std::move(target), options));
    if (Status connected = backend->Connect(); !connected) return connected.error();
    return std::unique_ptr<Backend>(std::move(backend));
}

Status PostgresBackend::Connect() {
    prepared_.clear();
    prepared_count_ = 0;
    patience_ = statement_timeout_ + kGrace;
    Result<PgConnection> connection = ConnectToPostgres(target_, connect_timeout_);
    if (!connection) return connection.error();
    connection_ = *std::move(connection);
    // A process that stands still in a transaction must not hold its rows for ever.
    return Simple(Timeouts("SET", lock_timeout_, statement_timeout_) +
                  fmt::format("SET idle_in_transaction_session_timeout = {};"
                              "SET standard_conforming_strings = on; SET bytea_output = 'hex';"
                              "SET extra_float_digits = 1;"
                              "SET default_transaction_isolation = 'read committed'",
                              statement_timeout_.count()));
}

Status PostgresBackend::Revive() {
    if (connection_) {
        // Nobody asked for anything, so what comes is the end, or a notice not worth a doubt.
        pollfd fd{PQsocket(connection_.get()), POLLIN, 0};
        if (::poll(&fd, 1, 0) == 0 && PQtransactionStatus(connection_.get()) == PQTRANS_IDLE) {
            return {};
        }
        connection_.reset();
    }
    return Connect();
}

/// True if the server is known to have gone before anything more is sent.
bool PostgresBackend::IsCut() const {
    pollfd fd{PQsocket(connection_.get()), POLLRDHUP, 0};
    return ::poll(&fd, 1, 0) != 0;
}

Error PostgresBackend::Lost(std::string why, std::string_view sql) {
    connection_.reset();
    while (why.ends_with('\n')) why.pop_back();  // libpq's texts end so
    return Error{ErrorCode::kUnavailable,
                 fmt::format("store: the connection was lost{}{} in \"{}\"",
                             why.empty() ? "" : ": ", why, ShortenSql(sql))}
        .At(target_.place)
        .Hint("try again");
}

bool PostgresBackend::AwaitAnswer(std::chrono::steady_clock::time_point deadline) {
    while (true) {
        const int unsent = PQflush(connection_.get());
        // A failure comes out of PQgetResult, with its reason and without waiting.
        if (unsent < 0 || PQstatus(connection_.get()) == CONNECTION_BAD) return true;
        if (unsent == 0 && PQisBusy(connection_.get()) == 0) return true;
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd fd{PQsocket(connection_.get()),
                  static_cast<short>(unsent > 0 ? POLLIN | POLLOUT : POLLIN), 0};
        const int ready = ::poll(&fd, 1, static_cast<int>(left.count()) + 1);
        if (ready < 0 && errno != EINTR) return false;
        const bool readable = ready > 0 && (fd.revents & ~POLLOUT) != 0;
        if (readable && PQconsumeInput(connection_.get()) == 0) return true;
    }
}

Result<PostgresBackend::PgResult> PostgresBackend::Finish(bool sent, std::string_view sql) {
    if (!sent) return Lost(PQerrorMessage(connection_.get()), sql);
    const auto deadline = std::chrono::steady_clock::now() + patience_;
    PgResult answer;
    while (true) {
        if (!AwaitAnswer(deadline)) {
            return Lost(fmt::format("no answer within {} ms", patience_.count()), sql);
        }
        PgResult next(PQgetResult(connection_.get()));
        if (!next) break;
        if (!answer || !IsFailure(answer.get()))
            answer = std::move(next);  // The first failure stays.
    }
    if (!answer) return Lost("", sql);
    if (!IsFailure(answer.get())) return answer;
    const std::string sqlstate = Field(answer.get(), PG_DIAG_SQLSTATE);
    if (PQstatus(connection_.get()) == CONNECTION_BAD || sqlstate.empty() ||
        EndsConnection(sqlstate)) {
        const std::string reason = Field(answer.get(), PG_DIAG_MESSAGE_PRIMARY);
        return Lost(reason, sql).Fault(sqlstate);
    }
    return ToError(answer.get(), sql, target_.place);
}

Status PostgresBackend::Simple(const std::string& sql, PgResult* answer) {
    if (!connection_) return Lost("it was lost before", sql);
    Result<PgResult> done = Finish(PQsendQuery(connection_.get(), sql.c_str()) == 1, sql);
    if (!done) return done.error();
    if (answer != nullptr) *answer = *std::move(done);
    return {};
}

Result<std::string> PostgresBackend::Prepare(std::string_view sql, Types types) {
    if (const auto known = prepared_.find(sql); known != prepared_.end()) {
        for (const Prepared& one : known->second) {
            if (one.types == types) return one.name;
        }
    }
    if (prepared_count_ % kMostPrepared == kMostPrepared - 1) {
        if (Status freed = Simple("DEALLOCATE ALL"); !freed) return freed.error();
        prepared_.clear();
    }
    std::string name = fmt::format("s{}", ++prepared_count_);
    const std::string text = StatementForPostgres(sql);
    Result<PgResult> done = Finish(PQsendPrepare(connection_.get(), name.c_str(), text.c_str(),
                                                 static_cast<int>(types.size()), types.data()) == 1,
                                   sql);
    if (!done) return done.error();
    std::vector<Prepared>& known = prepared_[std::string(sql)];
    known.push_back({std::move(types), name});
    return name;
}

Result<std::int64_t> PostgresBackend::Execute(std::string_view sql,
                                              const std::vector<Param>& params,
                                              const Connection::EachRow& each) {
    if (!connection_) return Lost("it was lost before", sql);
    Types types;
    for (const Param& param : params) types.push_back(TypeOf(param));
    Result<std::string> name = Prepare(sql, std::move(types));
    if (!name) return name.error();
    const BoundValues bound(params);
    Result<PgResult> answer =
        Finish(PQsendQueryPrepared(connection_.get(), name->c_str(), bound.count(), bound.values(),
                                   bound.lengths(), bound.formats(), 0) == 1,
               sql);
    if (!answer) return answer.error();
    const int rows = PQntuples(answer->get());
    for (int i = 0; i < rows; ++i) {
        const PostgresCells cells(answer->get(), i);
        each(Row(cells));
    }
    if (std::string_view(PQcmdStatus(answer->get())).starts_with("SELECT")) return 0;
    return std::atoll(PQcmdTuples(answer->get()));
}

Status PostgresBackend::Script(std::string_view sql) {
    return Simple(SchemaForPostgres(sql));
}

Status PostgresBackend::Begin() {
    return Simple("BEGIN");
}

Status PostgresBackend::Commit() {
    patience_ = statement_timeout_ + kGrace;
    if (!connection_) return Lost("it was lost before", "COMMIT");
    if (IsCut()) return Lost("nothing was saved", "COMMIT");
    PgResult answer;
    Status done = Simple("COMMIT", &answer);
    if (!done && !connection_) {
        return Error{
            ErrorCode::kUnavailable,
            "store: the connection was lost while COMMIT was under way: all of the change is "
            "saved, or nothing"}
            .At(target_.place)
            .Fault("08007")
            .Hint("look at what is there before the change is made again");
    }
    if (!done) return done;
    // The server answers so to a COMMIT after a failure that nobody told us of.
    if (std::string_view(PQcmdStatus(answer.get())) != "COMMIT") {
        return Error{ErrorCode::kInternal, "store: the transaction had failed and was rolled back"}
            .At(target_.place);
    }
    return {};
}

void PostgresBackend::Rollback() {
    patience_ = statement_timeout_ + kGrace;
    // The server undoes what belongs to a connection that is gone.
    if (connection_ && !Simple("ROLLBACK")) connection_.reset();
}

Status PostgresBackend::LockSchema() {
    // For this transaction only. Others of the same schema queue up here, also for CREATE TABLE IF
    // NOT EXISTS, which fails if two run it at once.
    patience_ = kMigrationTimeout + kGrace;
    return Simple(Timeouts("SET LOCAL", kMigrationTimeout, kMigrationTimeout) +
                  "SELECT pg_advisory_xact_lock(hashtext('dmsnode schema'), "
                  "hashtext(coalesce(current_schema(), '')))");
}

}  // namespace dmsnode::store
