#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <limits>
#include <thread>

#include "connectors/cells.hpp"
#include "connectors/sqlite/impl/test_file.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TargetTable OneColumn(const Target& target, const std::string& name, TypeKind kind) {
    TargetTable table;
    table.id = {"main", name};
    Column column;
    column.name = "c";
    column.type.kind = kind;
    column.type.native = "x";
    table.columns.push_back({.name = "c",
                             .nullable = true,
                             .is_identity = false,
                             .mapped = *target.MapColumn(Engine::kPostgres, column),
                             .source = column});
    return table;
}

TEST(SqliteTarget, MakesTheFileForItsOwnerOnly) {
    const testing::TempDir folder;
    Endpoint endpoint;
    endpoint.database = folder.path() + "/new.db";
    {
        const auto target = MustOpenTarget(endpoint);
    }
    struct stat info{};
    ASSERT_EQ(::stat(endpoint.database.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST(SqliteTarget, SaysWhyItCannotBeOpened) {
    const testing::TempDir folder;
    NullLog log;
    Endpoint endpoint;
    endpoint.database = folder.path() + "/none/new.db";
    EXPECT_EQ(OpenTarget(endpoint, log).error().ToString(),
              endpoint.database +
                  ": the file cannot be made: No such file or directory (make the folder first)");
    endpoint.database = folder.path();
    EXPECT_THAT(OpenTarget(endpoint, log).error().ToString(), HasSubstr("this is no regular file"));
}

TEST(SqliteTarget, HasOneSchemaOnly) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    EXPECT_TRUE(target->EnsureSchema("main"));
    EXPECT_EQ(target->EnsureSchema("shop").error().ToString(),
              "SQLite has no schema \"shop\", only main");
}

TEST(SqliteTarget, DropsNothingInCascade) {
    TestFile file(
        "CREATE TABLE t (a); CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END; "
        "CREATE VIEW v AS SELECT * FROM t");
    const auto target = MustOpenTarget(file.endpoint());
    EXPECT_EQ(target->DropTable({"main", "t"}).error().ToString(),
              "main.t: dropping the table would drop trigger g (drop them first, or use "
              "TargetTablePrepMode TRUNCATE_BEFORE_LOAD)");
    EXPECT_EQ(
        target->DropTable({"main", "v"}).error().ToString(),
        "main.v: a view of this name stands in the way (drop or rename the view, or rename the "
        "table by a mapping rule)");
}

TEST(SqliteTarget, IndexNamesOfTwoTablesDoNotMeet) {
    TestFile file("CREATE TABLE a (c); CREATE INDEX by_c ON a (c)");
    const auto target = MustOpenTarget(file.endpoint());
    TargetTable table = OneColumn(*target, "b", TypeKind::kText);
    Index index;
    index.name = "by_c";
    index.columns.emplace_back().name = "c";
    Index other = index;
    other.name = "full";
    other.method = "fulltext";
    table.indexes = {index, other};
    ASSERT_TRUE(target->CreateTable(table));
    for (int round = 0; round < 2; ++round) {
        const auto notes = target->AddKeysAndIndexes(table, {});
        ASSERT_TRUE(notes) << notes.error().ToString();
        EXPECT_THAT(*notes, ElementsAre("index full: SQLite has no fulltext index"));
    }
    EXPECT_EQ(file.Query("SELECT group_concat(name) FROM sqlite_schema WHERE type = 'index'"),
              "by_c,b_by_c");
}

TEST(SqliteWriter, NanFollowsThePolicy) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    const TargetTable table = OneColumn(*target, "t", TypeKind::kFloat64);
    ASSERT_TRUE(target->CreateTable(table));
    RowBatch batch;
    RowAppender out(batch);
    for (const double value : {1.5, std::numeric_limits<double>::quiet_NaN(),
                               -std::numeric_limits<double>::infinity()}) {
        out.BeginRow(1);
        out.Float64(value);
    }
    WritePlan plan{.table = table, .policy = {}};
    {
        auto writer = target->OpenWriter(plan);
        EXPECT_EQ((*writer)->Write(batch).error().ToString(),
                  "main.t.c: SQLite has no NaN (infinity=null in the target's extra connection "
                  "attributes makes it NULL)");
    }
    EXPECT_EQ(file.Query("SELECT count(*) FROM t"), "0");
    plan.policy.infinity = ValuePolicy::Infinity::kNull;
    auto writer = target->OpenWriter(plan);
    ASSERT_TRUE((*writer)->Write(batch));
    ASSERT_TRUE((*writer)->Commit());
    EXPECT_EQ(file.Query("SELECT group_concat(coalesce(c, 'NULL')) FROM t"), "1.5,NULL,-Inf");
}

TEST(SqliteWriter, RowsAreThereAfterCommitOnly) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    const TargetTable table = OneColumn(*target, "t", TypeKind::kInt64);
    ASSERT_TRUE(target->CreateTable(table));
    RowBatch batch;
    RowAppender out(batch);
    out.BeginRow(1);
    out.Int64(5);
    {
        auto writer = target->OpenWriter({.table = table, .policy = {}});
        ASSERT_TRUE((*writer)->Write(batch));
        EXPECT_EQ(file.Query("SELECT count(*) FROM t"), "0");
        ASSERT_TRUE((*writer)->Commit());
        EXPECT_EQ(file.Query("SELECT count(*) FROM t"), "1");
        ASSERT_TRUE((*writer)->Write(batch));
    }
    EXPECT_EQ(file.Query("SELECT count(*) FROM t"), "1");
}

TEST(SqliteWriter, BrokenBatchIsRefused) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    const TargetTable table = OneColumn(*target, "t", TypeKind::kInt64);
    ASSERT_TRUE(target->CreateTable(table));
    RowBatch batch;
    RowAppender out(batch);
    out.BeginRow(1);
    out.Int32(5);
    auto writer = target->OpenWriter({.table = table, .policy = {}});
    EXPECT_EQ((*writer)->Write(batch).error().code, ErrorCode::kProtocol);
    batch.bytes.resize(batch.bytes.size() - 1);
    EXPECT_EQ((*writer)->Write(batch).error().code, ErrorCode::kTruncated);
}

TEST(SqliteWriter, WritersTakeTurns) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    constexpr int kWriters = 6;
    std::vector<std::jthread> threads;
    for (int i = 0; i < kWriters; ++i) {
        const TargetTable table = OneColumn(*target, "t" + std::to_string(i), TypeKind::kInt64);
        ASSERT_TRUE(target->CreateTable(table));
        threads.emplace_back([&target, table] {
            auto writer = target->OpenWriter({.table = table, .policy = {}});
            for (int round = 0; round < 20; ++round) {
                RowBatch batch;
                RowAppender out(batch);
                for (int row = 0; row < 50; ++row) {
                    out.BeginRow(1);
                    out.Int64(row);
                }
                EXPECT_TRUE((*writer)->Write(batch));
                EXPECT_TRUE((*writer)->Commit());
            }
        });
    }
    threads.clear();
    for (int i = 0; i < kWriters; ++i) {
        EXPECT_EQ(file.Query("SELECT count(*) FROM t" + std::to_string(i)), "1000");
    }
}

TEST(SqliteWriter, CancelledWriterGivesUpItsPlaceInTheQueue) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    const TargetTable table = OneColumn(*target, "t", TypeKind::kInt64);
    ASSERT_TRUE(target->CreateTable(table));
    RowBatch batch;
    RowAppender out(batch);
    out.BeginRow(1);
    out.Int64(1);
    auto holder = target->OpenWriter({.table = table, .policy = {}});
    ASSERT_TRUE((*holder)->Write(batch));
    auto waiting = target->OpenWriter({.table = table, .policy = {}});
    std::jthread thread(
        [&] { EXPECT_EQ((*waiting)->Write(batch).error().code, ErrorCode::kCancelled); });
    (*waiting)->Cancel();
    thread.join();
    ASSERT_TRUE((*holder)->Commit());
    auto next = target->OpenWriter({.table = table, .policy = {}});
    ASSERT_TRUE((*next)->Write(batch));
    ASSERT_TRUE((*next)->Commit());
    EXPECT_EQ(file.Query("SELECT count(*) FROM t"), "2");
}

TEST(SqliteWriter, FullDiskIsToldAndLeavesWholeTransactions) {
    TestFile file;
    const auto target = MustOpenTarget(file.endpoint());
    const TargetTable table = OneColumn(*target, "t", TypeKind::kText);
    ASSERT_TRUE(target->CreateTable(table));
    RowBatch batch;
    RowAppender out(batch);
    for (int row = 0; row < 1000; ++row) {
        out.BeginRow(1);
        out.Bytes(std::string(1000, 'x'));
    }
    // A file size limit meets the same path as a full disk.
    const auto old_handler = ::signal(SIGXFSZ, SIG_IGN);
    rlimit old_limit{};
    ::getrlimit(RLIMIT_FSIZE, &old_limit);
    const rlimit limit{.rlim_cur = 4U << 20U, .rlim_max = old_limit.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    std::int64_t committed = 0;
    Status written;
    {
        auto writer = target->OpenWriter({.table = table, .policy = {}});
        while (written && committed < 100'000) {
            written = (*writer)->Write(batch);
            if (written) written = (*writer)->Commit();
            if (written) committed += batch.rows;
        }
    }
    ::setrlimit(RLIMIT_FSIZE, &old_limit);
    ::signal(SIGXFSZ, old_handler);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::kResourceExhausted);
    EXPECT_THAT(written.error().ToString(), HasSubstr("no space left for " + file.path()));
    EXPECT_EQ(file.Query("SELECT count(*) FROM t"), std::to_string(committed));
    EXPECT_EQ(file.Query("PRAGMA integrity_check"), "ok");
}

}  // namespace
}  // namespace dmsnode::connectors::sqlite
