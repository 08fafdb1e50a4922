#include "http/impl/reply_head.hpp"

#include <fmt/format.h>

#include <ctime>

namespace dmsnode::http {
namespace {

/// RFC 9110, 5.6.7.
std::string HttpDate(TimePoint now) {
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       kDays.substr(static_cast<std::size_t>(parts.tm_wday) * 3, 3), parts.tm_mday,
                       kMonths.substr(static_cast<std::size_t>(parts.tm_mon) * 3, 3),
                       parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string OneLine(std::string_view value) {
    std::string line(value);
    for (char& c : line) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return line;
}

}  // namespace

std::string WriteHead(const Reply& reply, bool keep_alive, TimePoint now) {
    std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nServer: dmsnode\r\n",
                                   reply.status, StatusPhrase(reply.status), HttpDate(now));
    if (reply.events) {
        head += "Content-Type: text/event-stream\r\nCache-Control: no-store\r\n";
    } else if (!reply.content_type.empty()) {
        head += fmt::format("Content-Type: {}\r\n", OneLine(reply.content_type));
    }
    for (const Header& header : reply.headers) {
        head += fmt::format("{}: {}\r\n", OneLine(header.name), OneLine(header.value));
    }
    // A 204 and a 304 have no body and say no length (RFC 9110, 8.6); a stream ends with the
    // connection.
    if (!reply.events && reply.status != 204 && reply.status != 304) {
        head += fmt::format("Content-Length: {}\r\n", reply.body.size());
    }
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return head;
}

}  // namespace dmsnode::http
