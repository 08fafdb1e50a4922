#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace dmsnode::connectors::postgres {

/// What a binary COPY begins and ends with. Source: PostgreSQL 15, COPY, "Binary Format".
inline constexpr std::string_view kCopyHeader{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
inline constexpr std::string_view kCopyTrailer{"\377\377", 2};

/// Takes header and trailer off a binary COPY stream; the server puts each row into a block of its
/// own, the header in front of the first.
class CopyDecoder {
public:
    /// The row in `block`; empty if it holds none. Lifetime: as `block`.
    /// Errors: kProtocol for a foreign signature, flags that we do not know, data after the end, or
    /// a row that has not `columns` columns.
    Result<std::string_view> Take(std::string_view block, int columns);
    bool AtEnd() const { return at_end_; }

private:
    Result<std::size_t> TakeHeader(std::string_view block);

    std::string header_;
    std::size_t header_size_ = kCopyHeader.size();
    bool at_end_ = false;
};

}  // namespace dmsnode::connectors::postgres
