#include "connectors/cells.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

namespace dmsnode::connectors {
namespace {

constexpr unsigned kSeed = 20260101;

/// The bytes of the only cell that `append` writes.
template <class F>
std::string CellOf(F&& append) {
    RowBatch batch;
    RowAppender appender(batch);
    appender.BeginRow(1);
    append(appender);
    RowCursor cursor(batch);
    std::array<Cell, 1> cells;
    EXPECT_EQ(cursor.Next(cells).value_or(false), true);
    return std::string(cells[0].view());
}

std::string Numeric(std::string_view text) {
    return CellOf([&](RowAppender& row) { ASSERT_TRUE(row.Numeric(text)) << text; });
}

std::string NumericText(std::string_view cell) {
    std::string text;
    const Status status = AppendNumericText(cell, text);
    return status ? text : status.error().ToString();
}

bool IsNumeric(std::string_view text) {
    RowBatch batch;
    RowAppender row(batch);
    const bool ok = row.Numeric(text);
    EXPECT_EQ(ok, !batch.bytes.empty()) << text;
    return ok;
}

std::string Hex(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

RowBatch SampleBatch() {
    RowBatch batch;
    RowAppender row(batch);
    row.BeginRow(5);
    row.Int32(7);
    row.Bytes("ada");
    row.Null();
    EXPECT_TRUE(row.Numeric("12.50"));
    row.Bool(true);
    row.BeginRow(5);
    row.Int32(-1);
    row.Bytes("");
    row.Jsonb("{}");
    row.Null();
    row.Bool(false);
    return batch;
}

TEST(RowAppender, WritesTheTupleLayoutOfBinaryCopy) {
    RowBatch batch;
    RowAppender row(batch);
    row.BeginRow(4);
    row.Int16(258);
    row.Null();
    row.Bytes("ab");
    row.Int64(-2);
    EXPECT_EQ(Hex(batch.bytes),
              "0004"
              "000000020102"
              "ffffffff"
              "000000026162"
              "00000008fffffffffffffffe");
    EXPECT_EQ(batch.rows, 1);
}

TEST(RowAppender, FixedSizeCellsAreBigEndian) {
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Bool(true); })), "01");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Int32(INT32_MIN); })), "80000000");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.UInt64(UINT64_MAX - 1); })), "fffffffffffffffe");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Float32(-0.5F); })), "bf000000");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Float64(1.0); })), "3ff0000000000000");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Jsonb("1"); })), "0131");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Interval(1, -1, 14); })),
              "0000000000000001ffffffff0000000e");
    EXPECT_EQ(Hex(CellOf([](RowAppender& r) { r.Bits(11, "\xA5\x60"); })), "0000000ba560");
}

TEST(RowAppender, DroppedRowLeavesTheOthers) {
    RowBatch batch = SampleBatch();
    const std::string before = batch.bytes;
    RowAppender row(batch);
    row.BeginRow(5);
    row.Int32(3);
    row.DropRow();
    EXPECT_EQ(batch.bytes, before);
    EXPECT_EQ(batch.rows, 2);
}

TEST(RowCursor, GivesNullEmptyAndValuesApart) {
    const RowBatch batch = SampleBatch();
    RowCursor cursor(batch);
    std::array<Cell, 5> cells;
    ASSERT_EQ(cursor.Next(cells).value(), true);
    EXPECT_EQ(BigEndian<std::int32_t>(cells[0].data), 7);
    EXPECT_EQ(cells[1].view(), "ada");
    EXPECT_TRUE(cells[2].is_null());
    EXPECT_EQ(NumericText(cells[3].view()), "12.50");
    ASSERT_EQ(cursor.Next(cells).value(), true);
    EXPECT_FALSE(cells[1].is_null());
    EXPECT_EQ(cells[1].size, 0U);
    EXPECT_EQ(cells[2].view().substr(1), "{}");
    EXPECT_TRUE(cells[3].is_null());
    EXPECT_EQ(cursor.Next(cells).value(), false);
    EXPECT_EQ(cursor.Next(cells).value(), false);
}

TEST(RowCursor, EveryPrefixIsTruncatedOrEndsBetweenRows) {
    const RowBatch whole = SampleBatch();
    RowBatch first_row = SampleBatch();
    std::array<Cell, 5> cells;
    {
        RowBatch one;
        RowAppender row(one);
        row.BeginRow(5);
        row.Int32(7);
        row.Bytes("ada");
        row.Null();
        ASSERT_TRUE(row.Numeric("12.50"));
        row.Bool(true);
        first_row = one;
    }
    for (std::size_t length = 0; length < whole.bytes.size(); ++length) {
        SCOPED_TRACE(length);
        RowBatch prefix;
        prefix.bytes = whole.bytes.substr(0, length);
        RowCursor cursor(prefix);
        Result<bool> next = cursor.Next(cells);
        if (length >= first_row.bytes.size()) {
            ASSERT_EQ(next.value_or(false), true);
            next = cursor.Next(cells);
        }
        if (length == 0 || length == first_row.bytes.size()) {
            ASSERT_EQ(next.value_or(true), false);
        } else {
            ASSERT_FALSE(next);
            EXPECT_EQ(next.error().code, ErrorCode::kTruncated);
        }
    }
}

TEST(RowCursor, WrongColumnCountsAndSizesAreProtocolErrors) {
    const RowBatch batch = SampleBatch();
    std::array<Cell, 4> four;
    RowCursor narrow(batch);
    EXPECT_EQ(narrow.Next(four).error().code, ErrorCode::kProtocol);
    RowBatch trailer;
    trailer.bytes = "\xFF\xFF";
    RowCursor at_trailer(trailer);
    EXPECT_EQ(at_trailer.Next(four).error().code, ErrorCode::kProtocol);
    RowBatch negative;
    negative.bytes = std::string("\0\1\xFF\xFF\xFF\xFE", 6);
    RowCursor at_negative(negative);
    std::array<Cell, 1> one;
    EXPECT_EQ(at_negative.Next(one).error().code, ErrorCode::kProtocol);
}

TEST(Numeric, BinaryFormIsTheServers) {
    EXPECT_EQ(Hex(Numeric("0")), "0000000000000000");
    EXPECT_EQ(Hex(Numeric("0.00")), "0000000000000002");
    EXPECT_EQ(Hex(Numeric("1")),
              "0001000000000000"
              "0001");
    EXPECT_EQ(Hex(Numeric("-12.340")),
              "0002000040000003"
              "000c"
              "0d48");
    EXPECT_EQ(Hex(Numeric("10000")),
              "0001000100000000"
              "0001");
    EXPECT_EQ(Hex(Numeric("0.0001")),
              "0001ffff00000004"
              "0001");
    EXPECT_EQ(Hex(Numeric("0.00001")),
              "0001fffe00000005"
              "03e8");
    EXPECT_EQ(Hex(Numeric("123456.789")),
              "0003000100000003"
              "000c"
              "0d80"
              "1ed2");
    EXPECT_EQ(Hex(Numeric("NaN")), "00000000c0000000");
    EXPECT_EQ(Hex(Numeric("Infinity")), "00000000d0000020");
    EXPECT_EQ(Hex(Numeric("-Infinity")), "00000000f0000020");
}

TEST(Numeric, OddSpellingsMeanTheSame) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"+5", "5"},
        {"-0", "0"},
        {"-0.0", "0.0"},
        {".5", "0.5"},
        {"5.", "5"},
        {"007.10", "7.10"},
        {"1e3", "1000"},
        {"1E+3", "1000"},
        {"1.5e1", "15"},
        {"1.25e1", "12.5"},
        {"12e-1", "1.2"},
        {"1e-5", "0.00001"},
        {"0e10", "0"},
        {"0e-3", "0.000"},
        {"100", "100"},
        {"10000", "10000"},
        {"100000000", "100000000"},
        {"1.2e-3", "0.0012"},
        {"120e-1", "12.0"},
    };
    for (const auto& [text, expected] : cases)
        EXPECT_EQ(NumericText(Numeric(text)), expected) << text;
}

TEST(Numeric, RefusesWhatIsNone) {
    for (const char* text :
         {"",   "-",   "+",    ".",   "-.",  "e5",  "1e",  "1e+", "1e-",   "1.2.3", "1 ",
          " 1", "1,5", "0x10", "abc", "nan", "inf", "--1", "1-",  "1e5.0", "1e5e5"}) {
        EXPECT_FALSE(IsNumeric(text)) << text;
    }
}

TEST(Numeric, LimitsAreTheServers) {
    EXPECT_TRUE(IsNumeric("1e131071"));
    EXPECT_FALSE(IsNumeric("1e131072"));
    EXPECT_FALSE(IsNumeric("1e99999999999999999999"));
    EXPECT_TRUE(IsNumeric("1e-16383"));
    EXPECT_FALSE(IsNumeric("1e-16384"));
    EXPECT_FALSE(IsNumeric("0e-16384"));
    EXPECT_TRUE(IsNumeric("0e999999"));
    EXPECT_TRUE(IsNumeric(std::string(200000, '0') + "1"));
    EXPECT_TRUE(IsNumeric(std::string(131072, '9')));
    EXPECT_FALSE(IsNumeric(std::string(131073, '9')));
    const std::string widest = std::string(131072, '9') + "." + std::string(16383, '7');
    EXPECT_TRUE(NumericText(Numeric(widest)) == widest);
}

TEST(Numeric, RandomTextRoundTrips) {
    std::mt19937 random(kSeed);
    for (int i = 0; i < 20000; ++i) {
        std::string text = random() % 2 == 0 ? "-" : "";
        const std::size_t before = 1 + random() % 25;
        const std::size_t after = random() % 25;
        std::string digits(before + after, '0');
        for (char& c : digits) {
            if (random() % 3 != 0) c = static_cast<char>('0' + random() % 10);
        }
        const std::size_t first = digits.find_first_not_of('0');
        const std::string whole = digits.substr(0, before);
        const std::size_t lead = std::min(whole.find_first_not_of('0'), before - 1);
        text += whole.substr(lead);
        if (after > 0) text += "." + digits.substr(before);
        if (first == std::string::npos && text[0] == '-') text.erase(0, 1);  // no minus zero
        EXPECT_EQ(NumericText(Numeric(text)), text) << "seed " << kSeed;
    }
}

TEST(Numeric, MalformedCellsAreRefused) {
    const std::string good = Numeric("-12.340");
    for (std::size_t length = 0; length < good.size(); ++length) {
        std::string text;
        EXPECT_FALSE(AppendNumericText(std::string_view(good).substr(0, length), text));
    }
    const auto broken = [&](std::size_t at, char value) {
        std::string cell = good;
        cell[at] = value;
        std::string text;
        return !AppendNumericText(cell, text);
    };
    EXPECT_TRUE(broken(0, '\x80'));  // far more digits than bytes
    EXPECT_TRUE(broken(1, '\3'));    // more digits than bytes
    EXPECT_TRUE(broken(4, '\x20'));  // no such sign
    EXPECT_TRUE(broken(6, '\x40'));  // scale beyond 16383
    EXPECT_TRUE(broken(8, '\x28'));  // digit 0x280c is over 9999
    std::string text;
    EXPECT_FALSE(AppendNumericText(good + "x", text));
}

TEST(Numeric, SpecialsAreTold) {
    EXPECT_TRUE(IsNumericSpecial(Numeric("NaN")));
    EXPECT_TRUE(IsNumericSpecial(Numeric("-Infinity")));
    EXPECT_FALSE(IsNumericSpecial(Numeric("-1")));
    EXPECT_FALSE(IsNumericSpecial(""));
    EXPECT_EQ(NumericText(Numeric("Infinity")), "Infinity");
    EXPECT_EQ(NumericText(Numeric("-Infinity")), "-Infinity");
    EXPECT_EQ(NumericText(Numeric("NaN")), "NaN");
}

std::string DateText(std::int32_t days) {
    std::string text;
    AppendDateText(days, text);
    return text;
}
std::string TimeText(std::int64_t microseconds, int digits = -1) {
    std::string text;
    AppendTimeText(microseconds, digits, text);
    return text;
}
std::string TimestampText(std::int64_t microseconds, int digits = -1) {
    std::string text;
    AppendTimestampText(microseconds, digits, text);
    return text;
}

TEST(Dates, KnownDaysHaveTheirNumbers) {
    EXPECT_EQ(DaysFromCivil({2000, 1, 1}), 0);
    EXPECT_EQ(DaysFromCivil({1970, 1, 1}), -10957);
    EXPECT_EQ(DaysFromCivil({2024, 2, 29}), 8825);
    EXPECT_EQ(DaysFromCivil({0, 12, 31}), DaysFromCivil({1, 1, 1}) - 1);
    EXPECT_EQ(DaysFromCivil({-4713, 11, 24}), -2451545);  // PostgreSQL's first day, Julian day 0
    EXPECT_EQ(DaysFromCivil({5874897, 12, 31}), 2145031948);
}

TEST(Dates, EveryDayOfCenturiesRoundTrips) {
    for (std::int32_t days = -800'000; days < 400'000; ++days) {
        const CivilDate date = CivilFromDays(days);
        ASSERT_TRUE(IsValidDate(date)) << days;
        ASSERT_EQ(DaysFromCivil(date), days);
    }
}

TEST(Dates, TextRoundTripsAlsoFarOut) {
    EXPECT_EQ(DateText(8825), "2024-02-29");
    EXPECT_EQ(DateText(DaysFromCivil({-43, 3, 15})), "0044-03-15 BC");
    EXPECT_EQ(DateText(DaysFromCivil({12345, 6, 7})), "12345-06-07");
    std::mt19937 random(kSeed);
    std::uniform_int_distribution<std::int32_t> any(-2451545, 2145031948);
    for (int i = 0; i < 20000; ++i) {
        const std::int32_t days = any(random);
        EXPECT_EQ(ParseDate(DateText(days)), days) << "seed " << kSeed;
    }
}

TEST(Dates, RefusesWhatIsNone) {
    for (const char* text : {"",
                             "2024-02-30",
                             "2023-02-29",
                             "1900-02-29",
                             "2024-13-01",
                             "2024-00-01",
                             "2024-01-00",
                             "0000-00-00",
                             "0000-01-01",
                             "2024-1-1",
                             "24-01-01",
                             "2024/01/01",
                             "2024-01-01 ",
                             "2024-01-01T",
                             "+2024-01-01",
                             "-2024-01-01",
                             "2024-01-01 AD",
                             "2024-01-32",
                             "9999999-01-01",
                             "20240101",
                             "2024-01-01 BC BC"}) {
        EXPECT_FALSE(ParseDate(text)) << text;
    }
    EXPECT_TRUE(ParseDate("2000-02-29"));
    EXPECT_EQ(ParseDate("0001-12-31 BC"), DaysFromCivil({0, 12, 31}));
}

TEST(Times, TextHasTheDigitsAskedFor) {
    EXPECT_EQ(TimeText(0), "00:00:00");
    EXPECT_EQ(TimeText(86'399'123'400), "23:59:59.1234");
    EXPECT_EQ(TimeText(86'399'123'400, 6), "23:59:59.123400");
    EXPECT_EQ(TimeText(86'399'123'400, 3), "23:59:59.123");
    EXPECT_EQ(TimeText(86'399'123'400, 0), "23:59:59");
    EXPECT_EQ(TimeText(86'400'000'000), "24:00:00");
    EXPECT_EQ(TimeText(-3'020'399'000'000LL), "-838:59:59");
}

TEST(Times, ParseIsStrict) {
    EXPECT_EQ(ParseTime("23:59:59.5"), 86'399'500'000);
    EXPECT_EQ(ParseTime("00:00:00.000001"), 1);
    EXPECT_EQ(ParseTime("24:00:00"), 86'400'000'000);
    for (const char* text :
         {"", "24:00:00.1", "25:00:00", "23:60:00", "23:59:60", "1:00:00", "12:00", "12:00:00.",
          "12:00:00.1234567", "12:00:00Z", "-12:00:00", "12:00:00 "}) {
        EXPECT_FALSE(ParseTime(text)) << text;
    }
}

TEST(Timestamps, RandomTextRoundTrips) {
    std::mt19937_64 random(kSeed);
    // PostgreSQL's range: 4714-11-24 BC to 294276-12-31.
    std::uniform_int_distribution<std::int64_t> any(-211813488000000000, 9223371331199999999);
    for (int i = 0; i < 20000; ++i) {
        const std::int64_t value = any(random);
        EXPECT_EQ(ParseTimestamp(TimestampText(value)), value) << "seed " << kSeed;
        const std::int64_t seconds = value / 1'000'000 * 1'000'000;
        EXPECT_EQ(ParseTimestamp(TimestampText(seconds, 0)), seconds) << "seed " << kSeed;
    }
}

TEST(Timestamps, OffsetsAreApplied) {
    bool has_zone = true;
    EXPECT_EQ(ParseTimestamp("2000-01-01 00:00:00", &has_zone), 0);
    EXPECT_FALSE(has_zone);
    EXPECT_EQ(ParseTimestamp("2000-01-01T00:00:00Z", &has_zone), 0);
    EXPECT_TRUE(has_zone);
    EXPECT_EQ(ParseTimestamp("2000-01-01 02:00:00+02", &has_zone), 0);
    EXPECT_EQ(ParseTimestamp("1999-12-31 18:30:00-05:30"), 0);
    EXPECT_EQ(ParseTimestamp("2000-01-01 00:00:00.25+00:00"), 250'000);
    EXPECT_EQ(ParseTimestamp("1999-12-31 24:00:00"), 0);
    EXPECT_EQ(TimestampText(-1), "1999-12-31 23:59:59.999999");
    EXPECT_EQ(ParseTimestamp("0001-12-31 23:00:00+00 BC"),
              DaysFromCivil({0, 12, 31}) * std::int64_t{86'400'000'000} + 82'800'000'000);
}

TEST(Timestamps, RefusesWhatIsNone) {
    for (const char* text :
         {"", "2024-01-01", "2024-01-01 ", "2024-01-01 12:00", "2024-01-01  12:00:00",
          "2024-01-01 12:00:00 Z", "2024-01-01 12:00:00+1", "2024-01-01 12:00:00+16",
          "2024-01-01 12:00:00+01:60", "2024-01-01 12:00:00+0100", "2024-02-30 12:00:00",
          "2024-01-01 12:00:00.1234567", "2024-01-01 24:00:01", "9999999-01-01 00:00:00",
          "2024-01-01 12:00:00zz", "0000-00-00 00:00:00"}) {
        EXPECT_FALSE(ParseTimestamp(text)) << text;
    }
}

TEST(Uuid, SpellingsOfOneValueAreEqual) {
    const std::string bytes =
        CellOf([](RowAppender& r) { ASSERT_TRUE(r.Uuid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")); });
    EXPECT_EQ(Hex(bytes), "a0eebc999c0b4ef8bb6d6bb9bd380a11");
    for (const char* text :
         {"A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}",
          "a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0ee-bc99-9c0b-4ef8-bb6d-6bb9-bd38-0a11"}) {
        EXPECT_EQ(CellOf([&](RowAppender& r) { ASSERT_TRUE(r.Uuid(text)) << text; }), bytes);
    }
    std::string text;
    AppendUuidText(bytes, text);
    EXPECT_EQ(text, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
}

TEST(Uuid, RefusesWhatIsNone) {
    for (const char* text :
         {"", "a0eebc99", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1",
          "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a111", "g0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
          "-a0eebc999c0b4ef8bb6d6bb9bd380a11", "a0eebc99--9c0b-4ef8-bb6d-6bb9bd380a11",
          "{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0-eebc999c0b4ef8bb6d6bb9bd380a11",
          "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11-"}) {
        RowBatch batch;
        RowAppender row(batch);
        EXPECT_FALSE(row.Uuid(text)) << text;
        EXPECT_TRUE(batch.bytes.empty());
    }
}

struct Utf8Case {
    const char* name;
    std::string text;
    std::size_t invalid_at;
    std::string repaired;
};

std::vector<Utf8Case> Utf8Cases() {
    constexpr std::size_t kValid = std::string_view::npos;
    const std::string bad = "\xEF\xBF\xBD";
    return {
        {"empty", "", kValid, ""},
        {"ascii", "hello", kValid, "hello"},
        {"byte 0", std::string("a\0b", 3), kValid, "ab"},
        {"two bytes", "\xC3\xA4", kValid, "\xC3\xA4"},
        {"smallest two", "\xC2\x80", kValid, "\xC2\x80"},
        {"three bytes", "\xE2\x82\xAC", kValid, "\xE2\x82\xAC"},
        {"before surrogates", "\xED\x9F\xBF", kValid, "\xED\x9F\xBF"},
        {"four bytes", "\xF0\x9F\x98\x80", kValid, "\xF0\x9F\x98\x80"},
        {"last code point", "\xF4\x8F\xBF\xBF", kValid, "\xF4\x8F\xBF\xBF"},
        {"lone continuation", "a\x80z", 1, "a" + bad + "z"},
        {"overlong two", "\xC0\xAF", 0, bad + bad},
        {"overlong three", "\xE0\x80\x80", 0, bad + bad + bad},
        {"overlong four", "\xF0\x80\x80\x80", 0, bad + bad + bad + bad},
        {"surrogate", "\xED\xA0\x80", 0, bad + bad + bad},
        {"beyond Unicode", "\xF4\x90\x80\x80", 0, bad + bad + bad + bad},
        {"no such lead", "\xFFx", 0, bad + "x"},
        {"cut two", "x\xC3", 1, "x" + bad},
        {"cut three", "\xE2\x82", 0, bad},
        {"cut four", "\xF0\x9F\x98", 0, bad},
        {"cut in text", "\xE2\x82x", 0, bad + "x"},
        {"latin1", "caf\xE9 au", 3, "caf" + bad + " au"},
    };
}

TEST(Utf8, FindsTheFirstInvalidByte) {
    for (const Utf8Case& c : Utf8Cases())
        EXPECT_EQ(FindInvalidUtf8(c.text), c.invalid_at) << c.name;
}

TEST(Utf8, FindsItBehindAnyRunOfAscii) {
    for (std::size_t before = 0; before < 80; ++before) {
        for (const Utf8Case& c : Utf8Cases()) {
            const std::string text = std::string(before, 'x') + c.text + std::string(40, 'y');
            if (std::string_view(c.name).starts_with("cut")) continue;
            const bool valid = c.invalid_at == std::string_view::npos;
            EXPECT_EQ(FindInvalidUtf8(text), valid ? c.invalid_at : before + c.invalid_at)
                << c.name << " after " << before;
        }
    }
}

TEST(Utf8, RepairGivesValidTextAndKeepsTheRest) {
    for (const Utf8Case& c : Utf8Cases()) {
        std::string out = "<";
        AppendRepairedUtf8(c.text, out);
        EXPECT_EQ(out, "<" + c.repaired) << c.name;
    }
    std::mt19937 random(kSeed);
    for (int i = 0; i < 20000; ++i) {
        std::string text(random() % 40, '\0');
        for (char& c : text) c = static_cast<char>(random());
        std::string out;
        AppendRepairedUtf8(text, out);
        EXPECT_EQ(FindInvalidUtf8(out), std::string_view::npos) << "seed " << kSeed;
    }
}

}  // namespace
}  // namespace dmsnode::connectors
