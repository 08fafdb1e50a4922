#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "api/api.hpp"
#include "api/run_streams.hpp"

namespace dmsnode::api {

struct RestApiOptions {
    ApiOptions limits{};
    PasswordOptions passwords{};
    SessionOptions sessions{};
    CheckNodes check_nodes{};
    AlarmAccess alarms{};
    DmsParts dms{};
};

/// The scheduler as requests reach it. Lifetime: outlives the RestApi.
struct RunParts {
    scheduler::Commands& commands;
    scheduler::Bell& bell;
};

/// The REST API on a store, with all that it stands on.
/// Threads: AddCollector of metrics before the server starts, the rest any.
class RestApi {
public:
    /// Brings the schema up to date. Lifetime: database, clock and log outlive it.
    static Result<std::unique_ptr<RestApi>> Open(store::Database& database, const RunParts& runs,
                                                 Clock& clock, LogSink& log,
                                                 const RestApiOptions& options = {});
    RestApi(const RestApi&) = delete;
    RestApi& operator=(const RestApi&) = delete;

    Api& handler() { return *api_; }
    Authenticator& authenticator() { return authenticator_; }
    store::AuthStore& auth() { return auth_; }
    Metrics& metrics() { return metrics_; }

private:
    RestApi(store::Database& database, const RunParts& runs, store::AuthStore auth,
            store::ApiRequestStore requests, Clock& clock, LogSink& log,
            const RestApiOptions& options);

    store::AuthStore auth_;
    store::ApiRequestStore requests_;
    Authenticator authenticator_;
    Metrics metrics_;
    RunStreams streams_;
    std::unique_ptr<Api> api_;
};

}  // namespace dmsnode::api
