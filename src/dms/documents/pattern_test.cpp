#include <gtest/gtest.h>

#include "dms/documents/table_mappings.hpp"

namespace dmsnode::dms {
namespace {

TEST(MatchesPattern, FollowsTheDmsWildcards) {
    struct Row {
        const char* pattern;
        const char* name;
        bool matches;
    };
    for (const Row& row : {
             Row{"orders", "orders", true},
             Row{"orders", "Orders", false},
             Row{"orders", "orders2", false},
             Row{"", "", true},
             Row{"", "a", false},
             Row{"%", "", true},
             Row{"%", "anything", true},
             Row{"%s", "orders", true},
             Row{"%s", "order", false},
             Row{"o%d%s", "orders", true},
             Row{"o%d%d%s", "orders", false},
             Row{"%%%", "x", true},
             Row{"a%", "a", true},
             Row{"log_1", "log_1", true},
             Row{"log_1", "logx1", true},
             Row{"log[_]1", "logx1", false},
             Row{"log[_]%", "log_2024", true},
             Row{"100[%]", "100%", true},
             Row{"100[%]", "1000", false},
             Row{"t[ab]", "ta", true},
             Row{"t[ab]", "tc", false},
             Row{"t[a-d]", "tc", true},
             Row{"t[a-d]", "te", false},
             Row{"t[0-9a-f]", "tf", true},
             Row{"t[a-]", "t-", true},
             Row{"t[", "t[", true},
             Row{"t[]", "t[]", true},
             Row{"_", "é", true},
             Row{"_", "éé", false},
             Row{"[à-ü]", "é", true},
             Row{"%é", "café", true},
         }) {
        EXPECT_EQ(MatchesPattern(row.pattern, row.name), row.matches)
            << row.pattern << " against " << row.name;
    }
}

TEST(MatchesPattern, ManyWildcardsStayQuick) {
    std::string pattern;
    for (int i = 0; i < 50; ++i) pattern += "%a";
    EXPECT_FALSE(MatchesPattern(pattern + "b", std::string(2000, 'a')));
}

TEST(IsExactPattern, UnescapesTheName) {
    std::string name;
    EXPECT_TRUE(IsExactPattern("orders", &name));
    EXPECT_EQ(name, "orders");
    EXPECT_TRUE(IsExactPattern("order[_]items[%]", &name));
    EXPECT_EQ(name, "order_items%");
    EXPECT_FALSE(IsExactPattern("order_items"));
    EXPECT_FALSE(IsExactPattern("order%"));
    EXPECT_FALSE(IsExactPattern("t[ab]"));
}

TEST(IsLiteralName, TakesTheUnderscoreAsItself) {
    std::string name;
    EXPECT_TRUE(IsLiteralName("order_items", &name));
    EXPECT_EQ(name, "order_items");
    EXPECT_FALSE(IsLiteralName("order%"));
}

}  // namespace
}  // namespace dmsnode::dms
