#include "web/handler.hpp"

#include <array>

#include "http/target.hpp"

namespace dmsnode::web {
namespace {

constexpr std::string_view kIndex = "/index.html";
constexpr std::string_view kAssets = "/assets/";

// Scripts come from here only, and none stands in a page. Styles may: the component library sets
// them on elements. Source: Content Security Policy Level 3.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kSecurity{
    {{"Content-Security-Policy",
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
      "img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
      "form-action 'self'; object-src 'none'"},
     {"X-Content-Type-Options", "nosniff"},
     {"X-Frame-Options", "DENY"},
     {"Referrer-Policy", "no-referrer"},
     {"Cross-Origin-Opener-Policy", "same-origin"},
     {"Cross-Origin-Resource-Policy", "same-origin"}}};

constexpr std::string_view kNotBuilt =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>dmsnode</title>\n"
    "<h1>dmsnode</h1>\n<p>The web UI is not in this build: run <code>./dev build web</code>.</p>\n"
    "<p>The REST API is served below <code>/api/v1</code>, the DMS API as <code>POST /</code>.</p>"
    "\n</html>\n";

/// `W/"abc"`, also in a list; `*` matches everything.
/// Source: RFC 9110, 13.1.2: weak comparison.
bool Matches(std::string_view if_none_match, std::string_view hash) {
    return if_none_match == "*" ||
           if_none_match.find("\"" + std::string(hash) + "\"") != std::string_view::npos;
}

/// Browsers name HTML when they open a page, and not when a page loads a script.
bool OpensPage(const http::Request& request) {
    return request.header("Accept").find("text/html") != std::string_view::npos;
}

bool IsOfApi(std::string_view path) {
    return path == "/api" || path.starts_with("/api/");
}

http::Reply Send(const PackedFile& file, const http::Request& request, std::string_view caching) {
    http::Reply reply{.status = 200, .content_type = file.type};
    // Weak: the same content, compressed or not.
    reply.headers = {{"ETag", "W/\"" + file.hash + "\""},
                     {"Cache-Control", std::string(caching)},
                     {"Vary", "Accept-Encoding"}};
    if (Matches(request.header("If-None-Match"), file.hash)) {
        reply.status = 304;
        reply.content_type.clear();
        return reply;
    }
    if (file.gzip && http::AcceptsCoding(request.header("Accept-Encoding"), "gzip")) {
        reply.headers.push_back({"Content-Encoding", "gzip"});
        reply.body = std::string(file.body);
        return reply;
    }
    Result<std::string> content = ContentOf(file);
    if (!content) return http::ProblemReply(500, content.error().message);
    reply.body = *std::move(content);
    return reply;
}

}  // namespace

http::Reply Handler::Handle(const http::Request& request) {
    http::Reply reply = Find(request);
    for (const auto& [name, value] : kSecurity) {
        reply.headers.push_back({std::string(name), std::string(value)});
    }
    return reply;
}

http::Reply Handler::Find(const http::Request& request) const {
    const std::string_view raw = request.path();
    if (pack_.is_empty() && (raw == "/" || (OpensPage(request) && !IsOfApi(raw)))) {
        return {.status = raw == "/" ? 200 : 404,
                .content_type = "text/html; charset=utf-8",
                .body = std::string(kNotBuilt),
                .headers = {{"Cache-Control", "no-store"}}};
    }
    const Result<std::string> path = http::DecodePercent(raw);
    const bool is_index = path && (*path == "/" || *path == kIndex);
    if (const PackedFile* file = path && !is_index ? pack_.Find(*path) : nullptr) {
        return Send(
            *file, request,
            path->starts_with(kAssets) ? "public, max-age=31536000, immutable" : "no-cache");
    }
    const bool place = path && !path->starts_with(kAssets) && !IsOfApi(*path) && OpensPage(request);
    const PackedFile* const index = pack_.Find(kIndex);
    if (index != nullptr && (is_index || place)) return Send(*index, request, "no-cache");
    http::Reply reply = http::ProblemReply(404, "nothing is served here");
    reply.headers.push_back({"Cache-Control", "no-store"});
    return reply;
}

}  // namespace dmsnode::web
