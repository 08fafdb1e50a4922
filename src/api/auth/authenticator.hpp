#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "api/auth/login_guard.hpp"
#include "api/auth/passwords.hpp"
#include "api/auth/rights.hpp"
#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/auth_store.hpp"

namespace dmsnode::api {

struct SessionOptions {
    std::chrono::minutes idle{8 * 60};
    std::chrono::hours longest{7 * 24};
};

/// Who is who: log-ins, sessions, API tokens, passwords.
/// Lifetime: store and clock outlive it. Threads: any.
class Authenticator {
public:
    Authenticator(store::AuthStore& store, Clock& clock, PasswordOptions passwords = {},
                  SessionOptions sessions = {});

    struct Visitor {
        std::string peer;
        std::string user_agent;
    };
    struct LoggedIn {
        Principal principal;
        Secret token;  ///< The session's. It is kept nowhere.
        TimePoint expires;
    };
    /// Errors: kUnauthenticated, the same for a wrong name, a wrong password and a disabled user;
    ///     kThrottled with the time to wait in the hint.
    Result<LoggedIn> LogIn(const std::string& name, const Secret& password, const Visitor& from);
    Status LogOut(const Principal& principal);

    /// What a request brings along. The bearer token counts if both are there.
    struct Credentials {
        std::string bearer;
        std::string session;
    };
    /// Nobody, if there are none. Errors: kUnauthenticated if they are wrong, over or revoked.
    Result<Principal> Authenticate(const Credentials& credentials);

    /// The same principal as it is now, for what outlives a request. Counts as no use of a session.
    /// Errors: kUnauthenticated if the session or token is over or revoked, or its user disabled.
    Result<Principal> Again(const Principal& principal);

    /// Errors: kInvalidArgument (password), kAlreadyExists.
    Result<store::UserRow> MakeUser(const std::string& name, const Secret& password,
                                    bool administrator);
    using Tokens = store::AuthStore::Tokens;
    /// A user's own. Ends the user's other sessions.
    /// Errors: kPermissionDenied if `old_password` is wrong; kInvalidArgument, kThrottled.
    Status ChangePassword(const Principal& principal, const Secret& old_password,
                          const Secret& new_password, const Visitor& from, Tokens tokens);
    /// An administrator's. Ends all the user's sessions. Errors: kNotFound, kInvalidArgument.
    Status SetPassword(std::int64_t user, const Secret& new_password, Tokens tokens);

    struct MadeToken {
        store::ApiTokenRow row;
        Secret token;  ///< Shown once.
    };
    Result<MadeToken> MakeToken(std::int64_t user, const std::string& name, Scope scope,
                                std::optional<TimePoint> expires);

    /// Makes the administrator `admin` if the store has no user at all. Its password is the content
    /// of `password_file` if that is given, else it is random and written to
    /// `<data_folder>/admin-password` (mode 0600).
    /// Returns where a random password was written; nothing if none was made.
    Result<std::optional<std::filesystem::path>> MakeFirstAdministrator(
        const std::filesystem::path& data_folder,
        const std::optional<std::filesystem::path>& password_file);

private:
    enum class Use { kCounts, kCountsNot };
    Result<Principal> BySession(const std::string& hash, Use use);
    Result<Principal> ByToken(const std::string& hash, Use use);
    /// Nothing if the user is gone or disabled.
    Result<std::optional<Principal>> Load(std::int64_t user);

    store::AuthStore& store_;
    Clock& clock_;
    const SessionOptions sessions_;
    Passwords passwords_;
    LoginGuard guard_;
};

}  // namespace dmsnode::api
