#include "cli/server/rest_client.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ids.hpp"
#include "cli/server/members.hpp"

namespace dmsnode::cli {
namespace {

constexpr std::string_view kPrefix = "/api/v1";
constexpr std::size_t kPageSize = 200;  // the largest that the API gives
constexpr std::size_t kMaxProblems = 50;

ErrorCode CodeOf(int status) {
    switch (status) {
        case 400:
        case 413:
        case 415:
        case 422: return ErrorCode::kInvalidArgument;
        case 401: return ErrorCode::kUnauthenticated;
        case 403: return ErrorCode::kPermissionDenied;
        case 404:
        case 405:
        case 406: return ErrorCode::kNotFound;
        case 409: return ErrorCode::kConflict;
        case 429: return ErrorCode::kThrottled;
        case 501: return ErrorCode::kUnsupported;
        case 502:
        case 503: return ErrorCode::kUnavailable;
        case 504: return ErrorCode::kTimeout;
        // All other statuses are none that the API gives on purpose.
        default: return ErrorCode::kInternal;
    }
}

/// A place in a text that was sent is told by its line.
std::string PlaceOf(const Json& entry) {
    const auto line = entry.find("line");
    const std::string path = TextOf(entry, "path");
    if (line == entry.end() || !line->is_number_integer()) return path;
    return fmt::format("line {}: {}", line->get<std::int64_t>(), path);
}

}  // namespace

std::vector<Problem> ReadProblems(const Json& document) {
    std::vector<Problem> problems;
    if (!document.is_object()) return problems;
    const auto list = document.find("problems");
    if (list == document.end() || !list->is_array()) return problems;
    for (const Json& entry : *list) {
        if (!entry.is_object() || problems.size() == kMaxProblems) continue;
        const auto warning = entry.find("warning");
        problems.push_back(
            {.path = PlaceOf(entry),
             .message = TextOf(entry, "message"),
             .expected = TextOf(entry, "expected"),
             .hint = TextOf(entry, "hint"),
             .warning = warning != entry.end() && warning->is_boolean() && warning->get<bool>()});
    }
    return problems;
}

namespace {

bool IsJson(const aws::HttpResponse& response) {
    const std::string* type = aws::FindHeader(response.headers, "Content-Type");
    if (type == nullptr) return false;
    const std::string media = aws::LowerAscii(type->substr(0, type->find(';')));
    return media == "application/json" || media.ends_with("+json");
}

/// May it be sent again though nobody knows whether it was done?
bool IsRepeatable(const RestRequest& request) {
    // A PUT names the revision that it changes: the second one would be refused.
    return request.once || request.method == "GET";
}

bool IsWorthARetry(const RestRequest& request, const Result<aws::HttpResponse>& response) {
    if (!response) return response.error().IsTransient() && IsRepeatable(request);
    if (response->status == 429) return true;  // refused before anything was done
    const bool no_time =
        response->status == 502 || response->status == 503 || response->status == 504;
    return no_time && IsRepeatable(request);
}

/// The transport's hints are about AWS.
Error Unreached(Error error, const std::string& url) {
    switch (error.code) {
        case ErrorCode::kUnavailable:
            error.hint = "is `dmsnode serve` running there? another server: --server URL";
            break;
        case ErrorCode::kUnauthenticated:
            error.hint = "name the certificate of its CA: --ca-file FILE, or DMSNODE_CA_FILE";
            break;
        default: break;  // the others say it themselves
    }
    return std::move(error).At(url);
}

bool IsLoopback(std::string_view host) {
    return host == "localhost" || host.starts_with("127.") || host == "[::1]";
}

}  // namespace

std::string PercentEncode(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        encoded +=
            plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    // Alone they would be taken for steps in the path, also when encoded.
    if (encoded == ".") return "%2E";
    if (encoded == "..") return "%2E%2E";
    return encoded;
}

Result<std::string> CheckServerUrl(std::string_view url, bool allow_plain_http) {
    const auto wrong = [&](std::string_view why) {
        return Error{ErrorCode::kInvalidArgument, fmt::format("the server's URL {}", why)}.Hint(
            "https://scheduler.example, or http://127.0.0.1:12345");
    };
    while (url.ends_with('/')) url.remove_suffix(1);
    const bool plain = url.starts_with("http://");
    if (!plain && !url.starts_with("https://")) return wrong("begins with neither https nor http");
    const std::string_view rest = url.substr(plain ? 7 : 8);
    const bool odd = std::ranges::any_of(rest, [](char c) {
        return c <= ' ' || c == 0x7f || c == '"' || c == '<' || c == '>' || c == '\\';
    });
    if (rest.empty() || odd || rest.find_first_of("?#") != std::string_view::npos) {
        return wrong("is not SCHEME://HOST[:PORT]");
    }
    const std::string_view authority = rest.substr(0, rest.find('/'));
    if (authority.find('@') != std::string_view::npos) {
        return wrong("holds a user or a password: use `dmsnode login`");
    }
    const std::size_t after_brackets = authority.find(']');
    const std::size_t colon =
        authority.find(':', after_brackets == std::string_view::npos ? 0 : after_brackets);
    if (plain && !allow_plain_http && !IsLoopback(authority.substr(0, colon))) {
        return Error{ErrorCode::kInvalidArgument,
                     "passwords and tokens would go to the server in clear: its URL is plain http"}
            .Hint("https://…; or --allow-plain-http if nobody can listen on the way");
    }
    return std::string(url);
}

RestClient::RestClient(aws::HttpTransport& transport, Clock& clock, aws::Random& random,
                       RestClientOptions options, std::stop_token stop)
    : transport_(transport),
      clock_(clock),
      random_(random),
      options_(std::move(options)),
      stop_(std::move(stop)) {}

aws::HttpRequest RestClient::MakeRequest(const RestRequest& request, const std::string& key) const {
    aws::HttpRequest http{.method = request.method,
                          .url = options_.url + std::string(kPrefix) + request.path,
                          .total_timeout = request.timeout,
                          .stop = stop_};
    char separator = '?';
    for (const auto& [name, value] : request.query) {
        http.url += fmt::format("{}{}={}", separator, name, PercentEncode(value));
        separator = '&';
    }
    http.headers = headers_;
    if (!options_.token.empty()) {
        http.headers.push_back({"Authorization", "Bearer " + options_.token.Reveal()});
    }
    if (!request.if_match.empty()) {
        const bool any = request.if_match == "*";
        http.headers.push_back(
            {"If-Match", any ? request.if_match : "\"" + request.if_match + "\""});
    }
    if (!key.empty()) http.headers.push_back({"Idempotency-Key", key});
    if (!request.content_type.empty()) {
        http.body = request.raw_body;
        http.headers.push_back({"Content-Type", request.content_type});
    } else if (!request.body.is_null()) {
        http.body = DumpJson(request.body);
        http.headers.push_back({"Content-Type", "application/json"});
    }
    return http;
}

Result<aws::HttpResponse> RestClient::Exchange(const RestRequest& request) {
    std::string key = request.idempotency_key;
    if (request.once && key.empty()) key = NewUuid();
    const aws::HttpRequest http = MakeRequest(request, key);
    const auto end = clock_.Steady() + options_.retry_for;
    for (int number = 1;; ++number) {
        Result<aws::HttpResponse> response = transport_.Exchange(http);
        if (number >= options_.attempts || !IsWorthARetry(request, response)) return response;
        const Duration delay =
            aws::RetryDelay(number, random_.Unit(), response ? &*response : nullptr);
        if (clock_.Steady() + delay > end) return response;
        if (!clock_.SleepFor(delay, stop_)) {
            return Error{ErrorCode::kCancelled, "stopped while waiting to try again"};
        }
    }
}

Error RestClient::Refusal(const aws::HttpResponse& response) {
    const ErrorCode code = CodeOf(response.status);
    Result<Json> document = IsJson(response) ? ParseJson(response.body)
                                             : Result<Json>(Error{ErrorCode::kProtocol, "no JSON"});
    if (!document || !document->is_object()) {
        return Error{code, "this is no answer of dmsnode's REST API"}
            .Fault(fmt::format("HTTP status {}", response.status))
            .Hint("check the URL, and what stands between here and the server")
            .At(options_.url);
    }
    problems_ = ReadProblems(*document);
    std::string title = TextOf(*document, "title");
    if (title.empty()) title = fmt::format("HTTP status {}", response.status);
    Error error = Error{code, TextOf(*document, "detail")}.Fault(std::move(title));
    error.hint = TextOf(*document, "hint");
    if (response.status == 401) {  // its hint is for other clients
        error.hint = fmt::format("dmsnode login --server {}", options_.url);
    }
    if (response.status >= 500) {
        if (const std::string id = TextOf(*document, "instance"); !id.empty()) {
            error.message += "; " + id;
        }
    }
    return error;
}

Result<RestAnswer> RestClient::Send(const RestRequest& request) {
    problems_.clear();
    Result<aws::HttpResponse> response = Exchange(request);
    if (!response) return Unreached(response.error(), options_.url);
    if (response->status < 200 || response->status > 299) return Refusal(*response);
    answer_headers_ = std::move(response->headers);
    RestAnswer answer{.status = response->status, .text = std::move(response->body)};
    response->headers = answer_headers_;
    if (IsJson(*response)) {
        Result<Json> json = ParseJson(answer.text, {.max_bytes = 64U << 20U});
        if (!json) {
            return Error{ErrorCode::kProtocol, "the answer is broken JSON: " + json.error().message}
                .At(options_.url);
        }
        answer.json = *std::move(json);
    }
    return answer;
}

Result<RestClient::Listed> RestClient::List(
    const std::string& path, const std::vector<std::pair<std::string, std::string>>& query,
    std::size_t most) {
    Listed listed;
    std::string cursor;
    do {
        RestRequest request{.path = path, .query = query};
        // Lists that come whole take neither; of those with pages the first has their usual size.
        if (!cursor.empty()) {
            const std::size_t rest = std::min(most - listed.items.size(), kPageSize);
            request.query.emplace_back("limit", std::to_string(rest));
            request.query.emplace_back("cursor", cursor);
        }
        Result<RestAnswer> page = Send(request);
        if (!page) return page.error();
        const Json& items = MemberOf(page->json, "items");
        if (!items.is_array()) {
            return Error{ErrorCode::kProtocol, "the answer is no list"}.At(path);
        }
        cursor = TextOf(page->json, "nextCursor");
        for (const Json& item : items) {
            listed.more = listed.items.size() == most;
            if (listed.more) return listed;
            listed.items.push_back(item);
        }
        if (items.empty()) break;  // a server that gives empty pages without end
    } while (!cursor.empty() && listed.items.size() < most);
    listed.more = !cursor.empty();
    return listed;
}

}  // namespace dmsnode::cli
