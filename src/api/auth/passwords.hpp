#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace dmsnode::api {

struct PasswordOptions {
    std::size_t memory_bytes = 64U << 20U;
    unsigned long long passes = 2;
    int at_once = 2;  ///< Each needs the memory and a core.
    std::chrono::milliseconds longest_wait{5000};
};

/// Argon2id by libsodium. Threads: any; calls beyond `at_once` wait for a place.
/// Errors of the calls: kThrottled if no place came free in time; kResourceExhausted (memory).
class Passwords {
public:
    explicit Passwords(PasswordOptions options = {});

    Result<std::string> Hash(const Secret& password);
    /// `hash` of a user that does not exist is empty: that takes as long, and is never right.
    Result<bool> Verify(const std::string& hash, const Secret& password);

    static constexpr int kLeastLength = 10;
    static constexpr int kMostLength = 1024;
    /// Errors: kInvalidArgument if it is too short, too long, or the user's name.
    static Status Check(const Secret& password, std::string_view user_name);

private:
    class Place;

    const PasswordOptions options_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable freed_;
    int running_ = 0;
    std::string nobodys_hash_;  ///< Made at the first need: it costs as much as a log-in.
};

/// 256 random bits as text.
Secret NewToken(std::string_view prefix = {});
/// What is kept of a token. Tokens are random: a fast hash is enough.
std::string HashToken(std::string_view token);
/// What a session's writing requests must name: from the token, which a foreign page cannot read.
std::string CsrfOf(std::string_view token);
/// The hash of a text, for comparing; `key` keeps it from being guessed.
std::string KeyedHash(std::string_view key, std::string_view text);
/// Comparing that takes as long wherever the texts differ.
bool SameText(std::string_view a, std::string_view b);

}  // namespace dmsnode::api
