#include "store/secret_box.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.hpp"

namespace dmsnode::store {
namespace {

constexpr std::size_t kKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;

const unsigned char* Raw(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Raw(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

/// Tells this key from others without giving it away.
std::string CheckValue(const Secret& key) {
    constexpr std::string_view kKnownText = "dmsnode store key check 1";
    std::string hash(16, '\0');
    crypto_generichash(Raw(hash), hash.size(), Raw(kKnownText), kKnownText.size(),
                       Raw(key.Reveal()), key.Reveal().size());
    return hash;
}

/// Writes the key under a private name, then links it to its own: of two processes that try at
/// once, one wins and both read the winner's.
Status CreateKeyFile(const std::filesystem::path& file) {
    std::string bytes(kKeyBytes, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    const Secret key(std::move(bytes));
    const std::filesystem::path draft = file.string() + fmt::format(".{}.new", ::getpid());
    if (Status written = WriteFileAtomically(draft, key.Reveal(), 0600); !written) return written;
    const int linked = ::link(draft.c_str(), file.c_str());
    const int failure = errno;
    ::unlink(draft.c_str());
    if (linked != 0 && failure != EEXIST) {
        return Error{ErrorCode::kPermissionDenied,
                     fmt::format("cannot create the key file: {}", std::strerror(failure))}
            .At(file.string());
    }
    return {};
}

Result<Secret> ReadKeyFile(const std::filesystem::path& file) {
    struct stat info{};
    if (::stat(file.c_str(), &info) == 0 && (info.st_mode & 077) != 0) {
        return Error{ErrorCode::kPermissionDenied, "other users can read the key file"}
            .At(file.string())
            .Hint("chmod 600 it, and change the passwords if somebody may have read it");
    }
    Result<std::string> bytes = ReadFile(file, 4096);
    if (!bytes) return bytes.error();
    Secret key(*std::move(bytes));
    if (key.Reveal().size() != kKeyBytes) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("this is no key file: it has {} bytes instead of {}",
                                 key.Reveal().size(), kKeyBytes)}
            .At(file.string())
            .Hint("put back the key file that belongs to this data folder");
    }
    return key;
}

Status MakeTable(Database& database) {
    return Migrate(database, {{"secrets", 1,
                               "CREATE TABLE secret_key(id INTEGER PRIMARY KEY CHECK(id = 1), "
                               "check_value BLOB NOT NULL) STRICT"}});
}

Result<std::optional<std::string>> StoredCheckValue(Database& database) {
    return database.Read([](Connection& db) {
        return db.One("SELECT check_value FROM secret_key", {},
                      [](const Row& row) { return row.Text(0); });
    });
}

}  // namespace

Result<SecretBox> SecretBox::Open(Database& database, const std::filesystem::path& key_file) {
    if (sodium_init() < 0) return Error{ErrorCode::kInternal, "libsodium does not start"};
    if (Status made = MakeTable(database); !made) return made.error();
    Result<std::optional<std::string>> stored = StoredCheckValue(database);
    if (!stored) return stored.error();
    std::error_code ignored;
    if (!std::filesystem::exists(key_file, ignored)) {
        if (*stored) {
            return Error{ErrorCode::kNotFound,
                         "the key file is missing, but the store holds secrets encrypted with it"}
                .At(key_file.string())
                .Hint(
                    "put the key file back from a backup; without it, start with a new data folder "
                    "and enter the passwords again");
        }
        if (Status created = CreateKeyFile(key_file); !created) return created.error();
    }
    Result<Secret> key = ReadKeyFile(key_file);
    if (!key) return key.error();
    const std::string check = CheckValue(*key);
    auto saved = database.Write([&](Connection& db) {
        return db.Run(
            "INSERT INTO secret_key(id, check_value) VALUES(1, ?1) ON CONFLICT DO NOTHING",
            {Blob{check}});
    });
    if (!saved) return saved.error();
    stored = StoredCheckValue(database);
    if (!stored) return stored.error();
    if (*stored != check) {
        return Error{ErrorCode::kUnauthenticated, "the key file belongs to another data folder"}
            .At(key_file.string())
            .Hint("put back the key file that this data folder was made with");
    }
    return SecretBox(*std::move(key));
}

Result<std::optional<SecretBox>> SecretBox::OpenIfOurs(Database& database,
                                                       const std::filesystem::path& key_file) {
    if (sodium_init() < 0) return Error{ErrorCode::kInternal, "libsodium does not start"};
    if (Status made = MakeTable(database); !made) return made.error();
    const Result<std::optional<std::string>> stored = StoredCheckValue(database);
    if (!stored) return stored.error();
    std::error_code ignored;
    if (!*stored || !std::filesystem::exists(key_file, ignored)) return std::optional<SecretBox>();
    Result<Secret> key = ReadKeyFile(key_file);
    if (!key) return key.error();
    if (**stored != CheckValue(*key)) return std::optional<SecretBox>();
    return std::optional<SecretBox>(SecretBox(*std::move(key)));
}

std::string SecretBox::Seal(const Secret& secret, std::string_view row) const {
    const std::string& clear = secret.Reveal();
    std::string sealed(kNonceBytes + clear.size() + kTagBytes, '\0');
    randombytes_buf(sealed.data(), kNonceBytes);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(Raw(sealed) + kNonceBytes, &written, Raw(clear),
                                               clear.size(), Raw(row), row.size(), nullptr,
                                               Raw(sealed), Raw(key_.Reveal()));
    return sealed;
}

Result<Secret> SecretBox::Unseal(std::string_view sealed, std::string_view row) const {
    const Error failure =
        Error{ErrorCode::kUnauthenticated, "the stored secret cannot be decrypted"}.At(row).Hint(
            "the store was changed from outside or the key file is not its own; set the "
            "secret again");
    if (sealed.size() < kNonceBytes + kTagBytes) return failure;
    std::string clear(sealed.size() - kNonceBytes - kTagBytes, '\0');
    unsigned long long written = 0;
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
        Raw(clear), &written, nullptr, Raw(sealed) + kNonceBytes, sealed.size() - kNonceBytes,
        Raw(row), row.size(), Raw(sealed), Raw(key_.Reveal()));
    if (opened != 0) return failure;
    return Secret(std::move(clear));
}

}  // namespace dmsnode::store
