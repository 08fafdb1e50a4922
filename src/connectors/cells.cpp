#include "connectors/cells.hpp"

#include <array>

namespace dmsnode::connectors {
namespace {

constexpr std::array<std::int8_t, 256> MakeHexValues() {
    std::array<std::int8_t, 256> values{};
    for (std::int8_t& value : values) value = -1;
    for (int digit = 0; digit < 10; ++digit) {
        values[static_cast<std::size_t>('0' + digit)] = static_cast<std::int8_t>(digit);
    }
    for (int digit = 0; digit < 6; ++digit) {
        values[static_cast<std::size_t>('a' + digit)] = static_cast<std::int8_t>(10 + digit);
        values[static_cast<std::size_t>('A' + digit)] = static_cast<std::int8_t>(10 + digit);
    }
    return values;
}
constexpr std::array<std::int8_t, 256> kHexValues = MakeHexValues();

/// Fills 16 bytes. A hyphen may stand after each group of four digits, as PostgreSQL reads it.
bool ParseUuid(std::string_view text, char* out) {
    if (text.size() >= 2 && text.front() == '{' && text.back() == '}') {
        text = text.substr(1, text.size() - 2);
    }
    int digits = 0;
    bool after_hyphen = true;  // so that none may stand in front
    int high = 0;
    for (const char c : text) {
        if (c == '-' && digits % 4 == 0 && digits < 32 && !after_hyphen) {
            after_hyphen = true;
            continue;
        }
        const int value = kHexValues[static_cast<unsigned char>(c)];
        if (value < 0 || digits == 32) return false;
        if (digits % 2 == 0) {
            high = value << 4;
        } else {
            out[digits / 2] = static_cast<char>(high | value);
        }
        ++digits;
        after_hyphen = false;
    }
    return digits == 32;
}

Error Truncated() {
    return Error{ErrorCode::kTruncated, "row batch ends in the middle of a row"};
}

}  // namespace

void RowAppender::Interval(std::int64_t microseconds, std::int32_t days, std::int32_t months) {
    AppendRaw(std::int32_t{16});
    AppendRaw(microseconds);
    AppendRaw(days);
    AppendRaw(months);
}

void RowAppender::Bits(std::int32_t bit_count, std::string_view bytes) {
    AppendRaw(static_cast<std::int32_t>(bytes.size() + 4));
    AppendRaw(bit_count);
    batch_.bytes.append(bytes);
}

bool RowAppender::Uuid(std::string_view text) {
    char bytes[16];
    if (!ParseUuid(text, bytes)) return false;
    Bytes({bytes, sizeof bytes});
    return true;
}

Result<bool> RowCursor::Next(std::span<Cell> cells) {
    if (rest_.empty()) return false;
    const char* at = rest_.data();
    const char* const end = at + rest_.size();
    if (end - at < 2) return Truncated();
    const auto count = BigEndian<std::int16_t>(at);
    at += 2;
    if (count < 0 || static_cast<std::size_t>(count) != cells.size()) {
        return Error{ErrorCode::kProtocol, "row has " + std::to_string(count) + " columns where " +
                                               std::to_string(cells.size()) + " are expected"};
    }
    for (Cell& cell : cells) {
        if (end - at < 4) return Truncated();
        const auto size = BigEndian<std::int32_t>(at);
        at += 4;
        if (size == -1) {
            cell = {};
            continue;
        }
        if (size < 0) {
            return Error{ErrorCode::kProtocol,
                         "row has a cell of " + std::to_string(size) + " bytes"};
        }
        if (end - at < size) return Truncated();
        cell = {at, static_cast<std::size_t>(size)};
        at += size;
    }
    rest_.remove_prefix(static_cast<std::size_t>(at - rest_.data()));
    return true;
}

void AppendUuidText(std::string_view cell, std::string& out) {
    constexpr char kDigits[] = "0123456789abcdef";
    char text[36];
    char* at = text;
    for (std::size_t i = 0; i < 16 && i < cell.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) *at++ = '-';
        const auto byte = static_cast<unsigned char>(cell[i]);
        *at++ = kDigits[byte >> 4];
        *at++ = kDigits[byte & 15];
    }
    out.append(text, static_cast<std::size_t>(at - text));
}

}  // namespace dmsnode::connectors
