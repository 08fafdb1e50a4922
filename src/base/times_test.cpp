#include "base/times.hpp"

#include <gtest/gtest.h>

namespace dmsnode {
namespace {

TEST(Times, EachFormIsReadStrictly) {
    EXPECT_EQ(FormatIso8601(*ParseCompactTime("20261122T101702Z")), "2026-11-22T10:17:02.000Z");
    EXPECT_EQ(FormatIso8601(*ParseIso8601("2026-11-22T11:17:02.1239999+01:00")),
              "2026-11-22T10:17:02.123Z");
    EXPECT_EQ(FormatIso8601(*ParseIso8601("2026-11-22T10:17:02Z")), "2026-11-22T10:17:02.000Z");
    EXPECT_EQ(FormatIso8601(*ParseIso8601("2026-11-22T10:17:02.5")), "2026-11-22T10:17:02.500Z");
    EXPECT_EQ(FormatIso8601(*ParseHttpDate("Sun, 22 Nov 2026 10:17:02 GMT")),
              "2026-11-22T10:17:02.000Z");
    for (const std::string_view bad :
         {"", "20261122T101702", "20261122T101702Zx", "20261322T101702Z", "20260230T101702Z",
          "20261122T251702Z", "2026112aT101702Z"}) {
        EXPECT_FALSE(ParseCompactTime(bad)) << bad;
    }
    for (const std::string_view bad :
         {"", "2026-11-22", "2026-11-22T10:17", "2026-11-22T10:17:02.Z",
          "2026-11-22T10:17:02+99:00", "2026-11-22T10:17:02Z ", "x026-11-22T10:17:02Z"}) {
        EXPECT_FALSE(ParseIso8601(bad)) << bad;
    }
    for (const std::string_view bad :
         {"", "Sun, ", "Sunday, 22-Nov-26 10:17:02 GMT", "Sun, 22 Foo 2026 10:17:02 GMT",
          "Sun, 22 Nov 2026 10:17:02 CET"}) {
        EXPECT_FALSE(ParseHttpDate(bad)) << bad;
    }
}

}  // namespace
}  // namespace dmsnode
