#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/http.hpp"
#include "aws/retry.hpp"
#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace dmsnode::cli {

/// Of a file that is sent as a body: the server takes no larger request.
inline constexpr std::size_t kMaxFile = 8U << 20U;

/// One call of the scheduler's REST API.
struct RestRequest {
    std::string method = "GET";
    std::string path;  ///< Below /api/v1, its segments encoded: `/projects/12/workflows`.
    std::vector<std::pair<std::string, std::string>> query{};  ///< Not encoded yet.
    Json body{};                                               ///< Null: none, or raw_body.
    std::string raw_body{};
    std::string content_type{};  ///< Of raw_body; empty: `body` is what is sent.
    /// The operation honours an Idempotency-Key: it is sent with one, and may be sent again.
    bool once = false;
    std::string idempotency_key{};  ///< Empty: a new one.
    std::string if_match{};  ///< The revision that a change is based on; `*`: whatever it is.
    std::chrono::milliseconds timeout{60'000};
};

struct RestAnswer {
    int status = 0;
    Json json{};         ///< Null if the answer is no JSON.
    std::string text{};  ///< As it came.
};

/// Where and as whom.
struct RestClientOptions {
    std::string url;  ///< As CheckServerUrl gave it.
    Secret token{};   ///< Empty: nobody yet.
    int attempts = 4;
    std::chrono::milliseconds retry_for{30'000};  ///< No attempt begins later than this.
};

/// The REST API over HTTP. A safe request, and one that is done once whatever happens
/// (Idempotency-Key), is sent again when the connection is lost or the server has no time.
/// Lifetime: transport, clock and random outlive it. Threads: one.
class RestClient {
public:
    RestClient(aws::HttpTransport& transport, Clock& clock, aws::Random& random,
               RestClientOptions options, std::stop_token stop = {});

    /// Errors: with `fault` (the problem's title) what the server refused, its problems in
    ///     problems(); without one the server was not reached: kUnavailable, kTimeout, kProtocol,
    ///     kUnauthenticated (its certificate), kCancelled.
    Result<RestAnswer> Send(const RestRequest& request);

    struct Listed {
        Json items = Json::array();
        bool more = false;  ///< There are more than were asked for.
    };
    /// A list, page by page, `most` items of it. Errors: those of Send.
    Result<Listed> List(const std::string& path,
                        const std::vector<std::pair<std::string, std::string>>& query,
                        std::size_t most);

    /// What the last refusal said about places in the request.
    const std::vector<Problem>& problems() const { return problems_; }
    const std::string& url() const { return options_.url; }
    Clock& clock() const { return clock_; }
    const std::stop_token& stop() const { return stop_; }

    /// Takes these credentials from now on: a token, or the headers of a session.
    void SetToken(Secret token) { options_.token = std::move(token); }
    void SetHeaders(std::vector<aws::HttpHeader> headers) { headers_ = std::move(headers); }
    /// Headers of the last answer.
    const std::vector<aws::HttpHeader>& answer_headers() const { return answer_headers_; }

private:
    aws::HttpRequest MakeRequest(const RestRequest& request, const std::string& key) const;
    Result<aws::HttpResponse> Exchange(const RestRequest& request);
    Error Refusal(const aws::HttpResponse& response);

    aws::HttpTransport& transport_;
    Clock& clock_;
    aws::Random& random_;
    RestClientOptions options_;
    std::stop_token stop_;
    std::vector<aws::HttpHeader> headers_;
    std::vector<aws::HttpHeader> answer_headers_;
    std::vector<Problem> problems_;
};

/// A server's URL without `/` at its end. A password or token would go over the wire in clear to a
/// host beyond loopback: that needs `allow_plain_http`.
/// Errors: kInvalidArgument.
Result<std::string> CheckServerUrl(std::string_view url, bool allow_plain_http);

/// The member `problems` of a problem document, or of an answer that tells of warnings.
std::vector<Problem> ReadProblems(const Json& document);

/// A text as one segment of a path, or as a value of a query. Source: RFC 3986, 2.3.
std::string PercentEncode(std::string_view text);

}  // namespace dmsnode::cli
