#include "connectors/postgres/impl/copy_decoder.hpp"

#include <algorithm>

#include "connectors/cells.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::size_t kSignatureBytes = 11;
constexpr std::uint32_t kCriticalFlags = 0xFFFF0000U;
constexpr std::int32_t kMaxExtension = 1 << 20;

Error Foreign(const char* what) {
    return Error{ErrorCode::kProtocol, std::string("binary COPY: ") + what};
}

}  // namespace

/// Collects the header, whose extension tells its own length. Gives how much of `block` it took.
Result<std::size_t> CopyDecoder::TakeHeader(std::string_view block) {
    std::size_t taken = 0;
    while (header_.size() < header_size_ && taken < block.size()) {
        const std::size_t part = std::min(header_size_ - header_.size(), block.size() - taken);
        header_.append(block.substr(taken, part));
        taken += part;
        if (header_.size() != kCopyHeader.size()) continue;
        if (header_.compare(0, kSignatureBytes, kCopyHeader, 0, kSignatureBytes) != 0) {
            return Foreign("the signature is not PostgreSQL's");
        }
        if ((BigEndian<std::uint32_t>(header_.data() + kSignatureBytes) & kCriticalFlags) != 0) {
            return Foreign("flags that this version does not know");
        }
        const auto extension = BigEndian<std::int32_t>(header_.data() + kSignatureBytes + 4);
        if (extension < 0 || extension > kMaxExtension) return Foreign("odd header extension");
        header_size_ += static_cast<std::size_t>(extension);
    }
    return taken;
}

Result<std::string_view> CopyDecoder::Take(std::string_view block, int columns) {
    if (header_.size() < header_size_) {
        const Result<std::size_t> taken = TakeHeader(block);
        if (!taken) return taken.error();
        block.remove_prefix(*taken);
        if (block.empty()) return block;
    }
    if (at_end_ || block.size() < 2) return Foreign("data where none should be");
    const auto count = BigEndian<std::int16_t>(block.data());
    if (count == columns) return block;
    if (block != kCopyTrailer) return Foreign("a row with another number of columns");
    at_end_ = true;
    return std::string_view();
}

}  // namespace dmsnode::connectors::postgres
