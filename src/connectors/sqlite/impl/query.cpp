#include <array>
#include <chrono>

#include "connectors/sqlite/impl/database.hpp"
#include "connectors/sqlite/impl/path.hpp"
#include "connectors/sqlite/sqlite.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

constexpr int kStepsBetweenLooks = 2000;
constexpr int kBusyPauseMs = 20;
constexpr int kMostBusyPauses = kBusyTimeoutMs / kBusyPauseMs;

std::string CellText(sqlite3_stmt* statement, int column) {
    if (sqlite3_column_type(statement, column) != SQLITE_BLOB) return ColumnText(statement, column);
    constexpr char kDigits[] = "0123456789abcdef";
    const auto* bytes = static_cast<const unsigned char*>(sqlite3_column_blob(statement, column));
    std::string text = "x'";
    for (int i = 0; i < sqlite3_column_bytes(statement, column); ++i) {
        text += kDigits[bytes[i] >> 4U];
        text += kDigits[bytes[i] & 15U];
    }
    return text + "'";
}

/// Lets a stop end the running statement and the wait for a lock. (sqlite3_interrupt does nothing
/// before the first step, and a stop that comes then would be lost.)
class Stops {
public:
    Stops(sqlite3* raw, const std::stop_token& stop) : raw_(raw), stop_(stop) {
        sqlite3_progress_handler(raw_, kStepsBetweenLooks, IsStopped, this);
        sqlite3_busy_handler(raw_, WaitOnce, this);
    }
    ~Stops() {
        sqlite3_progress_handler(raw_, 0, nullptr, nullptr);
        sqlite3_busy_timeout(raw_, kBusyTimeoutMs);
    }
    Stops(const Stops&) = delete;
    Stops& operator=(const Stops&) = delete;

private:
    static int IsStopped(void* self) {
        return static_cast<Stops*>(self)->stop_.stop_requested() ? 1 : 0;
    }
    static int WaitOnce(void* self, int count) {
        if (count >= kMostBusyPauses || IsStopped(self) != 0) return 0;
        sqlite3_sleep(kBusyPauseMs);
        return 1;
    }

    sqlite3* raw_;
    const std::stop_token& stop_;
};

class SqliteQuery final : public QuerySession {
public:
    explicit SqliteQuery(Database database) : database_(std::move(database)) {}

    Result<QueryResult> Run(std::string_view sql, std::size_t max_rows,
                            const std::stop_token& stop) override {
        const Error stopped{ErrorCode::kCancelled, "stopped on request"};
        if (stop.stop_requested()) return stopped;
        const Stops stops(database_.raw(), stop);
        Result<QueryResult> result = Execute(sql, max_rows);
        if (!result && stop.stop_requested()) return stopped;
        return result;
    }

private:
    Result<QueryResult> Execute(std::string_view sql, std::size_t max_rows) {
        const auto changes_before = sqlite3_total_changes64(database_.raw());
        const Result<Statement> statement = database_.Prepare(sql);
        if (!statement) return statement.error();
        QueryResult result;
        if (!*statement) return result;  // a comment
        sqlite3_stmt* raw = statement->get();
        const int columns = sqlite3_column_count(raw);
        for (int i = 0; i < columns; ++i) result.columns.emplace_back(sqlite3_column_name(raw, i));
        while (true) {
            const Result<bool> row = database_.Step(raw);
            if (!row) return row.error();
            if (!*row) break;
            if (!result.WantsRow(max_rows)) {
                ++result.row_count;
                continue;
            }
            QueryResult::Row cells(static_cast<std::size_t>(columns));
            for (int i = 0; i < columns; ++i) {
                if (sqlite3_column_type(raw, i) == SQLITE_NULL) continue;
                cells[static_cast<std::size_t>(i)] = CellText(raw, i);
            }
            result.AddRow(std::move(cells));
        }
        // sqlite3_changes keeps its value over statements that change nothing.
        if (sqlite3_total_changes64(database_.raw()) != changes_before) {
            result.affected = sqlite3_changes64(database_.raw());
        }
        return result;
    }

    Database database_;
};

}  // namespace

Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint, LogSink&) {
    if (Status path = CheckPath(endpoint.database); !path) return path.error();
    Result<Database> database = Database::Open(endpoint.database, Database::Mode::kWrite);
    if (!database) return database.error();
    return std::unique_ptr<QuerySession>(new SqliteQuery(std::move(*database)));
}

}  // namespace dmsnode::connectors::sqlite
