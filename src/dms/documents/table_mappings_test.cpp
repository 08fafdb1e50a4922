#include "dms/documents/table_mappings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/texts.hpp"

namespace dmsnode::dms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Texts;

std::string Rules(const std::string& rules) {
    return "{\"rules\":[" + rules + "]}";
}

/// The one problem of a document whose second rule is `rule`; the first selects shop.%.
std::vector<std::string> ProblemsBeside(const std::string& rule) {
    const std::string good =
        R"({"rule-type":"selection","rule-id":"1","rule-name":"1","rule-action":"include",)"
        R"("object-locator":{"schema-name":"shop","table-name":"%"}})";
    return Texts(ParseTableMappings(Rules(good + "," + rule)).problems);
}

std::string Selection(const std::string& members) {
    return R"({"rule-type":"selection","rule-id":"2","rule-name":"b",)" + members + "}";
}

std::string Transformation(const std::string& members) {
    return R"({"rule-type":"transformation","rule-id":"2","rule-name":"b",)" + members + "}";
}

const std::string kShop = R"("object-locator":{"schema-name":"shop","table-name":"orders"})";
const std::string kColumn =
    R"("object-locator":{"schema-name":"shop","table-name":"%","column-name":"%"})";

TEST(ParseTableMappings, ReadsTheSelectionRulesOfTheGuide) {
    const TableMappingsResult result = ParseTableMappings(R"({"rules":[
 {"rule-type":"selection","rule-id":"10","rule-name":"shop","rule-action":"include","load-order":"2",
  "object-locator":{"schema-name":"shop","table-name":"%","table-type":"table"}},
 {"rule-type":"selection","rule-id":20,"rule-name":"nolog","rule-action":"exclude","filters":[],
  "object-locator":{"schema-name":"shop","table-name":"log[_]%"}},
 {"rule-type":"selection","rule-id":"30","rule-name":"bigorders","rule-action":"include",
  "object-locator":{"schema-name":"shop","table-name":"orders"},
  "filters":[{"filter-type":"source","column-name":"placed_on","filter-conditions":[
     {"filter-operator":"between","start-value":"2024-01-01","end-value":"2024-12-31"},
     {"filter-operator":"null"}]},
    {"filter-type":"source","column-name":"status","filter-conditions":[{"filter-operator":"noteq","value":"void"}]}]}
]})");
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    const auto& rules = result.mappings.selections;
    ASSERT_EQ(rules.size(), 3U);
    EXPECT_EQ(rules[0].load_order, 2);
    EXPECT_EQ(rules[0].locator.table_type, "table");
    EXPECT_EQ(rules[1].rule_id, "20");
    EXPECT_EQ(rules[1].action, "exclude");
    ASSERT_EQ(rules[2].filters.size(), 2U);
    EXPECT_EQ(rules[2].filters[0].column_name, "placed_on");
    ASSERT_EQ(rules[2].filters[0].conditions.size(), 2U);
    EXPECT_EQ(rules[2].filters[0].conditions[0].end_value, "2024-12-31");
    EXPECT_EQ(rules[2].filters[0].conditions[1].op, "null");
    EXPECT_EQ(rules[2].filters[1].conditions[0].value, "void");
}

TEST(ParseTableMappings, OrdersTransformationsByNumericId) {
    std::string rules = R"({"rule-type":"selection","rule-id":"1","rule-name":"1",)"
                        R"("rule-action":"include",)" +
                        kShop + "}";
    for (const char* id : {"100", "20", "3"}) {
        rules += std::string(R"(,{"rule-type":"transformation","rule-id":")") + id +
                 R"(","rule-name":"n)" + id +
                 R"(","rule-target":"table","rule-action":"convert-lowercase",)" + kShop + "}";
    }
    const TableMappingsResult result = ParseTableMappings(Rules(rules));
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    ASSERT_EQ(result.mappings.transformations.size(), 3U);
    EXPECT_EQ(result.mappings.transformations[0].rule_id, "3");
    EXPECT_EQ(result.mappings.transformations[1].rule_id, "20");
    EXPECT_EQ(result.mappings.transformations[2].rule_id, "100");
}

TEST(ParseTableMappings, AcceptsWhatTheConsoleWrites) {
    EXPECT_THAT(
        ProblemsBeside(Transformation(
            R"("rule-target":"schema","rule-action":"rename","value":"s2","old-value":null,)"
            R"("object-locator":{"schema-name":"shop","table-name":"%"})")),
        IsEmpty());
}

TEST(ParseTableMappings, AcceptsEveryKindOfRule) {
    for (
        const std::string& rule : {
            Transformation(
                R"("rule-target":"column","rule-action":"add-column","value":"full",)"
                R"j("expression":"$a || ' ' || ($b)","data-type":{"type":"string","length":120},)j" +
                kShop),
            Transformation(R"("rule-target":"column","rule-action":"change-data-type",)"
                           R"("data-type":{"type":"numeric","precision":"10","scale":2},)" +
                           kColumn),
            Transformation(R"("rule-target":"column","rule-action":"rename",)"
                           R"j("expression":"lower($x)",)j" +
                           kColumn),
            Transformation(R"("rule-target":"table","rule-action":"define-primary-key",)"
                           R"("primary-key-def":{"name":"pk","columns":["id"]},)" +
                           kShop),
            Transformation(
                R"("rule-target":"column","rule-action":"add-before-image-columns",)"
                R"("before-image-def":{"column-prefix":"BI_","column-suffix":"","column-filter":"pk-only"},)" +
                kShop),
            Transformation(
                R"("rule-target":"column","rule-action":"data-masking-digits-mask","value":"é",)" +
                kColumn),
            Transformation(
                R"("rule-target":"column","rule-action":"replace-prefix","old-value":"a_","value":"",)" +
                kColumn),
            Transformation(
                R"("rule-target":"table-tablespace","rule-action":"rename","value":"t",)"
                R"("object-locator":{"schema-name":"s","table-name":"%","table-tablespace-name":"%"})"),
            std::string(
                R"({"rule-type":"table-settings","rule-id":"2","rule-name":"b",)"
                R"("parallel-load":{"type":"ranges","columns":["region","id"],"boundaries":[["EU","5"],["US",9]]},)"
                R"("lob-settings":{"mode":"unlimited","bulk-max-size":"64"},)") +
                kShop + "}",
            std::string(R"({"rule-type":"object-mapping","rule-id":"2","rule-name":"b"})"),
        }) {
        EXPECT_THAT(ProblemsBeside(rule), IsEmpty()) << rule;
    }
}

TEST(ParseTableMappings, BrokenTextTellsItsPlace) {
    EXPECT_THAT(Texts(ParseTableMappings("{\"rules\":\n [}").problems),
                ElementsAre(::testing::StartsWith("$: line 2, column 3: broken JSON: ")));
    EXPECT_THAT(Texts(ParseTableMappings("[]").problems),
                ElementsAre("$: the table mappings are an array; expected {\"rules\": [ … ]}"));
    EXPECT_THAT(Texts(ParseTableMappings("{}").problems), ElementsAre("$.rules: rules is missing"));
    EXPECT_THAT(Texts(ParseTableMappings(R"({"rules":5,"rule":[]})").problems),
                ElementsAre("$.rules: rules is a number; expected an array",
                            "$.rule: \"rule\" does not belong to the table mappings (did you mean "
                            "\"rules\"?)"));
}

TEST(ParseTableMappings, NothingSelectedIsRefused) {
    const std::string help =
        "; expected at least one rule with \"rule-type\": \"selection\" (select all tables of a "
        "schema by {\"rule-type\":\"selection\",\"rule-id\":\"1\",\"rule-name\":\"1\",\"rule-"
        "action\":\"include\",\"object-locator\":{\"schema-name\":\"NAME\",\"table-name\":\"%\"}})";
    EXPECT_THAT(Texts(ParseTableMappings(Rules("")).problems),
                ElementsAre("$.rules: rules is empty" + help));
    EXPECT_THAT(Texts(ParseTableMappings(
                          Rules(R"({"rule-type":"validation","rule-id":"1","rule-name":"a"})"))
                          .problems),
                ElementsAre("$.rules: there is no selection rule" + help));
    EXPECT_THAT(
        Texts(
            ParseTableMappings(Rules(Selection("\"rule-action\":\"exclude\"," + kShop))).problems),
        ElementsAre("$.rules: all selection rules exclude: nothing is selected; expected at least "
                    "one rule with the action include or explicit"));
}

struct Wrong {
    std::string rule;
    std::string message;
};

class TableMappingsProblem : public ::testing::TestWithParam<Wrong> {};

TEST_P(TableMappingsProblem, IsReportedWithPathRuleAndHint) {
    EXPECT_THAT(ProblemsBeside(GetParam().rule), ElementsAre(GetParam().message));
}

const std::string kInclude = R"("rule-action":"include",)";
const std::string kFilterHead =
    kInclude + kShop +
    R"(,"filters":[{"filter-type":"source","column-name":"c","filter-conditions":[)";
const std::string kRename = R"("rule-target":"table","rule-action":"rename",)";

INSTANTIATE_TEST_SUITE_P(
    Rules, TableMappingsProblem,
    ::testing::Values(
        Wrong{"17", "$.rules[1]: rule number 2 is a number; expected an object"},
        Wrong{R"({"rule-id":"2","rule-name":"b"})",
              "$.rules[1].rule-type: rule 2: rule-type is missing"},
        Wrong{
            R"({"rule-type":"selction","rule-id":"2","rule-name":"b"})",
            "$.rules[1].rule-type: rule 2: rule-type \"selction\" is unknown; expected selection, "
            "transformation, table-settings, object-mapping, post-processing or validation (did "
            "you mean \"selection\"?)"},
        Wrong{R"({"rule-type":"selection","rule-name":"b",)" + kInclude + kShop + "}",
              "$.rules[1].rule-id: rule number 2: rule-id is missing"},
        Wrong{R"({"rule-type":"selection","rule-id":"2",)" + kInclude + kShop + "}",
              "$.rules[1].rule-name: rule 2: rule-name is missing"},
        Wrong{
            R"({"rule-type":"selection","rule-id":"x2","rule-name":"b",)" + kInclude + kShop + "}",
            "$.rules[1].rule-id: rule x2: rule-id \"x2\" is not a whole number; expected digits, "
            "as a text or a number"},
        Wrong{
            R"({"rule-type":"selection","rule-id":"01","rule-name":"b",)" + kInclude + kShop + "}",
            "$.rules[1].rule-id: rule 01: rule-id 01 is taken by $.rules[0].rule-id (the lower id "
            "wins among rules for one object: each needs its own)"},
        Wrong{R"({"rule-type":"selection","rule-id":"2","rule-name":"1",)" + kInclude + kShop + "}",
              "$.rules[1].rule-name: rule 2: rule-name \"1\" is taken by $.rules[0].rule-name"},
        Wrong{R"({"rule-type":"selection","rule-id":"2","rule-name":"",)" + kInclude + kShop + "}",
              "$.rules[1].rule-name: rule 2: rule-name is empty; expected a unique name"},
        Wrong{
            Selection(R"("rule-action":"Include",)" + kShop),
            "$.rules[1].rule-action: rule 2: rule-action \"Include\" is unknown; expected include, "
            "exclude or explicit (did you mean \"include\"?)"},
        Wrong{Selection(R"("rule-action":"include","rule-acton":"x",)" + kShop),
              "$.rules[1].rule-acton: rule 2: \"rule-acton\" does not belong to a selection rule "
              "(did you mean \"rule-action\"?)"},
        Wrong{Selection(R"("rule-action":"include")"),
              "$.rules[1].object-locator: rule 2: object-locator is missing"},
        Wrong{Selection(kInclude + R"("object-locator":"shop.%")"),
              "$.rules[1].object-locator: rule 2: object-locator is a text; expected an object"},
        Wrong{Selection(kInclude + R"("object-locator":{"table-name":"%"})"),
              "$.rules[1].object-locator.schema-name: rule 2: schema-name is missing"},
        Wrong{Selection(kInclude + R"("object-locator":{"schema-name":"a","table-name":""})"),
              "$.rules[1].object-locator.table-name: rule 2: table-name is empty; expected a text "
              "that is not empty"},
        Wrong{
            Selection(kInclude +
                      R"("object-locator":{"schema-name":"a","table-name":"b","column-name":"c"})"),
            "$.rules[1].object-locator.column-name: rule 2: \"column-name\" does not belong to the "
            "object-locator of a selection rule"},
        Wrong{Selection(
                  kInclude +
                  R"("object-locator":{"schema-name":"a","table-name":"b","table-type":"views"})"),
              "$.rules[1].object-locator.table-type: rule 2: table-type \"views\" is unknown; "
              "expected table, view or all (did you mean \"view\"?)"},
        Wrong{Selection(R"("rule-action":"explicit",)"
                        R"("object-locator":{"schema-name":"shop","table-name":"o%"})"),
              "$.rules[1].object-locator.table-name: rule 2: the action explicit needs one exact "
              "name, not the pattern \"o%\""},
        Wrong{
            Selection(kInclude + R"("load-order":0,)" + kShop),
            "$.rules[1].load-order: rule 2: load-order 0 is out of range; expected a whole number "
            "from 1 to 2147483647"},
        Wrong{Selection(kInclude + R"("load-order":"first",)" + kShop),
              "$.rules[1].load-order: rule 2: load-order is \"first\", which is no whole number; "
              "expected a whole number from 1 to 2147483647"},
        Wrong{
            Selection(R"("rule-action":"exclude","load-order":3,)" + kShop),
            "$.rules[1].load-order: warning: rule 2: load-order has no effect on an exclude rule"},
        Wrong{
            Selection(kInclude + R"("object-locator":{"schema-name":"shop","table-name":"o%"},)"
                                 R"("filters":[{"filter-type":"source","column-name":"c",)"
                                 R"("filter-conditions":[{"filter-operator":"null"}]}])"),
            "$.rules[1].filters: rule 2: filters need the exact name of one table, not the pattern "
            "shop.o% (write one rule with filters for each table)"},
        Wrong{
            Selection(R"("rule-action":"exclude",)" + kShop +
                      R"(,"filters":[{"filter-type":"source","column-name":"c",)"
                      R"("filter-conditions":[{"filter-operator":"null"}]}])"),
            "$.rules[1].filters: rule 2: an exclude rule cannot have filters (filters go with the "
            "action include)"},
        Wrong{Selection(kInclude + kShop + R"(,"filters":{})"),
              "$.rules[1].filters: rule 2: filters is an object; expected an array"},
        Wrong{Selection(kInclude + kShop + R"(,"filters":["x"])"),
              "$.rules[1].filters[0]: rule 2: the filter is a text; expected an object"},
        Wrong{Selection(kInclude + kShop +
                        R"(,"filters":[{"filter-type":"target","column-name":"c",)"
                        R"("filter-conditions":[{"filter-operator":"null"}]}])"),
              "$.rules[1].filters[0].filter-type: rule 2: filter-type \"target\" is unknown; "
              "expected "
              "source"},
        Wrong{
            Selection(kInclude + kShop +
                      R"(,"filters":[{"filter-type":"source","column-name":"c",)"
                      R"("filter-conditions":[]}])"),
            "$.rules[1].filters[0].filter-conditions: rule 2: filter-conditions is empty; expected "
            "at least one condition"},
        Wrong{Selection(kFilterHead + R"(3]}])"),
              "$.rules[1].filters[0].filter-conditions[0]: rule 2: the condition is a number; "
              "expected an object"},
        Wrong{
            Selection(kFilterHead + R"({"filter-operator":"like","value":"x"}]}])"),
            "$.rules[1].filters[0].filter-conditions[0].filter-operator: rule 2: filter-operator "
            "\"like\" is unknown; expected eq, noteq, lte, gte, between, notbetween, null, notnull "
            "or ste"},
        Wrong{Selection(kFilterHead + R"({"filter-operator":"eq"}]}])"),
              "$.rules[1].filters[0].filter-conditions[0].value: rule 2: value is missing"},
        Wrong{Selection(kFilterHead + R"({"filter-operator":"eq","value":true}]}])"),
              "$.rules[1].filters[0].filter-conditions[0].value: rule 2: value is a boolean; "
              "expected "
              "a text or a number"},
        Wrong{Selection(kFilterHead + R"({"filter-operator":"between","start-value":"1"}]}])"),
              "$.rules[1].filters[0].filter-conditions[0].end-value: rule 2: end-value is missing"},
        Wrong{
            Selection(kFilterHead + R"({"filter-operator":"eq","value":"1","end-value":"2"}]}])"),
            "$.rules[1].filters[0].filter-conditions[0].end-value: rule 2: \"end-value\" does not "
            "belong to a condition with \"eq\""},
        Wrong{
            Selection(kFilterHead +
                      R"({"filter-operator":"noteq","value":"1"},{"filter-operator":"null"}]}])"),
            "$.rules[1].filters[0].filter-conditions: rule 2: the negative operator \"noteq\" "
            "stands "
            "beside other conditions (conditions of one filter are joined by OR: give it a filter "
            "of its own, filters are joined by AND)"}));

INSTANTIATE_TEST_SUITE_P(
    Transformations, TableMappingsProblem,
    ::testing::Values(
        Wrong{
            Transformation(R"("rule-target":"tables","rule-action":"rename","value":"x",)" + kShop),
            "$.rules[1].rule-target: rule 2: rule-target \"tables\" is unknown; expected schema, "
            "table, column, table-tablespace or index-tablespace (did you mean \"table\"?)"},
        Wrong{Transformation(R"("rule-target":"table","rule-action":"lowercase",)" + kShop),
              "$.rules[1].rule-action: rule 2: rule-action \"lowercase\" is unknown; expected "
              "rename, "
              "convert-uppercase, convert-lowercase, add-prefix, add-suffix, remove-prefix, "
              "remove-suffix, replace-prefix, replace-suffix, remove-column, include-column, "
              "add-column, change-data-type, define-primary-key, add-before-image-columns, "
              "data-masking-digits-mask, data-masking-digits-randomize or data-masking-hash-mask"},
        Wrong{
            Transformation(R"("rule-target":"table","rule-action":"remove-column",)" + kShop),
            "$.rules[1].rule-action: rule 2: remove-column does not go with the rule-target table; "
            "expected rename, convert-uppercase, convert-lowercase, add-prefix, add-suffix, "
            "remove-prefix, remove-suffix, replace-prefix, replace-suffix or define-primary-key"},
        Wrong{Transformation(kRename + kShop), "$.rules[1].value: rule 2: value is missing"},
        Wrong{Transformation(kRename + R"("value":"",)" + kShop),
              "$.rules[1].value: rule 2: value is empty; expected a text that is not empty"},
        Wrong{Transformation(kRename + R"("value":5,)" + kShop),
              "$.rules[1].value: rule 2: value is a number; expected a text"},
        Wrong{Transformation(kRename + R"("value":"x","old-value":"y",)" + kShop),
              "$.rules[1].old-value: rule 2: \"old-value\" does not belong to the action rename"},
        Wrong{Transformation(
                  R"("rule-target":"table","rule-action":"replace-prefix","value":"y",)" + kShop),
              "$.rules[1].old-value: rule 2: old-value is missing"},
        Wrong{
            Transformation(R"("rule-target":"schema","rule-action":"rename","value":"y",)" + kShop),
            "$.rules[1].object-locator.table-name: rule 2: \"table-name\" does not belong to the "
            "object-locator of a transformation rule"},
        Wrong{Transformation(R"("rule-target":"column","rule-action":"remove-column",)" + kShop),
              "$.rules[1].object-locator.column-name: rule 2: column-name is missing"},
        Wrong{
            Transformation(
                R"("rule-target":"column","rule-action":"convert-lowercase","object-locator":)"
                R"({"schema-name":"a","table-name":"b","column-name":"%","data-type":"varchar"})"),
            "$.rules[1].object-locator.data-type: rule 2: data-type \"varchar\" is unknown; "
            "expected "
            "bytes, date, time, datetime, int1, int2, int4, int8, numeric, real4, real8, string, "
            "uint1, uint2, uint4, uint8, wstring, blob, nclob, clob, boolean, set, list, map or "
            "tuple"},
        Wrong{Transformation(R"("rule-target":"column","rule-action":"add-column","value":"v",)"
                             R"("expression":"1",)" +
                             kShop),
              "$.rules[1].data-type: rule 2: data-type is missing"},
        Wrong{Transformation(R"("rule-target":"column","rule-action":"add-column","value":"v",)"
                             R"("data-type":{"type":"int4"},)" +
                             kShop),
              "$.rules[1].expression: rule 2: expression is missing"},
        Wrong{Transformation(R"("rule-target":"column","rule-action":"add-column","value":"v",)"
                             R"("expression":"lower($a","data-type":{"type":"int4"},)" +
                             kShop),
              "$.rules[1].expression: rule 2: the expression does not compile: a ( has no )"},
        Wrong{
            Transformation(R"("rule-target":"column","rule-action":"add-column","value":"v",)"
                           R"("expression":"'x","data-type":{"type":"int4"},)" +
                           kShop),
            "$.rules[1].expression: rule 2: the expression does not compile: a ' is never closed"},
        Wrong{
            Transformation(R"("rule-target":"column","rule-action":"change-data-type",)"
                           R"("data-type":{"type":"int3"},)" +
                           kColumn),
            "$.rules[1].data-type.type: rule 2: type \"int3\" is unknown; expected bytes, date, "
            "time, datetime, int1, int2, int4, int8, numeric, real4, real8, string, uint1, uint2, "
            "uint4, uint8, wstring, blob, nclob, clob, boolean, set, list, map or tuple (did you "
            "mean \"int1\"?)"},
        Wrong{Transformation(R"("rule-target":"column","rule-action":"change-data-type",)"
                             R"("data-type":{"type":"numeric","precision":-1},)" +
                             kColumn),
              "$.rules[1].data-type.precision: rule 2: precision -1 is out of range; expected a "
              "whole "
              "number from 0 to 65535"},
        Wrong{Transformation(R"("rule-target":"table","rule-action":"define-primary-key",)"
                             R"("primary-key-def":{"name":"pk","columns":["id"]},)"
                             R"("object-locator":{"schema-name":"shop","table-name":"%"})"),
              "$.rules[1].object-locator.table-name: rule 2: define-primary-key needs one exact "
              "name, "
              "not the pattern \"%\""},
        Wrong{Transformation(R"("rule-target":"table","rule-action":"define-primary-key",)"
                             R"("primary-key-def":{"name":"pk","columns":[]},)" +
                             kShop),
              "$.rules[1].primary-key-def.columns: rule 2: columns names no column, or holds "
              "something "
              "that is no name; expected an array of column names"},
        Wrong{Transformation(R"("rule-target":"column","rule-action":"add-before-image-columns",)"
                             R"("before-image-def":{"column-prefix":"","column-filter":"all"},)" +
                             kShop),
              "$.rules[1].before-image-def: rule 2: column-prefix and column-suffix are both empty "
              "(the columns with the old values need names of their own)"},
        Wrong{
            Transformation(
                R"("rule-target":"column","rule-action":"data-masking-digits-mask","value":"##",)" +
                kColumn),
            "$.rules[1].value: rule 2: the mask \"##\" is longer than one character; expected one "
            "printable character"}));

std::string TableSettings(const std::string& members) {
    return R"({"rule-type":"table-settings","rule-id":"2","rule-name":"b",)" + members + "}";
}

INSTANTIATE_TEST_SUITE_P(
    TableSettings, TableMappingsProblem,
    ::testing::Values(
        Wrong{TableSettings(R"("object-locator":{"schema-name":"shop","table-name":"%"},)"
                            R"("parallel-load":{"type":"none"})"),
              "$.rules[1].object-locator.table-name: rule 2: a table-settings rule needs one exact "
              "name, not the pattern \"%\""},
        Wrong{TableSettings(R"("parallel-load":{"type":"range"},)" + kShop),
              "$.rules[1].parallel-load.type: rule 2: type \"range\" is unknown; expected none, "
              "partitions-auto, subpartitions-auto, partitions-list or ranges (did you mean "
              "\"ranges\"?)"},
        Wrong{TableSettings(R"("parallel-load":{"type":"ranges","boundaries":[["1"]]},)" + kShop),
              "$.rules[1].parallel-load.columns: rule 2: columns is missing"},
        Wrong{TableSettings(
                  R"("parallel-load":{"type":"ranges","columns":["a","b"],"boundaries":[["1"]]},)" +
                  kShop),
              "$.rules[1].parallel-load.boundaries[0]: rule 2: the boundary has 1 values for 2 "
              "columns"},
        Wrong{
            TableSettings(R"("parallel-load":{"type":"partitions-list"},)" + kShop),
            "$.rules[1].parallel-load: rule 2: partitions-list needs partitions or subpartitions"},
        Wrong{TableSettings(R"("lob-settings":{"mode":"full"},)" + kShop),
              "$.rules[1].lob-settings.mode: rule 2: mode \"full\" is unknown; expected limited, "
              "unlimited or none"},
        Wrong{
            TableSettings(R"("lob-settings":{"mode":"limited","bulk-max-size":"big"},)" + kShop),
            "$.rules[1].lob-settings.bulk-max-size: rule 2: bulk-max-size is \"big\", which is no "
            "whole number; expected a whole number from 0 to 102400"}));

}  // namespace
}  // namespace dmsnode::dms
