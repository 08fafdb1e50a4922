#include "base/error.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/result.hpp"

namespace dmsnode {
namespace {

TEST(Error, ToStringSaysWhereWhatAndWhatToDo) {
    EXPECT_EQ((Error{ErrorCode::kNotFound, "no such table"}).ToString(), "no such table");
    EXPECT_EQ(Error(ErrorCode::kNotFound, "no such table")
                  .At("shop.orders")
                  .Fault("42P01")
                  .Hint("create it")
                  .ToString(),
              "shop.orders: 42P01: no such table (create it)");
}

TEST(Error, PlacesNestFromTheOutside) {
    const Error error = Error(ErrorCode::kInvalidArgument, "x").At("$.tasks[0]").At("shop.yaml");
    EXPECT_EQ(error.where, "shop.yaml: $.tasks[0]");
}

TEST(Error, ContextStandsBeforeTheMessage) {
    const Error error = Error(ErrorCode::kTimeout, "no reply in 5 s").Because("describe the task");
    EXPECT_EQ(error.message, "describe the task: no reply in 5 s");
    EXPECT_EQ(error.code, ErrorCode::kTimeout);
}

TEST(Error, OnlyWhatMayPassByItselfIsTransient) {
    std::set<std::string_view> transient;
    std::set<std::string_view> names;
    for (int i = 0; i <= static_cast<int>(ErrorCode::kInternal); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        EXPECT_TRUE(names.insert(ErrorCodeName(code)).second) << ErrorCodeName(code);
        if (Error(code, "").IsTransient()) transient.insert(ErrorCodeName(code));
    }
    EXPECT_EQ(transient, (std::set<std::string_view>{"unavailable", "throttled", "timeout"}));
}

TEST(Result, CarriesAValueOrAnError) {
    const Result<int> good = 7;
    const Result<int> bad = Error(ErrorCode::kConflict, "busy");
    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 7);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, ErrorCode::kConflict);
    const Status done;
    EXPECT_TRUE(done);
}

TEST(Problem, SaysPathMessageExpectationAndHint) {
    EXPECT_EQ((Problem{"$.a", "is 7", "a text", "quote it", false}).ToString(),
              "$.a: is 7; expected a text (quote it)");
    EXPECT_EQ((Problem{"$.a", "is old", "", "", true}).ToString(), "$.a: warning: is old");
}

TEST(Problem, WarningsAloneAreNoErrors) {
    const Problem warning{"$", "w", "", "", true};
    const Problem error{"$", "e", "", "", false};
    EXPECT_FALSE(HasErrors({}));
    EXPECT_FALSE(HasErrors({warning}));
    EXPECT_TRUE(HasErrors({warning, error}));
}

}  // namespace
}  // namespace dmsnode
