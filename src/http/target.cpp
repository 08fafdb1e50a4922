#include "http/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace dmsnode::http {
namespace {

constexpr std::size_t kMaxParameters = 100;

int HexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

bool IsUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

Error Malformed(std::string message) {
    return Error{ErrorCode::kInvalidArgument, std::move(message)};
}

std::string_view Trim(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// Cuts `text` at the first `separator` and gives the part before it.
std::string_view Next(std::string_view& text, char separator) {
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return part;
}

/// The value of `name` among `; name=value` parameters, without quotes; empty if there is none.
std::string ParameterOf(std::string_view parameters, std::string_view name) {
    while (!parameters.empty()) {
        std::string_view value = Next(parameters, ';');
        if (Lower(Trim(Next(value, '='))) != name) continue;
        value = Trim(value);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return Lower(value);
    }
    return {};
}

/// How many bytes the well-formed sequence at the front has; 0 if it is none.
/// Source: Unicode, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t SequenceLength(std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); };
    const auto continues = [&](std::size_t i) {
        return i < bytes.size() && (at(i) & 0xC0U) == 0x80U;
    };
    const std::uint8_t lead = at(0);
    if (lead < 0x80U) return 1;
    if (lead >= 0xC2U && lead <= 0xDFU) return continues(1) ? 2 : 0;
    if (lead >= 0xE0U && lead <= 0xEFU) {
        if (!continues(1) || !continues(2)) return 0;
        if (lead == 0xE0U && at(1) < 0xA0U) return 0;
        if (lead == 0xEDU && at(1) > 0x9FU) return 0;
        return 3;
    }
    if (lead >= 0xF0U && lead <= 0xF4U) {
        if (!continues(1) || !continues(2) || !continues(3)) return 0;
        if (lead == 0xF0U && at(1) < 0x90U) return 0;
        if (lead == 0xF4U && at(1) > 0x8FU) return 0;
        return 4;
    }
    return 0;
}

/// Of a list of weighted ranges the most exact one that matches decides. `exactness` is 0 for a
/// range that does not match.
template <class Exactness>
bool BestRangePasses(std::string_view ranges, Exactness&& exactness) {
    int best = 0;
    bool passes = false;
    while (!ranges.empty()) {
        std::string_view parameters = Next(ranges, ',');
        const int exact = exactness(Lower(Trim(Next(parameters, ';'))));
        if (exact <= best) continue;
        best = exact;
        const std::string weight = ParameterOf(parameters, "q");
        passes = weight.empty() || weight.find_first_not_of("0.") != std::string::npos;
    }
    return passes;
}

}  // namespace

bool IsUtf8Text(std::string_view bytes) {
    while (!bytes.empty()) {
        const std::size_t length = bytes.front() == '\0' ? 0 : SequenceLength(bytes);
        if (length == 0) return false;
        bytes.remove_prefix(length);
    }
    return true;
}

Result<std::string> DecodePercent(std::string_view text) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
        if (high < 0 || low < 0) return Malformed("a % is not followed by two hexadecimal digits");
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    if (!IsUtf8Text(decoded)) return Malformed("the decoded text is not UTF-8");
    const bool control = std::ranges::any_of(
        decoded, [](char c) { return static_cast<std::uint8_t>(c) < 0x20U || c == 0x7F; });
    if (control) return Malformed("the decoded text has a control character");
    return decoded;
}

Result<std::vector<std::string>> SplitPath(std::string_view path) {
    if (!path.starts_with('/')) return Malformed("the path does not begin with /");
    path.remove_prefix(1);
    std::vector<std::string> segments;
    if (path.empty()) return segments;
    while (true) {
        const std::size_t end = path.find('/');
        Result<std::string> segment = DecodePercent(path.substr(0, end));
        if (!segment) return segment.error();
        if (segment->empty() || *segment == "." || *segment == "..") {
            return Malformed("the path has an empty or relative segment");
        }
        segments.push_back(*std::move(segment));
        if (end == std::string_view::npos) return segments;
        path.remove_prefix(end + 1);
    }
}

Result<std::vector<QueryParameter>> ParseQuery(std::string_view query) {
    std::vector<QueryParameter> parameters;
    while (!query.empty()) {
        std::string pair(Next(query, '&'));
        if (pair.empty()) continue;
        if (parameters.size() == kMaxParameters) {
            return Malformed(fmt::format("more than {} query parameters", kMaxParameters));
        }
        std::ranges::replace(pair, '+', ' ');
        std::string_view value = pair;
        const std::string_view raw_name = Next(value, '=');
        Result<std::string> name = DecodePercent(raw_name);
        if (!name) return name.error();
        Result<std::string> decoded = DecodePercent(value);
        if (!decoded) return Error(decoded.error()).At(*name);
        parameters.push_back({.name = *std::move(name), .value = *std::move(decoded)});
    }
    return parameters;
}

std::string EncodePercent(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        if (IsUnreserved(c)) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<std::uint8_t>(c));
        }
    }
    return encoded;
}

std::string MediaTypeOf(std::string_view content_type) {
    const std::string type = Lower(Trim(content_type.substr(0, content_type.find(';'))));
    const std::size_t slash = type.find('/');
    if (slash == std::string::npos || slash == 0 || slash + 1 == type.size()) return {};
    if (type.find('/', slash + 1) != std::string::npos) return {};
    return type.find_first_of(" \t\"(),:;<=>?@[\\]{}") == std::string::npos ? type : std::string();
}

bool IsUtf8Charset(std::string_view content_type) {
    Next(content_type, ';');
    const std::string charset = ParameterOf(content_type, "charset");
    return charset.empty() || charset == "utf-8" || charset == "utf8";
}

bool Accepts(std::string_view accept, std::string_view media_type) {
    if (Trim(accept).empty()) return true;
    const std::string wanted = Lower(media_type);
    const std::string family = wanted.substr(0, wanted.find('/')) + "/*";
    return BestRangePasses(accept, [&](const std::string& range) {
        return range == wanted ? 3 : range == family ? 2 : range == "*/*" ? 1 : 0;
    });
}

bool AcceptsCoding(std::string_view accept_encoding, std::string_view coding) {
    const std::string wanted = Lower(coding);
    return BestRangePasses(accept_encoding, [&](const std::string& range) {
        return range == wanted ? 2 : range == "*" ? 1 : 0;
    });
}

std::string_view CookieOf(std::string_view cookie_header, std::string_view name) {
    while (!cookie_header.empty()) {
        std::string_view value = Next(cookie_header, ';');
        if (Trim(Next(value, '=')) == name) return Trim(value);
    }
    return {};
}

}  // namespace dmsnode::http
