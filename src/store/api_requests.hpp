#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "store/database.hpp"

namespace dmsnode::store {

/// What was answered to requests with an Idempotency-Key, so that a client that did not hear the
/// answer may ask again. Keys and requests are kept as hashes only.
/// Lifetime: the database outlives it. Threads: any.
class ApiRequestStore {
public:
    static constexpr std::chrono::hours kKept{24};

    /// Brings the schema up to date.
    static Result<ApiRequestStore> Open(Database& database);

    struct Kept {
        std::string request_hash;
        bool done = false;  ///< False: it is being answered, or its process died while it was.
        std::int64_t status = 0;
        std::string body;
    };
    /// Takes the key for this request. If it is taken, gives what is known of the request that took
    /// it. Removes what is older than kKept.
    Result<std::optional<Kept>> Begin(const std::string& key_hash, const std::string& request_hash,
                                      TimePoint now);
    Status Finish(const std::string& key_hash, std::int64_t status, const std::string& body);
    /// Frees the key: the request failed in a way that may pass.
    Status Forget(const std::string& key_hash);

private:
    explicit ApiRequestStore(Database& database) : database_(&database) {}

    Database* database_;
};

}  // namespace dmsnode::store
