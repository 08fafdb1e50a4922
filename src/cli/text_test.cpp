#include "cli/text.hpp"

#include <gtest/gtest.h>

namespace dmsnode::cli {
namespace {

TEST(GroupDigits, PutsACommaBeforeEachThree) {
    EXPECT_EQ(GroupDigits(0), "0");
    EXPECT_EQ(GroupDigits(999), "999");
    EXPECT_EQ(GroupDigits(1000), "1,000");
    EXPECT_EQ(GroupDigits(-1234567), "-1,234,567");
    EXPECT_EQ(GroupDigits(-100), "-100");
}

TEST(HumanDuration, GrowsItsUnit) {
    using std::chrono::milliseconds;
    EXPECT_EQ(HumanDuration(milliseconds(450)), "450 ms");
    EXPECT_EQ(HumanDuration(milliseconds(12345)), "12.3 s");
    EXPECT_EQ(HumanDuration(milliseconds(245'000)), "4 min 05 s");
    EXPECT_EQ(HumanDuration(milliseconds(7'620'000)), "2 h 07 min");
}

TEST(Fit, CountsCodePointsAndCutsBetweenThem) {
    EXPECT_EQ(Fit("né", 4), "né  ");
    EXPECT_EQ(Fit("naïve", 5), "naïve");
    EXPECT_EQ(Fit("naïve", 4), "naï…");
    EXPECT_EQ(Fit("abc", 1), "…");
    EXPECT_EQ(Fit("abc", 0), "");
}

TEST(Printable, TakesTheTeethOutOfControlCharacters) {
    EXPECT_EQ(Printable("a\x1b[31mb"), "a?[31mb");
    EXPECT_EQ(Printable("a\nb\tc"), "a b c");
    EXPECT_EQ(Printable("\xc2\x9b"
                        "31m"),
              "?31m");
    EXPECT_EQ(Printable("grün 😀"), "grün 😀");
    EXPECT_EQ(Printable("\xc2"), "\xc2");
}

TEST(TextTable, ColumnsAreAsWideAsTheirWidestCell) {
    TextTable table({{"NAME"}, {"ROWS", TextTable::Align::kRight}});
    table.Add({"ä", "1,000"});
    table.Add({"orders", "5"});
    EXPECT_EQ(table.ToString(2),
              "  NAME     ROWS\n"
              "  ä       1,000\n"
              "  orders      5\n");
}

}  // namespace
}  // namespace dmsnode::cli
