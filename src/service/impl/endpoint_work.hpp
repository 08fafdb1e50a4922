#pragma once

#include <string>

#include "base/worker_pool.hpp"
#include "service/service.hpp"
#include "store/service_rows.hpp"

namespace dmsnode::service {

/// What is done with a single endpoint in the background: connecting to test it, listing its
/// schemas. Results go into the store, unless a newer request for the same endpoint was made.
/// Lifetime: dependencies outlive it. Threads: any.
class EndpointWork {
public:
    explicit EndpointWork(const Dependencies& on);

    /// False if too much waits already.
    bool QueueTest(const std::string& instance_arn, const std::string& endpoint_arn,
                   const std::string& test_id);
    bool QueueRefresh(const std::string& instance_arn, const std::string& endpoint_arn,
                      const std::string& refresh_id);
    /// Takes up what was at work when the process ended.
    Status Recover();
    void Close() { threads_.Close(); }

private:
    void Test(const std::string& instance_arn, const std::string& endpoint_arn,
              const std::string& test_id);
    Status Connect(const std::string& endpoint_arn);
    void Refresh(const std::string& instance_arn, const std::string& endpoint_arn,
                 const std::string& refresh_id);
    Result<std::vector<std::string>> ListSchemas(const std::string& endpoint_arn);
    Result<std::pair<store::EndpointRow, connectors::Endpoint>> Load(
        const std::string& endpoint_arn);

    const Dependencies on_;
    WorkerPool threads_;
};

}  // namespace dmsnode::service
