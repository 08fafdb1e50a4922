#pragma once

#include <sys/socket.h>

#include <optional>
#include <string>

/// Where channels may connect to.
namespace dmsnode::alarms::impl {

/// 127.0.0.0/8 and ::1, also written as IPv4 within IPv6.
bool IsLoopback(const sockaddr& address);

/// Addresses at which clouds give out credentials to whoever asks from inside the machine. No mail
/// server or webhook lives there, and a channel must not be a way to them: link-local
/// 169.254.0.0/16 and fe80::/10 (also as IPv4 within IPv6, and behind NAT64's 64:ff9b::/96),
/// fd00:ec2::254 (AWS) and 100.100.100.200 (Alibaba Cloud).
bool IsForbidden(const sockaddr& address);

/// The same for a host as it stands in a URL; a name that must be looked up first is neither.
bool IsLoopbackHost(const std::string& host);
bool IsForbiddenHost(const std::string& host);

struct WebAddress {
    std::string scheme;  ///< `http` or `https`
    std::string host;    ///< Without brackets.
    std::string origin;  ///< `https://hooks.example:8443`: nothing of the path.
};

/// Nothing unless it is an absolute http(s) URL with a host and without user, password and
/// fragment.
std::optional<WebAddress> ParseWebAddress(const std::string& url);

}  // namespace dmsnode::alarms::impl
