#include "aws/impl/url.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include "aws/http.hpp"
#include "base/handle.hpp"

namespace dmsnode::aws::impl {
namespace {

using UrlHandle = Handle<CURLU, curl_url_cleanup>;

std::string Part(CURLU* url, CURLUPart part) {
    char* raw = nullptr;
    if (curl_url_get(url, part, &raw, 0) != CURLUE_OK || raw == nullptr) return "";
    std::string text(raw);
    curl_free(raw);
    return text;
}

}  // namespace

Result<Url> ParseUrl(std::string_view text) {
    const UrlHandle handle(curl_url());
    const bool is_url =
        handle != nullptr && curl_url_set(handle.get(), CURLUPART_URL, std::string(text).c_str(),
                                          CURLU_NON_SUPPORT_SCHEME | CURLU_PATH_AS_IS) == CURLUE_OK;
    if (is_url && (!Part(handle.get(), CURLUPART_USER).empty() ||
                   !Part(handle.get(), CURLUPART_PASSWORD).empty())) {
        return Error{ErrorCode::kInvalidArgument,
                     "the URL holds a user or a password, which requests are not signed with"}
            .Hint("remove what stands before the @");
    }
    Url url;
    if (is_url) {
        url.scheme = LowerAscii(Part(handle.get(), CURLUPART_SCHEME));
        url.host = LowerAscii(Part(handle.get(), CURLUPART_HOST));
    }
    if (url.host.empty() || (url.scheme != "http" && url.scheme != "https")) {
        // What stands before an @ may be a password.
        const bool shows = text.find('@') == std::string_view::npos;
        return Error{
            ErrorCode::kInvalidArgument,
            fmt::format("{} is no http(s) URL", shows ? fmt::format("\"{}\"", text) : "this")};
    }
    const std::string port = Part(handle.get(), CURLUPART_PORT);
    const bool usual = port.empty() || port == (url.scheme == "http" ? "80" : "443");
    url.authority = usual ? url.host : fmt::format("{}:{}", url.host, port);
    if (url.host.front() == '[') url.host = url.host.substr(1, url.host.size() - 2);
    url.path = Part(handle.get(), CURLUPART_PATH);
    if (url.path.empty()) url.path = "/";
    url.query = Part(handle.get(), CURLUPART_QUERY);
    return url;
}

}  // namespace dmsnode::aws::impl
