#pragma once

#include <string>
#include <vector>

#include "service/impl/endpoint_work.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::service {

/// Puts every test result of an endpoint back to `testing`, as a change of the endpoint demands,
/// and gives the rows to hand to QueueTests once the transaction is through.
Result<std::vector<store::ConnectionRow>> RenewTests(store::Connection& db,
                                                     const std::string& endpoint_arn);

/// Begins the tests of rows that are stored as `testing`; one that finds no room is stored as
/// failed. Call outside a transaction.
void QueueTests(EndpointWork& work, store::Database& database,
                const std::vector<store::ConnectionRow>& tests);

/// Errors: InvalidResourceStateFault `Test connection for replication instance … and endpoint …
///     should be successful for starting the replication task`.
Status NeedSuccessfulTest(store::Connection& db, const store::InstanceRow& instance,
                          const store::EndpointRow& endpoint);

}  // namespace dmsnode::service
