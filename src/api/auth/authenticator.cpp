#include "api/auth/authenticator.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "base/ids.hpp"

namespace dmsnode::api {
namespace {

/// How exact "last used" is: each exact one would be a write for each request.
constexpr std::chrono::minutes kTouchEvery{1};
constexpr std::size_t kMostTokenText = 200;
constexpr std::string_view kSession = "session";
constexpr std::string_view kToken = "API token";

Error WrongLogIn() {
    return Error{ErrorCode::kUnauthenticated, "the name or the password is wrong"}.Hint(
        "an administrator can set a new password");
}
Error NotSignedIn(std::string_view what) {
    return Error{ErrorCode::kUnauthenticated, fmt::format("the {} is not valid (any more)", what)}
        .Hint("log in again, or make a new API token");
}
Error Wait(std::chrono::seconds time) {
    return Error{ErrorCode::kThrottled,
                 fmt::format("too many failed log-ins; wait {} s", time.count())};
}

}  // namespace

Authenticator::Authenticator(store::AuthStore& store, Clock& clock, PasswordOptions passwords,
                             SessionOptions sessions)
    : store_(store), clock_(clock), sessions_(sessions), passwords_(passwords) {}

Result<Authenticator::LoggedIn> Authenticator::LogIn(const std::string& name,
                                                     const Secret& password, const Visitor& from) {
    if (const auto wait = guard_.Begin(name, from.peer, clock_.Steady())) return Wait(*wait);
    auto user = store_.FindUserByName(name);
    if (!user) return user.error();
    const bool usable = *user && !(*user)->disabled;
    Result<bool> right = passwords_.Verify(usable ? (*user)->password_hash : "", password);
    if (!right) return right.error();
    if (!*right) return WrongLogIn();
    guard_.Succeeded(name, from.peer);
    auto principal = Load((*user)->id);
    if (!principal) return principal.error();
    if (!*principal) return WrongLogIn();
    const TimePoint now = clock_.Now();
    LoggedIn logged_in{
        .principal = **principal, .token = NewToken(), .expires = now + sessions_.longest};
    Principal& who = logged_in.principal;
    who.via = Principal::Via::kSession;
    who.scope = Scope::kAdmin;
    who.session = HashToken(logged_in.token.Reveal());
    who.csrf = CsrfOf(logged_in.token.Reveal());
    Status saved = store_.InsertSession({.token_hash = who.session,
                                         .user = who.user,
                                         .created = now,
                                         .last_used = now,
                                         .expires = logged_in.expires,
                                         .peer = from.peer,
                                         .user_agent = from.user_agent.substr(0, 200)});
    if (!saved) return saved.error();
    return logged_in;
}

Status Authenticator::LogOut(const Principal& principal) {
    if (principal.via != Principal::Via::kSession) {
        return Error{ErrorCode::kConflict, "an API token does not log out"}.Hint("revoke it");
    }
    return store_.DeleteSession(principal.session);
}

Result<Principal> Authenticator::Authenticate(const Credentials& credentials) {
    if (!credentials.bearer.empty()) {
        if (credentials.bearer.size() > kMostTokenText) return NotSignedIn(kToken);
        return ByToken(HashToken(credentials.bearer), Use::kCounts);
    }
    if (credentials.session.empty()) return Principal{};
    if (credentials.session.size() > kMostTokenText) return NotSignedIn(kSession);
    Result<Principal> who = BySession(HashToken(credentials.session), Use::kCounts);
    if (who) who->csrf = CsrfOf(credentials.session);
    return who;
}

Result<Principal> Authenticator::Again(const Principal& principal) {
    switch (principal.via) {
        case Principal::Via::kNobody: return principal;
        case Principal::Via::kToken: return ByToken(principal.token, Use::kCountsNot);
        case Principal::Via::kSession: break;
    }
    Result<Principal> who = BySession(principal.session, Use::kCountsNot);
    if (who) who->csrf = principal.csrf;
    return who;
}

Result<std::optional<Principal>> Authenticator::Load(std::int64_t user) {
    auto row = store_.FindUser(user);
    if (!row) return row.error();
    if (!*row || (*row)->disabled) return std::optional<Principal>();
    auto roles = store_.RolesOf(user);
    if (!roles) return roles.error();
    Principal principal{.user = user, .name = (*row)->name, .administrator = (*row)->administrator};
    for (const store::ProjectRoleRow& each : *roles) {
        if (const auto role = ReadRole(each.role)) principal.roles[each.project] = *role;
    }
    return std::optional<Principal>(std::move(principal));
}

Result<Principal> Authenticator::BySession(const std::string& hash, Use use) {
    auto session = store_.FindSession(hash);
    if (!session) return session.error();
    const TimePoint now = clock_.Now();
    if (!*session || now >= (*session)->expires || now >= (*session)->last_used + sessions_.idle) {
        return NotSignedIn(kSession);
    }
    auto principal = Load((*session)->user);
    if (!principal) return principal.error();
    if (!*principal) return NotSignedIn(kSession);
    if (use == Use::kCounts && now >= (*session)->last_used + kTouchEvery) {
        if (Status touched = store_.TouchSession(hash, now); !touched) return touched.error();
    }
    Principal who = **std::move(principal);
    who.via = Principal::Via::kSession;
    who.scope = Scope::kAdmin;
    who.session = hash;
    return who;
}

Result<Principal> Authenticator::ByToken(const std::string& hash, Use use) {
    auto row = store_.FindToken(hash);
    if (!row) return row.error();
    const TimePoint now = clock_.Now();
    if (!*row || ((*row)->expires && now >= *(*row)->expires)) return NotSignedIn(kToken);
    const std::optional<Scope> scope = ReadScope((*row)->scope);
    auto principal = Load((*row)->user);
    if (!principal) return principal.error();
    if (!*principal || !scope) return NotSignedIn(kToken);
    const bool old = !(*row)->last_used || now >= *(*row)->last_used + kTouchEvery;
    if (use == Use::kCounts && old) {
        if (Status touched = store_.TouchToken((*row)->id, now); !touched) return touched.error();
    }
    Principal who = **std::move(principal);
    who.via = Principal::Via::kToken;
    who.scope = *scope;
    who.token = hash;
    return who;
}

Result<store::UserRow> Authenticator::MakeUser(const std::string& name, const Secret& password,
                                               bool administrator) {
    if (Status fine = Passwords::Check(password, name); !fine) return fine.error();
    Result<std::string> hash = passwords_.Hash(password);
    if (!hash) return hash.error();
    const TimePoint now = clock_.Now();
    store::UserRow user{.id = NewCode(),
                        .name = name,
                        .password_hash = *std::move(hash),
                        .administrator = administrator,
                        .created = now,
                        .password_changed = now};
    if (Status added = store_.InsertUser(user); !added) return added.error();
    return user;
}

Status Authenticator::ChangePassword(const Principal& principal, const Secret& old_password,
                                     const Secret& new_password, const Visitor& from,
                                     Tokens tokens) {
    // A stolen session must not guess the password either.
    if (const auto wait = guard_.Begin(principal.name, from.peer, clock_.Steady())) {
        return Wait(*wait);
    }
    auto user = store_.FindUser(principal.user);
    if (!user) return user.error();
    Result<bool> right = passwords_.Verify(*user ? (*user)->password_hash : "", old_password);
    if (!right) return right.error();
    if (!*right) {
        return Error{ErrorCode::kPermissionDenied, "the old password is wrong"}.At("$.oldPassword");
    }
    guard_.Succeeded(principal.name, from.peer);
    if (Status fine = Passwords::Check(new_password, principal.name); !fine) return fine;
    Result<std::string> hash = passwords_.Hash(new_password);
    if (!hash) return hash.error();
    return store_.SetPassword(principal.user, *hash, clock_.Now(), principal.session, tokens);
}

Status Authenticator::SetPassword(std::int64_t user, const Secret& new_password, Tokens tokens) {
    auto row = store_.FindUser(user);
    if (!row) return row.error();
    Status fine = Passwords::Check(new_password, *row ? (*row)->name : "");
    if (!fine) return fine;
    Result<std::string> hash = passwords_.Hash(new_password);
    if (!hash) return hash.error();
    return store_.SetPassword(user, *hash, clock_.Now(), "", tokens);
}

Result<Authenticator::MadeToken> Authenticator::MakeToken(std::int64_t user,
                                                          const std::string& name, Scope scope,
                                                          std::optional<TimePoint> expires) {
    const TimePoint now = clock_.Now();
    if (expires && *expires <= now) {
        return Error{ErrorCode::kInvalidArgument, "the token would have expired already"}.At(
            "$.expires");
    }
    MadeToken made{.row = {}, .token = NewToken("dmsn_")};
    made.row = {.id = NewCode(),
                .user = user,
                .name = name,
                .token_hash = HashToken(made.token.Reveal()),
                .scope = std::string(ScopeName(scope)),
                .created = now,
                .expires = expires,
                .last_used = std::nullopt};
    if (Status added = store_.InsertToken(made.row); !added) return added.error();
    return made;
}

Result<std::optional<std::filesystem::path>> Authenticator::MakeFirstAdministrator(
    const std::filesystem::path& data_folder,
    const std::optional<std::filesystem::path>& password_file) {
    using Written = std::optional<std::filesystem::path>;
    auto present = store_.ListUsers("", 1);
    if (!present) return present.error();
    if (!present->empty()) return Written();
    Secret password;
    if (password_file) {
        Result<std::string> content = ReadFile(*password_file, 4096);
        if (!content) return content.error();
        while (content->ends_with('\n') || content->ends_with('\r')) content->pop_back();
        password = Secret(*std::move(content));
        if (Status fine = Passwords::Check(password, "admin"); !fine) {
            Error error = fine.error();
            error.where = password_file->string();
            return error;
        }
    } else {
        password = Secret(NewBase32Id(24));
    }
    Result<std::string> hash = passwords_.Hash(password);
    if (!hash) return hash.error();
    // The file comes first: a crash between the two must not leave a password that nobody knows.
    const std::filesystem::path file = data_folder / "admin-password";
    if (!password_file) {
        Status written = WriteFileAtomically(file, password.Reveal() + "\n", 0600);
        if (!written) return written.error();
    }
    const TimePoint now = clock_.Now();
    Result<bool> added = store_.InsertFirstUser({.id = NewCode(),
                                                 .name = "admin",
                                                 .password_hash = *std::move(hash),
                                                 .administrator = true,
                                                 .created = now,
                                                 .password_changed = now});
    if (!added) return added.error();
    return *added && !password_file ? Written(file) : Written();
}

}  // namespace dmsnode::api
