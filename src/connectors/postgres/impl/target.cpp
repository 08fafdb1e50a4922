#include <mutex>

#include "connectors/postgres/impl/admin_session.hpp"
#include "connectors/postgres/impl/catalog.hpp"
#include "connectors/postgres/impl/ddl.hpp"
#include "connectors/postgres/impl/indexes.hpp"
#include "connectors/postgres/impl/map_column.hpp"
#include "connectors/postgres/impl/session_pool.hpp"
#include "connectors/postgres/impl/sql.hpp"
#include "connectors/postgres/impl/writer.hpp"
#include "connectors/postgres/postgres.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::size_t kMaxIdentifierBytes = 63;
constexpr std::int64_t kSmallWal = 1024;  // MB

constexpr const char* kTargetInfoSql =
    "SELECT current_setting('server_version'), pg_is_in_recovery(), "
    "(SELECT setting::int8 FROM pg_settings WHERE name = 'max_wal_size')";

/// Base types of extensions, and others that are no table's row type and no enum.
constexpr const char* kKnownTypesSql =
    "SELECT format_type(t.oid, NULL) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
    "WHERE t.typtype = 'b' AND t.typelem = 0 AND n.nspname <> 'pg_catalog' "
    "AND n.nspname <> 'information_schema'";

/// The statement names an object, or uses a feature, that this server does not have.
bool IsSomethingMissing(const Error& error) {
    if (error.code == ErrorCode::kAlreadyExists || error.code == ErrorCode::kPermissionDenied) {
        return false;
    }
    return error.fault.starts_with("42") || error.fault == "3F000" || error.fault == "0A000";
}

class PostgresTarget final : public Target {
public:
    PostgresTarget(const Endpoint& endpoint, LogSink& log)
        : database_(endpoint.database),
          admin_(endpoint),
          pool_(std::make_shared<SessionPool>(endpoint, log)),
          log_(log) {
        const auto time_as = endpoint.extra.find("mysqlTimeAs");
        if (time_as != endpoint.extra.end()) {
            options_.time_as_interval = time_as->second != "time";
        }
    }

    Status Open() {
        Result<Rows> rows = Run(kKnownTypesSql, "read the types of the target");
        if (!rows) return rows.error();
        for (int row = 0; row < rows->size(); ++row) {
            options_.known_types.insert(rows->String(row, 0));
        }
        return {};
    }

    Result<ServerInfo> Info() override;
    Result<MappedColumn> MapColumn(Engine source, const Column& column) const override {
        return postgres::MapColumn(source, column, options_);
    }
    std::size_t MaxIdentifierBytes() const override { return kMaxIdentifierBytes; }
    Status EnsureSchema(const std::string& schema) override;
    Result<std::optional<Table>> DescribeTable(const TableId& id) override;
    Result<bool> HasRows(const TableId& id) override;
    Status DropTable(const TableId& id) override;
    Status TruncateTable(const TableId& id) override;
    Status CreateTable(const TargetTable& table) override;
    Result<std::unique_ptr<Writer>> OpenWriter(const WritePlan& plan) override {
        return postgres::OpenWriter(pool_, plan);
    }
    Result<std::vector<std::string>> AddKeysAndIndexes(const TargetTable& table,
                                                       std::stop_token stop) override {
        return BuildIndexes(pool_, table, std::move(stop));
    }

private:
    Result<Rows> Run(const std::string& sql, const std::string& doing) {
        const Result<Session*> session = admin_.Get();
        if (!session) return session.error();
        return (*session)->Run(sql, doing);
    }
    std::string User() {
        const Result<Session*> session = admin_.Get();
        return session ? (*session)->user() : "";
    }
    Status EnsureEnum(const EnumType& type);

    std::string database_;
    AdminSession admin_;
    std::shared_ptr<SessionPool> pool_;  // also owned by the writers, which may live longer
    LogSink& log_;
    MappingOptions options_;
};

Result<ServerInfo> PostgresTarget::Info() {
    Result<Rows> rows = Run(kTargetInfoSql, "read the server's settings");
    if (!rows) return rows.error();
    ServerInfo info{.version = "PostgreSQL " + rows->String(0, 0), .warnings = {}};
    if (rows->Bool(0, 1)) {
        info.warnings.emplace_back("the target is a standby and takes no writes: use the primary");
    }
    if (rows->Integer(0, 2) < kSmallWal) {
        info.warnings.emplace_back(
            "max_wal_size of the target is below 1 GB: a load will force many checkpoints; raise "
            "it");
    }
    return info;
}

Status PostgresTarget::EnsureSchema(const std::string& schema) {
    const std::string doing = "create schema " + schema;
    // Asked for first: IF NOT EXISTS still wants the right to create.
    Result<Rows> found =
        Run("SELECT FROM pg_namespace WHERE nspname = " + QuoteLiteral(schema), doing);
    if (!found) return found.error();
    if (found->size() > 0) return {};
    Result<Rows> created = Run("CREATE SCHEMA IF NOT EXISTS " + QuoteIdentifier(schema), doing);
    if (created || created.error().fault == "23505") return {};  // another session was faster
    return WithGrant(std::move(created.error()).At(schema), "CREATE",
                     "DATABASE " + QuoteIdentifier(database_), User());
}

Result<std::optional<Table>> PostgresTarget::DescribeTable(const TableId& id) {
    const Result<Session*> session = admin_.Get();
    if (!session) return session.error();
    Result<std::vector<Table>> tables = DescribeTables(**session, {id});
    if (!tables) return tables.error();
    if (tables->front().id.name.empty()) return std::optional<Table>();
    return std::optional<Table>(std::move(tables->front()));
}

Result<bool> PostgresTarget::HasRows(const TableId& id) {
    Result<Rows> rows = Run("SELECT EXISTS (SELECT FROM " + QuoteTable(id) + ")",
                            "look for rows in " + id.ToString());
    if (!rows) {
        return WithTableGrant(std::move(rows.error()).At(id.ToString()), "SELECT", id, User());
    }
    return rows->Bool(0, 0);
}

Status PostgresTarget::DropTable(const TableId& id) {
    Result<Rows> dropped = Run("DROP TABLE IF EXISTS " + QuoteTable(id), "drop " + id.ToString());
    if (dropped) return {};
    Error error = std::move(dropped.error()).At(id.ToString());
    if (error.code == ErrorCode::kPermissionDenied) {
        return std::move(error).Hint(
            "make the endpoint's user the owner of the table: ALTER TABLE " + QuoteTable(id) +
            " OWNER TO " + QuoteIdentifier(User()));
    }
    return error;
}

Status PostgresTarget::TruncateTable(const TableId& id) {
    Result<Rows> truncated = Run("TRUNCATE TABLE " + QuoteTable(id), "truncate " + id.ToString());
    if (truncated) return {};
    Error error = std::move(truncated.error()).At(id.ToString());
    if (error.fault == "0A000") {
        error.code = ErrorCode::kConflict;
        return std::move(error).Hint(
            "drop the foreign keys that reference the table, and add them again after the load");
    }
    return WithTableGrant(std::move(error), "TRUNCATE", id, User());
}

/// A user's enum travels with its tables. One that exists must know all labels.
Status PostgresTarget::EnsureEnum(const EnumType& type) {
    const std::string doing = "create type " + type.id.ToString();
    Result<Rows> rows =
        Run("SELECT e.enumlabel FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
            "LEFT JOIN pg_enum e ON e.enumtypid = t.oid WHERE n.nspname = " +
                QuoteLiteral(type.id.schema) + " AND t.typname = " + QuoteLiteral(type.id.name),
            doing);
    if (!rows) return rows.error();
    if (rows->size() == 0) {
        if (Status schema = EnsureSchema(type.id.schema); !schema) return schema;
        Result<Rows> created = Run(CreateEnumSql(type), doing);
        if (created || created.error().fault == "23505" || created.error().fault == "42710")
            return {};
        return std::move(created.error()).At(type.id.ToString());
    }
    std::set<std::string> labels;
    for (int row = 0; row < rows->size(); ++row) labels.insert(rows->String(row, 0));
    for (const std::string& label : type.labels) {
        if (labels.contains(label)) continue;
        return Error(ErrorCode::kConflict,
                     "the target's enum type lacks the label \"" + label + "\"")
            .At(type.id.ToString())
            .Hint("ALTER TYPE " + QuoteTable(type.id) + " ADD VALUE " + QuoteLiteral(label));
    }
    return {};
}

Status PostgresTarget::CreateTable(const TargetTable& table) {
    for (const EnumType& type : EnumTypesOf(table)) {
        if (Status ensured = EnsureEnum(type); !ensured) return ensured;
    }
    const std::string doing = "create table " + table.id.ToString();
    Result<Rows> created = Run(CreateTableSql(table, Carry::kAll), doing);
    if (created) return {};
    const std::vector<std::string> left_out = LeftOutWhenPlain(table);
    const bool lacks_something = IsSomethingMissing(created.error());
    if (lacks_something && !left_out.empty()) {
        Result<Rows> plain = Run(CreateTableSql(table, Carry::kPlainOnly), doing);
        if (plain) {
            std::string text = table.id.ToString() +
                               ": the target lacks what the source's definition needs (" +
                               created.error().message + "); left out:";
            for (const std::string& what : left_out) text += " " + what + ";";
            text.pop_back();
            log_.Log(LogLevel::kWarning, text);
            return {};
        }
    }
    Error error = std::move(created.error()).At(table.id.ToString());
    if (error.code == ErrorCode::kAlreadyExists) {
        return std::move(error).Hint(
            "choose a TargetTablePrepMode that drops or empties it, or rename the table");
    }
    return WithGrant(std::move(error), "CREATE", "SCHEMA " + QuoteIdentifier(table.id.schema),
                     User());
}

Status CheckExtra(const Endpoint& endpoint) {
    const auto time_as = endpoint.extra.find("mysqlTimeAs");
    if (time_as == endpoint.extra.end() || time_as->second == "interval" ||
        time_as->second == "time") {
        return {};
    }
    return Error(ErrorCode::kInvalidArgument, "mysqlTimeAs is \"" + time_as->second + "\"")
        .At("ExtraConnectionAttributes")
        .Hint("expected interval or time");
}

}  // namespace

Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink& log) {
    if (Status valid = CheckExtra(endpoint); !valid) return valid.error();
    auto target = std::make_unique<PostgresTarget>(endpoint, log);
    if (Status opened = target->Open(); !opened) return opened.error();
    return target;
}

}  // namespace dmsnode::connectors::postgres
