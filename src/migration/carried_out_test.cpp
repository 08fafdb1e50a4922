#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "migration/task.hpp"

namespace dmsnode::migration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Refused(const std::string& rules, const std::string& settings = "") {
    const std::string include =
        R"({"rule-type":"selection","rule-id":"1","rule-name":"1","rule-action":"include",)"
        R"("object-locator":{"schema-name":"s","table-name":"%"}})";
    const auto mappings = dms::ParseTableMappings("{\"rules\":[" + include +
                                                  (rules.empty() ? "" : ",") + rules + "]}");
    const auto parsed = dms::ParseTaskSettings(settings);
    for (const auto& problems : {mappings.problems, parsed.problems}) {
        for (const Problem& problem : problems) ADD_FAILURE() << problem.ToString();
    }
    std::vector<std::string> texts;
    for (const Problem& problem : CheckCarriedOut(mappings.mappings, parsed.settings)) {
        texts.push_back(problem.ToString());
    }
    return texts;
}

const std::string kHead = R"({"rule-id":"7","rule-name":"b",)";
const std::string kTable = R"("object-locator":{"schema-name":"s","table-name":"t"}})";
const std::string kColumn =
    R"("object-locator":{"schema-name":"s","table-name":"t","column-name":"c"}})";

TEST(CheckCarriedOut, DefaultsAndNameRulesPass) {
    EXPECT_THAT(Refused(""), IsEmpty());
    EXPECT_THAT(Refused(kHead +
                        R"("rule-type":"transformation","rule-target":"column",)"
                        R"("rule-action":"remove-column",)" +
                        kColumn),
                IsEmpty());
    EXPECT_THAT(Refused(kHead + R"("rule-type":"table-settings","parallel-load":{"type":"none"},)" +
                        kTable),
                IsEmpty());
    EXPECT_THAT(Refused("", R"({"TTSettings":{"EnableTT":false}})"), IsEmpty());
}

TEST(CheckCarriedOut, RefusesRulesByName) {
    const std::string path = "$.rules[?(@.rule-id=='7')]: rule 7: ";
    EXPECT_THAT(
        Refused(kHead +
                R"("rule-type":"transformation","rule-target":"column",)"
                R"("rule-action":"add-column","value":"v","expression":"1",)"
                R"("data-type":{"type":"int4"},)" +
                kTable),
        ElementsAre(path +
                    "the action add-column is not carried out yet (remove the rule; a view at "
                    "the source can do its work)"));
    EXPECT_THAT(
        Refused(kHead +
                R"("rule-type":"transformation","rule-target":"column",)"
                R"x("rule-action":"rename","expression":"upper($x)",)x" +
                kColumn),
        ElementsAre(path + "expressions are not carried out yet (give the new name as value)"));
    EXPECT_THAT(
        Refused(kHead +
                R"("rule-type":"transformation","rule-target":"table-tablespace",)"
                R"("rule-action":"rename","value":"x",)" +
                kTable),
        ElementsAre(
            path +
            "the rule-target table-tablespace is for Oracle targets only (remove the rule)"));
    EXPECT_THAT(
        Refused(kHead +
                R"("rule-type":"table-settings","parallel-load":{"type":"partitions-auto"},)" +
                kTable),
        ElementsAre(path + "parallel-load of type partitions-auto is not carried out yet (use "
                           "\"type\": \"none\": the table is then loaded as one stream)"));
    EXPECT_THAT(Refused(kHead + R"("rule-type":"object-mapping"})"),
                ElementsAre("$.rules: rules of the type object-mapping are not carried out yet "
                            "(remove them: they are for other kinds of targets)"));
}

TEST(CheckCarriedOut, RefusesTwoFilterRulesForOneTable) {
    const auto filtered = [](const std::string& id) {
        return R"({"rule-type":"selection","rule-id":")" + id + R"(","rule-name":"f)" + id +
               R"(","rule-action":"include","filters":[{"filter-type":"source","column-name":"c",)"
               R"("filter-conditions":[{"filter-operator":"null"}]}],)" +
               kTable;
    };
    EXPECT_THAT(Refused(filtered("5") + "," + filtered("6")),
                ElementsAre("$.rules[?(@.rule-id=='6')]: rule 6: s.t has filters in rule 5 already "
                            "(put all filters of a table into one rule: it is not said whether two "
                            "would be joined by AND or by OR)"));
}

TEST(CheckCarriedOut, RefusesSettingsByName) {
    EXPECT_THAT(
        Refused("", R"({"TargetMetadata":{"SupportLobs":false,"TaskRecoveryTableEnabled":true},
                        "ValidationSettings":{"EnableValidation":true},
                        "ControlTablesSettings":{"StatusTableEnabled":true},
                        "TTSettings":{"EnableTT":true}})"),
        ElementsAre(
            "$.TargetMetadata.SupportLobs: SupportLobs false, which leaves large columns out, is "
            "not "
            "carried out (set it to true, and remove columns by remove-column rules, which name "
            "them)",
            "$.ValidationSettings.EnableValidation: validation after the load is not carried out "
            "yet "
            "(set it to false, and compare source and target by a call of its own)",
            "$.TargetMetadata.TaskRecoveryTableEnabled: TaskRecoveryTableEnabled is not carried "
            "out "
            "yet (set it to false)",
            "$.ControlTablesSettings.StatusTableEnabled: StatusTableEnabled is not carried out yet "
            "(set it to false)",
            "$.TTSettings: TTSettings is not carried out yet (leave it out)"));
}

}  // namespace
}  // namespace dmsnode::migration
