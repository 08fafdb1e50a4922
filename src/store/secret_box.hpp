#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "store/database.hpp"

namespace dmsnode::store {

/// Encrypts secrets before they go into the store: XChaCha20-Poly1305 with a key that lies in a
/// file beside it, so that a copy of the database alone gives nothing away. Threads: any.
class SecretBox {
public:
    /// Reads the key file, or makes one (mode 0600, 32 random bytes) if this store never had one.
    /// The store remembers a check value of its key.
    /// Errors: kNotFound if the store has secrets but the file is gone; kUnauthenticated if it is
    ///     another store's key; kPermissionDenied if others may read it; kInvalidArgument if it is
    ///     no key file.
    static Result<SecretBox> Open(Database& database, const std::filesystem::path& key_file);

    /// The box, if the key file is there and is this store's; neither is made. For a worker, which
    /// gets by without. Errors: those of the store and of reading the file.
    static Result<std::optional<SecretBox>> OpenIfOurs(Database& database,
                                                       const std::filesystem::path& key_file);

    /// The sealed bytes: nonce and ciphertext. `row` names the place it is for
    /// (`dms_endpoint/<id>/password`); it must be given again to open it, so that a sealed value
    /// cannot be moved to another row.
    std::string Seal(const Secret& secret, std::string_view row) const;
    /// Errors: kUnauthenticated if the bytes were changed or belong to another row or key.
    Result<Secret> Unseal(std::string_view sealed, std::string_view row) const;

private:
    explicit SecretBox(Secret key) : key_(std::move(key)) {}

    Secret key_;
};

}  // namespace dmsnode::store
