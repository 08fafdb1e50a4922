#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "base/times.hpp"
#include "cli/commands/commands.hpp"
#include "cli/password.hpp"
#include "cli/server/members.hpp"
#include "cli/server/names.hpp"
#include "cli/server/session.hpp"

namespace dmsnode::cli {
namespace {

struct LoginOptions {
    ServerOptions server;
    PasswordOptions password;
    std::string user = "admin";
    std::string scope = "admin";
    std::int64_t days = 30;
};

std::string HostName() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "somewhere";
    return name.data();
}

/// `dmsnode_session=…` of a Set-Cookie header; empty if there is none.
std::string SessionCookie(const RestClient& client) {
    const std::string* header = aws::FindHeader(client.answer_headers(), "Set-Cookie");
    return header == nullptr ? std::string() : header->substr(0, header->find(';'));
}

/// Logs in, makes an API token, and ends the session: what stays is a token that can be revoked.
Result<Json> MakeToken(const LoginOptions& options, const ServerSession& session,
                       const Secret& password) {
    RestClient& client = session.client;
    const Result<RestAnswer> logged_in =
        client.Send({.method = "POST",
                     .path = "/login",
                     .body = {{"name", options.user}, {"password", password.Reveal()}}});
    if (!logged_in) {
        Error error = logged_in.error();
        if (error.code == ErrorCode::kUnauthenticated) error.hint.clear();  // it says: log in
        return error;
    }
    client.SetHeaders({{"Cookie", SessionCookie(client)},
                       {"X-CSRF-Token", TextOf(MemberOf(logged_in->json, "me"), "csrfToken")}});
    const TimePoint expires = session.world.clock().Now() + std::chrono::hours(24) * options.days;
    Result<RestAnswer> token =
        client.Send({.method = "POST",
                     .path = "/me/tokens",
                     .body = {{"name", "dmsnode login on " + HostName().substr(0, 60)},
                              {"scope", options.scope},
                              {"expires", FormatIso8601(expires)}}});
    const Result<RestAnswer> ended = client.Send({.method = "POST", .path = "/logout"});
    client.SetHeaders({});
    if (!token) return token.error();
    if (!ended) return Error(ended.error()).Because("the session could not be ended");
    return std::move(token->json);
}

/// A log-in before this one left a token that nobody will use any more. If it cannot be revoked
/// (it has expired), that is no matter.
void RevokeOld(const ServerSession& session, const SavedToken& old) {
    (void)session.client.Send(
        {.method = "DELETE", .path = "/me/tokens/" + PercentEncode(old.code)});
}

Result<int> Login(const LoginOptions& options, const ServerSession& session) {
    const Result<Secret> password = ReadOrAskPassword(options.password);
    if (!password) return password.error();
    Result<std::optional<SavedToken>> old = session.tokens.Find(session.client.url());
    if (!old) return old.error();
    const Result<Json> made = MakeToken(options, session, *password);
    if (!made) return made.error();
    if (!made->is_object() || !made->contains("token")) {
        return Error{ErrorCode::kProtocol, "the server gave no token"}.At(session.client.url());
    }
    const SavedToken token{.token = Secret(TextOf(*made, "token")),
                           .code = TextOf(*made, "code"),
                           .user = options.user,
                           .expires = TextOf(*made, "expires")};
    if (Status saved = session.tokens.Save(session.client.url(), token); !saved) {
        return saved.error();
    }
    session.client.SetToken(token.token);
    if (*old) RevokeOld(session, **old);
    Json shown = *made;
    shown.erase("token");
    PrintAnswer(session, shown, [&] {
        return fmt::format("{}: logged in as {} until {}\n", session.client.url(), options.user,
                           token.expires);
    });
    return kSuccess;
}

Result<int> Logout(const ServerSession& session) {
    const std::string& url = session.client.url();
    const Result<std::optional<SavedToken>> saved = session.tokens.Find(url);
    if (!saved) return saved.error();
    if (!*saved) {
        fmt::print(stderr, "dmsnode: nobody is logged in at {}\n", url);
        return kSuccess;
    }
    session.client.SetToken((*saved)->token);
    const Result<RestAnswer> revoked = session.client.Send(
        {.method = "DELETE", .path = "/me/tokens/" + PercentEncode((*saved)->code)});
    // One that the server does not know (any more) is as good as revoked.
    const bool known = revoked || (revoked.error().code != ErrorCode::kUnauthenticated &&
                                   revoked.error().code != ErrorCode::kNotFound);
    if (!revoked && known) {
        return Error(revoked.error()).Because("the token was not revoked and is still kept");
    }
    if (Status forgotten = session.tokens.Forget(url); !forgotten) return forgotten.error();
    if (!session.json) fmt::print("{}: logged out\n", url);
    return kSuccess;
}

}  // namespace

void AddLogin(Command& root, World& world) {
    auto options = std::make_shared<LoginOptions>();
    Command& login = root.Sub("login", "Log in at a server: its other commands need it");
    login.Option("--user", options->user, "Name (default: admin)");
    AddOtherPasswordOptions(login, options->password);
    login.Choice("--scope", options->scope, {"read", "operate", "admin"},
                 "What the commands may do (default: admin, as far as the user may)");
    login.Number("--days", options->days, 1, 3650, "How long it holds (30)");
    AddServerOptions(login, options->server);
    login.Examples(
        "  dmsnode login\n"
        "  dmsnode login --server https://scheduler.example --user anna\n"
        "  dmsnode login --user ci --password-file ci.password --scope operate --days 1\n"
        "\nWhat is kept is an API token, in ~/.config/dmsnode/tokens.json, which only you can "
        "read.\n");
    login.Action([options, &world] {
        return WithServer(
            world, options->server,
            [&](const ServerSession& session) { return Login(*options, session); }, false);
    });
    auto out = std::make_shared<ServerOptions>();
    Command& logout = root.Sub("logout", "Revoke the token that login made, and forget it");
    AddServerOptions(logout, *out);
    logout.Examples("  dmsnode logout\n  dmsnode logout --server https://scheduler.example\n");
    logout.Action([out, &world] { return WithServer(world, *out, Logout, false); });
}

}  // namespace dmsnode::cli
