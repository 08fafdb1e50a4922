#include <algorithm>

#include "connectors/cells.hpp"

/// Decimal text ↔ numeric's binary form: uint16 ndigits, int16 weight, uint16 sign, dscale, then
/// base-10000 digits, the first worth 10000^weight. Source: PostgreSQL 15, utils/adt/numeric.c,
/// numeric_send.
namespace dmsnode::connectors {
namespace {

constexpr std::uint16_t kPositive = 0x0000;
constexpr std::uint16_t kNegative = 0x4000;
constexpr std::uint16_t kNan = 0xC000;
constexpr std::uint16_t kInfinite = 0xD000;
constexpr std::uint16_t kMinusInfinite = 0xF000;
constexpr std::int64_t kMaxDigitsBefore = 131072;
constexpr std::int64_t kMaxDigitsAfter = 16383;
constexpr std::size_t kHeaderBytes = 8;
constexpr std::int64_t kInfinityScale = 32;  ///< What the server itself sends with an infinity.

/// A decimal literal cut into its parts, digits not yet read.
struct Literal {
    bool negative = false;
    const char* digits = nullptr;  ///< Digits with at most one point among them.
    std::int64_t count = 0;        ///< Digits without the point.
    std::int64_t point = 0;        ///< Digits before the point, the exponent applied.
    std::int64_t first = 0;        ///< Index of the first digit that is not 0; `count` if none.
    std::int64_t last = -1;        ///< Index of the last digit that is not 0.
};

/// Reads `[+-]digits` to the end. Nothing if malformed; saturates far beyond numeric's range.
std::optional<std::int64_t> ParseExponent(std::string_view text) {
    const bool negative = !text.empty() && text[0] == '-';
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = std::min<std::int64_t>(value * 10 + (c - '0'), 1'000'000'000);
    }
    return negative ? -value : value;
}

std::optional<Literal> ParseLiteral(std::string_view text) {
    Literal literal;
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
        literal.negative = text[0] == '-';
        text.remove_prefix(1);
    }
    literal.digits = text.data();
    literal.first = -1;
    std::int64_t point = -1;
    std::int64_t exponent = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c >= '0' && c <= '9') {
            if (c != '0') {
                literal.last = literal.count;
                if (literal.first < 0) literal.first = literal.count;
            }
            ++literal.count;
        } else if (c == '.' && point < 0) {
            point = literal.count;
        } else if (c == 'e' || c == 'E') {
            const std::optional<std::int64_t> parsed = ParseExponent(text.substr(i + 1));
            if (!parsed) return std::nullopt;
            exponent = *parsed;
            break;
        } else {
            return std::nullopt;
        }
    }
    if (literal.count == 0) return std::nullopt;
    if (literal.first < 0) literal.first = literal.count;
    literal.point = (point < 0 ? literal.count : point) + exponent;
    return literal;
}

std::int64_t FloorDiv4(std::int64_t power) {
    return power >> 2;
}

void Store16(char* at, std::uint16_t value) {
    at[0] = static_cast<char>(value >> 8);
    at[1] = static_cast<char>(value);
}

void StoreHeader(char* at, std::int64_t ndigits, std::int64_t weight, std::uint16_t sign,
                 std::int64_t dscale) {
    Store16(at, static_cast<std::uint16_t>(ndigits));
    Store16(at + 2, static_cast<std::uint16_t>(weight));
    Store16(at + 4, sign);
    Store16(at + 6, static_cast<std::uint16_t>(dscale));
}

/// Writes the base-10000 digits of the literal's digits `first` to `last`.
void StoreDigits(const Literal& literal, char* at) {
    static constexpr int kPowers[] = {1, 10, 100, 1000};
    std::int64_t power = literal.point - 1 - literal.first;
    const char* c = literal.digits;
    for (std::int64_t skipped = 0; skipped < literal.first || *c == '.'; ++c) {
        if (*c != '.') ++skipped;
    }
    int group = 0;
    for (std::int64_t left = literal.last - literal.first + 1; left > 0; ++c) {
        if (*c == '.') continue;
        group = group * 10 + (*c - '0');
        if ((power & 3) == 0) {
            Store16(at, static_cast<std::uint16_t>(group));
            at += 2;
            group = 0;
        }
        --power;
        --left;
    }
    if (const int missing = static_cast<int>((power + 1) & 3); missing != 0) {
        Store16(at, static_cast<std::uint16_t>(group * kPowers[missing]));
    }
}

std::optional<std::uint16_t> SpecialSign(std::string_view text) {
    if (text == "NaN") return kNan;
    if (text == "Infinity") return kInfinite;
    if (text == "-Infinity") return kMinusInfinite;
    return std::nullopt;
}

Error Malformed() {
    return Error{ErrorCode::kProtocol, "malformed numeric value"};
}

/// The numeric's header, checked, and its digits.
struct Parts {
    int ndigits = 0;
    int weight = 0;
    std::uint16_t sign = 0;
    int dscale = 0;
    const char* digits = nullptr;

    /// The base-10000 digit worth 10000^(weight - index); 0 outside.
    int Digit(int index) const {
        return index < 0 || index >= ndigits ? 0 : BigEndian<std::int16_t>(digits + 2 * index);
    }
};

std::optional<Parts> ParseParts(std::string_view cell) {
    if (cell.size() < kHeaderBytes) return std::nullopt;
    Parts parts{.ndigits = BigEndian<std::uint16_t>(cell.data()),
                .weight = BigEndian<std::int16_t>(cell.data() + 2),
                .sign = BigEndian<std::uint16_t>(cell.data() + 4),
                .dscale = BigEndian<std::int16_t>(cell.data() + 6),
                .digits = cell.data() + kHeaderBytes};
    if (parts.dscale < 0 || parts.dscale > kMaxDigitsAfter) return std::nullopt;
    if (cell.size() != kHeaderBytes + 2 * static_cast<std::size_t>(parts.ndigits))
        return std::nullopt;
    for (int i = 0; i < parts.ndigits; ++i) {
        if (const int digit = parts.Digit(i); digit < 0 || digit > 9999) return std::nullopt;
    }
    return parts;
}

void AppendGroup(int group, std::string& out) {
    const char text[] = {
        static_cast<char>('0' + group / 1000), static_cast<char>('0' + group / 100 % 10),
        static_cast<char>('0' + group / 10 % 10), static_cast<char>('0' + group % 10)};
    out.append(text, 4);
}

void AppendIntegerPart(const Parts& parts, std::string& out) {
    const std::size_t start = out.size();
    for (int i = 0; i <= parts.weight; ++i) AppendGroup(parts.Digit(i), out);
    const std::size_t first = std::min(out.find_first_not_of('0', start), out.size());
    out.erase(start, first - start);
    if (out.size() == start) out.push_back('0');
}

void AppendFraction(const Parts& parts, std::string& out) {
    if (parts.dscale == 0) return;
    out.push_back('.');
    const std::size_t end = out.size() + static_cast<std::size_t>(parts.dscale);
    for (int i = parts.weight + 1; out.size() < end; ++i) AppendGroup(parts.Digit(i), out);
    out.resize(end);
}

}  // namespace

bool RowAppender::Numeric(std::string_view text) {
    if (const std::optional<std::uint16_t> sign = SpecialSign(text)) {
        char special[kHeaderBytes];
        StoreHeader(special, 0, 0, *sign, *sign == kNan ? 0 : kInfinityScale);
        Bytes({special, sizeof special});
        return true;
    }
    const std::optional<Literal> literal = ParseLiteral(text);
    if (!literal) return false;
    const std::int64_t dscale = std::max<std::int64_t>(0, literal->count - literal->point);
    if (dscale > kMaxDigitsAfter) return false;

    const bool is_zero = literal->last < 0;
    const std::int64_t highest_power = literal->point - 1 - literal->first;
    if (!is_zero && highest_power >= kMaxDigitsBefore) return false;
    const std::int64_t weight = is_zero ? 0 : FloorDiv4(highest_power);
    const std::int64_t ndigits =
        is_zero ? 0 : weight - FloorDiv4(literal->point - 1 - literal->last) + 1;
    const std::size_t size = kHeaderBytes + 2 * static_cast<std::size_t>(ndigits);

    AppendRaw(static_cast<std::int32_t>(size));
    const std::size_t at = batch_.bytes.size();
    batch_.bytes.resize(at + size);
    char* const cell = batch_.bytes.data() + at;
    StoreHeader(cell, ndigits, weight, literal->negative && !is_zero ? kNegative : kPositive,
                dscale);
    if (!is_zero) StoreDigits(*literal, cell + kHeaderBytes);
    return true;
}

Status AppendNumericText(std::string_view cell, std::string& out) {
    const std::optional<Parts> parts = ParseParts(cell);
    if (!parts) return Malformed();
    switch (parts->sign) {
        case kNan: out += "NaN"; return {};
        case kInfinite: out += "Infinity"; return {};
        case kMinusInfinite: out += "-Infinity"; return {};
        case kNegative: out.push_back('-'); break;
        case kPositive: break;
        default: return Malformed();
    }
    AppendIntegerPart(*parts, out);
    AppendFraction(*parts, out);
    return {};
}

bool IsNumericSpecial(std::string_view cell) {
    return cell.size() >= kHeaderBytes && (static_cast<unsigned char>(cell[4]) & 0xC0U) == 0xC0U;
}

}  // namespace dmsnode::connectors
