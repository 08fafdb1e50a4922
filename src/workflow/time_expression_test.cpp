#include "workflow/time_expression.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace dmsnode::workflow {
namespace {

using ::testing::HasSubstr;

// 2022-08-26 was a Friday.
constexpr TimePoint kBase = TimePoint(std::chrono::sys_days(std::chrono::year(2022) / 8 / 26)) +
                            std::chrono::hours(13) + std::chrono::minutes(5) +
                            std::chrono::seconds(9) + std::chrono::milliseconds(45);

std::string Value(std::string_view expression, TimePoint base = kBase) {
    const Result<std::string> value = EvaluateTimeExpression(expression, base);
    return value ? *value : "error: " + value.error().message;
}

struct ExpressionCase {
    std::string expression;
    std::string value;
};

TEST(TimeExpression, EveryDocumentedFormGivesItsValue) {
    const std::vector<ExpressionCase> cases = {
        {"yyyyMMdd", "20220826"},
        {"yyyyMMddHHmmss", "20220826130509"},
        {"yyyy-MM-dd HH:mm:ss.SSS", "2022-08-26 13:05:09.045"},
        {"yyyyMMdd+1", "20220827"},
        {"yyyyMMdd-1", "20220825"},
        {"yyyy-MM-dd", "2022-08-26"},
        {"yyyy-MM-dd-1", "2022-08-25"},
        {"yyyyMMdd+7*2", "20220909"},
        {"yyyyMMdd-7*52", "20210827"},
        {"HHmmss+1/24", "140509"},
        {"HHmmss-5/24/60", "130009"},
        {"yyyyMMdd HH:mm+(1+1)", "20220828 13:05"},
        {"add_months(yyyyMMdd,12*1)", "20230826"},
        {"add_months(yyyyMMdd,-6)", "20220226"},
        {"month_begin(yyyyMMdd,0)", "20220801"},
        {"month_begin(yyyyMMdd,-1)", "20220731"},
        {"month_end(yyyyMMdd,0)", "20220831"},
        {"month_end(yyyyMMdd,+1)", "20220901"},
        {"week_begin(yyyyMMdd,0)", "20220822"},
        {"week_end(yyyyMMdd,0)", "20220828"},
        {"week_end(yyyyMMdd,-1)", "20220827"},
        {"this_day(yyyy-MM-dd)", "2022-08-26"},
        {"last_day(yyyy-MM-dd)", "2022-08-25"},
        {"month_first_day(yyyy-MM-dd)", "2022-08-01"},
        {"month_first_day(yyyy-MM-dd,-1)", "2022-07-01"},
        {"month_last_day(yyyy-MM-dd)", "2022-08-31"},
        {"month_last_day(yyyy-MM-dd,-6)", "2022-02-28"},
        {"week_first_day(yyyy-MM-dd)", "2022-08-22"},
        {"week_first_day(yyyy-MM-dd,-1)", "2022-08-15"},
        {"week_last_day(yyyy-MM-dd,-1)", "2022-08-21"},
        {"year_week(yyyy-MM-dd)", "2022-34"},
        {"year_week(yyyyMMdd)", "202234"},
        {"year_week(yyyy-MM-dd,7)", "2022-34"},
        {"timestamp(yyyyMMddHHmmss)", "1661519109"},
        {"timestamp(yyyyMMddHHmmss+1)", "1661605509"},
        {"timestamp(month_begin(yyyyMMddHHmmss,0))", "1659359109"},
        {"yyyy'T'HH", "2022T13"},
        {"yyyy''HH", "2022'13"},
        {" yyyyMMdd ", "20220826"},
        {"D", "238"},
        {"hh", "01"},
        {"yy", "22"},
        {"Q", "3"},
    };
    for (const ExpressionCase& c : cases) EXPECT_EQ(Value(c.expression), c.value) << c.expression;
}

TEST(TimeExpression, ZoneSaysWhatDayItIs) {
    const Result<TimeZone> berlin = TimeZone::Find("Europe/Berlin");
    ASSERT_TRUE(berlin) << berlin.error().ToString();
    const auto at = [](int year, int month, int day, int hour, int minute) {
        return TimePoint(std::chrono::sys_days(std::chrono::year(year) / month / day)) +
               std::chrono::hours(hour) + std::chrono::minutes(minute);
    };
    struct ZoneCase {
        TimePoint base;
        std::string expression;
        std::string value;
    };
    const std::vector<ZoneCase> cases = {
        // 2026-01-01 00:30 in Berlin.
        {at(2025, 12, 31, 23, 30), "yyyy-MM-dd HH:mm", "2026-01-01 00:30"},
        {at(2025, 12, 31, 23, 30), "yyyyMMdd-1", "20251231"},
        {at(2025, 12, 31, 23, 30), "month_begin(yyyyMMdd,0)", "20260101"},
        {at(2025, 12, 31, 23, 30), "year_week(yyyy-MM-dd)", "2026-01"},
        {at(2025, 12, 31, 23, 30), "timestamp(yyyyMMddHHmmss)", "1767223800"},
        {at(2025, 12, 31, 23, 30), "timestamp(month_begin(yyyyMMddHHmmss,1))", "1767310200"},
        // 2026-03-30 00:30 in Berlin, after a day of 23 hours.
        {at(2026, 3, 29, 22, 30), "yyyyMMdd HHmm-1", "20260329 0030"},
        {at(2026, 3, 29, 22, 30), "yyyyMMdd HHmm-24/24", "20260328 2330"},
        {at(2026, 3, 29, 22, 30), "add_months(yyyyMMdd HHmm,-1)", "20260228 0030"},
        // 02:30 does not exist on 2026-03-29.
        {at(2026, 3, 28, 1, 30), "yyyyMMdd HHmm+1", "20260329 0300"},
        {at(2026, 3, 29, 0, 30), "HHmm+1/24", "0330"},
        // 02:30 for the second time on 2026-10-25: the base stays what it is.
        {at(2026, 10, 25, 1, 30), "HHmm", "0230"},
        {at(2026, 10, 25, 1, 30), "timestamp(yyyyMMddHHmmss)", "1792891800"},
        {at(2026, 10, 25, 1, 30), "timestamp(this_day(yyyyMMddHHmmss))", "1792891800"},
        {at(2026, 10, 25, 1, 30), "timestamp(yyyyMMddHHmmss-1/24)", "1792888200"},
    };
    for (const ZoneCase& c : cases) {
        const Result<std::string> value = EvaluateTimeExpression(c.expression, c.base, *berlin);
        ASSERT_TRUE(value) << c.expression << ": " << value.error().ToString();
        EXPECT_EQ(*value, c.value) << c.expression;
    }
}

TEST(TimeExpression, MonthsEndWhereTheCalendarSays) {
    const auto at = [](int year, unsigned month, unsigned day) {
        return TimePoint(std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) /
                                               static_cast<int>(day)));
    };
    EXPECT_EQ(Value("add_months(yyyyMMdd,1)", at(2024, 1, 31)), "20240229");
    EXPECT_EQ(Value("add_months(yyyyMMdd,-1)", at(2024, 1, 1)), "20231201");
    EXPECT_EQ(Value("month_last_day(yyyyMMdd,1)", at(2023, 1, 31)), "20230228");
    EXPECT_EQ(Value("year_week(yyyy-MM-dd)", at(2021, 1, 1)), "2020-53");
    EXPECT_EQ(Value("year_week(yyyy-MM-dd)", at(2024, 12, 30)), "2025-01");
}

TEST(TimeExpression, WhatCannotBeEvaluatedSaysWhy) {
    const std::vector<ExpressionCase> cases = {
        {"", "the expression is empty"},
        {"abc", "the letter 'a' means nothing in a time format"},
        {"yyyyMMdd+1/0", "the number of days: division by zero"},
        {"yyyyMMdd+1x", "the number of days: ')' is missing"},
        {"yyyyMMdd+99999999", "the time lies outside the years 1 to 9999"},
        {"add_months(yyyyMMdd)", "add_months: the number after the format is missing"},
        {"add_months(yyyyMMdd,)",
         "add_months: the number after the comma: a number is missing at the end"},
        {"add_months(yyyyMMdd,1e3)", "add_months: the number after the comma: 'e' is not expected"},
        {"add_months(,1)", "add_months: the format is missing"},
        {"add_months(yyyy,200000)", "add_months: the time lies outside the years 1 to 9999"},
        {"next_year(yyyy)", "there is no function \"next_year\""},
        {"timestamp(yyyyMMdd)", "timestamp: the format inside is \"yyyyMMdd\""},
        {"year_week(yyyy,8)", "year_week: the first weekday must be 1 (Monday) to 7 (Sunday)"},
        {"yyyy'T", "a quote in the time format is not closed"},
        {"MMM", "too many letters 'M' in the time format"},
        {"yyyyMMdd+((((((((((((((((((((((((((((((((((1",
         "the number of days: too many parentheses or signs"},
        {"yyyyMMdd+9999999999999999999", "the number of days: the number is too large"},
    };
    for (const ExpressionCase& c : cases) {
        const Result<std::string> value = EvaluateTimeExpression(c.expression, kBase);
        ASSERT_FALSE(value) << c.expression << " gave " << *value;
        EXPECT_EQ(value.error().message, c.value) << c.expression;
        EXPECT_EQ(value.error().code, ErrorCode::kInvalidArgument);
    }
}

TEST(TimeExpression, UnknownFunctionListsThoseThatExist) {
    const Result<std::string> value = EvaluateTimeExpression("month_start(yyyy,0)", kBase);
    ASSERT_FALSE(value);
    EXPECT_THAT(value.error().hint, HasSubstr("month_begin"));
}

TEST(TimeExpression, AnyBytesEndWithAValueOrAnError) {
    const std::string alphabet = "yMdHmsS+-*/()', add_months0123456789";
    std::uint32_t seed = 20260101;
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (int i = 0; i < 24; ++i) {
            seed = seed * 1664525U + 1013904223U;
            text += alphabet[(seed >> 16U) % alphabet.size()];
        }
        const Result<std::string> value = EvaluateTimeExpression(text, kBase);
        if (!value) {
            EXPECT_FALSE(value.error().message.empty()) << text;
        }
    }
}

}  // namespace
}  // namespace dmsnode::workflow
