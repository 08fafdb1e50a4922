#include "aws/curl_transport.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <mutex>

#include "aws/impl/text.hpp"
#include "base/handle.hpp"

namespace dmsnode::aws {
namespace {

using CurlHandle = Handle<CURL, curl_easy_cleanup>;
using HeaderList = Handle<curl_slist, curl_slist_free_all>;

constexpr std::size_t kMaxHeaderBytes = 64U << 10U;

/// What the callbacks of one exchange share.
struct Transfer {
    const HttpRequest& request;
    HttpResponse response{};
    std::size_t header_bytes = 0;
    bool too_large = false;
};

// The callbacks have C's signatures: libcurl calls them, and gives back what it was given.
std::size_t OnBody(char* data, std::size_t, std::size_t size, void* context) noexcept {
    auto& exchange = *static_cast<Transfer*>(context);
    exchange.too_large = exchange.response.body.size() + size > exchange.request.max_response_bytes;
    if (exchange.too_large) return 0;
    exchange.response.body.append(data, size);
    return size;
}

std::size_t OnHeader(char* data, std::size_t, std::size_t size, void* context) noexcept {
    auto& exchange = *static_cast<Transfer*>(context);
    const std::string_view line(data, size);
    exchange.header_bytes += size;
    exchange.too_large = exchange.header_bytes > kMaxHeaderBytes;
    if (exchange.too_large) return 0;
    if (line.starts_with("HTTP/")) {
        exchange.response.headers.clear();  // those before were of a `100 Continue`
    } else if (const std::size_t colon = line.find(':'); colon != std::string_view::npos) {
        exchange.response.headers.push_back({std::string(impl::Trim(line.substr(0, colon))),
                                             std::string(impl::Trim(line.substr(colon + 1)))});
    }
    return size;
}

int OnProgress(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    return static_cast<Transfer*>(context)->request.stop.stop_requested() ? 1 : 0;
}

HeaderList MakeHeaders(const HttpRequest& request) {
    HeaderList list;
    const auto append = [&list](const std::string& line) {
        // On failure (no memory) curl leaves the old list alone.
        if (curl_slist* longer = curl_slist_append(list.get(), line.c_str()); longer != nullptr) {
            [[maybe_unused]] curl_slist* same = list.release();
            list.reset(longer);
        }
    };
    for (const HttpHeader& header : request.headers) {
        // curl drops a header `Name:`; one without a value is written `Name;`.
        append(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
    // Our bodies are small: waiting for `100 Continue` costs a second with servers that ignore it.
    append("Expect:");
    return list;
}

void SetTransfer(CURL* curl, const CurlOptions& options, Transfer& exchange) {
    const HttpRequest& request = exchange.request;
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);  // the path that was signed is the one to send
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(request.connect_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(request.total_timeout.count()));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, options.ca_file.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    }
    if (!request.use_proxy) curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, options.user_agent.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (request.method != "GET") {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    }
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, OnBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, OnHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, OnProgress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
}

Error FromCurl(CURLcode code, std::string_view detail, const Transfer& exchange) {
    const auto make = [&](ErrorCode error_code, std::string_view what) {
        return Error{error_code, fmt::format("{}: {}", what, detail)};
    };
    switch (code) {
        case CURLE_URL_MALFORMAT:
            return make(ErrorCode::kInvalidArgument, "the URL cannot be used");
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return make(ErrorCode::kUnavailable, "the host name is not known")
                .Hint("check the endpoint, the region and the network");
        case CURLE_COULDNT_CONNECT:
            return make(ErrorCode::kUnavailable, "no connection")
                .Hint("check that the endpoint is reachable from here");
        case CURLE_OPERATION_TIMEDOUT: return make(ErrorCode::kTimeout, "no reply in time");
        case CURLE_ABORTED_BY_CALLBACK:
            return Error{ErrorCode::kCancelled, "stopped while waiting for a reply"};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return make(ErrorCode::kUnauthenticated, "the server's certificate is not trusted")
                .Hint("name the CA's certificate (AWS_CA_BUNDLE, or the connection's CA file)");
        case CURLE_SSL_CONNECT_ERROR: return make(ErrorCode::kUnavailable, "TLS failed");
        case CURLE_WRITE_ERROR:
            if (exchange.too_large) {
                return Error{ErrorCode::kProtocol,
                             fmt::format("the reply is larger than {} bytes",
                                         exchange.request.max_response_bytes)};
            }
            return make(ErrorCode::kUnavailable, "the reply broke off");
        case CURLE_WEIRD_SERVER_REPLY:
        case CURLE_UNSUPPORTED_PROTOCOL: return make(ErrorCode::kProtocol, "the reply is not HTTP");
        // libcurl's list grows with its versions: all others end a transfer that had begun.
        default: return make(ErrorCode::kUnavailable, "the exchange broke off");
    }
}

}  // namespace

class CurlTransport::Pool {
public:
    explicit Pool(std::size_t max_idle) : max_idle_(max_idle) {}

    CurlHandle Take() {
        CurlHandle handle = idle_.With([](std::vector<CurlHandle>& idle) {
            if (idle.empty()) return CurlHandle();
            CurlHandle last = std::move(idle.back());
            idle.pop_back();
            return last;
        });
        return handle ? std::move(handle) : CurlHandle(curl_easy_init());
    }
    void Return(CurlHandle handle) {
        curl_easy_reset(handle.get());  // keeps the connections, forgets the request
        idle_.With([&](std::vector<CurlHandle>& idle) {
            if (idle.size() < max_idle_) idle.push_back(std::move(handle));
        });
    }

private:
    std::size_t max_idle_;
    Guarded<std::vector<CurlHandle>> idle_;
};

CurlTransport::CurlTransport(CurlOptions options) : options_(std::move(options)) {
    static std::once_flag once;  // libcurl's own state is global, and set up once a process
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    pool_ = std::make_unique<Pool>(options_.max_idle_handles);
}

CurlTransport::~CurlTransport() = default;

Result<HttpResponse> CurlTransport::Exchange(const HttpRequest& request) {
    CurlHandle curl = pool_->Take();
    if (curl == nullptr) return Error{ErrorCode::kResourceExhausted, "libcurl has no memory left"};
    const HeaderList headers = MakeHeaders(request);
    Transfer exchange{request};
    std::array<char, CURL_ERROR_SIZE> detail{};
    SetTransfer(curl.get(), options_, exchange);
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl.get(), CURLOPT_ERRORBUFFER, detail.data());
    const CURLcode code = curl_easy_perform(curl.get());
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    pool_->Return(std::move(curl));
    if (code != CURLE_OK) {
        const std::string_view text(detail[0] == '\0' ? curl_easy_strerror(code) : detail.data());
        return FromCurl(code, text, exchange);
    }
    exchange.response.status = static_cast<int>(status);
    return std::move(exchange.response);
}

}  // namespace dmsnode::aws
