#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "connectors/sqlite/impl/catalog.hpp"
#include "connectors/sqlite/impl/ddl_sql.hpp"
#include "connectors/sqlite/impl/path.hpp"
#include "connectors/sqlite/impl/types.hpp"
#include "connectors/sqlite/impl/write_turn.hpp"
#include "connectors/sqlite/impl/writer.hpp"
#include "connectors/sqlite/sqlite.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

class SqliteTarget final : public Target {
public:
    explicit SqliteTarget(std::shared_ptr<WriteTurns> turns) : turns_(std::move(turns)) {}

    Result<ServerInfo> Info() override {
        return ServerInfo{.version = fmt::format("SQLite {}", sqlite3_libversion()),
                          .warnings = {}};
    }

    Result<MappedColumn> MapColumn(Engine source, const Column& column) const override {
        return sqlite::MapColumn(source, column);
    }

    std::size_t MaxIdentifierBytes() const override { return 0; }

    Status EnsureSchema(const std::string& schema) override {
        if (schema == "main") return {};
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("SQLite has no schema \"{}\", only main", schema)};
    }

    Result<std::optional<Table>> DescribeTable(const TableId& id) override {
        const Turn turn(*turns_);
        return sqlite::DescribeTable(turns_->database, id.name);
    }

    Result<bool> HasRows(const TableId& id) override {
        const Turn turn(*turns_);
        const Result<std::int64_t> found = turns_->database.QueryInteger(
            fmt::format("SELECT EXISTS (SELECT 1 FROM main.{})", Quoted(id.name)));
        if (!found) return Error(found.error()).At(id.ToString());
        return *found != 0;
    }

    Status DropTable(const TableId& id) override {
        const Turn turn(*turns_);
        const Result<std::optional<Table>> table = sqlite::DescribeTable(turns_->database, id.name);
        if (!table) return table.error();
        if (!*table) return {};
        if ((*table)->kind == TableKind::kView) {
            return Error{ErrorCode::kConflict, "a view of this name stands in the way"}
                .At(id.ToString())
                .Hint("drop or rename the view, or rename the table by a mapping rule");
        }
        // Indexes are made again. Views and foreign keys of others name the table only; triggers
        // would be gone.
        std::string triggers;
        for (const std::string& other : (*table)->not_carried) {
            if (other.starts_with("trigger ")) triggers += (triggers.empty() ? "" : ", ") + other;
        }
        if (!triggers.empty()) {
            return Error{ErrorCode::kConflict, "dropping the table would drop " + triggers}
                .At(id.ToString())
                .Hint("drop them first, or use TargetTablePrepMode TRUNCATE_BEFORE_LOAD");
        }
        return Run(id, fmt::format("DROP TABLE main.{}", Quoted((*table)->id.name)));
    }

    Status TruncateTable(const TableId& id) override {
        const Turn turn(*turns_);
        return Run(id, fmt::format("DELETE FROM main.{}", Quoted(id.name)));
    }

    Status CreateTable(const TargetTable& table) override {
        const Turn turn(*turns_);
        return Run(table.id, CreateTableSql(table));
    }

    Result<std::unique_ptr<Writer>> OpenWriter(const WritePlan& plan) override {
        return std::unique_ptr<Writer>(new SqliteWriter(turns_, plan));
    }

    Result<std::vector<std::string>> AddKeysAndIndexes(const TargetTable& table,
                                                       std::stop_token stop) override {
        std::vector<std::string> notes;
        for (const Index& index : table.indexes) {
            if (stop.stop_requested()) return Error{ErrorCode::kCancelled, "stopped on request"};
            const Turn turn(*turns_);
            const std::stop_callback interrupt(stop, [this] { turns_->database.Interrupt(); });
            if (Status added = AddIndex(table, index, notes); !added) {
                return Error(added.error()).Because("index " + index.name).At(table.id.ToString());
            }
        }
        return notes;
    }

private:
    Status Run(const TableId& id, const std::string& sql) {
        Status done = turns_->database.Execute(sql);
        if (!done) return Error(done.error()).At(id.ToString());
        return done;
    }

    /// The table that has an index of this name; empty: none.
    Result<std::string> IndexOwner(const std::string& name) {
        Result<Statement> found = turns_->database.Prepare(
            "SELECT tbl_name FROM main.sqlite_schema WHERE type = 'index' AND name = " +
            Literal(name) + " COLLATE NOCASE");
        if (!found) return found.error();
        const Result<bool> row = turns_->database.Step(found->get());
        if (!row) return row.error();
        return *row ? ColumnText(found->get(), 0) : std::string();
    }

    Status AddIndex(const TargetTable& table, const Index& index, std::vector<std::string>& notes) {
        IndexSql made = CreateIndexSql(table, index);
        if (made.sql.empty()) {
            notes.push_back(fmt::format("index {}: {}", index.name, made.why_not));
            return {};
        }
        // Index names are one space for all tables here.
        std::string name = index.name;
        Result<std::string> owner = IndexOwner(name);
        if (owner && !owner->empty() && *owner != table.id.name) {
            name = table.id.name + "_" + index.name;
            owner = IndexOwner(name);
        }
        if (!owner) return owner.error();
        if (!owner->empty()) return {};
        return turns_->database.Execute(fmt::format(
            "CREATE {}INDEX main.{} {}", index.unique ? "UNIQUE " : "", Quoted(name), made.sql));
    }

    std::shared_ptr<WriteTurns> turns_;  ///< Shared with the writers: the last one closes the file.
};

/// Made here, as SQLite would make it readable for all.
Status MakeFile(const std::string& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) {
        ::close(file);
        return {};
    }
    if (errno == EEXIST) return {};
    const int why = errno;
    ErrorCode code = ErrorCode::kUnavailable;
    std::string hint = "check the endpoint's database name: it is the path of the file";
    if (why == ENOENT || why == ENOTDIR) {
        code = ErrorCode::kNotFound;
        hint = "make the folder first";
    } else if (why == EACCES || why == EROFS || why == EPERM) {
        code = ErrorCode::kPermissionDenied;
        hint = "check the rights on the folder";
    } else if (why == ENOSPC || why == EDQUOT) {
        code = ErrorCode::kResourceExhausted;
        hint = "free disk space";
    }
    return Error{code, std::string("the file cannot be made: ") + std::strerror(why)}.At(path).Hint(
        std::move(hint));
}

}  // namespace

Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink&) {
    const std::string& path = endpoint.database;
    const Status checked = CheckPath(path);
    if (!checked) {
        if (checked.error().code != ErrorCode::kNotFound) return checked.error();
        if (Status made = MakeFile(path); !made) return made.error();
    }
    if (::access(path.c_str(), W_OK) != 0) {
        return Error{ErrorCode::kPermissionDenied, "the file may not be written"}.At(path);
    }
    Result<Database> database = Database::Open(path, Database::Mode::kWrite);
    if (!database) return database.error();
    // WAL lets others read while we load, and a crash at any point leaves whole transactions.
    Status ready = database->Execute(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=OFF; "
        "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=4000");
    if (!ready) return Error(ready.error()).At(path);
    return std::unique_ptr<Target>(
        new SqliteTarget(std::make_shared<WriteTurns>(std::move(*database))));
}

}  // namespace dmsnode::connectors::sqlite
