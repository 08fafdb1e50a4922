#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// Readers for the parts of a request that are text in a text. Strict: what is not well formed is
/// refused, not guessed at. Errors of all: kInvalidArgument.
namespace dmsnode::http {

/// True if the bytes are well-formed UTF-8 without NUL.
bool IsUtf8Text(std::string_view bytes);

/// Undoes percent-encoding. The result is UTF-8 without control characters.
/// Source: RFC 3986, 2.1.
Result<std::string> DecodePercent(std::string_view text);

/// `/a/b%2Fc` → {"a", "b/c"}. Empty segments, `.` and `..` are refused: no route has them, and a
/// proxy may see another path in them. `/` gives nothing.
Result<std::vector<std::string>> SplitPath(std::string_view path);

struct QueryParameter {
    std::string name;
    std::string value;
};
/// `a=1&b=x+y` in order; `+` is a blank. At most 100 parameters.
/// Source: WHATWG URL, 5.1 application/x-www-form-urlencoded parsing.
Result<std::vector<QueryParameter>> ParseQuery(std::string_view query);

/// For building targets: everything but RFC 3986's unreserved characters is encoded.
std::string EncodePercent(std::string_view text);

/// The media type of a Content-Type value in lower case, without parameters; empty if it is none.
/// `application/json; charset=utf-8` → `application/json`.
std::string MediaTypeOf(std::string_view content_type);
/// Whether a Content-Type's charset parameter is absent or UTF-8.
bool IsUtf8Charset(std::string_view content_type);
/// Whether an Accept value lets this media type pass; an empty one lets all pass.
/// Source: RFC 9110, 12.5.1; a weight of 0 refuses.
bool Accepts(std::string_view accept, std::string_view media_type);
/// Whether an Accept-Encoding value lets this coding pass (`gzip`); an empty one lets none pass.
/// Source: RFC 9110, 12.5.3.
bool AcceptsCoding(std::string_view accept_encoding, std::string_view coding);

/// The value of a cookie in a Cookie header; empty if there is none.
std::string_view CookieOf(std::string_view cookie_header, std::string_view name);

}  // namespace dmsnode::http
