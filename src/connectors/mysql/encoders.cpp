#include "connectors/mysql/encoders.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <cmath>

#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr std::size_t kBitHeaderBytes = 4;

EncodeOutcome Refuse(EncodeProblem& problem, std::string what, std::string hint) {
    problem.what = std::move(what);
    problem.hint = std::move(hint);
    return EncodeOutcome::kRefused;
}

EncodeOutcome NoPlace(const ValuePolicy& policy, std::string_view what, EncodeProblem& problem) {
    if (policy.infinity == ValuePolicy::Infinity::kNull) return EncodeOutcome::kNull;
    return Refuse(problem, "there is no " + std::string(what) + " in MySQL",
                  "set infinity=null on the target endpoint, or correct the row");
}

/// The big-endian number that `cell` starts with; its size was checked.
template <class Number>
Number ReadNumber(std::string_view cell) {
    return BigEndian<Number>(cell.data());  // NOLINT(bugprone-suspicious-stringview-data-usage)
}

bool NeedsEscape(char c) {
    return c == '\\' || c == '\t' || c == '\n';
}

template <ValueStyle kStyle>
void AppendTextValue(std::string_view text, std::string& out) {
    if constexpr (kStyle == ValueStyle::kLoad) {
        AppendLoadField(text, out);
    } else {
        if constexpr (kStyle == ValueStyle::kInsertBytes) out += "_binary";
        AppendQuotedText(text, out);
    }
}

/// A value of digits and signs, which needs no escaping; quoted in SQL, so that it is read by the
/// column's type and not as a decimal literal first.
template <ValueStyle kStyle>
void AppendPlain(std::string_view text, std::string& out) {
    if constexpr (kStyle != ValueStyle::kLoad) out += '\'';
    out += text;
    if constexpr (kStyle != ValueStyle::kLoad) out += '\'';
}

template <class Number>
void AppendNumber(Number value, std::string& out) {
    std::array<char, 64> buffer;
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    out.append(buffer.data(), end);
}

template <class Integer>
EncodeOutcome EncodeInteger(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                            EncodeProblem& /*problem*/) {
    if (cell.size() != sizeof(Integer)) return EncodeOutcome::kMalformed;
    AppendNumber(ReadNumber<Integer>(cell), out);
    return EncodeOutcome::kOk;
}

EncodeOutcome EncodeBool(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                         EncodeProblem& /*problem*/) {
    if (cell.size() != 1) return EncodeOutcome::kMalformed;
    out += cell[0] == '\0' ? '0' : '1';
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle, class Bits, class Float>
EncodeOutcome EncodeFloat(std::string_view cell, const ValuePolicy& policy, std::string& out,
                          EncodeProblem& problem) {
    if (cell.size() != sizeof(Bits)) return EncodeOutcome::kMalformed;
    const auto value = std::bit_cast<Float>(ReadNumber<Bits>(cell));
    if (!std::isfinite(value)) return NoPlace(policy, "NaN or infinity", problem);
    // As a double also for float columns: the server reads a double and rounds it, and from the
    // shortest text of the float it could round twice.
    std::array<char, 64> buffer;
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<double>(value));
    AppendPlain<kStyle>({buffer.data(), static_cast<std::size_t>(end - buffer.data())}, out);
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
EncodeOutcome EncodeNumeric(std::string_view cell, const ValuePolicy& policy, std::string& out,
                            EncodeProblem& problem) {
    if (IsNumericSpecial(cell)) return NoPlace(policy, "NaN or infinity", problem);
    problem.scratch.clear();
    if (!AppendNumericText(cell, problem.scratch)) return EncodeOutcome::kMalformed;
    AppendPlain<kStyle>(problem.scratch, out);
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
EncodeOutcome EncodeText(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                         EncodeProblem& /*problem*/) {
    AppendTextValue<kStyle>(cell, out);
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
EncodeOutcome EncodeJsonb(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                          EncodeProblem& /*problem*/) {
    if (cell.empty() || cell[0] != '\1') return EncodeOutcome::kMalformed;
    AppendTextValue<kStyle>(cell.substr(1), out);
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
EncodeOutcome EncodeUuid(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                         EncodeProblem& problem) {
    if (cell.size() != 16) return EncodeOutcome::kMalformed;
    problem.scratch.clear();
    AppendUuidText(cell, problem.scratch);
    AppendPlain<kStyle>(problem.scratch, out);
    return EncodeOutcome::kOk;
}

const std::int64_t kFirstDay = DaysFromCivil({0, 1, 1});
const std::int64_t kLastDay = DaysFromCivil({9999, 12, 31});

EncodeOutcome OutsideYears(EncodeProblem& problem) {
    return Refuse(problem, "the date is outside of MySQL's years 0000 to 9999",
                  "correct the row, or map the column to text");
}

template <ValueStyle kStyle>
EncodeOutcome EncodeDate(std::string_view cell, const ValuePolicy& policy, std::string& out,
                         EncodeProblem& problem) {
    if (cell.size() != 4) return EncodeOutcome::kMalformed;
    const auto days = ReadNumber<std::int32_t>(cell);
    if (days == kDateInfinity || days == kDateMinusInfinity) {
        return NoPlace(policy, "infinite date", problem);
    }
    if (days < kFirstDay || days > kLastDay) return OutsideYears(problem);
    problem.scratch.clear();
    AppendDateText(days, problem.scratch);
    AppendPlain<kStyle>(problem.scratch, out);
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
EncodeOutcome EncodeTime(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                         EncodeProblem& problem) {
    if (cell.size() != 8) return EncodeOutcome::kMalformed;
    const auto value = ReadNumber<std::int64_t>(cell);
    if (value < 0 || value > kMicrosecondsADay) return EncodeOutcome::kMalformed;
    problem.scratch.clear();
    AppendTimeText(value, -1, problem.scratch);
    AppendPlain<kStyle>(problem.scratch, out);
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
EncodeOutcome EncodeTimestamp(std::string_view cell, const ValuePolicy& policy, std::string& out,
                              EncodeProblem& problem) {
    if (cell.size() != 8) return EncodeOutcome::kMalformed;
    const auto value = ReadNumber<std::int64_t>(cell);
    if (value == kTimestampInfinity || value == kTimestampMinusInfinity) {
        return NoPlace(policy, "infinite timestamp", problem);
    }
    if (value < kFirstDay * kMicrosecondsADay || value >= (kLastDay + 1) * kMicrosecondsADay) {
        return OutsideYears(problem);
    }
    problem.scratch.clear();
    AppendTimestampText(value, -1, problem.scratch);
    AppendPlain<kStyle>(problem.scratch, out);
    return EncodeOutcome::kOk;
}

/// The cell has the bits at the left of whole bytes, BIT(n) wants them at the right.
template <ValueStyle kStyle>
EncodeOutcome EncodeBits(std::string_view cell, const ValuePolicy& /*policy*/, std::string& out,
                         EncodeProblem& /*problem*/) {
    if (cell.size() < kBitHeaderBytes) return EncodeOutcome::kMalformed;
    const auto count = ReadNumber<std::int32_t>(cell);
    const std::string_view bits = cell.substr(kBitHeaderBytes);
    if (count < 1 || count > 64 || bits.size() != static_cast<std::size_t>(count + 7) / 8) {
        return EncodeOutcome::kMalformed;
    }
    std::uint64_t value = 0;
    for (const char c : bits) value = value << 8U | static_cast<unsigned char>(c);
    value >>= bits.size() * 8 - static_cast<std::size_t>(count);
    std::array<char, 8> bytes;
    for (std::size_t i = 0; i < bits.size(); ++i) {
        bytes[i] = static_cast<char>(value >> (8 * (bits.size() - 1 - i)));
    }
    const std::string_view right(bytes.data(), bits.size());
    if constexpr (kStyle == ValueStyle::kLoad) {
        AppendLoadField(right, out);
    } else {
        out += QuoteBytes(right);
    }
    return EncodeOutcome::kOk;
}

template <ValueStyle kStyle>
CellEncoder Pick(CellFormat format) {
    switch (format) {
        case CellFormat::kBool: return EncodeBool;
        case CellFormat::kInt16: return EncodeInteger<std::int16_t>;
        case CellFormat::kInt32: return EncodeInteger<std::int32_t>;
        case CellFormat::kInt64: return EncodeInteger<std::int64_t>;
        case CellFormat::kUInt64: return EncodeInteger<std::uint64_t>;
        case CellFormat::kFloat32: return EncodeFloat<kStyle, std::uint32_t, float>;
        case CellFormat::kFloat64: return EncodeFloat<kStyle, std::uint64_t, double>;
        case CellFormat::kNumeric: return EncodeNumeric<kStyle>;
        case CellFormat::kText:
        case CellFormat::kBytes: return EncodeText<kStyle>;
        case CellFormat::kDate: return EncodeDate<kStyle>;
        case CellFormat::kTime: return EncodeTime<kStyle>;
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz: return EncodeTimestamp<kStyle>;
        case CellFormat::kUuid: return EncodeUuid<kStyle>;
        case CellFormat::kJsonb: return EncodeJsonb<kStyle>;
        case CellFormat::kBit: return EncodeBits<kStyle>;
        case CellFormat::kInterval:
        case CellFormat::kNative: return nullptr;
    }
    return nullptr;
}

}  // namespace

Result<CellEncoder> PickEncoder(CellFormat format, ValueStyle style) {
    CellEncoder encoder = nullptr;
    switch (style) {
        case ValueStyle::kLoad: encoder = Pick<ValueStyle::kLoad>(format); break;
        case ValueStyle::kInsert: encoder = Pick<ValueStyle::kInsert>(format); break;
        case ValueStyle::kInsertBytes: encoder = Pick<ValueStyle::kInsertBytes>(format); break;
    }
    if (encoder == nullptr) {
        return Error{ErrorCode::kUnsupported, "cells of format " +
                                                  std::to_string(static_cast<int>(format)) +
                                                  " cannot be written here"};
    }
    return encoder;
}

std::string_view NullText(ValueStyle style) {
    return style == ValueStyle::kLoad ? "\\N" : "NULL";
}

void AppendLoadField(std::string_view text, std::string& out) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!NeedsEscape(text[i])) continue;
        out.append(text.data() + from, i - from);
        out += '\\';
        from = i;
        // A backslash before a letter may be an escape; before a tab or newline it is that byte.
    }
    out.append(text.data() + from, text.size() - from);
}

}  // namespace dmsnode::connectors::mysql
