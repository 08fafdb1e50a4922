#pragma once

#include <chrono>
#include <functional>
#include <semaphore>
#include <string>

#include "api/dms_access.hpp"
#include "app/node_connections.hpp"
#include "base/worker_pool.hpp"
#include "connectors/connector.hpp"

namespace dmsnode::app {

/// What requests about DMS services stand on. Lifetime: all outlive it.
struct DmsServicesParts {
    NodeConnections& connections;
    /// The database behind an endpoint of the embedded service.
    std::function<Result<connectors::Endpoint>(const std::string& arn)> database_of;
    connectors::Factory& factory;
    LogSink& log;
};

struct DmsServicesOptions {
    std::chrono::milliseconds read_deadline{30'000};
    std::chrono::milliseconds change_deadline{65'000};  ///< Longer than a client's own.
    std::chrono::milliseconds turn_deadline{3'000};
};

/// Reaches DMS services and databases for requests of the REST API. What may be slow (another
/// machine) runs on threads of its own, four at a time: requests wait for it with a deadline and
/// leave the server's threads to others. Threads: any.
class DmsServices final : public api::DmsAccess {
public:
    explicit DmsServices(DmsServicesParts parts, DmsServicesOptions options = {});
    ~DmsServices() override { threads_.Close(); }

    Result<std::vector<api::GivenConnection>> Given() override;
    Result<bool> IsEmbedded(const std::string& connection) override;
    Status Check(const api::ConnectionContent& content) override;
    Result<Json> Call(const std::string& connection, std::string_view operation,
                      const Json& request) override;
    Result<Json> SourceTables(const std::string& connection,
                              const api::TablesWanted& wanted) override;
    Result<Json> PreviewMapping(const std::string& connection,
                                const api::PreviewWanted& wanted) override;

private:
    using Work = std::function<Result<Json>()>;

    /// Runs it on another thread. Errors: kThrottled if too much runs already; kTimeout: it may
    /// still be at work.
    Result<Json> InTime(std::chrono::milliseconds deadline, const Work& work);
    Status NeedEmbedded(const std::string& connection, std::string_view what);

    static constexpr int kAtOnce = 4;

    const DmsServicesParts on_;
    const DmsServicesOptions options_;
    std::counting_semaphore<kAtOnce> turns_{kAtOnce};  ///< Of the requests that wait.
    WorkerPool threads_;
};

}  // namespace dmsnode::app
