#include "service/impl/paging.hpp"

#include <gtest/gtest.h>

namespace dmsnode::service {
namespace {

TEST(ReadPage, DefaultIsHundredAndOneMoreToSeeTheEnd) {
    const auto page = ReadPage("tasks", std::nullopt, std::nullopt);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->limit, 101);
    EXPECT_EQ(page->after_seq, 0);
}

TEST(ReadPage, SizesOutOfRangeAreRefused) {
    for (const std::int64_t size : {-1, 0, 19, 101}) {
        const auto page = ReadPage("tasks", size, std::nullopt);
        ASSERT_FALSE(page) << size;
        EXPECT_EQ(page.error().fault, "InvalidParameterValueException");
    }
    EXPECT_TRUE(ReadPage("tasks", 20, std::nullopt));
    EXPECT_TRUE(ReadPage("tasks", 100, std::nullopt));
    EXPECT_TRUE(ReadPage("table-statistics", 500, std::nullopt, kMostTableStatistics));
    EXPECT_FALSE(ReadPage("table-statistics", 501, std::nullopt, kMostTableStatistics));
}

TEST(ReadPage, EmptyMarkerIsTheBeginning) {
    const auto page = ReadPage("tasks", 20, "");
    ASSERT_TRUE(page);
    EXPECT_EQ(page->after_seq, 0);
}

TEST(ReadPage, TakesItsOwnMarkerBack) {
    const auto page = ReadPage("tasks", 20, MakeMarker("tasks", 4711));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->after_seq, 4711);
}

TEST(ReadPage, ForeignMarkersAreRefused) {
    const std::string good = MakeMarker("tasks", 4711);
    std::vector<std::string> bad = {"x",
                                    "zz",
                                    "4711",
                                    MakeMarker("endpoints", 4711),
                                    MakeMarker("tasks", -1),
                                    good + "00",
                                    good + "3",
                                    std::string(5000, 'a')};
    for (std::size_t length = 1; length < good.size(); ++length) {
        // Cutting whole digits off gives another number's marker, which is a marker of this list.
        if (length % 2 == 0 && length > 2 * std::string("tasks:").size()) continue;
        bad.push_back(good.substr(0, length));
    }
    for (const std::string& marker : bad) {
        const auto page = ReadPage("tasks", 20, marker);
        ASSERT_FALSE(page) << marker;
        EXPECT_EQ(page.error().fault, "InvalidParameterValueException");
    }
}

struct Item {
    std::int64_t seq;
};

TEST(CutPage, GivesAMarkerOnlyIfThereIsMore) {
    const store::Page page{.after_seq = 0, .limit = 3};
    std::vector<Item> two = {{1}, {2}};
    EXPECT_FALSE(CutPage("tasks", page, two));
    std::vector<Item> three = {{1}, {2}, {5}};
    EXPECT_EQ(CutPage("tasks", page, three), MakeMarker("tasks", 2));
    EXPECT_EQ(three.size(), 2U);
}

TEST(PageOf, WalksAListInPages) {
    std::vector<int> all(45);
    for (int i = 0; i < 45; ++i) all[static_cast<std::size_t>(i)] = i;
    std::vector<int> seen;
    std::optional<std::string> marker;
    for (int pages = 0; pages < 3; ++pages) {
        const auto page = PageOf("schemas", all, 20, marker);
        ASSERT_TRUE(page);
        seen.insert(seen.end(), page->first.begin(), page->first.end());
        marker = page->second;
    }
    EXPECT_EQ(seen, all);
    EXPECT_FALSE(marker);
}

TEST(ReadFilters, ValuesAreOredAndFiltersAnded) {
    store::OneOf arns;
    store::OneOf names;
    const auto read = ReadFilters({{"arn", {"a", "b"}}, {"name", {"x"}}, {"arn", {"b", "c"}}},
                                  {{"arn", &arns}, {"name", &names}});
    ASSERT_TRUE(read);
    EXPECT_EQ(*arns, std::vector<std::string>{"b"});
    EXPECT_EQ(*names, std::vector<std::string>{"x"});
}

TEST(ReadFilters, UnknownNamesAndEmptyValuesAreErrors) {
    store::OneOf arns;
    const auto unknown = ReadFilters({{"colour", {"red"}}}, {{"arn", &arns}});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().fault, "InvalidParameterValueException");
    EXPECT_EQ(unknown.error().message, "Unrecognized filter name: colour; known here: arn");
    EXPECT_FALSE(ReadFilters({{"arn", {}}}, {{"arn", &arns}}));
}

}  // namespace
}  // namespace dmsnode::service
