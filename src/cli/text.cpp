#include "cli/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::cli {
namespace {

bool StartsCodePoint(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::string GroupDigits(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t sign = digits.starts_with('-') ? 1 : 0;
    for (std::size_t at = digits.size(); at > sign + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string HumanDuration(Duration duration) {
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
    if (ms < 1000) return fmt::format("{} ms", ms);
    if (ms < 60'000) return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000.0);
    const auto seconds = ms / 1000;
    if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
    return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::size_t Width(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), StartsCodePoint));
}

std::string Fit(std::string_view text, std::size_t width) {
    const std::size_t has = Width(text);
    if (has <= width) return std::string(text) + std::string(width - has, ' ');
    if (width == 0) return "";
    std::string cut;
    std::size_t columns = 0;
    for (const char c : text) {
        if (StartsCodePoint(c) && ++columns == width) break;
        cut += c;
    }
    return cut + "…";
}

std::string Printable(std::string_view text) {
    std::string printable;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // C1 controls are two bytes in UTF-8: C2 80 to C2 9F.
        const bool c1 =
            byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
        if (c1) ++i;
        if (text[i] == '\n' || text[i] == '\t') {
            printable += ' ';
        } else {
            printable += byte < 0x20U || byte == 0x7FU || c1 ? '?' : text[i];
        }
    }
    return printable;
}

void TextTable::Add(std::vector<std::string> cells) {
    for (std::string& cell : cells) cell = Printable(cell);
    rows_.push_back(std::move(cells));
}

std::string TextTable::Line(const std::vector<std::string>& cells,
                            const std::vector<std::size_t>& widths, std::size_t indent) const {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const std::string fill(widths[i] - Width(cells[i]), ' ');
        if (i > 0) line += "  ";
        line += columns_[i].align == Align::kRight ? fill + cells[i] : cells[i] + fill;
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

std::string TextTable::ToString(std::size_t indent) const {
    std::vector<std::string> head;
    std::vector<std::size_t> widths;
    for (const Column& column : columns_) {
        head.push_back(column.title);
        widths.push_back(Width(column.title));
    }
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], Width(row[i]));
        }
    }
    std::string text = Line(head, widths, indent);
    for (const auto& row : rows_) text += Line(row, widths, indent);
    return text;
}

}  // namespace dmsnode::cli
