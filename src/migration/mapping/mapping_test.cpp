#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "migration/mapping/renaming.hpp"
#include "migration/mapping/selection.hpp"

namespace dmsnode::migration {
namespace {

using connectors::Engine;
using connectors::Table;
using connectors::TableKind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

dms::TableMappings Parse(const std::string& rules) {
    const dms::TableMappingsResult parsed = dms::ParseTableMappings("{\"rules\":[" + rules + "]}");
    for (const Problem& problem : parsed.problems) {
        if (!problem.warning) ADD_FAILURE() << problem.ToString();
    }
    return parsed.mappings;
}

std::string Select(const std::string& id, const std::string& action, const std::string& schema,
                   const std::string& table, const std::string& more = "") {
    return R"({"rule-type":"selection","rule-id":")" + id + R"(","rule-name":")" + id +
           R"(","rule-action":")" + action + R"(",)" + more +
           R"("object-locator":{"schema-name":")" + schema + R"(","table-name":")" + table +
           R"("}})";
}

std::string Change(const std::string& id, const std::string& target, const std::string& action,
                   const std::string& locator, const std::string& more = "") {
    return R"({"rule-type":"transformation","rule-id":")" + id + R"(","rule-name":")" + id +
           R"(","rule-target":")" + target + R"(","rule-action":")" + action + R"(",)" + more +
           R"("object-locator":{)" + locator + "}}";
}

Table Named(const std::string& schema, const std::string& name,
            TableKind kind = TableKind::kTable) {
    Table table;
    table.id = {schema, name};
    table.kind = kind;
    return table;
}

std::vector<std::string> Names(const Selection& selection) {
    std::vector<std::string> names;
    for (const SelectedTable& table : selection.tables) names.push_back(table.id.ToString());
    return names;
}

const std::vector<Table> kListed = {Named("shop", "log_1"), Named("shop", "logs"),
                                    Named("shop", "orders"), Named("shop", "v", TableKind::kView),
                                    Named("hr", "staff")};

TEST(SelectTables, ExcludeWinsWhateverTheOrder) {
    EXPECT_THAT(Names(SelectTables(Parse(Select("1", "exclude", "shop", "log[_]%") + "," +
                                         Select("2", "include", "%", "%")),
                                   kListed)),
                ElementsAre("shop.logs", "shop.orders", "hr.staff"));
}

TEST(SelectTables, ViewsOnlyWhenAskedFor) {
    const std::string all = R"({"rule-type":"selection","rule-id":"1","rule-name":"1",)"
                            R"("rule-action":"include","object-locator":{"schema-name":"shop",)"
                            R"("table-name":"%","table-type":"TYPE"}})";
    const auto with = [&](const std::string& type) {
        std::string rule = all;
        rule.replace(rule.find("TYPE"), 4, type);
        return Names(SelectTables(Parse(rule), kListed));
    };
    EXPECT_THAT(with("view"), ElementsAre("shop.v"));
    EXPECT_THAT(with("all"), ElementsAre("shop.log_1", "shop.logs", "shop.orders", "shop.v"));
    EXPECT_THAT(with("table"), ElementsAre("shop.log_1", "shop.logs", "shop.orders"));
}

TEST(SelectTables, ExplicitTakesTheUnderscoreAsItself) {
    const Selection selection = SelectTables(Parse(Select("1", "explicit", "shop", "log_1") + "," +
                                                   Select("2", "explicit", "shop", "log_9")),
                                             kListed);
    EXPECT_THAT(Names(selection), ElementsAre("shop.log_1"));
    ASSERT_EQ(selection.missing.size(), 1U);
    EXPECT_EQ(selection.missing[0].ToString(), "shop.log_9");
}

TEST(SelectTables, WildcardThatTookMoreThanItSeemsIsTold) {
    const Selection selection =
        SelectTables(Parse(Select("7", "include", "shop", "log_%")), kListed);
    EXPECT_THAT(
        selection.warnings,
        ElementsAre("rule 7: the pattern shop.log_% also takes shop.logs, since _ stands for "
                    "any character; write [_] for an underscore"));
}

TEST(SelectTables, IdleRuleIsTold) {
    EXPECT_THAT(SelectTables(Parse(Select("1", "include", "shop", "%") + "," +
                                   Select("2", "include", "SHOP", "%")),
                             kListed)
                    .warnings,
                ElementsAre("rule 2: SHOP.% matches no table of the source"));
}

TEST(SelectTables, LargestLoadOrderCountsAndFiltersApply) {
    const Selection selection = SelectTables(
        Parse(Select("1", "include", "shop", "%", R"("load-order":3,)") + "," +
              Select("2", "include", "shop", "orders",
                     R"("load-order":"9","filters":[{"filter-type":"source","column-name":"c",)"
                     R"("filter-conditions":[{"filter-operator":"notbetween","start-value":1,)"
                     R"("end-value":"2"}]}],)")),
        kListed);
    ASSERT_EQ(selection.tables.size(), 3U);
    EXPECT_EQ(selection.tables[0].load_order, 3);
    EXPECT_EQ(selection.tables[2].load_order, 9);
    ASSERT_EQ(selection.tables[2].filters.size(), 1U);
    const connectors::FilterCondition& condition = selection.tables[2].filters[0].any_of[0];
    EXPECT_EQ(condition.op, connectors::FilterOperator::kNotBetween);
    EXPECT_EQ(condition.value, "1");
    EXPECT_EQ(condition.end_value, "2");
    EXPECT_THAT(selection.tables[0].filters, IsEmpty());
}

const std::string kTables = R"("schema-name":"%","table-name":"%")";

std::string TargetName(const std::string& rules, const std::string& name,
                       Engine source = Engine::kMysql, Engine target = Engine::kPostgres,
                       const std::string& target_schema = "", const std::string& database = "") {
    const dms::TableMappings mappings = Parse(Select("1", "include", "%", "%") + rules);
    dms::TaskSettings settings;
    settings.target_schema = target_schema;
    connectors::Endpoint endpoint;
    endpoint.engine = target;
    endpoint.database = database;
    const Renaming renaming(mappings, settings, source, endpoint);
    const auto id = renaming.TargetOf({source == Engine::kSqlite ? "main" : "shop", name});
    return id ? id->ToString() : id.error().ToString();
}

TEST(Renaming, AppliesEachAction) {
    const auto renamed = [](const std::string& action, const std::string& more) {
        return TargetName("," + Change("2", "table", action, kTables, more), "tbl_Orders_old");
    };
    EXPECT_EQ(renamed("rename", R"("value":"x",)"), "shop.x");
    EXPECT_EQ(renamed("convert-uppercase", ""), "shop.TBL_ORDERS_OLD");
    EXPECT_EQ(renamed("convert-lowercase", ""), "shop.tbl_orders_old");
    EXPECT_EQ(renamed("add-prefix", R"("value":"a_",)"), "shop.a_tbl_Orders_old");
    EXPECT_EQ(renamed("add-suffix", R"("value":"_z",)"), "shop.tbl_Orders_old_z");
    EXPECT_EQ(renamed("remove-prefix", R"("value":"tbl_",)"), "shop.Orders_old");
    EXPECT_EQ(renamed("remove-suffix", R"("value":"_old",)"), "shop.tbl_Orders");
    EXPECT_EQ(renamed("replace-prefix", R"("old-value":"tbl_","value":"t_",)"),
              "shop.t_Orders_old");
    EXPECT_EQ(renamed("replace-suffix", R"("old-value":"_old","value":"",)"), "shop.tbl_Orders");
    EXPECT_EQ(renamed("remove-prefix", R"("value":"none_",)"), "shop.tbl_Orders_old");
    EXPECT_EQ(renamed("remove-prefix", R"("value":"tbl_Orders_old",)"),
              "shop.tbl_Orders_old: rule 2: remove-prefix leaves no name");
}

TEST(Renaming, LowerRuleIdWinsAndNothingIsChained) {
    EXPECT_EQ(TargetName("," + Change("30", "table", "convert-uppercase", kTables) + "," +
                             Change("4", "table", "add-prefix", kTables, R"("value":"p_",)"),
                         "a"),
              "shop.p_a");
}

TEST(Renaming, SchemaRuleBeatsTargetSchema) {
    const std::string rule =
        "," + Change("2", "schema", "rename", R"("schema-name":"shop")", R"("value":"ods",)");
    EXPECT_EQ(TargetName(rule, "a", Engine::kMysql, Engine::kPostgres, "setting"), "ods.a");
    EXPECT_EQ(TargetName("", "a", Engine::kMysql, Engine::kPostgres, "setting"), "setting.a");
    EXPECT_EQ(TargetName("", "a"), "shop.a");
}

TEST(Renaming, SqliteHasNoSchemas) {
    EXPECT_EQ(TargetName("", "a", Engine::kPostgres, Engine::kSqlite, "ods"), "main.a");
    EXPECT_EQ(TargetName("", "a", Engine::kSqlite, Engine::kPostgres), "public.a");
    EXPECT_EQ(TargetName("", "a", Engine::kSqlite, Engine::kPostgres, "ods"), "ods.a");
    EXPECT_EQ(TargetName("", "a", Engine::kSqlite, Engine::kMariadb, "", "db"), "db.a");
    EXPECT_EQ(TargetName("", "a", Engine::kSqlite, Engine::kMariadb),
              "no target database is known for SQLite's tables (set TargetSchema in the task "
              "settings, or a database name on the target endpoint)");
}

std::vector<std::string> Columns(const std::string& rules) {
    const dms::TableMappings mappings = Parse(Select("1", "include", "%", "%") + rules);
    const dms::TaskSettings settings;
    const connectors::Endpoint endpoint;
    Table table = Named("shop", "t");
    for (const auto& [name, kind] : {std::pair("id", connectors::TypeKind::kInt32),
                                     std::pair("name", connectors::TypeKind::kVarchar),
                                     std::pair("made", connectors::TypeKind::kDate)}) {
        table.columns.emplace_back().name = name;
        table.columns.back().type.kind = kind;
    }
    const auto columns = Renaming(mappings, settings, Engine::kMysql, endpoint).ColumnsOf(table);
    if (!columns) return {columns.error().ToString()};
    std::vector<std::string> names;
    for (const ColumnName& column : *columns) {
        names.push_back(std::to_string(column.source) + " " + column.target);
    }
    return names;
}

TEST(Renaming, ColumnsAreRemovedIncludedAndRenamed) {
    const auto locator = [](const std::string& column, const std::string& more = "") {
        return R"("schema-name":"shop","table-name":"t","column-name":")" + column + "\"" + more;
    };
    EXPECT_THAT(Columns("," + Change("2", "column", "remove-column", locator("na%"))),
                ElementsAre("0 id", "2 made"));
    EXPECT_THAT(Columns("," + Change("2", "column", "include-column", locator("id")) + "," +
                        Change("3", "column", "include-column", locator("ma%"))),
                ElementsAre("0 id", "2 made"));
    EXPECT_THAT(Columns("," + Change("2", "column", "convert-uppercase",
                                     locator("%", R"(,"data-type":"date")"))),
                ElementsAre("0 id", "1 name", "2 MADE"));
    EXPECT_THAT(Columns("," + Change("2", "column", "remove-column", locator("%"))),
                ElementsAre("shop.t: the rules leave no column"));
}

}  // namespace
}  // namespace dmsnode::migration
