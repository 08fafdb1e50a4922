#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/connector_contract.hpp"
#include "migration/compare.hpp"

namespace dmsnode::migration {
namespace {

using contract::Load;
using contract::SpecFor;
using contract::SqliteEngine;

TEST(SqliteToSqlite, AllIsCarriedAndEqual) {
    SqliteEngine source;
    SqliteEngine target;
    source.Run(R"(
CREATE TABLE customers (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE,
  joined DATETIME DEFAULT CURRENT_TIMESTAMP, credit DECIMAL(10,2) DEFAULT 0.5, photo BLOB,
  label TEXT GENERATED ALWAYS AS (upper(name)) STORED, UNIQUE (name));
CREATE TABLE "odd ""name" (a, b "strange type", "sel ect" INT, PRIMARY KEY (a, b)) WITHOUT ROWID;
CREATE INDEX by_joined ON customers (joined DESC) WHERE credit > 0;
CREATE UNIQUE INDEX by_lower ON customers (lower(name));
CREATE VIEW rich AS SELECT * FROM customers WHERE credit > 100;
INSERT INTO customers (name, joined, credit, photo) VALUES
  ('Ada', '2024-02-29 12:00:00', 10.25, x'00ff'), ('Grace', NULL, 'much', ''), ('O''Hara', 17, 1e300, NULL);
INSERT INTO "odd ""name" VALUES (1, 2.5, 3), ('x', x'01', NULL), (-9223372036854775808, 'é', 0);
)");
    const TaskSpec spec = SpecFor(source, target);
    const auto loaded = Load(spec);
    ASSERT_FALSE(loaded->outcome.failure) << loaded->outcome.failure->ToString();
    EXPECT_EQ(loaded->outcome.reason, dms::StopReason::kFullLoadOnlyFinished);
    EXPECT_EQ(loaded->observer.Table("customers").error, "");
    EXPECT_EQ(loaded->observer.Table("customers").rows, 3);
    EXPECT_EQ(loaded->observer.Table("odd \"name").rows, 3);
    contract::RealFactory factory;
    const auto compared = Compare(spec, factory, loaded->log, {});
    ASSERT_TRUE(compared) << compared.error().ToString();
    ASSERT_EQ(compared->size(), 2U);
    for (const TableComparison& table : *compared) {
        EXPECT_TRUE(table.Equal()) << table.source.ToString() << ": " << table.error;
    }
    EXPECT_EQ(target.Query("SELECT group_concat(name, ',') FROM (SELECT name FROM sqlite_schema "
                           "WHERE type = 'index' AND sql IS NOT NULL ORDER BY name)"),
              "by_joined,by_lower,customers_name_key");
    EXPECT_EQ(target.Query("SELECT sql FROM sqlite_schema WHERE name = 'customers'"),
              "CREATE TABLE \"customers\" (\"id\" INTEGER PRIMARY KEY AUTOINCREMENT, \"name\" TEXT "
              "COLLATE \"NOCASE\" NOT NULL, \"joined\" DATETIME DEFAULT CURRENT_TIMESTAMP, "
              "\"credit\" DECIMAL(10,2) DEFAULT 0.5, \"photo\" BLOB, \"label\" TEXT GENERATED "
              "ALWAYS AS (upper(name)) STORED)");
    EXPECT_EQ(target.Query("SELECT seq FROM sqlite_sequence"), "3");
}

}  // namespace
}  // namespace dmsnode::migration
