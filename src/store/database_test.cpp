#include "store/database.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "support/test_servers.hpp"

namespace dmsnode::store {
namespace {

class DatabaseTest : public ::testing::Test {
protected:
    std::string File() const { return dir_.path() + "/store.db"; }
    std::unique_ptr<Database> Open() const {
        auto opened = Database::Open(File());
        EXPECT_TRUE(opened) << opened.error().ToString();
        return *std::move(opened);
    }
    static std::int64_t Count(Database& database) {
        return **database.Read([](Connection& db) {
            return db.One("SELECT count(*) FROM item", {},
                          [](const Row& row) { return row.Int(0); });
        });
    }

    testing::TempDir dir_;
};

const std::vector<SchemaStep> kFirst = {
    {"shop", 1, "CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT"}};
const std::vector<SchemaStep> kSecond = {
    kFirst[0],
    {"shop", 2, "ALTER TABLE item ADD COLUMN price REAL; INSERT INTO item VALUES(1,'a',2)"}};

TEST_F(DatabaseTest, FileIsForItsOwnerOnly) {
    const auto database = Open();
    struct stat info{};
    ASSERT_EQ(::stat(File().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(DatabaseTest, EveryKindOfValueComesBackAsItWent) {
    const auto database = Open();
    const TimePoint time{std::chrono::microseconds(1'700'000'000'123'456)};
    const std::string bytes("\0\xff bytes", 8);
    const std::optional<std::string> none;
    const auto done = database->Write([&](Connection& db) -> Status {
        auto made = db.Run("CREATE TABLE v(i, r, t, b, n, w, e)");
        if (!made) return made.error();
        auto put = db.Run("INSERT INTO v VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                          {INT64_MIN, 0.1, "Ünicode", Blob{bytes}, none, time, ""});
        if (!put) return put.error();
        return db.ForEach("SELECT i, r, t, b, n, w, e FROM v", {}, [&](const Row& row) {
            EXPECT_EQ(row.Int(0), INT64_MIN);
            EXPECT_EQ(row.Real(1), 0.1);
            EXPECT_EQ(row.Text(2), "Ünicode");
            EXPECT_EQ(row.Text(3), bytes);
            EXPECT_TRUE(row.IsNull(4));
            EXPECT_FALSE(row.OptionalText(4));
            EXPECT_EQ(row.Time(5), time);
            EXPECT_EQ(row.OptionalText(6), "");
        });
    });
    EXPECT_TRUE(done) << done.error().ToString();
}

TEST_F(DatabaseTest, FailedWorkLeavesNothing) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kFirst));
    const auto failed = database->Write([](Connection& db) -> Status {
        EXPECT_TRUE(db.Run("INSERT INTO item(name) VALUES('a')"));
        return Error{ErrorCode::kConflict, "changed my mind"};
    });
    EXPECT_FALSE(failed);
    EXPECT_EQ(Count(*database), 0);
}

TEST_F(DatabaseTest, AnExceptionInTheWorkLeavesNothingAndNoOpenTransaction) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kFirst));
    EXPECT_THROW(static_cast<void>(database->Write([](Connection& db) -> Status {
                     EXPECT_TRUE(db.Run("INSERT INTO item(name) VALUES('a')"));
                     throw std::bad_alloc();
                 })),
                 std::bad_alloc);
    EXPECT_EQ(Count(*database), 0);
    EXPECT_TRUE(database->Write([](Connection& db) -> Status {
        auto done = db.Run("INSERT INTO item(name) VALUES('b')");
        return done ? Status{} : Status(done.error());
    }));
}

TEST_F(DatabaseTest, TakenNameIsAlreadyExistsWithStatementAndFile) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kFirst));
    const auto insert = [](Connection& db) { return db.Run("INSERT INTO item(name) VALUES('a')"); };
    ASSERT_TRUE(database->Write(insert));
    const auto again = database->Write(insert);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kAlreadyExists);
    EXPECT_EQ(again.error().where, File());
    EXPECT_NE(again.error().message.find("INSERT INTO item"), std::string::npos);
    EXPECT_NE(again.error().message.find("item.name"), std::string::npos);
}

TEST_F(DatabaseTest, ABrokenStatementIsADefectThatIsTold) {
    const auto database = Open();
    const auto broken = database->Read([](Connection& db) { return db.Run("SELEKT 1"); });
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().code, ErrorCode::kInternal);
}

TEST_F(DatabaseTest, SomethingElseThanADatabaseIsTold) {
    std::FILE* file = std::fopen(File().c_str(), "w");
    std::fputs("this is a letter to my aunt, and it is long enough to be read as a header", file);
    std::fclose(file);
    const auto opened = Database::Open(File());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kDataLoss);
}

TEST_F(DatabaseTest, ManyThreadsWriteWithoutLoss) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kFirst));
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 25; ++i) {
                const std::string name = std::to_string(t) + "/" + std::to_string(i);
                EXPECT_TRUE(database->Write([&](Connection& db) {
                    return db.Run("INSERT INTO item(name) VALUES(?1)", {name});
                }));
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(Count(*database), 100);
}

TEST_F(DatabaseTest, UpgradeRunsTheMissingStepsOnce) {
    ASSERT_TRUE(Migrate(*Open(), kFirst));
    ASSERT_TRUE(Migrate(*Open(), kSecond));
    ASSERT_TRUE(Migrate(*Open(), kSecond));
    EXPECT_EQ(Count(*Open()), 1);
}

TEST_F(DatabaseTest, FamiliesHaveVersionsOfTheirOwn) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kSecond));
    EXPECT_TRUE(Migrate(*database, {{"other", 1, "CREATE TABLE other_item(id INTEGER)"}}));
}

TEST_F(DatabaseTest, ANewerStoreIsRefusedWithBothVersions) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kSecond));
    const Status refused = Migrate(*database, kFirst);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(refused.error().message,
              "the store was written by a newer version of this program: its part \"shop\" has "
              "version 2, this program knows 1");
}

TEST_F(DatabaseTest, AFailingStepUndoesTheWholeUpgrade) {
    const auto database = Open();
    ASSERT_TRUE(Migrate(*database, kFirst));
    EXPECT_FALSE(Migrate(*database, {kSecond[0], kSecond[1], {"shop", 3, "DROP TABLE nowhere"}}));
    EXPECT_EQ(Count(*database), 0);
    EXPECT_TRUE(Migrate(*database, kSecond));
}

TEST_F(DatabaseTest, AStepThatIsMissingInBetweenIsADefect) {
    const Status jumped = Migrate(*Open(), {kFirst[0], {"shop", 3, "SELECT 1"}});
    ASSERT_FALSE(jumped);
    EXPECT_EQ(jumped.error().code, ErrorCode::kInternal);
}

TEST_F(DatabaseTest, AKillInTheMiddleOfAnUpgradeLeavesTheOldSchema) {
    ASSERT_TRUE(Migrate(*Open(), kFirst));
    const pid_t child = ::fork();
    if (child == 0) {
        auto database = Database::Open(File());
        static_cast<void>((*database)->Write([](Connection& db) -> Status {
            static_cast<void>(db.Script(std::string(kSecond[1].sql)));
            ::_exit(0);  // the process dies with the transaction open
        }));
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    const auto database = Open();
    EXPECT_EQ(Count(*database), 0);
    EXPECT_TRUE(Migrate(*database, kSecond));
    EXPECT_EQ(Count(*database), 1);
}

}  // namespace
}  // namespace dmsnode::store
