#include "connectors/sqlite/impl/values.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "connectors/sqlite/impl/duration.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

constexpr std::int64_t kEpoch1970 = -946'684'800;  ///< seconds from 2000-01-01 to 1970-01-01
constexpr double kJulianDay2000 = 2451544.5;

std::string_view TextOf(sqlite3_stmt* row, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(row, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

std::string_view BlobOf(sqlite3_stmt* row, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(row, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

/// The shortest decimal text that reads back as the same double.
std::string_view ShortestText(double value, std::string& scratch) {
    char buffer[32];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    scratch.assign(buffer, end);
    return scratch;
}

/// The value as decimal text, be it integer, real or text.
std::string_view DecimalText(sqlite3_stmt* row, int column, std::string& scratch) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER: {
            char buffer[24];
            const auto end =
                std::to_chars(buffer, buffer + sizeof buffer, sqlite3_column_int64(row, column))
                    .ptr;
            scratch.assign(buffer, end);
            return scratch;
        }
        case SQLITE_FLOAT: {
            const double value = sqlite3_column_double(row, column);
            if (std::isinf(value)) return value > 0 ? "Infinity" : "-Infinity";
            return ShortestText(value, scratch);
        }
        case SQLITE_TEXT: return TextOf(row, column);
        default: return {};
    }
}

bool AppendBool(sqlite3_stmt* row, int column, RowAppender& out) {
    if (sqlite3_column_type(row, column) == SQLITE_INTEGER) {
        const std::int64_t value = sqlite3_column_int64(row, column);
        if (value != 0 && value != 1) return false;
        out.Bool(value == 1);
        return true;
    }
    if (sqlite3_column_type(row, column) != SQLITE_TEXT) return false;
    const std::string_view text = TextOf(row, column);
    const bool is_true = text == "1" || text == "t" || text == "T" || text == "true" ||
                         text == "TRUE" || text == "True";
    const bool is_false = text == "0" || text == "f" || text == "F" || text == "false" ||
                          text == "FALSE" || text == "False";
    if (is_true || is_false) out.Bool(is_true);
    return is_true || is_false;
}

template <class Integer>
bool ReadInteger(sqlite3_stmt* row, int column, Integer& value) {
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_INTEGER: {
            const std::int64_t wide = sqlite3_column_int64(row, column);
            if constexpr (std::is_unsigned_v<Integer>) {
                if (wide < 0) return false;
            } else if (wide < std::numeric_limits<Integer>::min() ||
                       wide > std::numeric_limits<Integer>::max()) {
                return false;
            }
            value = static_cast<Integer>(wide);
            return true;
        }
        case SQLITE_TEXT: {
            const std::string_view text = TextOf(row, column);
            const auto [end, error] =
                std::from_chars(text.data(), text.data() + text.size(), value);
            return error == std::errc() && end == text.data() + text.size();
        }
        default: return false;
    }
}

bool ReadDouble(sqlite3_stmt* row, int column, double& value) {
    if (sqlite3_column_type(row, column) == SQLITE_FLOAT) {
        value = sqlite3_column_double(row, column);
        return true;
    }
    if (sqlite3_column_type(row, column) != SQLITE_INTEGER) return false;
    const std::int64_t integer = sqlite3_column_int64(row, column);
    value = static_cast<double>(integer);
    constexpr double kTooLarge = 9223372036854775808.0;
    return value < kTooLarge && static_cast<std::int64_t>(value) == integer;
}

/// True if `text` has more digits than the declaration of the column allows.
bool ExceedsDeclaration(std::string_view text, const ColumnType& type) {
    if (type.kind != TypeKind::kNumeric || type.precision <= 0) return false;
    if (text.find_first_of("eENI") != std::string_view::npos) return false;  // the target decides
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    const std::size_t point = text.find('.');
    std::string_view fraction = point == std::string_view::npos ? "" : text.substr(point + 1);
    std::string_view whole = text.substr(0, point);
    while (!fraction.empty() && fraction.back() == '0') fraction.remove_suffix(1);
    while (!whole.empty() && whole.front() == '0') whole.remove_prefix(1);
    return static_cast<int>(fraction.size()) > type.scale ||
           static_cast<int>(whole.size()) > type.precision - type.scale;
}

bool AppendNumeric(sqlite3_stmt* row, int column, const ReadColumn& wanted, ValueContext& context,
                   RowAppender& out) {
    const std::string_view text = DecimalText(row, column, context.scratch);
    return !text.empty() && !ExceedsDeclaration(text, wanted.column.type) && out.Numeric(text);
}

bool AppendText(sqlite3_stmt* row, int column, ValueContext& context, RowAppender& out) {
    const int type = sqlite3_column_type(row, column);
    if (type == SQLITE_BLOB) return false;
    const std::string_view text = DecimalText(row, column, context.scratch);
    if (type != SQLITE_TEXT || (FindInvalidUtf8(text) == std::string_view::npos &&
                                text.find('\0') == std::string_view::npos)) {
        out.Bytes(text);
        return true;
    }
    if (context.policy.invalid_text == ValuePolicy::InvalidText::kFail) return false;
    context.scratch.clear();
    AppendRepairedUtf8(text, context.scratch);
    out.Bytes(context.scratch);
    ++context.changed_values;
    return true;
}

/// Microseconds since 2000 of a number in a date column.
std::optional<std::int64_t> NumberAsTime(sqlite3_stmt* row, int column, NumberDates meaning) {
    double value = 0;
    if (meaning == NumberDates::kFail || !ReadDouble(row, column, value)) return std::nullopt;
    double seconds = value + static_cast<double>(kEpoch1970);
    if (meaning == NumberDates::kUnixMilliseconds) {
        seconds = value / 1000 + static_cast<double>(kEpoch1970);
    }
    if (meaning == NumberDates::kJulianDay) seconds = (value - kJulianDay2000) * 86400;
    // Julian days have about a tenth of a millisecond of precision: more digits would be noise.
    const double milliseconds = std::round(seconds * 1000);
    if (!(std::abs(milliseconds) < 9e15)) return std::nullopt;
    return static_cast<std::int64_t>(milliseconds) * 1000;
}

std::optional<std::int64_t> InfiniteTime(std::string_view text) {
    if (text == "infinity") return kTimestampInfinity;
    if (text == "-infinity") return kTimestampMinusInfinity;
    return std::nullopt;
}

/// All forms of SQLite's own date functions that have a date: `date`, `date time`, with or without
/// seconds.
std::optional<std::int64_t> TextAsTimestamp(std::string_view text, bool zone_allowed) {
    if (const auto infinite = InfiniteTime(text)) return infinite;
    bool has_zone = false;
    std::optional<std::int64_t> time = ParseTimestamp(text, &has_zone);
    if (!time && text.size() == 16) {
        time = ParseTimestamp(std::string(text) + ":00", &has_zone);
    }
    if (!time) {
        if (const auto days = ParseDate(text)) return std::int64_t{*days} * kMicrosecondsADay;
        return std::nullopt;
    }
    const bool is_utc = text.ends_with('Z') || text.ends_with("+00:00") || text.ends_with("+00");
    if (has_zone && !zone_allowed && !is_utc) return std::nullopt;
    return time;
}

bool AppendTimestamp(sqlite3_stmt* row, int column, const ReadColumn& wanted, ValueContext& context,
                     RowAppender& out) {
    const bool zone_allowed = wanted.format == CellFormat::kTimestampTz;
    const std::optional<std::int64_t> time =
        sqlite3_column_type(row, column) == SQLITE_TEXT
            ? TextAsTimestamp(TextOf(row, column), zone_allowed)
            : NumberAsTime(row, column, context.number_dates);
    if (time) out.Int64(*time);
    return time.has_value();
}

bool AppendDate(sqlite3_stmt* row, int column, ValueContext& context, RowAppender& out) {
    if (sqlite3_column_type(row, column) == SQLITE_TEXT) {
        const std::string_view text = TextOf(row, column);
        if (const auto infinite = InfiniteTime(text)) {
            out.Int32(*infinite > 0 ? kDateInfinity : kDateMinusInfinity);
            return true;
        }
        const std::optional<std::int32_t> days = ParseDate(text);
        if (days) out.Int32(*days);
        return days.has_value();
    }
    const auto time = NumberAsTime(row, column, context.number_dates);
    if (!time || *time % kMicrosecondsADay != 0) return false;
    out.Int32(static_cast<std::int32_t>(*time / kMicrosecondsADay));
    return true;
}

bool AppendTime(sqlite3_stmt* row, int column, RowAppender& out) {
    if (sqlite3_column_type(row, column) != SQLITE_TEXT) return false;
    const std::string_view text = TextOf(row, column);
    std::optional<std::int64_t> time = ParseTime(text);
    if (!time && text.size() == 5) time = ParseTime(std::string(text) + ":00");
    if (time) out.Int64(*time);
    return time.has_value();
}

bool AppendInterval(sqlite3_stmt* row, int column, RowAppender& out) {
    if (sqlite3_column_type(row, column) != SQLITE_TEXT) return false;
    const std::optional<Duration> duration = ParseDuration(TextOf(row, column));
    if (duration) out.Interval(duration->microseconds, duration->days, duration->months);
    return duration.has_value();
}

bool AppendUuid(sqlite3_stmt* row, int column, RowAppender& out) {
    if (sqlite3_column_type(row, column) == SQLITE_TEXT) return out.Uuid(TextOf(row, column));
    if (sqlite3_column_type(row, column) != SQLITE_BLOB) return false;
    const std::string_view bytes = BlobOf(row, column);
    if (bytes.size() != 16) return false;
    out.Bytes(bytes);
    return true;
}

bool AppendBits(sqlite3_stmt* row, int column, ValueContext& context, RowAppender& out) {
    if (sqlite3_column_type(row, column) != SQLITE_TEXT) return false;
    const std::string_view digits = TextOf(row, column);
    context.scratch.assign((digits.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] != '0' && digits[i] != '1') return false;
        if (digits[i] == '1') context.scratch[i / 8] |= static_cast<char>(0x80U >> (i % 8));
    }
    out.Bits(static_cast<std::int32_t>(digits.size()), context.scratch);
    return true;
}

bool AppendJsonb(sqlite3_stmt* row, int column, ValueContext& context, RowAppender& out) {
    if (sqlite3_column_type(row, column) == SQLITE_BLOB) return false;
    const std::string_view text = DecimalText(row, column, context.scratch);
    if (FindInvalidUtf8(text) != std::string_view::npos) return false;
    out.Jsonb(text);
    return true;
}

/// One byte that says the storage class, then the value: nothing is lost between two files.
void AppendNative(sqlite3_stmt* row, int column, ValueContext& context, RowAppender& out) {
    std::string& cell = context.scratch;
    const int type = sqlite3_column_type(row, column);
    cell.assign(1, static_cast<char>(type));
    if (type == SQLITE_INTEGER || type == SQLITE_FLOAT) {
        std::uint64_t bits = type == SQLITE_INTEGER
                                 ? static_cast<std::uint64_t>(sqlite3_column_int64(row, column))
                                 : std::bit_cast<std::uint64_t>(sqlite3_column_double(row, column));
        bits = __builtin_bswap64(bits);
        cell.append(reinterpret_cast<const char*>(&bits), sizeof bits);
    } else {
        cell.append(type == SQLITE_TEXT ? TextOf(row, column) : BlobOf(row, column));
    }
    out.Bytes(cell);
}

template <class Integer>
bool AppendInteger(sqlite3_stmt* row, int column, void (RowAppender::*append)(Integer),
                   RowAppender& out) {
    Integer value = 0;
    if (!ReadInteger(row, column, value)) return false;
    (out.*append)(value);
    return true;
}

bool AppendFloat32(sqlite3_stmt* row, int column, RowAppender& out) {
    double value = 0;
    if (!ReadDouble(row, column, value)) return false;
    const auto narrow = static_cast<float>(value);
    if (static_cast<double>(narrow) != value) return false;
    out.Float32(narrow);
    return true;
}

bool AppendFloat64(sqlite3_stmt* row, int column, RowAppender& out) {
    double value = 0;
    if (!ReadDouble(row, column, value)) return false;
    out.Float64(value);
    return true;
}

bool AppendBytes(sqlite3_stmt* row, int column, RowAppender& out) {
    const int type = sqlite3_column_type(row, column);
    if (type != SQLITE_BLOB && type != SQLITE_TEXT) return false;
    out.Bytes(type == SQLITE_BLOB ? BlobOf(row, column) : TextOf(row, column));
    return true;
}

}  // namespace

bool AppendValue(sqlite3_stmt* row, int column, const ReadColumn& wanted, ValueContext& context,
                 RowAppender& out) {
    if (sqlite3_column_type(row, column) == SQLITE_NULL) {
        out.Null();
        return true;
    }
    switch (wanted.format) {
        case CellFormat::kBool: return AppendBool(row, column, out);
        case CellFormat::kInt16: return AppendInteger(row, column, &RowAppender::Int16, out);
        case CellFormat::kInt32: return AppendInteger(row, column, &RowAppender::Int32, out);
        case CellFormat::kInt64: return AppendInteger(row, column, &RowAppender::Int64, out);
        case CellFormat::kUInt64: return AppendInteger(row, column, &RowAppender::UInt64, out);
        case CellFormat::kFloat32: return AppendFloat32(row, column, out);
        case CellFormat::kFloat64: return AppendFloat64(row, column, out);
        case CellFormat::kNumeric: return AppendNumeric(row, column, wanted, context, out);
        case CellFormat::kText: return AppendText(row, column, context, out);
        case CellFormat::kBytes: return AppendBytes(row, column, out);
        case CellFormat::kDate: return AppendDate(row, column, context, out);
        case CellFormat::kTime: return AppendTime(row, column, out);
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz: return AppendTimestamp(row, column, wanted, context, out);
        case CellFormat::kInterval: return AppendInterval(row, column, out);
        case CellFormat::kUuid: return AppendUuid(row, column, out);
        case CellFormat::kJsonb: return AppendJsonb(row, column, context, out);
        case CellFormat::kBit: return AppendBits(row, column, context, out);
        case CellFormat::kNative: AppendNative(row, column, context, out); return true;
    }
    return false;
}

std::string DescribeValue(sqlite3_stmt* row, int column) {
    constexpr std::size_t kShown = 40;
    switch (sqlite3_column_type(row, column)) {
        case SQLITE_NULL: return "NULL";
        case SQLITE_INTEGER:
            return fmt::format("the integer {}", sqlite3_column_int64(row, column));
        case SQLITE_FLOAT: return fmt::format("the real {}", sqlite3_column_double(row, column));
        case SQLITE_BLOB: return fmt::format("a blob of {} bytes", BlobOf(row, column).size());
        default: break;
    }
    const std::string_view text = TextOf(row, column);
    std::string shown;
    AppendRepairedUtf8(text.substr(0, kShown), shown);
    return fmt::format("the text \"{}{}\"", shown, text.size() > kShown ? "…" : "");
}

}  // namespace dmsnode::connectors::sqlite
