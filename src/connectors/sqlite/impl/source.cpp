#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "connectors/sqlite/impl/catalog.hpp"
#include "connectors/sqlite/impl/path.hpp"
#include "connectors/sqlite/impl/snapshot.hpp"
#include "connectors/sqlite/sqlite.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

class SqliteSource final : public Source {
public:
    SqliteSource(std::string path, Database database, NumberDates number_dates)
        : path_(std::move(path)), database_(std::move(database)), number_dates_(number_dates) {}

    Result<ServerInfo> Info() override {
        ServerInfo info;
        info.version = fmt::format("SQLite {}", sqlite3_libversion());
        Result<Statement> mode = database_.Prepare("PRAGMA journal_mode");
        if (!mode) return mode.error();
        const Result<bool> row = database_.Step(mode->get());
        if (!row) return row.error();
        if (ColumnText(mode->get(), 0) != "wal") {
            info.warnings.push_back(fmt::format(
                "{} is not in WAL mode: others cannot write to it while it is read; switch it by "
                "PRAGMA journal_mode=WAL if they must",
                path_));
        }
        return info;
    }

    Result<std::vector<std::string>> ListSchemas() override {
        return std::vector<std::string>{"main"};
    }

    Result<std::vector<Table>> ListTables() override { return sqlite::ListTables(database_); }

    Result<std::vector<Table>> DescribeTables(const std::vector<TableId>& ids) override {
        std::vector<Table> tables;
        for (const TableId& id : ids) {
            Result<std::optional<Table>> table = DescribeTable(database_, id.name);
            if (!table) return table.error();
            if (id.schema != "main" || !*table) {
                return Error{ErrorCode::kNotFound, "the table does not exist"}.At(id.ToString());
            }
            tables.push_back(std::move(**table));
        }
        return tables;
    }

    Result<std::unique_ptr<Snapshot>> OpenSnapshot(int max_readers) override {
        return SqliteSnapshot::Open(path_, max_readers, number_dates_);
    }

private:
    std::string path_;
    Database database_;
    NumberDates number_dates_;
};

Result<NumberDates> ParseNumberDates(const Endpoint& endpoint) {
    const auto found = endpoint.extra.find("numberDates");
    if (found == endpoint.extra.end() || found->second == "fail") return NumberDates::kFail;
    if (found->second == "unix") return NumberDates::kUnixSeconds;
    if (found->second == "unixms") return NumberDates::kUnixMilliseconds;
    if (found->second == "julian") return NumberDates::kJulianDay;
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("numberDates={} is unknown", found->second)}
        .At("extra connection attributes")
        .Hint("fail, unix, unixms or julian");
}

}  // namespace

Status CheckPath(const std::string& path) {
    if (path.empty()) {
        return Error{ErrorCode::kInvalidArgument, "no file is named"}.Hint(
            "give the path of the SQLite file as the database name");
    }
    if (path.starts_with(":memory:") || path.starts_with("file:")) {
        return Error{ErrorCode::kInvalidArgument, "\"" + path + "\" is no file's path"}.Hint(
            "give the path of a file as the database name");
    }
    struct stat info{};
    if (::stat(path.c_str(), &info) != 0) {
        const ErrorCode code =
            errno == EACCES ? ErrorCode::kPermissionDenied : ErrorCode::kNotFound;
        return Error{code, errno == ENOENT ? "the file does not exist" : std::strerror(errno)}.At(
            path);
    }
    if (!S_ISREG(info.st_mode)) {
        return Error{ErrorCode::kInvalidArgument, "this is no regular file"}.At(path);
    }
    return {};
}

Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink&) {
    if (Status path = CheckPath(endpoint.database); !path) {
        return Error(path.error())
            .Hint(path.error().hint.empty() ? "check the endpoint's database name: it is the path "
                                              "of the file on the machine that runs the task"
                                            : path.error().hint);
    }
    const Result<NumberDates> number_dates = ParseNumberDates(endpoint);
    if (!number_dates) return number_dates.error();
    if (::access(endpoint.database.c_str(), R_OK) != 0) {
        return Error{ErrorCode::kPermissionDenied, "the file may not be read"}.At(
            endpoint.database);
    }
    Result<Database> database = Database::Open(endpoint.database, Database::Mode::kRead);
    if (!database) return database.error();
    return std::unique_ptr<Source>(
        new SqliteSource(endpoint.database, std::move(*database), *number_dates));
}

}  // namespace dmsnode::connectors::sqlite
