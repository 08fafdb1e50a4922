#include <charconv>

#include "connectors/postgres/impl/session.hpp"
#include "connectors/postgres/postgres.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::string_view kDoing = "run the statement";

// What the session had pinned for migrations is the server's again: search path, timeouts, row
// security.
constexpr const char* kQuerySettings =
    "RESET ALL; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; "
    "SET bytea_output = 'hex'; SET standard_conforming_strings = on";

std::int64_t Tuples(const PGresult& result) {
    // libpq takes it as not const, and changes nothing.
    const std::string_view text = PQcmdTuples(const_cast<PGresult*>(&result));
    std::int64_t count = 0;
    std::from_chars(text.data(), text.data() + text.size(), count);
    return count;
}

/// True for `INSERT 0 1`, …: with RETURNING they give rows and change them.
bool ChangesRows(const PGresult& result) {
    const std::string_view command = PQcmdStatus(const_cast<PGresult*>(&result));
    return command.starts_with("INSERT") || command.starts_with("UPDATE") ||
           command.starts_with("DELETE") || command.starts_with("MERGE");
}

void Take(const PGresult& part, std::size_t max_rows, QueryResult& result) {
    const int columns = PQnfields(&part);
    for (int i = 0; i < columns && result.columns.size() < static_cast<std::size_t>(columns); ++i) {
        result.columns.emplace_back(PQfname(&part, i));
    }
    for (int row = 0; row < PQntuples(&part); ++row) {
        if (!result.WantsRow(max_rows)) {
            ++result.row_count;
            continue;
        }
        QueryResult::Row cells(static_cast<std::size_t>(columns));
        for (int i = 0; i < columns; ++i) {
            if (PQgetisnull(&part, row, i) != 0) continue;
            cells[static_cast<std::size_t>(i)].emplace(
                PQgetvalue(&part, row, i), static_cast<std::size_t>(PQgetlength(&part, row, i)));
        }
        result.AddRow(std::move(cells));
    }
    if (PQresultStatus(&part) != PGRES_SINGLE_TUPLE && (columns == 0 || ChangesRows(part))) {
        result.affected = Tuples(part);
    }
}

class PostgresQuery final : public QuerySession {
public:
    explicit PostgresQuery(std::unique_ptr<Session> session) : session_(std::move(session)) {}

    Result<QueryResult> Run(std::string_view sql, std::size_t max_rows,
                            const std::stop_token& stop) override {
        if (stop.stop_requested()) return Error{ErrorCode::kCancelled, "stopped on request"};
        const std::stop_callback on_stop(stop, [this] { session_->RaiseInterrupt(); });
        QueryResult result;
        const Status done = session_->Stream(
            std::string(sql), kDoing, [&](const PGresult& part) { Take(part, max_rows, result); });
        if (!done) return done.error();
        return result;
    }

private:
    std::unique_ptr<Session> session_;
};

}  // namespace

Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint, LogSink&) {
    Result<std::unique_ptr<Session>> session = Session::Connect(endpoint);
    if (!session) return session.error();
    const Result<Rows> set = (*session)->Run(kQuerySettings, "set up the session");
    if (!set) return set.error();
    return std::unique_ptr<QuerySession>(new PostgresQuery(*std::move(session)));
}

}  // namespace dmsnode::connectors::postgres
