#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/cells.hpp"
#include "connectors/connector.hpp"

/// Rows of the binary result protocol, turned into cells straight from the packet. No I/O.
///
/// Grammar of a row packet (integers little-endian):
///   row    := 0x00 nulls cell*          cells of columns that are not NULL, in order
///   nulls  := byte[(columns + 9) / 8]   bit (i + 2) is set if column i is NULL
///   cell   := int | float | text | date | time, by the column's wire kind
///   text   := length byte*              length-encoded: 1 byte below 251, 0xFC 2, 0xFD 3, 0xFE 8
///   date   := 0 | 4 y2 m d | 7 … h m s | 11 … microseconds4
///   time   := 0 | 8 negative days4 h m s | 12 … microseconds4
/// Source: MariaDB Knowledge Base, "Resultset row" (binary); MySQL Internals, "Binary Protocol
/// Value".
namespace dmsnode::connectors::mysql {

enum class WireKind { kInt8, kInt16, kInt32, kInt64, kFloat32, kFloat64, kText, kDate, kTime };

struct WireColumn {
    WireKind kind = WireKind::kText;
    bool is_unsigned = false;
    bool is_year = false;     ///< kInt16: text needs four digits, `0` would be the year 2000.
    bool is_decimal = false;  ///< kText: a decimal's digits.
    bool is_bits = false;     ///< kText: BIT(n), big-endian bytes.
    bool is_binary = false;   ///< kText: bytes without a character set.
    bool is_key = false;      ///< Part of the primary key: named in errors.
};

/// Reads inside one packet; never beyond its end.
class WireReader {
public:
    WireReader(const unsigned char* begin, const unsigned char* end) : at_(begin), end_(end) {}

    template <class T>
    bool Fixed(T& value) {
        if (static_cast<std::size_t>(end_ - at_) < sizeof value) return false;
        std::memcpy(&value, at_, sizeof value);
        at_ += sizeof value;
        return true;
    }
    bool Text(std::string_view& text) {
        std::uint64_t length = 0;
        if (!Length(length) || static_cast<std::uint64_t>(end_ - at_) < length) return false;
        text = {reinterpret_cast<const char*>(at_), static_cast<std::size_t>(length)};
        at_ += length;
        return true;
    }
    bool AtEnd() const { return at_ == end_; }

private:
    bool Length(std::uint64_t& length);
    bool LongLength(unsigned char first, std::uint64_t& length);

    const unsigned char* at_;
    const unsigned char* end_;
};

inline bool WireReader::Length(std::uint64_t& length) {
    if (at_ == end_) return false;
    const unsigned char first = *at_++;
    if (first >= 251) return LongLength(first, length);
    length = first;
    return true;
}

enum class CellOutcome {
    kOk,
    kChanged,    ///< The policy changed the value.
    kRefused,    ///< The value cannot be carried: `CellProblem` says why.
    kMalformed,  ///< The packet breaks the grammar.
};

/// Why a value was refused; also the scratch space of repairs.
struct CellProblem {
    std::string what;
    std::string hint;
    std::string scratch;
};

struct CellPlan;
using CellConverter = CellOutcome (*)(const CellPlan& plan, WireReader& in, RowAppender& out,
                                      CellProblem& problem);

/// What one column's converter needs beside the wire.
struct CellPlan {
    CellConverter convert = nullptr;
    int fraction_digits = 0;
    std::int32_t bit_count = 0;
    ValuePolicy policy;
};

/// The converter from `wire` to the format that `column` asks for.
/// Errors: kUnsupported if there is none.
Result<CellPlan> PlanCell(const WireColumn& wire, const ReadColumn& column,
                          const ValuePolicy& policy);

/// The plan of one table: made once, used for each row.
class RowDecoder {
public:
    /// `wire` and `columns` have the same size. Errors: kUnsupported names the column.
    static Result<RowDecoder> Make(const TableId& table, std::vector<WireColumn> wire,
                                   const std::vector<ReadColumn>& columns,
                                   const ValuePolicy& policy);

    /// Appends one row. On failure nothing is appended.
    /// Errors: kDataLoss with `where` = `schema.table.column` and the row's key in the message;
    ///     kProtocol for a packet that breaks the grammar.
    Status Decode(std::span<const unsigned char> packet, RowAppender& out);

    std::int64_t changed_values() const { return changed_values_; }

private:
    RowDecoder() = default;
    std::string DescribeRow(std::span<const unsigned char> packet) const;
    Error Refused(std::size_t column, std::span<const unsigned char> packet) const;
    Error Malformed(std::size_t column) const;

    TableId table_;
    std::vector<std::string> names_;
    std::vector<WireColumn> wire_;
    std::vector<CellPlan> cells_;
    std::size_t null_bytes_ = 0;
    std::int64_t changed_values_ = 0;
    std::int64_t rows_ = 0;
    CellProblem problem_;
};

}  // namespace dmsnode::connectors::mysql
