#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "base/log.hpp"
#include "connectors/sqlite/impl/database.hpp"
#include "connectors/sqlite/sqlite.hpp"
#include "support/test_servers.hpp"

/// For the tests of this folder: a file of one's own.
namespace dmsnode::connectors::sqlite {

class TestFile {
public:
    explicit TestFile(const std::string& sql = "CREATE TABLE made (a); DROP TABLE made") {
        sqlite3* raw = nullptr;
        sqlite3_open(path().c_str(), &raw);
        sqlite3_close(raw);
        Run("PRAGMA journal_mode=WAL");
        Run(sql);
    }
    std::string path() const { return folder_.path() + "/test.db"; }
    Endpoint endpoint() const {
        Endpoint endpoint;
        endpoint.engine = Engine::kSqlite;
        endpoint.database = path();
        return endpoint;
    }
    Database Open() const { return *Database::Open(path(), Database::Mode::kWrite); }
    void Run(const std::string& sql) const {
        const Status done = Open().Execute(sql);
        ASSERT_TRUE(done) << sql << ": " << done.error().ToString();
    }
    std::string Query(const std::string& sql) const {
        Database database = Open();
        const Result<Statement> statement = database.Prepare(sql);
        if (!statement) return statement.error().ToString();
        const Result<bool> row = database.Step(statement->get());
        return row && *row ? ColumnText(statement->get(), 0) : "";
    }

private:
    testing::TempDir folder_;
};

inline std::unique_ptr<Source> MustOpenSource(const Endpoint& endpoint) {
    static NullLog log;
    auto source = OpenSource(endpoint, log);
    EXPECT_TRUE(source) << source.error().ToString();
    return source ? *std::move(source) : nullptr;
}

inline std::unique_ptr<Target> MustOpenTarget(const Endpoint& endpoint) {
    static NullLog log;
    auto target = OpenTarget(endpoint, log);
    EXPECT_TRUE(target) << target.error().ToString();
    return target ? *std::move(target) : nullptr;
}

inline Table MustDescribe(Source& source, const std::string& name) {
    auto tables = source.DescribeTables({{"main", name}});
    EXPECT_TRUE(tables) << tables.error().ToString();
    return tables ? tables->front() : Table{};
}

}  // namespace dmsnode::connectors::sqlite
