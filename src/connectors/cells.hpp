#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/types.hpp"

/// Writing and reading the cells of a RowBatch, and the conversions between cell formats and text.
/// The hot path of every load: no allocation a cell, no exceptions. Source: PostgreSQL 15,
/// "Frontend/Backend Protocol" (binary COPY) and src/backend/utils/adt.
namespace dmsnode::connectors {

/// Appends rows to a batch. A row is begun, then given exactly its cells in order.
class RowAppender {
public:
    explicit RowAppender(RowBatch& batch) : batch_(batch) {}

    void BeginRow(std::int16_t columns) {
        row_start_ = batch_.bytes.size();
        AppendRaw(columns);
        ++batch_.rows;
    }
    /// Takes the row back that was begun last.
    void DropRow() {
        batch_.bytes.resize(row_start_);
        --batch_.rows;
    }
    void Null() { AppendRaw(std::int32_t{-1}); }
    void Bool(bool value) {
        AppendRaw(std::int32_t{1});
        batch_.bytes.push_back(value ? '\1' : '\0');
    }
    void Int16(std::int16_t value) { Sized(value); }
    void Int32(std::int32_t value) { Sized(value); }
    void Int64(std::int64_t value) { Sized(value); }
    void UInt64(std::uint64_t value) { Sized(static_cast<std::int64_t>(value)); }
    void Float32(float value) { Sized(std::bit_cast<std::int32_t>(value)); }
    void Float64(double value) { Sized(std::bit_cast<std::int64_t>(value)); }
    void Bytes(std::string_view value) {
        AppendRaw(static_cast<std::int32_t>(value.size()));
        batch_.bytes.append(value);
    }
    void Jsonb(std::string_view text) {
        AppendRaw(static_cast<std::int32_t>(text.size() + 1));
        batch_.bytes.push_back('\1');
        batch_.bytes.append(text);
    }
    /// `text` is a plain or exponent decimal, `NaN`, `Infinity` or `-Infinity`. False, and nothing
    /// is appended, if it is none or has more digits than numeric holds (131072 before, 16383 after
    /// the point).
    bool Numeric(std::string_view text);
    void Interval(std::int64_t microseconds, std::int32_t days, std::int32_t months);
    /// `bytes` holds `bit_count` bits from the left, zero padded to whole bytes.
    void Bits(std::int32_t bit_count, std::string_view bytes);
    /// `text` is 32 hexadecimal digits with or without hyphens and braces. False if not.
    bool Uuid(std::string_view text);

private:
    template <class Integer>
    void Sized(Integer value) {
        AppendRaw(static_cast<std::int32_t>(sizeof value));
        AppendRaw(value);
    }
    template <class Integer>
    void AppendRaw(Integer value) {
        if constexpr (sizeof value == 2)
            value = static_cast<Integer>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
        if constexpr (sizeof value == 4)
            value = static_cast<Integer>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
        if constexpr (sizeof value == 8)
            value = static_cast<Integer>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        batch_.bytes.append(raw, sizeof value);
    }

    RowBatch& batch_;
    std::size_t row_start_ = 0;
};

/// One cell: NULL or its bytes. Lifetime: a view into the batch.
struct Cell {
    const char* data = nullptr;  ///< nullptr: NULL
    std::size_t size = 0;

    bool is_null() const { return data == nullptr; }
    std::string_view view() const { return {data, size}; }
};

/// Walks the rows of a batch.
class RowCursor {
public:
    explicit RowCursor(const RowBatch& batch) : rest_(batch.bytes) {}
    explicit RowCursor(std::string_view rows) : rest_(rows) {}  ///< Rows laid out as in a batch.
    /// Fills `cells` with the next row's. False at the end.
    /// Errors: kTruncated, kProtocol if the row has another number of columns than `cells`.
    Result<bool> Next(std::span<Cell> cells);

private:
    std::string_view rest_;
};

// Fixed-size cells; `data` has at least the format's size.
template <class Integer>
Integer BigEndian(const char* data) {
    Integer value;
    std::memcpy(&value, data, sizeof value);
    if constexpr (sizeof value == 2)
        return static_cast<Integer>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
    if constexpr (sizeof value == 4)
        return static_cast<Integer>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
    if constexpr (sizeof value == 8)
        return static_cast<Integer>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
    return value;
}

/// Appends a numeric cell's decimal text (`-12.340`, scale kept), `NaN`, `Infinity` or `-Infinity`.
/// Errors: kProtocol for a malformed cell.
Status AppendNumericText(std::string_view cell, std::string& out);
bool IsNumericSpecial(std::string_view cell);  ///< NaN or an infinity

inline constexpr std::int32_t kDateInfinity = INT32_MAX;
inline constexpr std::int32_t kDateMinusInfinity = INT32_MIN;
inline constexpr std::int64_t kTimestampInfinity = INT64_MAX;
inline constexpr std::int64_t kTimestampMinusInfinity = INT64_MIN;
inline constexpr std::int64_t kMicrosecondsADay = 86'400'000'000;

/// Proleptic Gregorian calendar; year 0 is 1 BC.
struct CivilDate {
    std::int64_t year = 2000;
    int month = 1;
    int day = 1;
};
std::int32_t DaysFromCivil(const CivilDate& date);  ///< since 2000-01-01
CivilDate CivilFromDays(std::int32_t days);
bool IsValidDate(const CivilDate& date);  ///< month and day exist in that year

/// Append ISO forms: `2024-02-29`, `23:59:59.123456`, `2024-02-29 23:59:59.123456`.
/// `fraction_digits` 0–6; the value is written with exactly that many, or, if -1, with as many as
/// it needs; digits beyond that are cut, so ask for no fewer than the column has. Years before 1
/// end in ` BC` (`0044-03-15 BC`), those after 9999 have more digits. A negative or longer time
/// than a day is written as `-838:59:59`. The infinities must be handled by the caller.
void AppendDateText(std::int32_t days, std::string& out);
void AppendTimeText(std::int64_t microseconds, int fraction_digits, std::string& out);
void AppendTimestampText(std::int64_t microseconds, int fraction_digits, std::string& out);

/// Parse ISO forms: date `2024-02-29`, time `23:59:59[.f]`, timestamp `date[ T]time[Z|+hh[:mm]]`
/// (an offset is applied; `has_zone` says whether there was one), the last two also with ` BC` at
/// the end. `24:00:00` is the end of the day. Nothing for anything else: more than 6 fraction
/// digits, year 0000, a day or an hour that does not exist.
std::optional<std::int32_t> ParseDate(std::string_view text);
std::optional<std::int64_t> ParseTime(std::string_view text);
std::optional<std::int64_t> ParseTimestamp(std::string_view text, bool* has_zone = nullptr);

/// Appends the 36 characters of a 16-byte uuid cell.
void AppendUuidText(std::string_view cell, std::string& out);

/// The first byte that is not part of valid UTF-8, or npos. Byte 0 counts as valid here.
std::size_t FindInvalidUtf8(std::string_view text);
/// Copies `text` with each invalid sequence replaced by U+FFFD and each byte 0 dropped.
void AppendRepairedUtf8(std::string_view text, std::string& out);

}  // namespace dmsnode::connectors
