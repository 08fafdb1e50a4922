#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/mysql/mysql.hpp"
#include "connectors/mysql/test_database.hpp"
#include "connectors/postgres/impl/test_database.hpp"
#include "connectors/postgres/postgres.hpp"
#include "connectors/sqlite/impl/database.hpp"
#include "connectors/sqlite/sqlite.hpp"
#include "migration/task.hpp"
#include "support/test_servers.hpp"

/// What the contract suite needs of each engine: a database of one's own, statements, and the text
/// of what stands in it. The suite itself is in src/migration/*_contract_test.cpp.
namespace dmsnode::contract {

using connectors::Endpoint;
using connectors::Engine;

/// Of each there is a TestEngine.
inline constexpr Engine kEngines[] = {Engine::kPostgres, Engine::kMariadb, Engine::kSqlite};

class TestEngine {
public:
    virtual ~TestEngine() = default;
    virtual Engine engine() const = 0;
    virtual Endpoint endpoint() const = 0;
    /// The schema in which the tests' tables stand.
    virtual std::string schema() const = 0;
    virtual void Run(const std::string& sql) = 0;
    /// The first column of the first row as text.
    virtual std::string Query(const std::string& sql) = 0;
    virtual std::string Quote(const std::string& name) const { return "\"" + name + "\""; }
    std::string In(const std::string& table) const { return Quote(schema()) + "." + Quote(table); }
};

class PostgresEngine final : public TestEngine {
public:
    Engine engine() const override { return Engine::kPostgres; }
    Endpoint endpoint() const override { return database_.endpoint(); }
    std::string schema() const override { return "public"; }
    void Run(const std::string& sql) override { database_.Run(sql); }
    std::string Query(const std::string& sql) override { return database_.Query(sql); }

private:
    connectors::postgres::TestDatabase database_;
};

class MariadbEngine final : public TestEngine {
public:
    Engine engine() const override { return Engine::kMariadb; }
    Endpoint endpoint() const override { return connectors::mysql::TestEndpoint(); }
    std::string schema() const override { return database_.name(); }
    void Run(const std::string& sql) override { database_.Run(sql); }
    std::string Query(const std::string& sql) override { return database_.Value(sql); }
    std::string Quote(const std::string& name) const override { return "`" + name + "`"; }

private:
    connectors::mysql::TestDatabase database_;
};

class SqliteEngine final : public TestEngine {
public:
    SqliteEngine() {
        // As a source the file must be there.
        sqlite3* raw = nullptr;
        sqlite3_open(path().c_str(), &raw);
        sqlite3_exec(raw, "PRAGMA journal_mode=WAL; CREATE TABLE made (a); DROP TABLE made",
                     nullptr, nullptr, nullptr);
        sqlite3_close(raw);
    }
    Engine engine() const override { return Engine::kSqlite; }
    Endpoint endpoint() const override {
        Endpoint endpoint;
        endpoint.engine = Engine::kSqlite;
        endpoint.database = path();
        return endpoint;
    }
    std::string schema() const override { return "main"; }
    void Run(const std::string& sql) override {
        const Status done = Open().Execute(sql);
        ASSERT_TRUE(done) << sql << ": " << done.error().ToString();
    }
    std::string Query(const std::string& sql) override {
        connectors::sqlite::Database database = Open();
        const Result<connectors::sqlite::Statement> statement = database.Prepare(sql);
        if (!statement) return statement.error().ToString();
        const Result<bool> row = database.Step(statement->get());
        if (!row) return row.error().ToString();
        return *row ? connectors::sqlite::ColumnText(statement->get(), 0) : "";
    }

private:
    std::string path() const { return folder_.path() + "/test.db"; }
    connectors::sqlite::Database Open() const {
        using connectors::sqlite::Database;
        return *Database::Open(path(), Database::Mode::kWrite);
    }
    testing::TempDir folder_;
};

inline std::unique_ptr<TestEngine> MakeEngine(Engine engine) {
    switch (engine) {
        case Engine::kPostgres: return std::make_unique<PostgresEngine>();
        case Engine::kMysql:
        case Engine::kMariadb: return std::make_unique<MariadbEngine>();
        case Engine::kSqlite: return std::make_unique<SqliteEngine>();
    }
    return nullptr;
}

/// The real connectors.
class RealFactory final : public connectors::Factory {
public:
    Result<std::unique_ptr<connectors::Source>> OpenSource(const Endpoint& endpoint,
                                                           LogSink& log) override {
        switch (endpoint.engine) {
            case Engine::kPostgres: return connectors::postgres::OpenSource(endpoint, log);
            case Engine::kMysql:
            case Engine::kMariadb: return connectors::mysql::OpenSource(endpoint, log);
            case Engine::kSqlite: return connectors::sqlite::OpenSource(endpoint, log);
        }
        return Error{ErrorCode::kInternal, "no such engine"};
    }
    Result<std::unique_ptr<connectors::Target>> OpenTarget(const Endpoint& endpoint,
                                                           LogSink& log) override {
        switch (endpoint.engine) {
            case Engine::kPostgres: return connectors::postgres::OpenTarget(endpoint, log);
            case Engine::kMysql:
            case Engine::kMariadb: return connectors::mysql::OpenTarget(endpoint, log);
            case Engine::kSqlite: return connectors::sqlite::OpenTarget(endpoint, log);
        }
        return Error{ErrorCode::kInternal, "no such engine"};
    }
};

/// Keeps what it hears.
class KeepingObserver final : public migration::TaskObserver {
public:
    void OnTables(const std::vector<migration::TableProgress>& tables) override {
        const std::lock_guard lock(mutex_);
        for (const auto& table : tables) {
            order_.push_back(table.source);
            tables_[table.source] = table;
        }
    }
    void OnTable(const migration::TableProgress& table) override {
        const std::lock_guard lock(mutex_);
        tables_[table.source] = table;
        ++calls_;
        if (on_table_) on_table_(table);
    }
    migration::TableProgress Table(const std::string& name) const {
        const std::lock_guard lock(mutex_);
        for (const auto& [id, table] : tables_) {
            if (id.name == name) return table;
        }
        return {};
    }
    std::vector<migration::TableProgress> All() const {
        const std::lock_guard lock(mutex_);
        std::vector<migration::TableProgress> all;
        for (const auto& id : order_) all.push_back(tables_.at(id));
        return all;
    }
    /// Called with each change, on the engine's thread.
    void Follow(std::function<void(const migration::TableProgress&)> on_table) {
        on_table_ = std::move(on_table);
    }

private:
    mutable std::mutex mutex_;
    std::vector<connectors::TableId> order_;
    std::map<connectors::TableId, migration::TableProgress> tables_;
    std::function<void(const migration::TableProgress&)> on_table_;
    int calls_ = 0;
};

/// Keeps the lines.
class KeepingLog final : public LogSink {
public:
    void Log(LogLevel level, std::string_view text) override {
        const std::lock_guard lock(mutex_);
        lines_.push_back(std::string(LogLevelName(level)) + " " + std::string(text));
    }
    std::string Text() const {
        const std::lock_guard lock(mutex_);
        std::string text;
        for (const std::string& line : lines_) text += line + "\n";
        return text;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

/// Mappings that take all tables of a schema, with more rules (each beginning with a comma).
inline dms::TableMappings TakeAll(const std::string& schema, const std::string& more = "") {
    dms::TableMappingsResult parsed = dms::ParseTableMappings(
        R"({"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"1",)"
        R"("rule-action":"include","object-locator":{"schema-name":")" +
        schema + R"(","table-name":"%"}})" + more + "]}");
    for (const Problem& problem : parsed.problems) ADD_FAILURE() << problem.ToString();
    return parsed.mappings;
}

inline dms::TaskSettings Settings(const std::string& text) {
    dms::TaskSettingsResult parsed = dms::ParseTaskSettings(text);
    for (const Problem& problem : parsed.problems) ADD_FAILURE() << problem.ToString();
    return parsed.settings;
}

/// A task that loads all of `source`'s tables into `target`'s schema.
inline migration::TaskSpec SpecFor(const TestEngine& source, const TestEngine& target,
                                   const std::string& more_rules = "") {
    migration::TaskSpec spec;
    spec.task_id = "TEST";
    spec.source = source.endpoint();
    spec.target = target.endpoint();
    spec.mappings = TakeAll(source.schema(), more_rules);
    spec.settings = Settings("");
    spec.settings.target_schema = target.schema();
    spec.settings.recoverable_error_count = 0;
    return spec;
}

/// Runs a load over the real connectors.
struct Loaded {
    migration::TaskOutcome outcome;
    KeepingObserver observer;
    KeepingLog log;
};
inline std::unique_ptr<Loaded> Load(const migration::TaskSpec& spec, std::stop_token stop = {}) {
    auto loaded = std::make_unique<Loaded>();
    RealFactory factory;
    SystemClock clock;
    loaded->outcome = migration::RunFullLoad(spec, factory, loaded->observer, loaded->log, clock,
                                             std::move(stop));
    return loaded;
}

}  // namespace dmsnode::contract
