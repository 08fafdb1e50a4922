#include "connectors/postgres/impl/admin_session.hpp"
#include "connectors/postgres/impl/catalog.hpp"
#include "connectors/postgres/impl/snapshot.hpp"
#include "connectors/postgres/postgres.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr const char* kSourceInfoSql =
    "SELECT current_setting('server_version'), pg_is_in_recovery(), "
    "current_setting('hot_standby_feedback'), current_setting('server_encoding')";

class PostgresSource final : public Source {
public:
    explicit PostgresSource(const Endpoint& endpoint) : endpoint_(endpoint), admin_(endpoint) {}

    Status Open() {
        const Result<Session*> session = admin_.Get();
        if (!session) return session.error();
        return {};
    }

    Result<ServerInfo> Info() override {
        const Result<Session*> session = admin_.Get();
        if (!session) return session.error();
        const Result<Rows> rows = (*session)->Run(kSourceInfoSql, "read the server's settings");
        if (!rows) return rows.error();
        ServerInfo info{.version = "PostgreSQL " + rows->String(0, 0), .warnings = {}};
        if (rows->Bool(0, 1) && rows->Text(0, 2) == "off") {
            info.warnings.emplace_back(
                "the source is a standby without hot_standby_feedback: replay may cancel long "
                "reads; "
                "turn it on or raise max_standby_streaming_delay");
        }
        if (rows->Text(0, 3) == "SQL_ASCII") {
            info.warnings.emplace_back(
                "the source's encoding is SQL_ASCII: texts that are not UTF-8 fail the load unless "
                "the target endpoint has invalidText=replace");
        }
        return info;
    }

    Result<std::vector<std::string>> ListSchemas() override {
        const Result<Session*> session = admin_.Get();
        if (!session) return session.error();
        return postgres::ListSchemas(**session);
    }

    Result<std::vector<Table>> ListTables() override {
        const Result<Session*> session = admin_.Get();
        if (!session) return session.error();
        return postgres::ListTables(**session);
    }

    Result<std::vector<Table>> DescribeTables(const std::vector<TableId>& ids) override {
        const Result<Session*> session = admin_.Get();
        if (!session) return session.error();
        Result<std::vector<Table>> tables = postgres::DescribeTables(**session, ids);
        if (!tables) return tables;
        for (std::size_t i = 0; i < ids.size(); ++i) {
            if (!(*tables)[i].id.name.empty()) continue;
            return Error(ErrorCode::kNotFound, "no such table or view in the source database")
                .At(ids[i].ToString());
        }
        return tables;
    }

    Result<std::unique_ptr<Snapshot>> OpenSnapshot(int max_readers) override {
        return postgres::OpenSnapshot(endpoint_, max_readers);
    }

private:
    Endpoint endpoint_;
    AdminSession admin_;
};

}  // namespace

Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink&) {
    auto source = std::make_unique<PostgresSource>(endpoint);
    if (Status opened = source->Open(); !opened) return opened.error();
    return source;
}

}  // namespace dmsnode::connectors::postgres
