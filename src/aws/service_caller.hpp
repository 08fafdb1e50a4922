#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/credential_source.hpp"
#include "aws/http.hpp"
#include "aws/retry.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"

namespace dmsnode::aws {

/// What a service said instead of a reply.
struct ServiceFault {
    std::string code;  ///< Empty if the body named none.
    std::string message;
};

/// One call: all that is the same over its attempts.
struct ServiceCall {
    std::string name;  ///< For messages: `DescribeEndpoints`.
    std::string url;
    std::string service;
    std::string region;
    std::vector<HttpHeader> headers;  ///< Without Host, dates and signature.
    std::string body;
    ServiceFault (*read_fault)(const HttpResponse& response) = nullptr;
};

struct CallLimits {
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{60'000};  ///< Of all attempts and waits together.
    int max_attempts = 3;
    std::size_t max_response_bytes = 64U << 20U;
    std::stop_token stop{};
};

/// Carries calls to an AWS service: signs each attempt anew, retries what may pass, corrects its
/// idea of the server's clock, and turns faults into errors.
/// Threads: any; the retry budget and the clock correction are shared by all calls.
class ServiceCaller {
public:
    ServiceCaller(HttpTransport& transport, Clock& clock, Random& random, LogSink& log,
                  CallLimits limits);

    /// The body of a successful reply. `credentials` null: the call goes unsigned.
    /// Errors: a fault by dms::fault::ToErrorCode with `Error::fault` set; without fault: as
    ///     HttpTransport, kProtocol for an HTTP status that no AWS service gives; `where` is the
    ///     call's name.
    Result<std::string> Call(const ServiceCall& call, CredentialSource* credentials);

    /// By how much the server's clock is ahead of ours, as far as a fault has told.
    Duration clock_offset() const;
    const RetryBudget& budget() const { return budget_; }

private:
    class Attempts;

    HttpTransport& transport_;
    Clock& clock_;
    Random& random_;
    LogSink& log_;
    CallLimits limits_;
    RetryBudget budget_;
    Guarded<Duration> clock_offset_{Duration::zero()};
};

}  // namespace dmsnode::aws
