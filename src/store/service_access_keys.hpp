#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"
#include "store/secret_box.hpp"

namespace dmsnode::store {

struct AccessKey {
    std::string id;    ///< 20 characters, `AKIA…`.
    std::string name;  ///< What it is for, in the user's words; may be empty.
    TimePoint created;
};

/// The keys that may call the DMS API over HTTP. Their secrets are sealed in the store.
/// Lifetime: database and box outlive it. Threads: any.
class AccessKeyStore {
public:
    /// Brings the schema up to date.
    static Result<AccessKeyStore> Open(Database& database, const SecretBox& box);

    struct Created {
        AccessKey key;
        Secret secret;  ///< 40 characters. Shown once: it cannot be listed later.
    };
    Result<Created> Create(const std::string& name, TimePoint now);
    /// In order of creation.
    Result<std::vector<AccessKey>> List() const;
    /// Errors: kNotFound.
    Status Delete(const std::string& id);
    /// Nothing if there is no such key.
    Result<std::optional<Secret>> FindSecret(const std::string& id) const;

private:
    AccessKeyStore(Database& database, const SecretBox& box) : database_(&database), box_(&box) {}

    Database* database_;
    const SecretBox* box_;
};

}  // namespace dmsnode::store
