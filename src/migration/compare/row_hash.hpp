#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dmsnode::migration {

/// A sum of row hashes: the order of the rows does not matter, doubled rows count twice.
struct RowSum {
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    /// Adds one row by its canonical bytes.
    void Add(std::string_view row);
    /// 32 hexadecimal digits.
    std::string Text() const;
    bool operator==(const RowSum&) const = default;
};

}  // namespace dmsnode::migration
