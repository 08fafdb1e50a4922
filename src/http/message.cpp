#include "http/message.hpp"

#include <algorithm>

#include "base/json.hpp"

namespace dmsnode::http {
namespace {

char Lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view Request::path() const {
    return std::string_view(target).substr(0, target.find('?'));
}

std::string_view Request::query() const {
    const std::size_t mark = target.find('?');
    return mark == std::string::npos ? std::string_view()
                                     : std::string_view(target).substr(mark + 1);
}

std::string_view Request::header(std::string_view name) const {
    for (const Header& header : headers) {
        if (std::ranges::equal(header.name, name, {}, Lower, Lower)) return header.value;
    }
    return {};
}

std::string_view StatusPhrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 202: return "Accepted";
        case 204: return "No Content";
        case 302: return "Found";
        case 304: return "Not Modified";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 406: return "Not Acceptable";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 412: return "Precondition Failed";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 422: return "Unprocessable Content";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 501: return "Not Implemented";
        case 502: return "Bad Gateway";
        case 503: return "Service Unavailable";
        case 504: return "Gateway Timeout";
        default: return "Error";
    }
}

Reply ProblemReply(int status, std::string_view detail) {
    const Json body{{"type", "about:blank"},
                    {"title", StatusPhrase(status)},
                    {"status", status},
                    {"detail", detail}};
    return {.status = status, .content_type = "application/problem+json", .body = DumpJson(body)};
}

}  // namespace dmsnode::http
