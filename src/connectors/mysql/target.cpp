#include <cstdlib>
#include <stop_token>

#include "connectors/mysql/catalog.hpp"
#include "connectors/mysql/ddl.hpp"
#include "connectors/mysql/mapping.hpp"
#include "connectors/mysql/mysql.hpp"
#include "connectors/mysql/session.hpp"
#include "connectors/mysql/sql_text.hpp"
#include "connectors/mysql/writer.hpp"

namespace dmsnode::connectors::mysql {
namespace {

// 64 characters of up to three bytes; a longer one of fewer bytes is refused by the server.
constexpr std::size_t kMostIdentifierBytes = 192;
constexpr std::chrono::seconds kIndexTimeout = std::chrono::hours(24);
constexpr std::chrono::seconds kLoadTimeout = std::chrono::hours(1);
constexpr std::size_t kSmallPacketBytes = 16U << 20U;

class MysqlTarget final : public Target {
public:
    MysqlTarget(std::unique_ptr<Session> session, TargetServer server, LoadMethod method,
                LogSink& log)
        : session_(std::move(session)), server_(std::move(server)), method_(method), log_(log) {}

    Result<ServerInfo> Info() override;
    Result<MappedColumn> MapColumn(Engine source, const Column& column) const override {
        return MapColumnTo(server_, source, column);
    }
    std::size_t MaxIdentifierBytes() const override { return kMostIdentifierBytes; }
    Status EnsureSchema(const std::string& schema) override;
    Result<std::optional<Table>> DescribeTable(const TableId& id) override;
    Result<bool> HasRows(const TableId& id) override;
    Status DropTable(const TableId& id) override;
    Status TruncateTable(const TableId& id) override;
    Status CreateTable(const TargetTable& table) override;
    Result<std::unique_ptr<Writer>> OpenWriter(const WritePlan& plan) override;
    Result<std::vector<std::string>> AddKeysAndIndexes(const TargetTable& table,
                                                       std::stop_token stop) override;

private:
    Status Execute(const TableId& id, const std::string& sql);

    std::unique_ptr<Session> session_;
    TargetServer server_;
    LoadMethod method_;
    LogSink& log_;
};

Status MysqlTarget::Execute(const TableId& id, const std::string& sql) {
    Status done = session_->Execute(sql);
    if (!done) return std::move(done.error()).At(id.ToString());
    return done;
}

Result<ServerInfo> MysqlTarget::Info() {
    ServerInfo info;
    info.version = session_->Version().text;
    if (method_ == LoadMethod::kInsert) {
        info.warnings.push_back(
            "LOAD DATA LOCAL is not in use, rows go in by INSERT, which takes about a third "
            "longer: SET GLOBAL local_infile=1 on the server");
    }
    const Result<std::string> packet = session_->QueryValue("SELECT @@max_allowed_packet");
    if (!packet) return packet.error();
    if (std::strtoull(packet->c_str(), nullptr, 10) < kSmallPacketBytes) {
        info.warnings.push_back("max_allowed_packet is " + *packet +
                                " bytes: rows with larger texts will be refused; SET GLOBAL "
                                "max_allowed_packet=1073741824");
    }
    return info;
}

Status MysqlTarget::EnsureSchema(const std::string& schema) {
    // Looked for first: who may not create databases may still fill one.
    const Result<std::vector<TextRow>> rows = session_->Query(
        "SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = " + QuoteText(schema));
    if (!rows) return rows.error();
    if (!rows->empty()) return {};
    Status made = session_->Execute("CREATE DATABASE IF NOT EXISTS " + QuoteName(schema) +
                                    " CHARACTER SET utf8mb4");
    if (!made) {
        return std::move(made.error())
            .At(schema)
            .Hint("as an administrator: CREATE DATABASE, and GRANT ALL ON it to '" +
                  session_->GetEndpoint().user + "'");
    }
    return made;
}

Result<std::optional<Table>> MysqlTarget::DescribeTable(const TableId& id) {
    Result<std::vector<Table>> tables = DescribeTables(*session_, {id});
    if (tables) return std::optional<Table>(std::move(tables->front()));
    if (tables.error().code == ErrorCode::kNotFound) return std::optional<Table>();
    return tables.error();
}

Result<bool> MysqlTarget::HasRows(const TableId& id) {
    Result<std::vector<TextRow>> rows =
        session_->Query("SELECT 1 FROM " + QuoteTable(id) + " LIMIT 1");
    if (!rows) return std::move(rows.error()).At(id.ToString());
    return !rows->empty();
}

Status MysqlTarget::DropTable(const TableId& id) {
    // Our sessions do not check foreign keys, and so would drop what others refer to.
    const Result<std::vector<TextRow>> users = session_->Query(
        "SELECT DISTINCT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME, ' (', CONSTRAINT_NAME, ')')"
        " FROM information_schema.KEY_COLUMN_USAGE WHERE REFERENCED_TABLE_SCHEMA = " +
        QuoteText(id.schema) + " AND REFERENCED_TABLE_NAME = " + QuoteText(id.name) +
        " AND NOT (TABLE_SCHEMA = " + QuoteText(id.schema) +
        " AND TABLE_NAME = " + QuoteText(id.name) + ") ORDER BY 1");
    if (!users) return users.error();
    if (!users->empty()) {
        std::string names;
        for (const TextRow& row : *users) {
            names += (names.empty() ? "" : ", ") + row[0].value_or("");
        }
        return Error{ErrorCode::kConflict, "foreign keys refer to the table: " + names}
            .At(id.ToString())
            .Hint(
                "drop these foreign keys first, or use TargetTablePrepMode "
                "TRUNCATE_BEFORE_LOAD");
    }
    return Execute(id, "DROP TABLE IF EXISTS " + QuoteTable(id));
}

Status MysqlTarget::TruncateTable(const TableId& id) {
    return Execute(id, "TRUNCATE TABLE " + QuoteTable(id));
}

Status MysqlTarget::CreateTable(const TargetTable& table) {
    // Without it a first TIMESTAMP column would get a default and an ON UPDATE of its own. Old
    // servers have it read-only: then the column is made explicit as far as SQL can.
    static_cast<void>(session_->Execute("SET SESSION explicit_defaults_for_timestamp=1"));
    RenderedDdl ddl = RenderCreate(server_, table, true);
    Status created = session_->Execute(ddl.statements.front());
    if (!created && created.error().fault.starts_with("ERROR 1067")) {
        log_.Log(LogLevel::kWarning,
                 table.id.ToString() + ": created without defaults: " + created.error().message);
        ddl = RenderCreate(server_, table, false);
        created = session_->Execute(ddl.statements.front());
    }
    if (!created) return std::move(created.error()).At(table.id.ToString());
    for (const std::string& note : ddl.notes) {
        log_.Log(LogLevel::kInfo, table.id.ToString() + ": " + note);
    }
    return created;
}

Result<std::unique_ptr<Writer>> MysqlTarget::OpenWriter(const WritePlan& plan) {
    Result<std::unique_ptr<Session>> session = Session::Open(
        session_->GetEndpoint(),
        {.read_timeout = kLoadTimeout, .local_infile = method_ == LoadMethod::kLoadData});
    if (!session) return session.error();
    return OpenTableWriter(*std::move(session), plan, method_);
}

Result<std::vector<std::string>> MysqlTarget::AddKeysAndIndexes(const TargetTable& table,
                                                                std::stop_token stop) {
    Result<std::unique_ptr<Session>> opened =
        Session::Open(session_->GetEndpoint(), {.read_timeout = kIndexTimeout});
    if (!opened) return opened.error();
    Session& session = **opened;
    const std::stop_callback interrupt(stop, [&session] { session.Interrupt(); });
    const auto fail = [&](Error error) {
        // A broken connection alone would leave the ALTER running on the server.
        if (session.IsInterrupted()) static_cast<void>(session.Kill(true));
        return std::move(error).At(table.id.ToString());
    };
    const Result<std::vector<Table>> actual = DescribeTables(session, {table.id});
    if (!actual) return fail(actual.error());
    RenderedDdl ddl = RenderKeysAndIndexes(server_, table, actual->front());
    for (const std::string& statement : ddl.statements) {
        if (Status done = session.Execute(statement); !done) return fail(done.error());
    }
    if (Status done = session.Execute("ANALYZE TABLE " + QuoteTable(table.id)); !done) {
        return fail(done.error());
    }
    return std::move(ddl.notes);
}

Result<std::set<std::string>> ReadCollations(Session& session) {
    std::string sql = "SELECT COLLATION_NAME FROM information_schema.COLLATIONS";
    if (session.Version().is_mariadb && session.Version().number >= 101001) {
        sql +=
            " UNION SELECT FULL_COLLATION_NAME"
            " FROM information_schema.COLLATION_CHARACTER_SET_APPLICABILITY";
    }
    Result<std::vector<TextRow>> rows = session.Query(sql);
    if (!rows) return rows.error();
    std::set<std::string> names;
    for (const TextRow& row : *rows) names.insert(row[0].value_or(""));
    return names;
}

Result<LoadMethod> ChooseMethod(Session& session) {
    const auto& extra = session.GetEndpoint().extra;
    if (const auto found = extra.find("loadMethod");
        found != extra.end() && found->second == "insert") {
        return LoadMethod::kInsert;
    }
    const Result<std::string> allowed = session.QueryValue("SELECT @@local_infile");
    if (!allowed) return allowed.error();
    return *allowed == "1" ? LoadMethod::kLoadData : LoadMethod::kInsert;
}

}  // namespace

Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink& log) {
    Result<std::unique_ptr<Session>> session = Session::Open(endpoint);
    if (!session) return session.error();
    Result<std::set<std::string>> collations = ReadCollations(**session);
    if (!collations) return collations.error();
    const Result<LoadMethod> method = ChooseMethod(**session);
    if (!method) return method.error();
    TargetServer server{.is_mariadb = (*session)->Version().is_mariadb,
                        .version = (*session)->Version().number,
                        .collations = *std::move(collations)};
    return std::make_unique<MysqlTarget>(*std::move(session), std::move(server), *method, log);
}

}  // namespace dmsnode::connectors::mysql
