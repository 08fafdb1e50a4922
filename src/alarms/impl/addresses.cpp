#include "alarms/impl/addresses.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

#include "base/handle.hpp"

namespace dmsnode::alarms::impl {
namespace {

using Bytes16 = std::array<std::uint8_t, 16>;

/// The IPv6 form of any address; IPv4 as ::ffff:a.b.c.d. Nothing for other families.
std::optional<Bytes16> Normal(const sockaddr& address) {
    Bytes16 bytes{};
    if (address.sa_family == AF_INET) {
        bytes[10] = bytes[11] = 0xFF;
        sockaddr_in in{};
        std::memcpy(&in, &address, sizeof(in));
        std::memcpy(bytes.data() + 12, &in.sin_addr, 4);
        return bytes;
    }
    if (address.sa_family != AF_INET6) return std::nullopt;
    sockaddr_in6 in6{};
    std::memcpy(&in6, &address, sizeof(in6));
    std::memcpy(bytes.data(), &in6.sin6_addr, 16);
    return bytes;
}

/// The IPv4 address within: mapped (::ffff:0:0/96), compatible (::/96) or NAT64 (64:ff9b::/96).
std::optional<std::uint32_t> InnerIpv4(const Bytes16& bytes) {
    constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    constexpr std::array<std::uint8_t, 12> kNat64 = {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
    constexpr std::array<std::uint8_t, 12> kCompatible = {};
    const auto has = [&](const auto& prefix) {
        return std::equal(prefix.begin(), prefix.end(), bytes.begin());
    };
    if (!has(kMapped) && !has(kNat64) && !has(kCompatible)) return std::nullopt;
    return (std::uint32_t{bytes[12]} << 24U) | (std::uint32_t{bytes[13]} << 16U) |
           (std::uint32_t{bytes[14]} << 8U) | bytes[15];
}

bool IsLoopback(const Bytes16& bytes) {
    constexpr Bytes16 kOne = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    if (bytes == kOne) return true;
    const std::optional<std::uint32_t> inner = InnerIpv4(bytes);
    return inner && bytes[10] == 0xFF && *inner >> 24U == 127;
}

bool IsForbidden(const Bytes16& bytes) {
    constexpr Bytes16 kAwsIpv6 = {0xFD, 0, 0x0E, 0xC2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54};
    if (bytes == kAwsIpv6) return true;
    if (bytes[0] == 0xFE && (bytes[1] & 0xC0U) == 0x80U) return true;
    const std::optional<std::uint32_t> inner = InnerIpv4(bytes);
    constexpr std::uint32_t kLinkLocal = (169U << 8U) | 254U;
    constexpr std::uint32_t kAlibaba = (100U << 24U) | (100U << 16U) | (100U << 8U) | 200U;
    return inner && (*inner >> 16U == kLinkLocal || *inner == kAlibaba);
}

std::optional<Bytes16> Parse(const std::string& host) {
    Bytes16 bytes{};
    if (::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1) return bytes;
    if (::inet_pton(AF_INET, host.c_str(), bytes.data() + 12) != 1) return std::nullopt;
    bytes[10] = bytes[11] = 0xFF;
    return bytes;
}

using CurlUrl = Handle<CURLU, curl_url_cleanup>;
using CurlText = Handle<char, curl_free>;

std::string Part(CURLU* url, CURLUPart part) {
    char* raw = nullptr;
    if (curl_url_get(url, part, &raw, 0) != CURLUE_OK) return {};
    const CurlText text(raw);
    return text.get();
}

}  // namespace

bool IsLoopback(const sockaddr& address) {
    const std::optional<Bytes16> bytes = Normal(address);
    return bytes && IsLoopback(*bytes);
}

bool IsForbidden(const sockaddr& address) {
    const std::optional<Bytes16> bytes = Normal(address);
    return !bytes || IsForbidden(*bytes);
}

bool IsLoopbackHost(const std::string& host) {
    const std::optional<Bytes16> bytes = Parse(host);
    return host == "localhost" || (bytes && IsLoopback(*bytes));
}

bool IsForbiddenHost(const std::string& host) {
    const std::optional<Bytes16> bytes = Parse(host);
    return bytes && IsForbidden(*bytes);
}

std::optional<WebAddress> ParseWebAddress(const std::string& url) {
    const CurlUrl parsed(curl_url());
    if (parsed == nullptr ||
        curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
        return std::nullopt;
    }
    const auto part = [&](CURLUPart which) { return Part(parsed.get(), which); };
    WebAddress address{
        .scheme = part(CURLUPART_SCHEME), .host = part(CURLUPART_HOST), .origin = {}};
    if (address.scheme != "http" && address.scheme != "https") return std::nullopt;
    if (address.host.empty() || !part(CURLUPART_USER).empty() ||
        !part(CURLUPART_PASSWORD).empty() || !part(CURLUPART_FRAGMENT).empty()) {
        return std::nullopt;
    }
    const std::string port = part(CURLUPART_PORT);
    address.origin = address.scheme + "://" + address.host + (port.empty() ? "" : ":" + port);
    if (address.host.starts_with('['))
        address.host = address.host.substr(1, address.host.size() - 2);
    return address;
}

}  // namespace dmsnode::alarms::impl
