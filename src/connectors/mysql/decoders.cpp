#include "connectors/mysql/decoders.hpp"

#include <array>
#include <bit>
#include <charconv>
#include <utility>

#include "connectors/mysql/decoder_parts.hpp"

namespace dmsnode::connectors::mysql {
namespace {

static_assert(std::endian::native == std::endian::little, "the wire is copied as it is");

constexpr std::size_t kNumberBytes = 64;
constexpr std::size_t kUuidBytes = 16;

template <class Number>
std::string_view Print(Number value, std::array<char, kNumberBytes>& buffer) {
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
}

template <class Number>
CellOutcome OutOfRange(Number value, CellProblem& problem) {
    std::array<char, kNumberBytes> buffer;
    return Refuse(problem, std::string(Print(value, buffer)) + " does not fit the target's type",
                  "give the target column a wider type");
}

// --- integers -----------------------------------------------------------------------------------

template <class Target, class Wire, class Append>
CellOutcome Narrow(Wire value, CellProblem& problem, Append append) {
    if (!std::in_range<Target>(value)) return OutOfRange(value, problem);
    append(static_cast<Target>(value));
    return CellOutcome::kOk;
}

template <CellFormat kFormat, class Wire>
CellOutcome PutInteger(Wire value, RowAppender& out, CellProblem& problem) {
    if constexpr (kFormat == CellFormat::kBool) {
        if (value != 0 && value != 1) return OutOfRange(value, problem);
        out.Bool(value == 1);
        return CellOutcome::kOk;
    } else if constexpr (kFormat == CellFormat::kInt16) {
        return Narrow<std::int16_t>(value, problem, [&](auto narrow) { out.Int16(narrow); });
    } else if constexpr (kFormat == CellFormat::kInt32) {
        return Narrow<std::int32_t>(value, problem, [&](auto narrow) { out.Int32(narrow); });
    } else if constexpr (kFormat == CellFormat::kInt64) {
        return Narrow<std::int64_t>(value, problem, [&](auto narrow) { out.Int64(narrow); });
    } else if constexpr (kFormat == CellFormat::kUInt64) {
        return Narrow<std::uint64_t>(value, problem, [&](auto narrow) { out.UInt64(narrow); });
    } else {
        std::array<char, kNumberBytes> buffer;
        const std::string_view text = Print(value, buffer);
        if constexpr (kFormat == CellFormat::kNumeric) {
            out.Numeric(text);
        } else {
            out.Bytes(text);
        }
        return CellOutcome::kOk;
    }
}

template <class Wire, CellFormat kFormat>
CellOutcome Integer(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                    CellProblem& problem) {
    Wire value;
    if (!in.Fixed(value)) return CellOutcome::kMalformed;
    if constexpr (sizeof(Wire) == 1) {  // in_range takes no character types
        return PutInteger<kFormat>(static_cast<int>(value), out, problem);
    } else {
        return PutInteger<kFormat>(value, out, problem);
    }
}

template <class Wire>
CellConverter PickInteger(CellFormat format) {
    switch (format) {
        case CellFormat::kBool: return Integer<Wire, CellFormat::kBool>;
        case CellFormat::kInt16: return Integer<Wire, CellFormat::kInt16>;
        case CellFormat::kInt32: return Integer<Wire, CellFormat::kInt32>;
        case CellFormat::kInt64: return Integer<Wire, CellFormat::kInt64>;
        case CellFormat::kUInt64: return Integer<Wire, CellFormat::kUInt64>;
        case CellFormat::kNumeric: return Integer<Wire, CellFormat::kNumeric>;
        case CellFormat::kText: return Integer<Wire, CellFormat::kText>;
        default: return nullptr;
    }
}

template <class Signed>
CellConverter PickInteger(bool is_unsigned, CellFormat format) {
    return is_unsigned ? PickInteger<std::make_unsigned_t<Signed>>(format)
                       : PickInteger<Signed>(format);
}

// --- floats -------------------------------------------------------------------------------------

template <class Wire, CellFormat kFormat>
CellOutcome Float(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                  CellProblem& /*problem*/) {
    Wire value;
    if (!in.Fixed(value)) return CellOutcome::kMalformed;
    if constexpr (kFormat == CellFormat::kFloat32) {
        out.Float32(value);
    } else if constexpr (kFormat == CellFormat::kFloat64) {
        out.Float64(value);
    } else {
        std::array<char, kNumberBytes> buffer;
        out.Bytes(Print(value, buffer));
    }
    return CellOutcome::kOk;
}

template <class Wire>
CellConverter PickFloat(CellFormat format) {
    if (format == CellFormat::kFloat64) return Float<Wire, CellFormat::kFloat64>;
    if (format == CellFormat::kText) return Float<Wire, CellFormat::kText>;
    if constexpr (sizeof(Wire) == sizeof(float)) {
        if (format == CellFormat::kFloat32) return Float<Wire, CellFormat::kFloat32>;
    }
    return nullptr;
}

// --- texts and bytes ----------------------------------------------------------------------------

CellOutcome Bytes(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                  CellProblem& /*problem*/) {
    std::string_view text;
    if (!in.Text(text)) return CellOutcome::kMalformed;
    out.Bytes(text);
    return CellOutcome::kOk;
}

CellOutcome RepairText(const CellPlan& plan, std::string_view text, std::size_t invalid,
                       CellProblem& problem) {
    if (plan.policy.invalid_text == ValuePolicy::InvalidText::kReplace) {
        problem.scratch.clear();
        AppendRepairedUtf8(text, problem.scratch);
        return CellOutcome::kChanged;
    }
    const bool is_zero = invalid == std::string_view::npos;
    const std::size_t at = is_zero ? text.find('\0') : invalid;
    return Refuse(problem,
                  (is_zero ? "the text holds byte 0 at position "
                           : "the text is not valid UTF-8 at position ") +
                      std::to_string(at),
                  "set invalidText=replace on the target endpoint, or correct the row");
}

/// Text that is UTF-8 without byte 0; `kJson` with jsonb's version byte before it.
template <bool kJson>
CellOutcome Text(const CellPlan& plan, WireReader& in, RowAppender& out, CellProblem& problem) {
    std::string_view text;
    if (!in.Text(text)) return CellOutcome::kMalformed;
    CellOutcome outcome = CellOutcome::kOk;
    const std::size_t invalid = FindInvalidUtf8(text);
    if (invalid != std::string_view::npos || std::memchr(text.data(), 0, text.size()) != nullptr) {
        outcome = RepairText(plan, text, invalid, problem);
        if (outcome == CellOutcome::kRefused) return outcome;
        text = problem.scratch;
    }
    if constexpr (kJson) {
        out.Jsonb(text);
    } else {
        out.Bytes(text);
    }
    return outcome;
}

CellOutcome UuidOfText(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                       CellProblem& problem) {
    std::string_view text;
    if (!in.Text(text)) return CellOutcome::kMalformed;
    if (!out.Uuid(text)) {
        return Refuse(problem, "the value is no UUID", "map the column to a text type");
    }
    return CellOutcome::kOk;
}

CellOutcome UuidOfBytes(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                        CellProblem& problem) {
    std::string_view bytes;
    if (!in.Text(bytes)) return CellOutcome::kMalformed;
    if (bytes.size() != kUuidBytes) {
        return Refuse(problem,
                      "the value has " + std::to_string(bytes.size()) + " bytes, a UUID has 16");
    }
    out.Bytes(bytes);
    return CellOutcome::kOk;
}

// --- decimals -----------------------------------------------------------------------------------

CellOutcome Numeric(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                    CellProblem& problem) {
    std::string_view text;
    if (!in.Text(text)) return CellOutcome::kMalformed;
    if (!out.Numeric(text)) return Refuse(problem, "the value is no number");
    return CellOutcome::kOk;
}

template <class Target, CellFormat kFormat>
CellOutcome WholeDecimal(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                         CellProblem& problem) {
    std::string_view text;
    if (!in.Text(text)) return CellOutcome::kMalformed;
    Target value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
        return Refuse(problem, std::string(text) + " does not fit the target's integer type",
                      "give the target column a numeric type");
    }
    return PutInteger<kFormat>(value, out, problem);
}

// --- bits ---------------------------------------------------------------------------------------

bool ReadBits(WireReader& in, std::uint64_t& value) {
    std::string_view bytes;
    if (!in.Text(bytes) || bytes.size() > sizeof value) return false;
    value = 0;
    for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
    return true;
}

template <CellFormat kFormat>
CellOutcome BitsAsInteger(const CellPlan& /*plan*/, WireReader& in, RowAppender& out,
                          CellProblem& problem) {
    std::uint64_t value = 0;
    if (!ReadBits(in, value)) return CellOutcome::kMalformed;
    return PutInteger<kFormat>(value, out, problem);
}

CellOutcome Bits(const CellPlan& plan, WireReader& in, RowAppender& out, CellProblem& /*problem*/) {
    std::uint64_t value = 0;
    if (!ReadBits(in, value)) return CellOutcome::kMalformed;
    // The wire has the bits at the right of whole bytes, the cell has them at the left.
    const int count = plan.bit_count;
    const std::uint64_t left = value << (64 - count);
    std::array<char, sizeof value> bytes;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<char>(left >> (56 - 8 * i));
    }
    out.Bits(count, {bytes.data(), static_cast<std::size_t>(count + 7) / 8});
    return CellOutcome::kOk;
}

CellOutcome BitsAsText(const CellPlan& plan, WireReader& in, RowAppender& out,
                       CellProblem& /*problem*/) {
    std::uint64_t value = 0;
    if (!ReadBits(in, value)) return CellOutcome::kMalformed;
    std::array<char, 64> digits;
    const auto count = static_cast<std::size_t>(plan.bit_count);
    for (std::size_t i = 0; i < count; ++i) {
        digits[i] = (value >> (count - 1 - i) & 1U) != 0 ? '1' : '0';
    }
    out.Bytes({digits.data(), count});
    return CellOutcome::kOk;
}

CellConverter PickBits(CellFormat format) {
    switch (format) {
        case CellFormat::kBit: return Bits;
        case CellFormat::kBytes: return Bytes;
        case CellFormat::kText: return BitsAsText;
        case CellFormat::kBool: return BitsAsInteger<CellFormat::kBool>;
        case CellFormat::kInt16: return BitsAsInteger<CellFormat::kInt16>;
        case CellFormat::kInt32: return BitsAsInteger<CellFormat::kInt32>;
        case CellFormat::kInt64: return BitsAsInteger<CellFormat::kInt64>;
        case CellFormat::kUInt64: return BitsAsInteger<CellFormat::kUInt64>;
        case CellFormat::kNumeric: return BitsAsInteger<CellFormat::kNumeric>;
        default: return nullptr;
    }
}

CellConverter PickDecimal(CellFormat format) {
    switch (format) {
        case CellFormat::kNumeric: return Numeric;
        case CellFormat::kText:
        case CellFormat::kBytes: return Bytes;  // digits: nothing to check
        case CellFormat::kInt16: return WholeDecimal<std::int64_t, CellFormat::kInt16>;
        case CellFormat::kInt32: return WholeDecimal<std::int64_t, CellFormat::kInt32>;
        case CellFormat::kInt64: return WholeDecimal<std::int64_t, CellFormat::kInt64>;
        case CellFormat::kUInt64: return WholeDecimal<std::uint64_t, CellFormat::kUInt64>;
        default: return nullptr;
    }
}

CellConverter PickText(const WireColumn& wire, CellFormat format) {
    switch (format) {
        case CellFormat::kText: return Text<false>;
        case CellFormat::kJsonb: return Text<true>;
        case CellFormat::kBytes: return Bytes;
        case CellFormat::kUuid: return wire.is_binary ? UuidOfBytes : UuidOfText;
        case CellFormat::kNumeric: return wire.is_binary ? nullptr : Numeric;
        default: return nullptr;
    }
}

CellConverter Pick(const WireColumn& wire, CellFormat format, TypeKind kind) {
    if (wire.is_year && format == CellFormat::kText) return PickYearText();
    switch (wire.kind) {
        case WireKind::kInt8: return PickInteger<std::int8_t>(wire.is_unsigned, format);
        case WireKind::kInt16: return PickInteger<std::int16_t>(wire.is_unsigned, format);
        case WireKind::kInt32: return PickInteger<std::int32_t>(wire.is_unsigned, format);
        case WireKind::kInt64: return PickInteger<std::int64_t>(wire.is_unsigned, format);
        case WireKind::kFloat32: return PickFloat<float>(format);
        case WireKind::kFloat64: return PickFloat<double>(format);
        case WireKind::kDate: return PickDate(format, kind);
        case WireKind::kTime: return PickTime(format);
        case WireKind::kText: break;
    }
    if (wire.is_bits) return PickBits(format);
    if (wire.is_decimal) return PickDecimal(format);
    return PickText(wire, format);
}

}  // namespace

Result<CellPlan> PlanCell(const WireColumn& wire, const ReadColumn& column,
                          const ValuePolicy& policy) {
    const ColumnType& type = column.column.type;
    CellPlan plan;
    plan.policy = policy;
    plan.fraction_digits = type.precision;
    plan.bit_count =
        static_cast<std::int32_t>(type.length > 0 && type.length <= 64 ? type.length : 64);
    plan.convert = Pick(wire, column.format, type.kind);
    if (plan.convert == nullptr) {
        return Error{ErrorCode::kUnsupported, "a column of type " + type.native +
                                                  " cannot be read in cell format " +
                                                  std::to_string(static_cast<int>(column.format))};
    }
    return plan;
}

}  // namespace dmsnode::connectors::mysql
