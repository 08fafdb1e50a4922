#include "service/impl/connection_tests.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"
#include "dms/faults.hpp"

namespace dmsnode::service {

Result<std::vector<store::ConnectionRow>> RenewTests(store::Connection& db,
                                                     const std::string& endpoint_arn) {
    store::ConnectionFilter filter;
    filter.endpoint_arns = {endpoint_arn};
    auto rows = store::ListConnections(db, filter, {.after_seq = 0, .limit = 1000});
    if (!rows) return rows.error();
    for (store::ConnectionRow& row : *rows) {
        row.status = "testing";
        row.failure.clear();
        row.test_id = NewUuid();
        if (Status put = store::PutConnection(db, row); !put) return put.error();
    }
    return *std::move(rows);
}

void QueueTests(EndpointWork& work, store::Database& database,
                const std::vector<store::ConnectionRow>& tests) {
    for (const store::ConnectionRow& test : tests) {
        if (work.QueueTest(test.instance_arn, test.endpoint_arn, test.test_id)) continue;
        store::ConnectionRow failed = test;
        failed.status = "failed";
        failed.failure = "Test Endpoint failed: too many tests wait already; test it again later";
        // If this cannot be stored either, the row stays `testing` and the next start takes it up.
        static_cast<void>(database.Write(
            [&](store::Connection& db) { return store::FinishConnection(db, failed); }));
    }
}

Status NeedSuccessfulTest(store::Connection& db, const store::InstanceRow& instance,
                          const store::EndpointRow& endpoint) {
    auto row = store::FindConnection(db, instance.arn, endpoint.arn);
    if (!row) return row.error();
    if (*row && (*row)->status == "successful") return {};
    std::string why = "it was not tested yet";
    if (*row) {
        why = (*row)->status == "failed" ? "the last test failed: " + (*row)->failure
                                         : "the test is still at work";
    }
    return dms::fault::Make(
        dms::fault::kInvalidResourceState,
        fmt::format("Test connection for replication instance {} and endpoint {} should be "
                    "successful for starting the replication task; {}",
                    instance.identifier, endpoint.identifier, why));
}

}  // namespace dmsnode::service
