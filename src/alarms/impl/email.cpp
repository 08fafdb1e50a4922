#include "alarms/impl/email.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "alarms/impl/text.hpp"

namespace dmsnode::alarms::impl {
namespace {

constexpr std::size_t kMostPlain = 60;  // longer texts are folded by encoding them
// `=?UTF-8?B?` and `?=` leave 63 of 75 characters: 15 groups of base64, 45 bytes.
constexpr std::size_t kBytesInWord = 45;

std::string Join(const std::vector<std::string>& addresses) {
    std::string joined;
    for (const std::string& address : addresses) {
        if (!joined.empty()) joined += ",\r\n ";
        joined += "<" + address + ">";
    }
    return joined;
}

/// Encoded words, one a line.
std::string EncodedWords(std::string_view text) {
    std::string words;
    while (!text.empty()) {
        std::size_t length = 0;
        while (length < text.size()) {
            // A character must not be cut: each word is decoded by itself.
            const std::size_t next = std::max<std::size_t>(Utf8Length(text.substr(length)), 1);
            if (length + next > kBytesInWord) break;
            length += next;
        }
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + Base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return words;
}

std::string From(const EmailSettings& settings) {
    const std::string address = "<" + settings.from + ">";
    if (settings.from_name.empty()) return address;
    // Always encoded: a plain phrase would need RFC 5322's quoting.
    return EncodedWords(settings.from_name) + "\r\n " + address;
}

std::string Part(std::string_view type, std::string_view boundary, std::string_view text) {
    return fmt::format(
        "--{}\r\nContent-Type: {}; charset=UTF-8\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n{}\r\n",
        boundary, type, QuotedPrintable(text));
}

}  // namespace

std::string MailDate(TimePoint time) {
    constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
                       kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                       kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string EncodeHeaderText(std::string_view text) {
    const bool plain = IsPrintableAscii(text) && text.size() <= kMostPlain &&
                       text.find("=?") == std::string_view::npos;
    return plain ? std::string(text) : EncodedWords(text);
}

std::string QuotedPrintable(std::string_view text) {
    constexpr std::size_t kMostInLine = 75;  // and "=" for a soft line break
    std::string encoded;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            encoded += "\r\n";
            column = 0;
            continue;
        }
        const bool blank = c == ' ' || c == '\t';
        const bool line_ends = i + 1 == text.size() || text[i + 1] == '\n';
        const bool literal = ((c >= '!' && c <= '~' && c != '=') || blank) && !(blank && line_ends);
        std::string piece =
            literal ? std::string(1, c) : fmt::format("={:02X}", static_cast<unsigned char>(c));
        if (column + piece.size() > kMostInLine) {
            encoded += "=\r\n";
            column = 0;
        }
        if (column == 0 && (c == '.' || text.substr(i).starts_with("From "))) {
            piece = fmt::format("={:02X}", static_cast<unsigned char>(c));
        }
        encoded += piece;
        column += piece.size();
    }
    return encoded;
}

std::string BuildEmail(const EmailSettings& settings, const Message& message) {
    // "=_" cannot occur in quoted-printable.
    const std::string boundary = fmt::format("=_dmsnode_{}", message.alarm_id);
    const std::string domain = settings.from.substr(settings.from.rfind('@') + 1);
    std::string mail = fmt::format("Date: {}\r\nFrom: {}\r\nTo: {}\r\n", MailDate(message.created),
                                   From(settings), Join(settings.to));
    if (!settings.cc.empty()) mail += "Cc: " + Join(settings.cc) + "\r\n";
    // Once more here: whoever made the message, its title cannot end the header.
    mail += "Subject: " + EncodeHeaderText(CleanText(message.title, 600, Lines::kOne)) + "\r\n";
    mail += fmt::format(
        "Message-ID: <alarm-{0}@{1}>\r\nX-Dmsnode-Alarm-Id: {0}\r\nX-Dmsnode-Alarm-Kind: {2}\r\n"
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/alternative;\r\n boundary=\"{3}\"\r\n\r\n",
        message.alarm_id, domain, AlarmKindName(message.kind), boundary);
    mail += Part("text/plain", boundary, message.text);
    mail += Part("text/html", boundary,
                 fmt::format("<!DOCTYPE html>\n<html lang=\"{}\"><body>\n{}\n</body></html>\n",
                             LanguageName(message.language), message.html));
    return mail + "--" + boundary + "--\r\n";
}

}  // namespace dmsnode::alarms::impl
