#pragma once

#include <string>
#include <string_view>

#include "alarms/channel.hpp"

/// The text of an e-mail: pure, lines end with CRLF, only ASCII.
namespace dmsnode::alarms::impl {

/// Headers and a multipart/alternative body of plain text and HTML. The Message-ID is made of the
/// alarm's id, so that each attempt has the same.
/// Source: RFC 5322 (headers), RFC 2046, 5.1.4 (alternative), RFC 3834 (Auto-Submitted).
std::string BuildEmail(const EmailSettings& settings, const Message& message);

/// A header's text as it is, or as encoded words of at most 75 characters, folded.
/// Source: RFC 2047, 2.
std::string EncodeHeaderText(std::string_view text);

/// Lines of at most 76 characters. A dot or `From ` at the start of a line is encoded too, so that
/// no relay on the way changes it.
/// Source: RFC 2045, 6.7.
std::string QuotedPrintable(std::string_view text);

/// `Sun, 22 Nov 2026 10:17:02 +0000`. Source: RFC 5322, 3.3.
std::string MailDate(TimePoint time);

}  // namespace dmsnode::alarms::impl
