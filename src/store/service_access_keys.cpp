#include "store/service_access_keys.hpp"

#include <sodium.h>

#include "base/ids.hpp"
#include "store/service_schema.hpp"

namespace dmsnode::store {
namespace {

std::string SecretPlace(const std::string& id) {
    return "dms_access_key/" + id + "/secret";
}

Secret NewSecret() {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text(40, 'A');
    for (char& c : text) c = kAlphabet[randombytes_uniform(kAlphabet.size())];
    return Secret(std::move(text));
}

}  // namespace

Result<AccessKeyStore> AccessKeyStore::Open(Database& database, const SecretBox& box) {
    if (Status migrated = MigrateService(database); !migrated) return migrated.error();
    return AccessKeyStore(database, box);
}

Result<AccessKeyStore::Created> AccessKeyStore::Create(const std::string& name, TimePoint now) {
    Created created{.key = {.id = "AKIA" + NewBase32Id(16), .name = name, .created = now},
                    .secret = NewSecret()};
    const std::string sealed = box_->Seal(created.secret, SecretPlace(created.key.id));
    auto saved = database_->Write([&](Connection& db) {
        return db.Run(
            "INSERT INTO dms_access_key(id, name, secret, created) VALUES(?1, ?2, ?3, ?4)",
            {created.key.id, name, Blob{sealed}, now});
    });
    if (!saved) return saved.error();
    return created;
}

Result<std::vector<AccessKey>> AccessKeyStore::List() const {
    return database_->Read([&](Connection& db) {
        return db.All("SELECT id, name, created FROM dms_access_key ORDER BY created, id", {},
                      [](const Row& row) {
                          return AccessKey{
                              .id = row.Text(0), .name = row.Text(1), .created = row.Time(2)};
                      });
    });
}

Status AccessKeyStore::Delete(const std::string& id) {
    auto removed = database_->Write(
        [&](Connection& db) { return db.Run("DELETE FROM dms_access_key WHERE id = ?1", {id}); });
    if (!removed) return removed.error();
    if (*removed == 0) {
        return Error{ErrorCode::kNotFound, "there is no access key " + id}.Hint(
            "list the keys to see those that exist");
    }
    return {};
}

Result<std::optional<Secret>> AccessKeyStore::FindSecret(const std::string& id) const {
    auto sealed = database_->Read([&](Connection& db) {
        return db.One("SELECT secret FROM dms_access_key WHERE id = ?1", {id},
                      [](const Row& row) { return row.Text(0); });
    });
    if (!sealed) return sealed.error();
    if (!*sealed) return std::optional<Secret>();
    Result<Secret> secret = box_->Unseal(**sealed, SecretPlace(id));
    if (!secret) return secret.error();
    return std::optional<Secret>(*std::move(secret));
}

}  // namespace dmsnode::store
