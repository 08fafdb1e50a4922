#include "service/impl/progress.hpp"

#include <gtest/gtest.h>

namespace dmsnode::service {
namespace {

migration::TableProgress Table(const std::string& name, std::int64_t rows) {
    migration::TableProgress table;
    table.source = {"shop", name};
    table.target = {"store", name};
    table.state = dms::table_state::kFullLoad;
    table.rows = rows;
    table.notes = {"a \"note\"", "another"};
    table.load_start = TimePoint{std::chrono::seconds(5)};
    return table;
}

TEST(ProgressRow, GoesThereAndBack) {
    const migration::TableProgress table = Table("orders", 7);
    const migration::TableProgress back = ToProgress(ToRow(table));
    EXPECT_EQ(back.source, table.source);
    EXPECT_EQ(back.target, table.target);
    EXPECT_EQ(back.state, table.state);
    EXPECT_EQ(back.rows, 7);
    EXPECT_EQ(back.notes, table.notes);
    EXPECT_EQ(back.load_start, table.load_start);
    EXPECT_FALSE(back.load_end);
}

TEST(ProgressBuffer, GivesTheNewestOfEachTableOnce) {
    NullLog log;
    ProgressBuffer buffer(log, false);
    buffer.OnTables({Table("orders", 0), Table("lines", 0)});
    buffer.OnTable(Table("orders", 5));
    const auto rows = buffer.TakeChanged();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].table_name, "orders");
    EXPECT_EQ(rows[0].rows, 5);
    EXPECT_TRUE(buffer.TakeChanged().empty());
}

TEST(ProgressBuffer, RowsPutBackDoNotHideNewerOnes) {
    NullLog log;
    ProgressBuffer buffer(log, false);
    buffer.OnTables({Table("orders", 1), Table("lines", 1)});
    auto rows = buffer.TakeChanged();
    buffer.OnTable(Table("orders", 9));
    buffer.PutBack(std::move(rows));
    rows = buffer.TakeChanged();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].rows, 9);
    EXPECT_EQ(rows[1].table_name, "lines");
}

TEST(ProgressBuffer, AReloadMarksItsTables) {
    NullLog log;
    ProgressBuffer buffer(log, true);
    buffer.OnTable(Table("orders", 1));
    EXPECT_TRUE(buffer.TakeChanged()[0].reloaded);
}

}  // namespace
}  // namespace dmsnode::service
