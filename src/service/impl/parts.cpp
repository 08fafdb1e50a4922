#include "service/impl/parts.hpp"

#include <fmt/format.h>

namespace dmsnode::service {

Error DmsService::Parts::Closed() {
    return dms::fault::Make(dms::fault::kServiceUnavailable, "the service is shutting down");
}

Error DmsService::Parts::AsFault(Error error) const {
    if (!error.fault.empty()) return error;
    on.log.Log(LogLevel::kError, "an operation failed: " + error.ToString());
    if (error.IsTransient() || error.code == ErrorCode::kResourceExhausted) {
        return dms::fault::Make(dms::fault::kServiceUnavailable,
                                "the service's store cannot be used now: " + error.message)
            .Hint(error.hint);
    }
    return dms::fault::Make(dms::fault::kInternalFailure,
                            "the service failed internally; its log says how");
}

Error NotFound(ResourceKind kind, std::string_view arn) {
    return dms::fault::Make(dms::fault::kResourceNotFound,
                            fmt::format("{} {} not found.", DisplayName(kind), arn));
}

Error AlreadyExists(ResourceKind kind, std::string_view identifier, std::string_view arn) {
    return dms::fault::Make(dms::fault::kResourceAlreadyExists,
                            fmt::format("{} already exists: {}", DisplayName(kind), identifier))
        .At(arn);
}

Error InvalidValue(std::string_view member, std::string_view value, std::string_view why) {
    return dms::fault::Make(dms::fault::kInvalidParameterValue,
                            fmt::format("Invalid value {} for {}: {}", value, member, why));
}

Result<store::InstanceRow> NeedInstance(store::Connection& db, const std::string& arn) {
    const Status well_formed = CheckArn(ResourceKind::kInstance, "ReplicationInstanceArn", arn);
    if (!well_formed) return well_formed.error();
    auto row = store::FindInstance(db, arn);
    if (!row) return row.error();
    if (!*row) return NotFound(ResourceKind::kInstance, arn);
    return **row;
}

Result<store::EndpointRow> NeedEndpoint(store::Connection& db, const std::string& arn,
                                        std::string_view member) {
    const Status well_formed = CheckArn(ResourceKind::kEndpoint, member, arn);
    if (!well_formed) return well_formed.error();
    auto row = store::FindEndpoint(db, arn);
    if (!row) return row.error();
    if (!*row) return NotFound(ResourceKind::kEndpoint, arn);
    return **row;
}

Result<store::TaskRow> NeedTask(store::Connection& db, const std::string& arn) {
    const Status well_formed = CheckArn(ResourceKind::kTask, "ReplicationTaskArn", arn);
    if (!well_formed) return well_formed.error();
    auto row = store::FindTask(db, arn);
    if (!row) return row.error();
    if (!*row) return NotFound(ResourceKind::kTask, arn);
    return **row;
}

Status NeedAvailable(const store::InstanceRow& instance) {
    if (instance.status == "available") return {};
    return dms::fault::Make(dms::fault::kInvalidResourceState,
                            fmt::format("Replication instance {} is {}, not available",
                                        instance.identifier, instance.status));
}

Status CheckQuota(ResourceKind kind, std::int64_t used, std::int64_t most) {
    if (used < most) return {};
    return dms::fault::Make(dms::fault::kResourceQuotaExceeded,
                            fmt::format("{}: there are {} already, the most that are allowed",
                                        DisplayName(kind), used));
}

std::optional<std::string> IfNotEmpty(std::string text) {
    if (text.empty()) return std::nullopt;
    return text;
}

}  // namespace dmsnode::service
