#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "contract/connector_contract.hpp"
#include "migration/compare.hpp"

/// The same behaviour for all nine pairs of source and target, on real servers and files.
namespace dmsnode::migration {
namespace {

using connectors::Engine;
using connectors::Table;
using contract::TestEngine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

using Pair = std::tuple<Engine, Engine>;

class PairContract : public ::testing::TestWithParam<Pair> {
protected:
    PairContract()
        : source_(contract::MakeEngine(std::get<0>(GetParam()))),
          target_(contract::MakeEngine(std::get<1>(GetParam()))) {}

    void FillShop() {
        source_->Run("CREATE TABLE " + source_->In("customers") +
                     " (id int PRIMARY KEY, email varchar(100) NOT NULL, name varchar(50), "
                     "notes varchar(200) DEFAULT 'none')");
        source_->Run("CREATE UNIQUE INDEX by_email ON " + IndexOn("customers") + " (email)");
        source_->Run("CREATE TABLE " + source_->In("orders") +
                     " (id int PRIMARY KEY, customer_id int NOT NULL, total decimal(10,2), "
                     "placed date)");
        source_->Run("CREATE INDEX by_customer ON " + IndexOn("orders") +
                     " (customer_id, placed DESC)");
        source_->Run("CREATE TABLE " + source_->In("log_lines") + " (at date, line varchar(50))");
        source_->Run("CREATE TABLE " + source_->In("nothing") + " (id int PRIMARY KEY)");
        std::string customers;
        std::string orders;
        for (int i = 1; i <= 50; ++i) {
            customers += fmt::format("{}({}, 'c{}@example.org', {}, 'ü{}')", i > 1 ? ", " : "", i,
                                     i, i % 7 == 0 ? "NULL" : fmt::format("'name {}'", i), i);
            orders += fmt::format("{}({}, {}, {}.5, '2024-01-{:02}')", i > 1 ? ", " : "", i,
                                  1 + i % 9, i, 1 + i % 28);
        }
        source_->Run("INSERT INTO " + source_->In("customers") + " VALUES " + customers);
        source_->Run("INSERT INTO " + source_->In("orders") + " VALUES " + orders);
        source_->Run("INSERT INTO " + source_->In("log_lines") +
                     " VALUES ('2024-01-01', 'one'), ('2024-01-01', 'one'), (NULL, NULL)");
    }
    std::string IndexOn(const std::string& table) const {
        return source_->engine() == Engine::kSqlite ? source_->Quote(table) : source_->In(table);
    }

    Table Described(const std::string& name) {
        NullLog log;
        auto opened = contract::RealFactory().OpenSource(target_->endpoint(), log);
        auto described = (*opened)->DescribeTables({{target_->schema(), name}});
        if (!described) {
            ADD_FAILURE() << described.error().ToString();
            return {};
        }
        return described->front();
    }
    std::vector<std::string> TargetTables() {
        NullLog log;
        auto opened = contract::RealFactory().OpenSource(target_->endpoint(), log);
        auto listed = (*opened)->ListTables();
        std::vector<std::string> names;
        for (const Table& table : *listed) {
            if (table.id.schema == target_->schema()) names.push_back(table.id.name);
        }
        return names;
    }
    void ExpectEqual(const TaskSpec& spec, std::size_t tables) {
        contract::RealFactory factory;
        NullLog log;
        const auto compared = Compare(spec, factory, log, {});
        ASSERT_TRUE(compared) << compared.error().ToString();
        EXPECT_EQ(compared->size(), tables);
        for (const TableComparison& table : *compared) {
            EXPECT_TRUE(table.Equal()) << table.source.ToString() << ": " << table.error << ", "
                                       << table.source_rows << " and " << table.target_rows;
        }
    }
    static void ExpectFinished(const contract::Loaded& loaded) {
        ASSERT_FALSE(loaded.outcome.failure) << loaded.outcome.failure->ToString();
        EXPECT_EQ(loaded.outcome.reason, dms::StopReason::kFullLoadOnlyFinished);
        for (const TableProgress& table : loaded.observer.All()) EXPECT_EQ(table.error, "");
    }

    std::unique_ptr<TestEngine> source_;
    std::unique_ptr<TestEngine> target_;
};

std::string ColumnsOf(const connectors::Index& index) {
    std::string text;
    for (const auto& column : index.columns) {
        text += (text.empty() ? "" : ",") + column.name + (column.descending ? " desc" : "");
    }
    return text;
}

TEST_P(PairContract, TablesArriveWithKeysAndIndexes) {
    FillShop();
    const TaskSpec spec = contract::SpecFor(*source_, *target_);
    const auto loaded = contract::Load(spec);
    ExpectFinished(*loaded);
    ExpectEqual(spec, 4);
    const Table customers = Described("customers");
    EXPECT_THAT(customers.primary_key, ElementsAre("id"));
    ASSERT_EQ(customers.indexes.size(), 1U);
    EXPECT_TRUE(customers.indexes[0].unique);
    EXPECT_EQ(ColumnsOf(customers.indexes[0]), "email");
    ASSERT_EQ(customers.columns.size(), 4U);
    EXPECT_FALSE(customers.columns[1].nullable);
    EXPECT_TRUE(customers.columns[2].nullable);
    EXPECT_EQ(customers.columns[3].default_value.text, "none");
    const Table orders = Described("orders");
    ASSERT_EQ(orders.indexes.size(), 1U);
    // MariaDB keeps the direction of an index from 10.8 on.
    EXPECT_EQ(ColumnsOf(orders.indexes[0]), "customer_id,placed desc");
    EXPECT_EQ(loaded->observer.Table("orders").rows, 50);
    EXPECT_EQ(loaded->observer.Table("nothing").rows, 0);
}

TEST_P(PairContract, RulesSelectFilterAndRename) {
    FillShop();
    const std::string schema = source_->schema();
    const auto locator = [&](const std::string& table, const std::string& column = "") {
        return fmt::format(R"("object-locator":{{"schema-name":"{}","table-name":"{}"{}}})", schema,
                           table,
                           column.empty() ? "" : fmt::format(R"(,"column-name":"{}")", column));
    };
    const auto rule = [](int id, const std::string& members) {
        return fmt::format(R"(,{{"rule-id":"{}","rule-name":"{}",{}}})", id, id, members);
    };
    const std::string rules =
        rule(2, R"("rule-type":"selection","rule-action":"exclude",)" + locator("log[_]%")) +
        rule(
            3,
            R"("rule-type":"selection","rule-action":"include",)"
            R"("filters":[{"filter-type":"source","column-name":"placed","filter-conditions":)"
            R"([{"filter-operator":"between","start-value":"2024-01-05","end-value":"2024-01-09"},)"
            R"({"filter-operator":"eq","value":"2024-01-20"}]},)"
            R"({"filter-type":"source","column-name":"customer_id","filter-conditions":)"
            R"([{"filter-operator":"noteq","value":"3"}]},)"
            R"({"filter-type":"source","column-name":"total","filter-conditions":)"
            R"([{"filter-operator":"gte","value":"9.5"}]}],)" +
                locator("orders")) +
        rule(10, R"("rule-type":"transformation","rule-target":"table","rule-action":"rename",)"
                 R"("value":"buyers",)" +
                     locator("customers")) +
        rule(20, R"("rule-type":"transformation","rule-target":"table","rule-action":"add-prefix",)"
                 R"("value":"new_",)" +
                     locator("%")) +
        rule(
            30,
            R"("rule-type":"transformation","rule-target":"column","rule-action":"remove-column",)" +
                locator("customers", "notes")) +
        rule(40, R"("rule-type":"transformation","rule-target":"column","rule-action":"rename",)"
                 R"("value":"mail",)" +
                     locator("customers", "email")) +
        rule(
            50,
            R"("rule-type":"transformation","rule-target":"column","rule-action":"include-column",)" +
                locator("orders", "[ict]%"));
    const TaskSpec spec = contract::SpecFor(*source_, *target_, rules);
    const auto loaded = contract::Load(spec);
    ExpectFinished(*loaded);
    EXPECT_THAT(TargetTables(), UnorderedElementsAre("buyers", "new_orders", "new_nothing"));
    ExpectEqual(spec, 3);
    const Table buyers = Described("buyers");
    ASSERT_EQ(buyers.columns.size(), 3U);
    EXPECT_EQ(buyers.columns[1].name, "mail");
    ASSERT_EQ(buyers.indexes.size(), 1U);
    EXPECT_EQ(ColumnsOf(buyers.indexes[0]), "mail");
    EXPECT_EQ(Described("new_orders").columns.size(), 3U);
    const std::string kept = source_->Query(
        "SELECT count(*) FROM " + source_->In("orders") +
        " WHERE (placed BETWEEN '2024-01-05' AND '2024-01-09' OR placed = '2024-01-20') AND "
        "customer_id <> 3 AND total >= 9.5");
    EXPECT_EQ(target_->Query("SELECT count(*) FROM " + target_->In("new_orders")), kept);
    EXPECT_GT(std::stoi(kept), 2);
}

TEST_P(PairContract, TablesThatAreThereArePreparedAsAsked) {
    FillShop();
    TaskSpec spec = contract::SpecFor(*source_, *target_);
    ExpectFinished(*contract::Load(spec));
    // DROP_AND_CREATE again: nothing of the old table stays.
    target_->Run("ALTER TABLE " + target_->In("log_lines") + " ADD COLUMN extra int");
    ExpectFinished(*contract::Load(spec));
    EXPECT_EQ(Described("log_lines").columns.size(), 2U);
    // TRUNCATE_BEFORE_LOAD: the definition stays, the rows are new.
    target_->Run("ALTER TABLE " + target_->In("log_lines") + " ADD COLUMN extra int");
    target_->Run("INSERT INTO " + target_->In("log_lines") + " (line) VALUES ('of the target')");
    spec.settings.prep_mode = dms::TablePrepMode::kTruncateBeforeLoad;
    ExpectFinished(*contract::Load(spec));
    EXPECT_EQ(Described("log_lines").columns.size(), 3U);
    ExpectEqual(spec, 4);
    // DO_NOTHING: rows are added.
    spec = contract::SpecFor(*source_, *target_,
                             R"(,{"rule-type":"selection","rule-id":"2","rule-name":"2",)"
                             R"("rule-action":"exclude","object-locator":{"schema-name":"%",)"
                             R"("table-name":"[co]%"}})");
    spec.settings.prep_mode = dms::TablePrepMode::kDoNothing;
    const auto loaded = contract::Load(spec);
    ExpectFinished(*loaded);
    EXPECT_EQ(target_->Query("SELECT count(*) FROM " + target_->In("log_lines")), "6");
    EXPECT_THAT(loaded->observer.Table("log_lines").notes,
                ::testing::Contains("before the run the target table had 3 rows, which are kept"));
}

TEST_P(PairContract, OneTableFailsAndTheOthersArrive) {
    FillShop();
    TaskSpec spec = contract::SpecFor(*source_, *target_);
    spec.settings.prep_mode = dms::TablePrepMode::kTruncateBeforeLoad;
    if (target_->engine() == Engine::kMariadb) target_->Run("USE " + target_->schema());
    target_->Run("CREATE TABLE " + target_->In("orders") +
                 " (id int PRIMARY KEY, customer_id int, placed date, must int NOT NULL)");
    target_->Run("CREATE TABLE " + target_->In("nothing") +
                 " (id int PRIMARY KEY, must int NOT NULL)");
    const auto loaded = contract::Load(spec);
    ASSERT_FALSE(loaded->outcome.failure) << loaded->outcome.failure->ToString();
    EXPECT_EQ(loaded->observer.Table("orders").state, dms::table_state::kError);
    EXPECT_EQ(loaded->observer.Table("orders").error,
              target_->schema() +
                  ".orders: the existing target table lacks the columns total (add them, remove "
                  "them by a transformation rule, or use DROP_AND_CREATE)");
    EXPECT_EQ(loaded->observer.Table("nothing").error,
              target_->schema() +
                  ".nothing: the existing target table has the NOT NULL columns must, which the "
                  "source does not fill (give them a default, or use DROP_AND_CREATE)");
    EXPECT_EQ(loaded->observer.Table("customers").state, dms::table_state::kCompleted);
    EXPECT_EQ(loaded->observer.Table("customers").rows, 50);
}

TEST_P(PairContract, DuplicateRowsFailWithTheirKey) {
    FillShop();
    TaskSpec spec = contract::SpecFor(*source_, *target_);
    spec.settings.prep_mode = dms::TablePrepMode::kDoNothing;
    target_->Run("CREATE TABLE " + target_->In("nothing") + " (id int PRIMARY KEY)");
    target_->Run("INSERT INTO " + target_->In("nothing") + " VALUES (5)");
    source_->Run("INSERT INTO " + source_->In("nothing") + " VALUES (4), (5), (6)");
    const auto loaded = contract::Load(spec);
    EXPECT_EQ(loaded->observer.Table("nothing").state, dms::table_state::kError);
    EXPECT_THAT(loaded->observer.Table("nothing").error, HasSubstr("5"));
    EXPECT_EQ(loaded->observer.Table("nothing").rows, 0);
    EXPECT_EQ(target_->Query("SELECT count(*) FROM " + target_->In("nothing")), "1");
    EXPECT_EQ(loaded->observer.Table("customers").state, dms::table_state::kCompleted);
}

/// `rows` rows of about 100 bytes.
void FillLong(TestEngine& source, int rows) {
    source.Run("CREATE TABLE " + source.In("long") + " (id int PRIMARY KEY, v varchar(200))");
    std::string numbers;
    switch (source.engine()) {
        case Engine::kPostgres:
            numbers =
                fmt::format("SELECT i, repeat('x', 80) || i FROM generate_series(1, {}) i", rows);
            break;
        case Engine::kSqlite:
            numbers = fmt::format(
                "WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {}) "
                "SELECT "
                "i, printf('%.80c', 'x') || i FROM s",
                rows);
            break;
        default:
            numbers =
                fmt::format("SELECT seq, concat(repeat('x', 80), seq) FROM seq_1_to_{}", rows);
            break;
    }
    source.Run("INSERT INTO " + source.In("long") + " " + numbers);
}

TEST_P(PairContract, StopsInTheMiddleAndResumes) {
    FillLong(*source_, 20'000);
    TaskSpec spec = contract::SpecFor(*source_, *target_);
    spec.settings.commit_rate = 500;
    std::stop_source stop;
    auto loaded = std::make_unique<contract::Loaded>();
    std::chrono::steady_clock::time_point asked;
    loaded->observer.Follow([&](const TableProgress& table) {
        if (table.rows < 1000 || stop.stop_requested()) return;
        asked = std::chrono::steady_clock::now();
        stop.request_stop();
    });
    contract::RealFactory factory;
    SystemClock clock;
    loaded->outcome =
        RunFullLoad(spec, factory, loaded->observer, loaded->log, clock, stop.get_token());
    ASSERT_TRUE(stop.stop_requested());
    EXPECT_LT(std::chrono::steady_clock::now() - asked, std::chrono::seconds(5));
    EXPECT_FALSE(loaded->outcome.failure);
    EXPECT_EQ(loaded->outcome.reason, dms::StopReason::kNormal);
    const TableProgress stopped = loaded->observer.Table("long");
    EXPECT_EQ(stopped.state, dms::table_state::kCancelled);
    EXPECT_EQ(target_->Query("SELECT count(*) FROM " + target_->In("long")),
              std::to_string(stopped.rows));
    spec.start = StartKind::kResume;
    spec.previous = loaded->observer.All();
    ExpectFinished(*contract::Load(spec));
    ExpectEqual(spec, 1);
}

std::int64_t PeakKilobytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) return std::stoll(line.substr(6));
    }
    return 0;
}

void ResetPeak() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

/// Each reader and each writer once: pairs add nothing to what one of them holds.
class MemoryContract : public PairContract {};

TEST_P(MemoryContract, StaysFlatForHalfAMillionRows) {
    FillLong(*source_, 500'000);
    const TaskSpec spec = contract::SpecFor(*source_, *target_);
    ResetPeak();
    const std::int64_t before = PeakKilobytes();
    const auto began = std::chrono::steady_clock::now();
    ExpectFinished(*contract::Load(spec));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - began;
    const std::int64_t grown = PeakKilobytes() - before;
    RecordProperty("grown_kilobytes", static_cast<int>(grown));
    std::printf("500000 rows in %.2f s, memory grew by %ld MB\n", taken.count(),
                static_cast<long>(grown / 1024));
    EXPECT_LT(grown, 100 * 1024);
    EXPECT_EQ(target_->Query("SELECT count(*) FROM " + target_->In("long")), "500000");
}

std::string PairName(const ::testing::TestParamInfo<Pair>& pair) {
    return fmt::format("{}To{}", connectors::EngineName(std::get<0>(pair.param)),
                       connectors::EngineName(std::get<1>(pair.param)));
}

INSTANTIATE_TEST_SUITE_P(Pairs, PairContract,
                         ::testing::Combine(::testing::ValuesIn(contract::kEngines),
                                            ::testing::ValuesIn(contract::kEngines)),
                         PairName);
INSTANTIATE_TEST_SUITE_P(Pairs, MemoryContract,
                         ::testing::Values(Pair{Engine::kPostgres, Engine::kMariadb},
                                           Pair{Engine::kMariadb, Engine::kSqlite},
                                           Pair{Engine::kSqlite, Engine::kPostgres}),
                         PairName);

}  // namespace
}  // namespace dmsnode::migration
