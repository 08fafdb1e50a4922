#include "api/auth/passwords.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace dmsnode::api {
namespace {

std::string Hex(const unsigned char* bytes, std::size_t size) {
    std::string text;
    for (std::size_t i = 0; i < size; ++i) text += fmt::format("{:02x}", bytes[i]);
    return text;
}

Result<std::string> HashNow(const Secret& password, const PasswordOptions& options) {
    std::array<char, crypto_pwhash_STRBYTES> hash{};
    if (crypto_pwhash_str_alg(hash.data(), password.Reveal().data(), password.Reveal().size(),
                              options.passes, options.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error{ErrorCode::kResourceExhausted, "there is no memory to hash a password"}.Hint(
            "free memory on the server's machine");
    }
    return std::string(hash.data());
}

}  // namespace

/// One of the places in which a hash is computed.
class Passwords::Place {
public:
    explicit Place(Passwords& passwords) : passwords_(passwords) {
        std::unique_lock lock(passwords_.mutex_);
        taken_ = passwords_.freed_.wait_for(lock, passwords_.options_.longest_wait, [&] {
            return passwords_.running_ < passwords_.options_.at_once;
        });
        if (taken_) ++passwords_.running_;
    }
    ~Place() {
        if (!taken_) return;
        const std::lock_guard lock(passwords_.mutex_);
        --passwords_.running_;
        passwords_.freed_.notify_one();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    Status taken() const {
        if (taken_) return {};
        return Error{ErrorCode::kThrottled, "too many log-ins at once"}.Hint("try again soon");
    }

private:
    Passwords& passwords_;
    bool taken_ = false;
};

Passwords::Passwords(PasswordOptions options) : options_(options) {
    // A second call does nothing; without a source of randomness there is no going on.
    if (sodium_init() < 0) std::abort();
}

Result<std::string> Passwords::Hash(const Secret& password) {
    const Place place(*this);
    if (Status taken = place.taken(); !taken) return taken.error();
    return HashNow(password, options_);
}

Result<bool> Passwords::Verify(const std::string& hash, const Secret& password) {
    const Place place(*this);
    if (Status taken = place.taken(); !taken) return taken.error();
    std::string against = hash;
    if (hash.empty()) {
        {
            const std::lock_guard lock(mutex_);
            against = nobodys_hash_;
        }
        if (against.empty()) {
            Result<std::string> made = HashNow(NewToken(), options_);
            if (!made) return made.error();
            against = *made;
            const std::lock_guard lock(mutex_);
            nobodys_hash_ = against;
        }
    }
    const bool right = crypto_pwhash_str_verify(against.c_str(), password.Reveal().data(),
                                                password.Reveal().size()) == 0;
    return right && !hash.empty();
}

Status Passwords::Check(const Secret& password, std::string_view user_name) {
    const std::string& text = password.Reveal();
    const auto length = std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
    if (length < kLeastLength || text.size() > kMostLength) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("a password has {} to {} characters", kLeastLength, kMostLength)}
            .At("$.password")
            .Hint("take a sentence, or let a password manager make one");
    }
    if (text == user_name) {
        return Error{ErrorCode::kInvalidArgument, "the password is the user's name"}.At(
            "$.password");
    }
    return {};
}

Secret NewToken(std::string_view prefix) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::array<char, sodium_base64_ENCODED_LEN(32, kVariant)> text{};
    sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), kVariant);
    sodium_memzero(bytes.data(), bytes.size());
    return Secret(std::string(prefix) + text.data());
}

std::string HashToken(std::string_view token) {
    return KeyedHash({}, token);
}

std::string CsrfOf(std::string_view token) {
    return KeyedHash(token, "csrf");
}

std::string KeyedHash(std::string_view key, std::string_view text) {
    // A key is 16 to 64 bytes long, or absent: others are hashed to that length first.
    std::array<unsigned char, 32> short_key{};
    crypto_generichash(short_key.data(), short_key.size(),
                       reinterpret_cast<const unsigned char*>(key.data()), key.size(), nullptr, 0);
    std::array<unsigned char, 32> hash{};
    crypto_generichash(
        hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
        key.empty() ? nullptr : short_key.data(), key.empty() ? 0 : short_key.size());
    return Hex(hash.data(), hash.size());
}

bool SameText(std::string_view a, std::string_view b) {
    return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace dmsnode::api
