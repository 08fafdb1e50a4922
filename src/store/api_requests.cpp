#include "store/api_requests.hpp"

namespace dmsnode::store {
namespace {

constexpr std::string_view kRequestSchema = R"sql(
CREATE TABLE api_request(
    key_hash TEXT PRIMARY KEY,
    request_hash TEXT NOT NULL,
    created INTEGER NOT NULL,
    done INTEGER NOT NULL,
    status INTEGER NOT NULL,
    body TEXT NOT NULL);
CREATE INDEX api_request_by_age ON api_request(created);
)sql";

}  // namespace

Result<ApiRequestStore> ApiRequestStore::Open(Database& database) {
    if (Status migrated = Migrate(database, {{"api_requests", 1, kRequestSchema}}); !migrated) {
        return migrated.error();
    }
    return ApiRequestStore(database);
}

Result<std::optional<ApiRequestStore::Kept>> ApiRequestStore::Begin(const std::string& key_hash,
                                                                    const std::string& request_hash,
                                                                    TimePoint now) {
    return database_->Write([&](Connection& db) -> Result<std::optional<Kept>> {
        auto aged = db.Run("DELETE FROM api_request WHERE created <= ?", {now - kKept});
        if (!aged) return aged.error();
        auto begun = db.Run(
            "INSERT INTO api_request(key_hash, request_hash, created, done, status, body) "
            "VALUES(?, ?, ?, 0, 0, '') ON CONFLICT(key_hash) DO NOTHING",
            {key_hash, request_hash, now});
        if (!begun) return begun.error();
        if (*begun > 0) return std::optional<Kept>();
        return db.One("SELECT request_hash, done, status, body FROM api_request WHERE key_hash = ?",
                      {key_hash}, [](const Row& row) {
                          return Kept{.request_hash = row.Text(0),
                                      .done = row.Bool(1),
                                      .status = row.Int(2),
                                      .body = row.Text(3)};
                      });
    });
}

Status ApiRequestStore::Finish(const std::string& key_hash, std::int64_t status,
                               const std::string& body) {
    return database_->Write([&](Connection& db) -> Status {
        auto saved =
            db.Run("UPDATE api_request SET done = 1, status = ?, body = ? WHERE key_hash = ?",
                   {status, body, key_hash});
        if (!saved) return saved.error();
        return {};
    });
}

Status ApiRequestStore::Forget(const std::string& key_hash) {
    return database_->Write([&](Connection& db) -> Status {
        auto removed = db.Run("DELETE FROM api_request WHERE key_hash = ?", {key_hash});
        if (!removed) return removed.error();
        return {};
    });
}

}  // namespace dmsnode::store
