#include "base/ids.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "base/secret.hpp"

namespace dmsnode {
namespace {

TEST(Ids, UuidIsOfVersionFourAndNew) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string id = NewUuid();
        EXPECT_THAT(id, ::testing::MatchesRegex("[0-9a-f]*-[0-9a-f]*-4[0-9a-f]*-[89ab][0-9a-f]*-"
                                                "[0-9a-f]*"));
        EXPECT_EQ(id.size(), 36U);
        EXPECT_TRUE(seen.insert(id).second);
    }
}

TEST(Ids, CodesGrowAndFitIntoADouble) {
    std::int64_t last = 0;
    for (int i = 0; i < 10'000; ++i) {
        const std::int64_t code = NewCode();
        EXPECT_GT(code, last);
        EXPECT_LT(code, std::int64_t{1} << 53U);
        last = code;
    }
}

TEST(Ids, Base32IdHasItsLengthAndAlphabet) {
    EXPECT_EQ(NewBase32Id(26).size(), 26U);
    EXPECT_EQ(NewBase32Id(5000).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
              std::string::npos);
    EXPECT_NE(NewBase32Id(26), NewBase32Id(26));
}

TEST(Secret, MovesAndCompares) {
    Secret a("hunter2");
    const Secret copy = a;
    EXPECT_EQ(copy, a);
    const Secret moved = std::move(a);
    EXPECT_EQ(moved.Reveal(), "hunter2");
    EXPECT_TRUE(a.empty());  // NOLINT: what a move leaves behind is what is tested
}

}  // namespace
}  // namespace dmsnode
