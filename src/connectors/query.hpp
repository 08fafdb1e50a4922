#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"

/// Statements of users, run one after another in one session: what an SQL node needs from a
/// database. Sessions have the server's own defaults (search path, foreign keys, timeouts), but for
/// what the reading of values and of SQL stands on: UTC, ISO dates, UTF-8; PostgreSQL with
/// standard_conforming_strings, MySQL and MariaDB with backslash escapes and without ANSI_QUOTES.
namespace dmsnode::connectors {

struct QueryResult {
    using Row = std::vector<std::optional<std::string>>;  ///< As text; nothing for NULL.

    std::vector<std::string> columns;  ///< Empty: the statement gives no rows.
    std::vector<Row> rows;             ///< The first ones, together at most 1 MiB.
    std::int64_t row_count = 0;        ///< All rows that it gave, also those that are not kept.
    std::int64_t affected = 0;         ///< Rows that it inserted, changed or deleted.

    /// False: the next row is counted only.
    bool WantsRow(std::size_t max_rows) const;
    /// Counts the row, and keeps it if it still fits.
    void AddRow(Row row);

private:
    std::size_t kept_bytes_ = 0;
    bool full_ = false;
};

/// One session with a database. Its destructor rolls back what is not committed.
/// Threads: one.
class QuerySession {
public:
    virtual ~QuerySession() = default;
    /// Runs one statement to its end; all rows are read, the first `max_rows` kept. Binary values
    /// come in the engine's hexadecimal form. Takes as long as the statement does: `stop` ends it
    /// on the server (its callback may take seconds: request the stop where that does no harm).
    /// Errors: as the server says; kCancelled after a stop: the session is of no more use then;
    /// kUnavailable: the session is lost, and whether a statement took effect is unknown.
    virtual Result<QueryResult> Run(std::string_view sql, std::size_t max_rows,
                                    const std::stop_token& stop) = 0;
};

/// Threads: any.
class QueryFactory {
public:
    virtual ~QueryFactory() = default;
    /// Connects at once, within 15 s. `log` must outlive the session. Errors: as Factory's.
    virtual Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint,
                                                            LogSink& log) = 0;
};

}  // namespace dmsnode::connectors
