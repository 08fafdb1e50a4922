#include "connectors/mysql/infile.hpp"

#include <algorithm>
#include <cstring>

namespace dmsnode::connectors::mysql {
namespace {

constexpr int kUnknownClientError = 2000;  // CR_UNKNOWN_ERROR: there is none for this

int Open(void** handle, const char* /*name*/, void* bytes) {
    *handle = bytes;
    return bytes == nullptr ? 1 : 0;
}

int Read(void* handle, char* buffer, unsigned size) {
    auto& bytes = *static_cast<std::string_view*>(handle);
    const std::size_t count = std::min<std::size_t>(size, bytes.size());
    std::memcpy(buffer, bytes.data(), count);
    bytes.remove_prefix(count);
    return static_cast<int>(count);
}

void Close(void* /*handle*/) {}

int Explain(void* /*handle*/, char* text, unsigned size) {
    constexpr std::string_view kText = "the server asked for a file that it was not offered";
    const std::size_t count = std::min<std::size_t>(size - 1, kText.size());
    std::memcpy(text, kText.data(), count);
    text[count] = '\0';
    return kUnknownClientError;
}

}  // namespace

void OfferNothing(MYSQL* mysql) {
    mysql_set_local_infile_handler(mysql, Open, Read, Close, Explain, nullptr);
}

void Offer(MYSQL* mysql, std::string_view& bytes) {
    mysql_set_local_infile_handler(mysql, Open, Read, Close, Explain, &bytes);
}

}  // namespace dmsnode::connectors::mysql
