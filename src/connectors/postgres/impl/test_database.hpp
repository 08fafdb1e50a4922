#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session.hpp"
#include "connectors/postgres/postgres.hpp"
#include "support/test_servers.hpp"

/// For tests: a database of one's own on the throw-away server, and loads from table to table.
namespace dmsnode::connectors::postgres {

inline Endpoint ServerEndpoint(const std::string& database) {
    const testing::TestServer server = testing::PostgresServer();
    Endpoint endpoint;
    endpoint.host = server.host;
    endpoint.port = server.port;
    endpoint.user = server.user;
    endpoint.password = Secret(server.password);
    endpoint.database = database;
    return endpoint;
}

class TestDatabase {
public:
    explicit TestDatabase(const std::string& options = "")
        : name_(testing::UniqueName("pgtest")), endpoint_(ServerEndpoint(name_)) {
        RunOn(ServerEndpoint("postgres"), "CREATE DATABASE " + name_ + " " + options);
        session_ = Open(endpoint_);
        Run("SET search_path = public");
    }
    ~TestDatabase() {
        session_.reset();
        RunOn(ServerEndpoint("postgres"), "DROP DATABASE " + name_ + " WITH (FORCE)");
    }
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    const std::string& name() const { return name_; }
    const Endpoint& endpoint() const { return endpoint_; }
    void Run(const std::string& sql) {
        const Result<Rows> done = session_->Run(sql, "test");
        ASSERT_TRUE(done) << done.error().ToString() << "\n" << sql;
    }
    /// The first column of the answer, NULL as `~`, a line a row.
    std::string Query(const std::string& sql) {
        const Result<Rows> rows = session_->Run(sql, "test");
        if (!rows) return rows.error().ToString();
        std::string text;
        for (int row = 0; row < rows->size(); ++row) {
            if (row > 0) text += "\n";
            text += rows->IsNull(row, 0) ? "~" : rows->String(row, 0);
        }
        return text;
    }

private:
    static std::unique_ptr<Session> Open(const Endpoint& endpoint) {
        Result<std::unique_ptr<Session>> session = Session::Connect(endpoint);
        if (!session) {
            ADD_FAILURE() << session.error().ToString();
            std::abort();
        }
        return *std::move(session);
    }
    static void RunOn(const Endpoint& endpoint, const std::string& sql) {
        const Result<Rows> done = Open(endpoint)->Run(sql, "test");
        if (!done) ADD_FAILURE() << done.error().ToString();
    }

    std::string name_;
    Endpoint endpoint_;
    std::unique_ptr<Session> session_;
};

inline std::unique_ptr<Source> MustOpenSource(const Endpoint& endpoint) {
    static NullLog log;
    Result<std::unique_ptr<Source>> source = OpenSource(endpoint, log);
    if (!source) {
        ADD_FAILURE() << source.error().ToString();
        std::abort();
    }
    return *std::move(source);
}

inline std::unique_ptr<Target> MustOpenTarget(const Endpoint& endpoint) {
    static NullLog log;
    Result<std::unique_ptr<Target>> target = OpenTarget(endpoint, log);
    if (!target) {
        ADD_FAILURE() << target.error().ToString();
        std::abort();
    }
    return *std::move(target);
}

inline Table MustDescribe(Source& source, const TableId& id) {
    Result<std::vector<Table>> tables = source.DescribeTables({id});
    if (!tables) {
        ADD_FAILURE() << tables.error().ToString();
        return {};
    }
    return tables->front();
}

/// The target table that the engine would make of `table`, under the id `to`.
inline TargetTable MapTable(const Target& target, const Table& table, const TableId& to) {
    TargetTable mapped;
    mapped.id = to;
    mapped.primary_key = table.primary_key;
    mapped.indexes = table.indexes;
    for (const Column& column : table.columns) {
        const Result<MappedColumn> as = target.MapColumn(Engine::kPostgres, column);
        if (!as) {
            ADD_FAILURE() << as.error().ToString();
            continue;
        }
        mapped.columns.push_back({.name = column.name,
                                  .nullable = column.nullable,
                                  .is_identity = column.is_identity,
                                  .mapped = *as,
                                  .source = column});
    }
    return mapped;
}

inline ReadPlan PlanFor(const Table& table, const TargetTable& mapped) {
    ReadPlan plan{.table = table.id, .columns = {}, .filters = {}, .order_by = {}, .policy = {}};
    for (const TargetColumn& column : mapped.columns) {
        plan.columns.push_back({column.source, column.mapped.format});
    }
    return plan;
}

/// Reads all and writes all; commits after each batch.
inline Result<std::int64_t> Pump(Reader& reader, Writer& writer, std::int64_t batch_rows = 1000) {
    std::int64_t rows = 0;
    for (bool more = true; more;) {
        RowBatch batch;
        const Result<bool> next = reader.Next(batch, 1U << 20U, batch_rows);
        if (!next) return next.error();
        more = *next;
        rows += batch.rows;
        if (Status written = writer.Write(batch); !written) return written.error();
        if (Status committed = writer.Commit(); !committed) return committed.error();
    }
    return rows;
}

}  // namespace dmsnode::connectors::postgres
