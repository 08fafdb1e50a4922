#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/database.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::testing {

enum class StoreKind { kSqlite, kPostgres };

/// A fresh store: a file in a folder of its own, or a schema of its own in the PostgreSQL server of
/// the test run. It is removed at the end of the scope.
class TestStore {
public:
    explicit TestStore(StoreKind kind) : kind_(kind), schema_(UniqueName("store")) {
        if (kind_ == StoreKind::kPostgres) Administer("CREATE SCHEMA " + schema_);
    }
    ~TestStore() {
        if (kind_ == StoreKind::kPostgres) Administer("DROP SCHEMA " + schema_ + " CASCADE");
    }
    TestStore(const TestStore&) = delete;
    TestStore& operator=(const TestStore&) = delete;

    /// As another process would open it.
    std::unique_ptr<store::Database> Open() const {
        auto opened = kind_ == StoreKind::kSqlite ? store::Database::Open(file())
                                                  : store::Database::OpenPostgres(postgres());
        if (!opened) {
            ADD_FAILURE() << opened.error().ToString();
            std::abort();
        }
        return *std::move(opened);
    }
    StoreKind kind() const { return kind_; }
    std::string file() const { return folder_.path() + "/store.db"; }
    store::PostgresOptions postgres() const {
        return {.url = Url("?options=-csearch_path%3D" + schema_)};
    }
    const std::string& schema() const { return schema_; }
    static Secret Url(const std::string& parameters) {
        const TestServer server = PostgresServer();
        return Secret("postgresql://" + server.user + ":" + server.password + "@" + server.host +
                      ":" + std::to_string(server.port) + "/postgres" + parameters);
    }

private:
    static void Administer(const std::string& sql) {
        auto database = store::Database::OpenPostgres({.url = Url("")});
        const Status done =
            database ? (*database)->Read([&](store::Connection& db) { return db.Script(sql); })
                     : Status(database.error());
        EXPECT_TRUE(done) << done.error().ToString();
    }

    StoreKind kind_;
    std::string schema_;
    TempDir folder_;
};

/// The base of a contract suite: `class X : public testing::StoreTest {}`, `TEST_P(X, …)` and
/// `DMSNODE_ON_BOTH_STORES(X);`
class StoreTest : public ::testing::TestWithParam<StoreKind> {
protected:
    StoreTest() : store_(GetParam()), database_(store_.Open()) {}

    TestStore store_;
    std::unique_ptr<store::Database> database_;
};

}  // namespace dmsnode::testing

#define DMSNODE_ON_BOTH_STORES(suite)                                                             \
    INSTANTIATE_TEST_SUITE_P(                                                                     \
        Store, suite,                                                                             \
        ::testing::Values(::dmsnode::testing::StoreKind::kSqlite,                                 \
                          ::dmsnode::testing::StoreKind::kPostgres),                              \
        [](const auto& about) {                                                                   \
            return about.param == ::dmsnode::testing::StoreKind::kSqlite ? "Sqlite" : "Postgres"; \
        })
