#include "aws/service_caller.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "aws/impl/text.hpp"
#include "aws/impl/url.hpp"
#include "aws/sigv4.hpp"
#include "base/ids.hpp"
#include "base/times.hpp"
#include "dms/faults.hpp"

namespace dmsnode::aws {
namespace {

/// A smaller difference is no reason for a refused signature: servers allow 5 minutes.
constexpr std::chrono::minutes kLeastSkew{4};
constexpr std::size_t kMaxFaultText = 2000;

constexpr std::array<std::string_view, 7> kSkewCodes{
    "InvalidSignatureException", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "RequestExpired",
    "RequestInTheFuture",        "SignatureExpired",      "AuthFailure"};
constexpr std::array<std::string_view, 3> kExpiredCodes{"ExpiredTokenException", "ExpiredToken",
                                                        "RequestExpired"};

template <std::size_t N>
bool Contains(const std::array<std::string_view, N>& list, std::string_view value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

Error FromFault(const ServiceFault& fault, int status) {
    std::string message = impl::Snippet(fault.message, kMaxFaultText);
    if (!fault.code.empty()) {
        if (message.empty()) message = fmt::format("the service gave no reason (HTTP {})", status);
        return Error{dms::fault::ToErrorCode(fault.code, status), message}.Fault(fault.code);
    }
    message = fmt::format("the service answered HTTP {}{}{}", status, message.empty() ? "" : ": ",
                          message);
    if (status == 429 || status >= 500) {
        return Error{dms::fault::ToErrorCode("", status), std::move(message)};
    }
    if (status == 401 || status == 403) return Error{ErrorCode::kPermissionDenied, message};
    return Error{ErrorCode::kProtocol, std::move(message)}.Hint(
        "check that the endpoint is that of the service");
}

}  // namespace

/// One call on its way: what changes from attempt to attempt.
class ServiceCaller::Attempts {
public:
    Attempts(ServiceCaller& caller, const ServiceCall& call, CredentialSource* credentials,
             impl::Url url)
        : caller_(caller),
          call_(call),
          credentials_(credentials),
          url_(std::move(url)),
          deadline_(caller.clock_.Steady() + caller.limits_.total_timeout) {}

    Result<std::string> Run() {
        for (int number = 1;; ++number) {
            Result<HttpResponse> response = Attempt(number);
            if (response && response->status == 200) {
                caller_.budget_.Give(last_cost_ > 0 ? last_cost_ : RetryBudget::kSuccessGain);
                return std::move(response->body);
            }
            Error error = Understand(response);
            if (stop_) return error;
            if (CorrectClock(response, error) || RenewCredentials(error)) {
                --number;  // a cause that was found and removed is no failed attempt
                continue;
            }
            if (Status retry = BeforeRetry(number, response, error); !retry) {
                Error last = std::move(retry.error());
                if (number > 1) last.message += fmt::format(" (after {} attempts)", number);
                return last;
            }
        }
    }

private:
    std::chrono::milliseconds Left() const {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline_ - caller_.clock_.Steady());
        return std::max(left, std::chrono::milliseconds(1));  // zero means "no limit" to transports
    }

    Result<HttpResponse> Attempt(int number) {
        HttpRequest request{.url = call_.url, .headers = call_.headers, .body = call_.body};
        request.headers.push_back({"Host", url_.authority});
        request.connect_timeout = std::min(caller_.limits_.connect_timeout, Left());
        request.total_timeout = Left();
        request.max_response_bytes = caller_.limits_.max_response_bytes;
        request.stop = caller_.limits_.stop;
        if (credentials_ != nullptr) {
            if (Status is_signed = AddSignature(request); !is_signed) {
                stop_ = true;  // retries of where keys come from are their source's affair
                return is_signed.error();
            }
        }
        // After signing: botocore leaves these two unsigned.
        request.headers.push_back({"amz-sdk-invocation-id", invocation_id_});
        request.headers.push_back({"amz-sdk-request", fmt::format("attempt={}; max={}", number,
                                                                  caller_.limits_.max_attempts)});
        return caller_.transport_.Exchange(request);
    }

    Status AddSignature(HttpRequest& request) {
        Result<Credentials> keys = credentials_->Get();
        if (!keys) return std::move(keys.error()).Because("cannot sign the request");
        used_key_ = keys->access_key_id;
        used_offset_ = caller_.clock_offset();
        const SignableRequest signable{.method = request.method,
                                       .path = url_.path,
                                       .query = url_.query,
                                       .headers = request.headers,
                                       .body = request.body};
        Result<std::vector<HttpHeader>> added =
            Sign(signable, *keys, call_.region, call_.service, caller_.clock_.Now() + used_offset_);
        if (!added) return added.error();
        request.headers.insert(request.headers.end(), added->begin(), added->end());
        return {};
    }

    Error Understand(const Result<HttpResponse>& response) {
        if (!response) {
            trouble_ = response.error().code == ErrorCode::kUnavailable ||
                               response.error().code == ErrorCode::kTimeout
                           ? Trouble::kTransient
                           : Trouble::kNone;
            return Error(response.error()).At(call_.name);
        }
        const ServiceFault fault = call_.read_fault(*response);
        trouble_ = Judge(fault.code, response->status);
        Error error = FromFault(fault, response->status);
        if (trouble_ == Trouble::kThrottled) error.code = ErrorCode::kThrottled;
        return std::move(error).At(call_.name);
    }

    /// Once a call: takes the server's clock over if ours is so far off that the signature had to
    /// be refused.
    bool CorrectClock(const Result<HttpResponse>& response, const Error& error) {
        if (!response || clock_corrected_ || !Contains(kSkewCodes, error.fault)) return false;
        const std::string* date = FindHeader(response->headers, "date");
        const auto server_time = date == nullptr ? std::nullopt : ParseHttpDate(*date);
        if (!server_time) return false;
        const Duration offset = *server_time - caller_.clock_.Now();
        if (std::chrono::abs(offset - used_offset_) < kLeastSkew) return false;
        clock_corrected_ = true;
        caller_.clock_offset_.With([&](Duration& current) { current = offset; });
        Log(LogLevel::kWarning,
            fmt::format("the clocks differ by {} s: signing with the server's time",
                        std::chrono::duration_cast<std::chrono::seconds>(offset).count()));
        return true;
    }

    /// Once a call: temporary keys that ended before their time are asked for again.
    bool RenewCredentials(const Error& error) {
        if (credentials_ == nullptr || renewed_ || !Contains(kExpiredCodes, error.fault)) {
            return false;
        }
        renewed_ = true;
        credentials_->Invalidate(used_key_);
        return true;
    }

    /// Waits for the next attempt; the error if there is none.
    Status BeforeRetry(int number, const Result<HttpResponse>& response, const Error& error) {
        if (trouble_ == Trouble::kNone || number >= caller_.limits_.max_attempts) return error;
        const Duration delay =
            RetryDelay(number, caller_.random_.Unit(), response ? &*response : nullptr);
        if (delay >= Left()) return error;
        const int cost =
            error.code == ErrorCode::kTimeout ? RetryBudget::kTimeoutCost : RetryBudget::kRetryCost;
        if (!caller_.budget_.Take(cost)) {
            Log(LogLevel::kWarning, "no retry: too many calls of this client have failed");
            return error;
        }
        last_cost_ = cost;
        Log(LogLevel::kInfo,
            fmt::format("attempt {} of {} failed, next in {:.2f} s: {}", number,
                        caller_.limits_.max_attempts, std::chrono::duration<double>(delay).count(),
                        error.message));
        if (caller_.clock_.SleepFor(delay, caller_.limits_.stop)) return {};
        return Error{ErrorCode::kCancelled, "stopped while waiting for a retry"}.At(call_.name);
    }

    void Log(LogLevel level, std::string_view text) {
        caller_.log_.Log(level, fmt::format("{} {}: {}", call_.service, call_.name, text));
    }

    ServiceCaller& caller_;
    const ServiceCall& call_;
    CredentialSource* credentials_;
    impl::Url url_;
    std::chrono::steady_clock::time_point deadline_;
    std::string invocation_id_ = NewUuid();
    std::string used_key_;
    Duration used_offset_{};
    Trouble trouble_ = Trouble::kNone;
    int last_cost_ = 0;
    bool stop_ = false;
    bool clock_corrected_ = false;
    bool renewed_ = false;
};

ServiceCaller::ServiceCaller(HttpTransport& transport, Clock& clock, Random& random, LogSink& log,
                             CallLimits limits)
    : transport_(transport),
      clock_(clock),
      random_(random),
      log_(log),
      limits_(std::move(limits)) {}

Result<std::string> ServiceCaller::Call(const ServiceCall& call, CredentialSource* credentials) {
    Result<impl::Url> url = impl::ParseUrl(call.url);
    if (!url) return url.error();
    return Attempts(*this, call, credentials, *std::move(url)).Run();
}

Duration ServiceCaller::clock_offset() const {
    return clock_offset_.With([](const Duration& offset) { return offset; });
}

}  // namespace dmsnode::aws
