#include <limits>

#include "store/auth_store.hpp"

namespace dmsnode::store {
namespace {

AuditRow ReadAudit(const Row& row) {
    return AuditRow{.id = row.Int(0),
                    .at = row.Time(1),
                    .user = row.Int(2),
                    .user_name = row.Text(3),
                    .operation = row.Text(4),
                    .object = row.Text(5),
                    .peer = row.Text(6),
                    .status = row.Int(7),
                    .request_id = row.Text(8)};
}

constexpr std::int64_t kFirst = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kLast = std::numeric_limits<std::int64_t>::max();

std::int64_t MicrosOr(const std::optional<TimePoint>& time, std::int64_t otherwise) {
    return time ? static_cast<std::int64_t>(time->time_since_epoch().count()) : otherwise;
}

}  // namespace

Status AuthStore::AppendAudit(const AuditRow& row) {
    return database_->Write([&](Connection& db) -> Status {
        auto added = db.Run(
            "INSERT INTO auth_audit(id, at, user_id, user_name, operation, object, peer, status, "
            "request_id) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
            {row.id, row.at, row.user, row.user_name, row.operation, row.object, row.peer,
             row.status, row.request_id});
        if (!added) return added.error();
        return {};
    });
}

Result<std::vector<AuditRow>> AuthStore::ListAudit(const AuditFilter& filter) const {
    // Constant text: bounds stand in for filters that are not given, an empty text for any name.
    return database_->Read([&](Connection& db) {
        return db.All(
            "SELECT id, at, user_id, user_name, operation, object, peer, status, request_id "
            "FROM auth_audit WHERE id < ? AND at >= ? AND at < ? "
            "AND (? = '' OR user_name = ?) AND (? = '' OR operation = ?) "
            "ORDER BY id DESC LIMIT ?",
            {filter.before_id.value_or(kLast), MicrosOr(filter.since, kFirst),
             MicrosOr(filter.until, kLast), filter.user_name.value_or(""),
             filter.user_name.value_or(""), filter.operation.value_or(""),
             filter.operation.value_or(""), filter.limit},
            ReadAudit);
    });
}

}  // namespace dmsnode::store
