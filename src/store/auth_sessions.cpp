#include <fmt/format.h>

#include "store/auth_store.hpp"

namespace dmsnode::store {
namespace {

constexpr std::int64_t kMostSessions = 50;
constexpr std::int64_t kMostTokens = 100;

SessionRow ReadSession(const Row& row) {
    return SessionRow{.token_hash = row.Text(0),
                      .user = row.Int(1),
                      .created = row.Time(2),
                      .last_used = row.Time(3),
                      .expires = row.Time(4),
                      .peer = row.Text(5),
                      .user_agent = row.Text(6)};
}

ApiTokenRow ReadToken(const Row& row) {
    return ApiTokenRow{.id = row.Int(0),
                       .user = row.Int(1),
                       .name = row.Text(2),
                       .token_hash = row.Text(3),
                       .scope = row.Text(4),
                       .created = row.Time(5),
                       .expires = row.OptionalTime(6),
                       .last_used = row.OptionalTime(7)};
}

/// Runs one statement whose count of rows does not matter.
Status RunOne(Database& database, std::string_view sql, const Connection::Params& params) {
    return database.Write([&](Connection& db) -> Status {
        auto done = db.Run(sql, params);
        if (!done) return done.error();
        return {};
    });
}

}  // namespace

Status AuthStore::InsertSession(const SessionRow& session) {
    return database_->Write([&](Connection& db) -> Status {
        auto expired = db.Run("DELETE FROM auth_session WHERE expires <= ?", {session.created});
        if (!expired) return expired.error();
        auto added = db.Run(
            "INSERT INTO auth_session(token_hash, user_id, created, last_used, expires, peer, "
            "user_agent) VALUES(?, ?, ?, ?, ?, ?, ?)",
            {session.token_hash, session.user, session.created, session.last_used, session.expires,
             session.peer, session.user_agent});
        if (!added) return added.error();
        auto trimmed = db.Run(
            "DELETE FROM auth_session WHERE user_id = ? AND token_hash NOT IN (SELECT token_hash "
            "FROM auth_session WHERE user_id = ? ORDER BY created DESC, token_hash LIMIT ?)",
            {session.user, session.user, kMostSessions});
        if (!trimmed) return trimmed.error();
        return {};
    });
}

Result<std::optional<SessionRow>> AuthStore::FindSession(const std::string& token_hash) const {
    return database_->Read([&](Connection& db) {
        return db.One(
            "SELECT token_hash, user_id, created, last_used, expires, peer, user_agent "
            "FROM auth_session WHERE token_hash = ?",
            {token_hash}, ReadSession);
    });
}

Status AuthStore::TouchSession(const std::string& token_hash, TimePoint now) {
    return RunOne(*database_, "UPDATE auth_session SET last_used = ? WHERE token_hash = ?",
                  {now, token_hash});
}

Status AuthStore::DeleteSession(const std::string& token_hash) {
    return RunOne(*database_, "DELETE FROM auth_session WHERE token_hash = ?", {token_hash});
}

Status AuthStore::DeleteSessionsOf(std::int64_t user) {
    return RunOne(*database_, "DELETE FROM auth_session WHERE user_id = ?", {user});
}

Status AuthStore::InsertToken(const ApiTokenRow& token) {
    return database_->Write([&](Connection& db) -> Status {
        auto present = db.One("SELECT count(*) FROM auth_token WHERE user_id = ?", {token.user},
                              [](const Row& row) { return row.Int(0); });
        if (!present) return present.error();
        if (present->value_or(0) >= kMostTokens) {
            return Error{ErrorCode::kConflict,
                         fmt::format("a user has at most {} API tokens", kMostTokens)}
                .Hint("revoke one that is not used any more");
        }
        auto added = db.Run(
            "INSERT INTO auth_token(id, user_id, name, token_hash, scope, created, expires, "
            "last_used) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
            {token.id, token.user, token.name, token.token_hash, token.scope, token.created,
             token.expires, token.last_used});
        if (!added) return added.error();
        return {};
    });
}

Result<std::optional<ApiTokenRow>> AuthStore::FindToken(const std::string& token_hash) const {
    return database_->Read([&](Connection& db) {
        return db.One(
            "SELECT id, user_id, name, token_hash, scope, created, expires, last_used "
            "FROM auth_token WHERE token_hash = ?",
            {token_hash}, ReadToken);
    });
}

Result<std::vector<ApiTokenRow>> AuthStore::ListTokens(std::int64_t user) const {
    return database_->Read([&](Connection& db) {
        return db.All(
            "SELECT id, user_id, name, token_hash, scope, created, expires, last_used "
            "FROM auth_token WHERE user_id = ? ORDER BY id",
            {user}, ReadToken);
    });
}

Status AuthStore::TouchToken(std::int64_t id, TimePoint now) {
    return RunOne(*database_, "UPDATE auth_token SET last_used = ? WHERE id = ?", {now, id});
}

Status AuthStore::DeleteToken(std::int64_t user, std::int64_t id) {
    return database_->Write([&](Connection& db) -> Status {
        auto removed = db.Run("DELETE FROM auth_token WHERE user_id = ? AND id = ?", {user, id});
        if (!removed) return removed.error();
        if (*removed > 0) return {};
        return Error{ErrorCode::kNotFound, fmt::format("there is no API token {}", id)}.Hint(
            "list the tokens to see those that exist");
    });
}

}  // namespace dmsnode::store
