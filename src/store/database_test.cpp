#include "store/database.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <limits>
#include <thread>

#include "support/test_store.hpp"

/// What every store does, on both kinds; and what only a file can do.
namespace dmsnode::store {
namespace {

using testing::StoreKind;

const std::vector<SchemaStep> kFirst = {
    {"shop", 1,
     "CREATE TABLE item(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE) STRICT"}};
const std::vector<SchemaStep> kSecond = {
    kFirst[0],
    {"shop", 2, "ALTER TABLE item ADD COLUMN price REAL; INSERT INTO item VALUES(1,'a',2)"}};

std::int64_t Number(Database& database, std::string_view sql) {
    auto number = database.Read(
        [&](Connection& db) { return db.One(sql, {}, [](const Row& row) { return row.Int(0); }); });
    EXPECT_TRUE(number && *number) << (number ? "no row" : number.error().ToString());
    return number && *number ? **number : -1;
}

Status Change(Database& database, std::string_view sql, const Connection::Params& params = {}) {
    auto done = database.Write([&](Connection& db) { return db.Run(sql, params); });
    return done ? Status{} : Status(done.error());
}

class StoreContract : public testing::StoreTest {
protected:
    std::int64_t Items() { return Number(*database_, "SELECT count(*) FROM item"); }
};
DMSNODE_ON_BOTH_STORES(StoreContract);

TEST_P(StoreContract, EveryKindOfValueComesBackAsItWent) {
    const TimePoint time{std::chrono::microseconds(1'700'000'000'123'456)};
    std::string bytes;
    for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
    const std::optional<std::string> none;
    const auto done = database_->Write([&](Connection& db) -> Status {
        Status made = db.Script(
            "CREATE TABLE v(i INTEGER, r REAL, t TEXT, b BLOB, n TEXT, w INTEGER, e TEXT, "
            "x BLOB, f INTEGER) STRICT");
        if (!made) return made;
        auto put =
            db.Run("INSERT INTO v VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                   {INT64_MIN, 0.1, "Ünicode '?1' ?", Blob{bytes}, none, time, "", Blob{""}, true});
        if (!put) return put.error();
        EXPECT_EQ(*put, 1);
        return db.ForEach("SELECT i, r, t, b, n, w, e, x, f FROM v", {}, [&](const Row& row) {
            EXPECT_EQ(row.Int(0), INT64_MIN);
            EXPECT_EQ(row.Real(1), 0.1);
            EXPECT_EQ(row.Text(2), "Ünicode '?1' ?");
            EXPECT_EQ(row.Text(3), bytes);
            EXPECT_TRUE(row.IsNull(4));
            EXPECT_FALSE(row.OptionalText(4));
            EXPECT_EQ(row.Time(5), time);
            EXPECT_EQ(row.OptionalText(6), "");
            EXPECT_EQ(row.OptionalText(7), "");
            EXPECT_TRUE(row.Bool(8));
        });
    });
    EXPECT_TRUE(done) << done.error().ToString();
}

TEST_P(StoreContract, PlaceholdersAreBareOrNumberedAndKnowTheTypeOfNull) {
    ASSERT_TRUE(Migrate(*database_, kSecond));
    ASSERT_TRUE(Change(*database_, "INSERT INTO item(id, name, price) VALUES(2, ?, ?)", {"b?", 3}));
    const std::optional<std::string> any;
    const std::optional<std::int64_t> none;
    const auto names = database_->Read([&](Connection& db) {
        return db.All(
            "SELECT name, price > ?2 FROM item WHERE (?1 IS NULL OR name = ?1) AND "
            "(?3 IS NULL OR id = ?3) /* ? */ AND name <> '?' ORDER BY name LIMIT ?",
            {any, 2.5, none, 10},
            [](const Row& row) { return row.Text(0) + (row.Bool(1) ? "+" : "-"); });
    });
    ASSERT_TRUE(names) << names.error().ToString();
    EXPECT_EQ(*names, (std::vector<std::string>{"a-", "b?+"}));
    EXPECT_EQ(Number(*database_, "SELECT sum(id) FROM item"), 3);
}

TEST_P(StoreContract, TextsAreOrderedByTheirBytes) {
    ASSERT_TRUE(Migrate(*database_, kFirst));
    for (const char* name : {"é", "b", "B", "a-b", "ab", "a/b", "Z", "_"}) {
        ASSERT_TRUE(Change(*database_, "INSERT INTO item(name) VALUES(?)", {name}));
    }
    const auto names = database_->Read([](Connection& db) {
        return db.All("SELECT name FROM item WHERE name > ? ORDER BY name", {"A"},
                      [](const Row& row) { return row.Text(0); });
    });
    EXPECT_EQ(*names, (std::vector<std::string>{"B", "Z", "_", "a-b", "a/b", "ab", "b", "é"}));
}

TEST_P(StoreContract, RunCountsWhatItChangedAndReturningGivesIt) {
    ASSERT_TRUE(Migrate(*database_, kFirst));
    const auto done = database_->Write([](Connection& db) -> Status {
        const auto ids = db.All("INSERT INTO item(name) VALUES('a'), ('b'), ('c') RETURNING id", {},
                                [](const Row& row) { return row.Int(0); });
        EXPECT_EQ(*ids, (std::vector<std::int64_t>{1, 2, 3}));
        EXPECT_EQ(*db.Run("UPDATE item SET name = name || '!' WHERE id >= ?", {2}), 2);
        EXPECT_EQ(*db.Run("SELECT id FROM item"), 0);
        EXPECT_EQ(*db.Run("INSERT INTO item(name) VALUES('a') ON CONFLICT DO NOTHING"), 0);
        EXPECT_EQ(*db.Run("INSERT INTO item(id, name) VALUES(1, 'A') "
                          "ON CONFLICT(id) DO UPDATE SET name = excluded.name"),
                  1);
        EXPECT_EQ(*db.Run("DELETE FROM item WHERE id = 99"), 0);
        const auto gone = db.One("DELETE FROM item WHERE id = 3 RETURNING name", {},
                                 [](const Row& row) { return row.Text(0); });
        EXPECT_EQ(*gone, "c!");
        return {};
    });
    EXPECT_TRUE(done) << done.error().ToString();
    EXPECT_EQ(Items(), 2);
}

TEST_P(StoreContract, FailedWorkLeavesNothing) {
    ASSERT_TRUE(Migrate(*database_, kFirst));
    const auto insert = [](Connection& db) { return db.Run("INSERT INTO item(name) VALUES('a')"); };
    const auto failed = database_->Write([&](Connection& db) -> Status {
        EXPECT_TRUE(insert(db));
        return Error{ErrorCode::kConflict, "changed my mind"};
    });
    EXPECT_EQ(failed.error().message, "changed my mind");
    EXPECT_EQ(Items(), 0);
    EXPECT_THROW(static_cast<void>(database_->Write([&](Connection& db) -> Status {
                     EXPECT_TRUE(insert(db));
                     throw std::bad_alloc();
                 })),
                 std::bad_alloc);
    EXPECT_EQ(Items(), 0);
    // Also where the work does not say that one of its statements failed.
    const auto hidden = database_->Write([&](Connection& db) -> Status {
        EXPECT_TRUE(insert(db));
        EXPECT_FALSE(insert(db));
        return {};
    });
    ASSERT_FALSE(hidden);
    EXPECT_EQ(hidden.error().code, ErrorCode::kInternal);
    EXPECT_EQ(Items(), 0);
    EXPECT_TRUE(database_->Write(insert));
    EXPECT_EQ(Items(), 1);
}

TEST_P(StoreContract, EachConstraintHasItsCodeAndNoErrorHoldsAValue) {
    ASSERT_TRUE(database_->Write([](Connection& db) {
        return db.Script(
            "CREATE TABLE parent(id INTEGER PRIMARY KEY) STRICT;"
            "CREATE TABLE child(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
            "parent INTEGER REFERENCES parent(id), size INTEGER CHECK(size > 0)) STRICT;"
            "INSERT INTO parent VALUES(1);"
            "INSERT INTO child VALUES(1, 'hush-hush', 1, 1)");
    }));
    const std::optional<std::string> none;
    const std::string taken = "hush-hush";
    struct Case {
        const char* what;
        std::string_view sql;
        Connection::Params params;
        ErrorCode code;
    };
    const std::string_view insert = "INSERT INTO child(id, name, parent, size) VALUES(?, ?, ?, ?)";
    const std::vector<Case> cases = {
        {"unique", insert, {2, taken, 1, 1}, ErrorCode::kAlreadyExists},
        {"primary key", insert, {1, "hush-hush 2", 1, 1}, ErrorCode::kAlreadyExists},
        {"not null", insert, {3, none, 1, 1}, ErrorCode::kConflict},
        {"check", insert, {4, "hush-hush 4", 1, 0}, ErrorCode::kConflict},
        {"foreign key", insert, {5, "hush-hush 5", 99, 1}, ErrorCode::kConflict},
        {"parent in use", "DELETE FROM parent", {}, ErrorCode::kConflict},
        {"no such table", "SELECT 1 FROM nowhere", {}, ErrorCode::kInternal},
        {"syntax", "SELEKT 1", {}, ErrorCode::kInternal},
    };
    for (const Case& one : cases) {
        const Status failed = Change(*database_, one.sql, one.params);
        ASSERT_FALSE(failed) << one.what;
        const Error& error = failed.error();
        EXPECT_EQ(error.code, one.code) << one.what << ": " << error.ToString();
        EXPECT_EQ(error.where, database_->place());
        EXPECT_NE(error.message.find(one.sql.substr(0, 20)), std::string::npos) << error.message;
        EXPECT_EQ(error.ToString().find("hush-hush"), std::string::npos) << error.ToString();
    }
}

TEST_P(StoreContract, ManyThreadsReadModifyAndWriteWithoutLoss) {
    ASSERT_TRUE(Migrate(*database_, kSecond));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 25; ++i) {
                const Status done = database_->Write([&](Connection& db) -> Status {
                    auto price =
                        db.One("SELECT price FROM item WHERE id = 1" + std::string(db.ForUpdate()),
                               {}, [](const Row& row) { return row.Real(0); });
                    if (!price) return price.error();
                    auto put = db.Run("UPDATE item SET price = ? WHERE id = 1", {**price + 1});
                    return put ? Status{} : Status(put.error());
                });
                EXPECT_TRUE(done) << done.error().ToString();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(Number(*database_, "SELECT price FROM item WHERE id = 1"), 102);
}

/// Takes jobs two by two until there are none, and notes each.
bool ClaimAll(Database& database, std::int64_t owner) {
    while (true) {
        auto claimed = database.Write([&](Connection& db) -> Result<std::size_t> {
            const std::string sql =
                "WITH due AS MATERIALIZED (SELECT id FROM job WHERE owner IS NULL ORDER BY id "
                "LIMIT ?1" +
                std::string(db.SkipLocked()) +
                ") UPDATE job SET owner = ?2 FROM due WHERE job.id = due.id RETURNING job.id";
            auto ids = db.All(sql, {2, owner}, [](const Row& row) { return row.Int(0); });
            if (!ids) return ids.error();
            for (const std::int64_t id : *ids) {
                auto noted = db.Run("INSERT INTO claim(job, owner) VALUES(?, ?)", {id, owner});
                if (!noted) return noted.error();
            }
            return ids->size();
        });
        if (!claimed) std::fprintf(stderr, "%s\n", claimed.error().ToString().c_str());
        if (!claimed || *claimed > 2) return false;
        if (*claimed == 0) return true;
    }
}

TEST_P(StoreContract, NoJobIsClaimedTwiceByRacingProcesses) {
    ASSERT_TRUE(database_->Write([](Connection& db) {
        return db.Script(
            "CREATE TABLE job(id INTEGER PRIMARY KEY, owner INTEGER) STRICT;"
            "CREATE TABLE claim(job INTEGER NOT NULL, owner INTEGER NOT NULL) STRICT;"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) "
            "INSERT INTO job(id) SELECT i FROM n");
    }));
    database_.reset();  // A child must not inherit a connection.
    std::vector<pid_t> children;
    for (int owner = 1; owner <= 3; ++owner) {
        const pid_t child = ::fork();
        if (child == 0) {
            ::alarm(60);
            ::_exit(ClaimAll(*store_.Open(), owner) ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    }
    database_ = store_.Open();
    EXPECT_EQ(Number(*database_, "SELECT count(*) FROM claim"), 60);
    EXPECT_EQ(Number(*database_, "SELECT count(DISTINCT job) FROM claim"), 60);
}

TEST_P(StoreContract, UpgradeRunsTheMissingStepsOnce) {
    ASSERT_TRUE(Migrate(*store_.Open(), kFirst));
    ASSERT_TRUE(Migrate(*store_.Open(), kSecond));
    ASSERT_TRUE(Migrate(*store_.Open(), kSecond));
    EXPECT_EQ(Items(), 1);
    EXPECT_TRUE(Migrate(*database_, {{"other", 1, "CREATE TABLE other_item(id INTEGER)"}}));
    const Status refused = Migrate(*database_, kFirst);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(refused.error().message,
              "the store was written by a newer version of this program: its part \"shop\" has "
              "version 2, this program knows 1");
    const Status jumped = Migrate(*database_, {kSecond[0], kSecond[1], {"shop", 4, "SELECT 1"}});
    ASSERT_FALSE(jumped);
    EXPECT_EQ(jumped.error().code, ErrorCode::kInternal);
}

TEST_P(StoreContract, OfSeveralThatUpgradeAtOnceOneDoesIt) {
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            const Status done = Migrate(*store_.Open(), kSecond);
            EXPECT_TRUE(done) << done.error().ToString();
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(Items(), 1);
}

TEST_P(StoreContract, AFailingStepUndoesTheWholeUpgrade) {
    ASSERT_TRUE(Migrate(*database_, kFirst));
    EXPECT_FALSE(Migrate(*database_, {kSecond[0], kSecond[1], {"shop", 3, "DROP TABLE nowhere"}}));
    EXPECT_EQ(Items(), 0);
    EXPECT_TRUE(Migrate(*database_, kSecond));
}

TEST_P(StoreContract, AKillInTheMiddleOfAnUpgradeLeavesTheOldSchema) {
    ASSERT_TRUE(Migrate(*database_, kFirst));
    database_.reset();
    const pid_t child = ::fork();
    if (child == 0) {
        ::alarm(60);
        static_cast<void>(store_.Open()->Write([](Connection& db) -> Status {
            static_cast<void>(db.Script(kSecond[1].sql));
            ::_exit(0);  // the process dies with the transaction open
        }));
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    database_ = store_.Open();
    EXPECT_EQ(Items(), 0);
    EXPECT_TRUE(Migrate(*database_, kSecond));
    EXPECT_EQ(Items(), 1);
}

TEST(SqliteStore, FileIsForItsOwnerOnly) {
    const testing::TestStore store(StoreKind::kSqlite);
    const auto database = store.Open();
    struct stat info{};
    ASSERT_EQ(::stat(store.file().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(SqliteStore, WhatTheFileRefusesHasItsCode) {
    const testing::TestStore store(StoreKind::kSqlite);
    const auto database = store.Open();
    ASSERT_TRUE(Migrate(*database, kFirst));
    struct Case {
        std::string_view before;
        std::string_view after;
        ErrorCode code;
    };
    for (const Case& one : {Case{"PRAGMA max_page_count = 1", "PRAGMA max_page_count = 1000000",
                                 ErrorCode::kResourceExhausted},
                            Case{"PRAGMA query_only = ON", "PRAGMA query_only = OFF",
                                 ErrorCode::kPermissionDenied}}) {
        const auto set = [&](std::string_view pragma) {
            return database->Read([&](Connection& db) { return db.Script(pragma); });
        };
        ASSERT_TRUE(set(one.before));
        const Status failed =
            Change(*database, "INSERT INTO item(name) VALUES(?)", {std::string(100'000, 'x')});
        ASSERT_FALSE(failed) << one.before;
        EXPECT_EQ(failed.error().code, one.code) << failed.error().ToString();
        ASSERT_TRUE(set(one.after));
    }
    const auto other = store.Open();
    ASSERT_TRUE(other->Read([](Connection& db) { return db.Script("PRAGMA busy_timeout = 1"); }));
    const auto busy = database->Write([&](Connection&) -> Result<ErrorCode> {
        const Status failed = Change(*other, "INSERT INTO item(name) VALUES('a')");
        return failed ? ErrorCode::kInternal : failed.error().code;
    });
    EXPECT_EQ(*busy, ErrorCode::kUnavailable);
}

TEST(SqliteStore, SomethingElseThanADatabaseIsTold) {
    const testing::TestStore store(StoreKind::kSqlite);
    std::FILE* file = std::fopen(store.file().c_str(), "w");
    std::fputs("this is a letter to my aunt, and it is long enough to be read as a header", file);
    std::fclose(file);
    const auto opened = Database::Open(store.file());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kDataLoss);
}

}  // namespace
}  // namespace dmsnode::store
