#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "alarms/channel.hpp"
#include "api/auth/authenticator.hpp"
#include "api/dms_access.hpp"
#include "api/metrics.hpp"
#include "api/rate_limit.hpp"
#include "api/route.hpp"
#include "base/log.hpp"
#include "http/server.hpp"
#include "scheduler/commands.hpp"
#include "store/api_requests.hpp"
#include "store/secret_box.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::api {

class RunStreams;

/// What task kinds say of the nodes' parameters: all that can be told without a run. The project is
/// the one whose parameters they may use. Paths are those of the definition's document.
using CheckNodes =
    std::function<std::vector<Problem>(std::int64_t project, const workflow::WorkflowDefinition&)>;

/// What alarm channels need. Null: this process has no alarms.
struct AlarmAccess {
    const store::SecretBox* secrets = nullptr;
    alarms::ChannelFactory* channels = nullptr;
    /// Rings the deliverer after a delivery was begun anew; may be empty.
    std::function<void()> ring{};
};

/// What all requests need. Lifetime: all that it refers to outlives the Api.
struct ApiParts {
    scheduler::Commands& commands;
    RunStreams& streams;
    Authenticator& authenticator;
    store::AuthStore& auth;
    store::ApiRequestStore& requests;
    Metrics& metrics;
    Clock& clock;
    LogSink& log;
    store::Database& database;
    CheckNodes check_nodes{};  ///< May be empty.
    AlarmAccess alarms{};
    DmsParts dms{};
};

struct ApiOptions {
    RateLimit per_principal{.per_second = 50, .burst = 200};
    RateLimit per_address{.per_second = 100, .burst = 400};
};

inline constexpr std::string_view kApiPrefix = "/api/v1";
inline constexpr std::string_view kSessionCookie = "dmsnode_session";

/// The REST API: finds the route, says who calls and whether they may, checks what came, calls the
/// handler, and writes its answer, its log line, its metrics and its line in the audit log.
/// Threads: any.
class Api final : public http::Handler {
public:
    /// Adds the route of its own description to the table.
    /// A table that is not sound (two routes in one place, a right of a project without a project)
    /// is a defect of this program and ends it.
    Api(const ApiParts& parts, RouteTable table, ApiOptions options = {});

    http::Reply Handle(const http::Request& request) override;
    http::Reply Refuse(const http::Request& head, int status, std::string_view why) override;

    const RouteTable& table() const { return table_; }
    /// The OpenAPI document, indented, with a line break at its end.
    const std::string& openapi() const { return openapi_; }
    /// Whether a path is this API's: below its prefix, or that of a route at the root.
    static std::vector<std::string> RootPrefixes(const RouteTable& table);

private:
    struct Exchange;  // api.cpp: one request on its way

    http::Reply Run(Exchange& exchange);
    bool FindRoute(Exchange& exchange) const;
    /// Who calls, and whether they may. False: the exchange has its answer.
    bool Admit(Exchange& exchange);
    /// Reads query and body. False: the exchange has its answer.
    bool Read(Exchange& exchange) const;
    bool ReadQuery(Exchange& exchange) const;
    bool ReadBody(Exchange& exchange) const;
    /// Calls the handler, or answers as the same request was answered before.
    void Call(Exchange& exchange);
    void CallOnce(Exchange& exchange, const std::string& key);
    void CallHandler(Exchange& exchange);
    void Audit(const Exchange& exchange);
    http::Reply Write(Exchange& exchange) const;

    const ApiParts on_;
    RouteTable table_;
    std::string openapi_;
    struct Compiled {
        std::vector<std::string> segments;  ///< `{name}` for a parameter.
    };
    std::vector<Compiled> compiled_;  ///< In the order of the table.
    RateLimiter per_principal_;
    RateLimiter per_address_;
};

}  // namespace dmsnode::api
