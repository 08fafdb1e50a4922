#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "aws/impl/digest.hpp"
#include "aws/sigv4.hpp"

namespace dmsnode::aws {
namespace {

bool IsUnreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

std::string PercentEncode(std::string_view text, bool keep_slash) {
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (IsUnreserved(c) || (keep_slash && c == '/')) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

int HexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// A `%` that no two hex digits follow stands for itself.
std::string PercentDecode(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = i + 2 < text.size() && text[i] == '%' ? HexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? HexDigit(text[i + 2]) : -1;
        if (low < 0) {
            decoded += text[i];
        } else {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        }
    }
    return decoded;
}

/// Dot segments and doubled slashes go, and what is left is encoded once more: the wire form is
/// already encoded, so a `%` becomes `%25`.
std::string CanonicalPath(std::string_view path) {
    std::vector<std::string_view> segments;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t end = std::min(path.find('/', at), path.size());
        const std::string_view segment = path.substr(at, end - at);
        if (segment == "..") {
            if (!segments.empty()) segments.pop_back();
        } else if (!segment.empty() && segment != ".") {
            segments.push_back(segment);
        }
        at = end + 1;
    }
    const bool last_slash = path.ends_with('/') && !segments.empty();
    return fmt::format("/{}{}", PercentEncode(fmt::to_string(fmt::join(segments, "/")), true),
                       last_slash ? "/" : "");
}

std::string CanonicalQuery(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> parameters;
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(part.size() + 1, query.size()));
        const std::size_t equals = std::min(part.find('='), part.size());
        const std::string_view value = part.substr(std::min(equals + 1, part.size()));
        parameters.emplace_back(PercentEncode(PercentDecode(part.substr(0, equals)), false),
                                PercentEncode(PercentDecode(value), false));
    }
    std::sort(parameters.begin(), parameters.end());
    std::string canonical;
    for (const auto& [name, value] : parameters) {
        canonical += fmt::format("{}{}={}", canonical.empty() ? "" : "&", name, value);
    }
    return canonical;
}

/// Without blanks at the ends, inner runs of blanks folded to one.
std::string Folded(std::string_view value) {
    std::string folded;
    bool blank = false;
    for (const char c : value) {
        const bool is_blank = c == ' ' || (c >= '\t' && c <= '\r');
        if (!is_blank && blank && !folded.empty()) folded += ' ';
        if (!is_blank) folded += c;
        blank = is_blank;
    }
    return folded;
}

std::string CanonicalHeaders(const SignableRequest& request,
                             std::span<const std::string> signed_names) {
    std::vector<std::pair<std::string, std::string>> sent;
    for (const HttpHeader& header : request.headers) {
        sent.emplace_back(LowerAscii(header.name), Folded(header.value));
    }
    std::string lines;
    for (const std::string& name : signed_names) {
        lines += name + ":";
        bool first = true;
        for (const auto& [sent_name, value] : sent) {
            if (sent_name != name) continue;
            lines += (first ? "" : ",") + value;
            first = false;
        }
        lines += "\n";
    }
    return lines;
}

}  // namespace

std::string CanonicalRequest(const SignableRequest& request,
                             std::span<const std::string> signed_names) {
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, CanonicalPath(request.path),
                       CanonicalQuery(request.query), CanonicalHeaders(request, signed_names),
                       fmt::join(signed_names, ";"), impl::Sha256(request.body).Hex());
}

}  // namespace dmsnode::aws
