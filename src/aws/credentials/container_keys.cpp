#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "aws/impl/credential_parts.hpp"
#include "aws/impl/text.hpp"
#include "aws/impl/url.hpp"

namespace dmsnode::aws {
namespace {

constexpr std::string_view kEcsHost = "http://169.254.170.2";
constexpr std::array<std::string_view, 3> kLinkLocalHosts{"169.254.170.2", "169.254.170.23",
                                                          "fd00:ec2::23"};

/// By its text, not by asking the resolver: a name could lead elsewhere the next moment.
bool IsLoopback(const std::string& host) {
    in_addr four{};
    if (::inet_pton(AF_INET, host.c_str(), &four) == 1) {
        return (ntohl(four.s_addr) >> 24U) == 127;
    }
    in6_addr six{};
    if (::inet_pton(AF_INET6, host.c_str(), &six) == 1) return IN6_IS_ADDR_LOOPBACK(&six);
    return host == "localhost";
}

Status CheckHost(const std::string& text) {
    const Result<impl::Url> url = impl::ParseUrl(text);
    if (!url) return url.error();
    const bool known = IsLoopback(url->host) ||
                       std::find(kLinkLocalHosts.begin(), kLinkLocalHosts.end(), url->host) !=
                           kLinkLocalHosts.end();
    if (url->scheme == "https" || known) return {};
    return Error{ErrorCode::kPermissionDenied,
                 fmt::format("keys are not asked from {} over plain http", url->host)}
        .Hint("use https, loopback, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]");
}

class FromContainer final : public CredentialProvider {
public:
    explicit FromContainer(const CredentialWorld& world) : world_(world) {}
    std::string Name() const override { return "container"; }
    Result<std::optional<Credentials>> Load() override {
        const auto relative = world_.environment.Get("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        const auto full = world_.environment.Get("AWS_CONTAINER_CREDENTIALS_FULL_URI");
        if (!relative && !full) return std::optional<Credentials>();
        const std::string url = relative ? std::string(kEcsHost) + *relative : *full;
        if (Status usable = CheckHost(url); !usable) return std::move(usable.error()).At(Name());
        Result<std::string> token = AuthorizationToken();
        if (!token) return std::move(token.error()).At(Name());
        return Ask(url, *token);
    }

private:
    /// The file wins, and is read each time: it is rotated.
    Result<std::string> AuthorizationToken() const {
        std::string token =
            world_.environment.Get("AWS_CONTAINER_AUTHORIZATION_TOKEN").value_or("");
        if (const auto file = world_.environment.Get("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
            const Result<std::string> text = world_.files.Read(*file);
            if (!text) return Error(text.error()).Because("the authorization token");
            token = std::string(impl::Trim(*text));
        }
        if (token.find_first_of("\r\n") != std::string::npos) {
            return Error{ErrorCode::kInvalidArgument, "the authorization token holds a line break"};
        }
        return token;
    }

    Result<std::optional<Credentials>> Ask(const std::string& url, const std::string& token) {
        HttpRequest request{.method = "GET",
                            .url = url,
                            .connect_timeout = std::chrono::seconds(2),
                            .total_timeout = std::chrono::seconds(5),
                            .max_response_bytes = 1U << 20U,
                            .use_proxy = false};
        request.headers.push_back({"Accept", "application/json"});
        if (!token.empty()) request.headers.push_back({"Authorization", token});
        const Result<HttpResponse> response = world_.transport.Exchange(request);
        if (!response) return Error(response.error()).At(Name());
        if (response->status != 200) {
            return Error{
                response->status >= 500 ? ErrorCode::kUnavailable : ErrorCode::kUnauthenticated,
                fmt::format("the credentials endpoint answered HTTP {}", response->status)}
                .At(Name());
        }
        Result<Credentials> keys = impl::ParseCredentialJson(response->body, "Token", Name());
        if (!keys) return keys.error();
        return std::optional(*std::move(keys));
    }

    const CredentialWorld world_;
};

}  // namespace

Provider ContainerKeys(const CredentialWorld& world) {
    return std::make_unique<FromContainer>(world);
}

}  // namespace dmsnode::aws
