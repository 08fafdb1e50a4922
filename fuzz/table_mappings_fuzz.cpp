#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dms/documents/table_mappings.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    (void)dmsnode::dms::ParseTableMappings(text);
    const std::size_t half = size / 2;
    (void)dmsnode::dms::MatchesPattern(text.substr(0, half), text.substr(half));
    return 0;
}
