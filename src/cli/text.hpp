#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

/// Texts for people's eyes.
namespace dmsnode::cli {

/// `1,234,567`.
std::string GroupDigits(std::int64_t number);
/// `450 ms`, `12.3 s`, `4 min 05 s`, `2 h 07 min`.
std::string HumanDuration(Duration duration);
/// Columns that a text takes on a terminal: one for each code point.
std::size_t Width(std::string_view text);
/// `text`, filled with blanks or cut with `…` to just `width` columns.
std::string Fit(std::string_view text, std::size_t width);
/// Without control characters: text from a server must not move the cursor or recolour the screen.
std::string Printable(std::string_view text);

/// Rows under a head, each column as wide as its widest cell.
class TextTable {
public:
    enum class Align { kLeft, kRight };
    struct Column {
        std::string title;
        Align align = Align::kLeft;
    };
    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as there are columns.
    void Add(std::vector<std::string> cells);
    bool empty() const { return rows_.empty(); }
    /// Lines with `\n` at their ends, `indent` blanks before each.
    std::string ToString(std::size_t indent = 0) const;

private:
    std::string Line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                     std::size_t indent) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace dmsnode::cli
