#pragma once

#include <curl/curl.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "alarms/channel.hpp"
#include "base/handle.hpp"

namespace dmsnode::alarms::impl {

struct SessionOptions {
    std::string ca_file{};       ///< PEM; empty: the system's certificates.
    bool loopback_only = false;  ///< Connects to loopback addresses only.
};

/// One exchange over libcurl with what e-mail and webhooks have in common: TLS 1.2 and up and
/// verified, no proxy, no redirects, no metadata addresses (checked after the name was looked up),
/// a deadline, an end on request, and what the server said line by line. Threads: one.
class CurlSession {
public:
    CurlSession(const SessionOptions& options, const SendLimits& limits);
    CurlSession(const CurlSession&) = delete;
    CurlSession& operator=(const CurlSession&) = delete;

    /// Null if there is no memory.
    CURL* get() const { return curl_.get(); }
    CURLcode Perform() { return curl_easy_perform(curl_.get()); }
    /// Header lines of HTTP or reply lines of SMTP, without their line ends.
    const std::vector<std::string>& lines() const { return lines_; }
    /// The start of the body, for messages.
    const std::string& body() const { return body_; }
    /// The status of HTTP; 0 if there was none.
    long ResponseCode() const;
    /// What went wrong, for all but kOk. The detail is libcurl's and may hold what a server said.
    Error Describe(CURLcode code) const;

private:
    static std::size_t OnLine(char* data, std::size_t, std::size_t size, void* self) noexcept;
    static std::size_t OnBody(char* data, std::size_t, std::size_t size, void* self) noexcept;
    static int OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept;
    static curl_socket_t OnSocket(void* self, curlsocktype, curl_sockaddr* address) noexcept;

    SessionOptions options_;
    std::stop_token stop_;
    std::vector<std::string> lines_;
    std::size_t line_bytes_ = 0;
    std::string body_;
    std::size_t body_bytes_ = 0;
    bool address_refused_ = false;
    std::array<char, CURL_ERROR_SIZE> detail_{};
    Handle<CURL, curl_easy_cleanup> curl_;  ///< Last: closing it may call back.
};

/// `text`, or a note in its place if it repeats one of `secrets`: servers may echo what they got.
std::string Scrub(std::string text, const std::vector<std::string>& secrets);

}  // namespace dmsnode::alarms::impl
