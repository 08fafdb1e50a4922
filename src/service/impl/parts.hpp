#pragma once

#include <atomic>
#include <string>

#include "dms/faults.hpp"
#include "service/impl/arns.hpp"
#include "service/impl/endpoint_work.hpp"
#include "service/impl/paging.hpp"
#include "service/impl/supervisor.hpp"
#include "service/service.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::service {

/// Source: AWS DMS user guide, "Quotas"; reported by DescribeAccountAttributes and kept.
inline constexpr std::int64_t kMostInstances = 60;
inline constexpr std::int64_t kMostEndpoints = 1000;
inline constexpr std::int64_t kMostTasks = 600;

/// The setting that holds UniqueAccountIdentifier.
inline constexpr std::string_view kAccountIdSetting = "unique_account_identifier";

/// What the operations of all families share.
struct DmsService::Parts {
    Parts(const Dependencies& dependencies, Options given, Arns arn_maker)
        : on(dependencies),
          options(std::move(given)),
          arns(std::move(arn_maker)),
          endpoint_work(on),
          supervisor(on, options) {}

    const Dependencies on;
    const Options options;
    const Arns arns;
    EndpointWork endpoint_work;
    Supervisor supervisor;
    std::atomic<bool> closed{false};

    /// Runs an operation's `work(Connection&)` in one transaction and turns what is no fault into
    /// one.
    template <class Work>
    auto Write(Work&& work) -> std::invoke_result_t<Work, store::Connection&> {
        if (closed) return Closed();
        auto result = on.database.Write(std::forward<Work>(work));
        if (!result) return AsFault(result.error());
        return result;
    }
    /// The same without a transaction of its own, for one that only reads.
    template <class Work>
    auto Read(Work&& work) -> std::invoke_result_t<Work, store::Connection&> {
        if (closed) return Closed();
        auto result = on.database.Read(std::forward<Work>(work));
        if (!result) return AsFault(result.error());
        return result;
    }

    static Error Closed();
    /// An error that has no fault is ours: InternalFailure or ServiceUnavailable. It is logged
    /// here, since the caller is told no details of the store.
    Error AsFault(Error error) const;
};

/// Errors: ResourceNotFoundFault.
Error NotFound(ResourceKind kind, std::string_view arn);
/// `where` is the ARN of the resource that has the name.
Error AlreadyExists(ResourceKind kind, std::string_view identifier, std::string_view arn);
Error InvalidValue(std::string_view member, std::string_view value, std::string_view why);

/// The row that `arn` names. Errors: InvalidParameterValueException if it is no ARN of this kind,
///     ResourceNotFoundFault.
Result<store::InstanceRow> NeedInstance(store::Connection& db, const std::string& arn);
Result<store::EndpointRow> NeedEndpoint(store::Connection& db, const std::string& arn,
                                        std::string_view member = "EndpointArn");
Result<store::TaskRow> NeedTask(store::Connection& db, const std::string& arn);

/// Errors: InvalidResourceStateFault unless the instance is `available`.
Status NeedAvailable(const store::InstanceRow& instance);

/// Errors: ResourceQuotaExceededFault if `used` resources leave no room for one more.
Status CheckQuota(ResourceKind kind, std::int64_t used, std::int64_t most);

/// Checks tags and stores them. Errors: InvalidParameterValueException,
///     ResourceQuotaExceededFault.
Status StoreTags(store::Connection& db, const std::string& arn, const std::vector<dms::Tag>& tags);

std::optional<std::string> IfNotEmpty(std::string text);

}  // namespace dmsnode::service
