#include "connectors/mysql/tls_guard.hpp"

#include <sys/socket.h>

#include <mutex>
#include <string_view>

// Exported by the library for its tracing plug-ins, but declared in none of its headers.
// NOLINTNEXTLINE(readability-identifier-naming)
extern "C" int ma_pvio_register_callback(my_bool add,
                                         void (*callback)(int mode, MYSQL* mysql,
                                                          const unsigned char* bytes, size_t size));

namespace dmsnode::connectors::mysql {
namespace {

constexpr std::size_t kPacketHeaderBytes = 4;
constexpr unsigned char kProtocolVersion = 10;
constexpr std::size_t kLongestVersionText = 256;
// After the version text: connection id 4, scramble 8, filler 1, then the lower capabilities.
constexpr std::size_t kBytesBeforeCapabilities = 13;
constexpr unsigned kTlsCapability = 0x0800;

thread_local TlsGuard* current_guard = nullptr;

void OnTraffic(int mode, MYSQL* mysql, const unsigned char* bytes, size_t size) {
    constexpr int kRead = 0;
    const bool failed = size == static_cast<size_t>(-1);
    if (mode == kRead && current_guard != nullptr && !failed) {
        current_guard->OnRead(mysql, bytes, size);
    }
}

}  // namespace

TlsOffer ReadTlsOffer(std::string_view greeting) {
    if (greeting.size() <= kPacketHeaderBytes) return TlsOffer::kUnknown;
    greeting.remove_prefix(kPacketHeaderBytes);
    // An error packet instead of a greeting ends the connection without a login: let it be read.
    if (static_cast<unsigned char>(greeting[0]) != kProtocolVersion) return TlsOffer::kNo;
    const std::size_t version_end = greeting.find('\0');
    if (version_end == std::string_view::npos) {
        return greeting.size() > kLongestVersionText ? TlsOffer::kNo : TlsOffer::kUnknown;
    }
    const std::size_t at = version_end + 1 + kBytesBeforeCapabilities;
    if (greeting.size() < at + 2) return TlsOffer::kUnknown;
    const unsigned capabilities = static_cast<unsigned char>(greeting[at]) |
                                  static_cast<unsigned char>(greeting[at + 1]) << 8U;
    return (capabilities & kTlsCapability) != 0 ? TlsOffer::kYes : TlsOffer::kNo;
}

TlsGuard::TlsGuard(MYSQL* mysql, bool required) : mysql_(mysql), watching_(required) {
    static std::once_flag once;
    std::call_once(once, [] { ma_pvio_register_callback(1, OnTraffic); });
    current_guard = this;
}

TlsGuard::~TlsGuard() {
    current_guard = nullptr;
}

void TlsGuard::OnRead(MYSQL* mysql, const unsigned char* bytes, std::size_t size) {
    if (!watching_ || mysql != mysql_) return;
    greeting_.append(reinterpret_cast<const char*>(bytes), size);
    const TlsOffer offer = ReadTlsOffer(greeting_);
    if (offer == TlsOffer::kUnknown) return;
    watching_ = false;
    if (offer == TlsOffer::kYes) return;
    const bool is_greeting =
        static_cast<unsigned char>(greeting_[kPacketHeaderBytes]) == kProtocolVersion;
    refused_ = is_greeting;
    if (refused_) ::shutdown(static_cast<int>(mysql_get_socket(mysql)), SHUT_RDWR);
}

}  // namespace dmsnode::connectors::mysql
