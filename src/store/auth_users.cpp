#include <fmt/format.h>

#include "store/auth_store.hpp"

namespace dmsnode::store {
namespace {

constexpr std::string_view kAuthSchema = R"sql(
CREATE TABLE auth_user(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    administrator INTEGER NOT NULL,
    disabled INTEGER NOT NULL,
    created INTEGER NOT NULL,
    password_changed INTEGER NOT NULL);

CREATE TABLE auth_session(
    token_hash TEXT PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES auth_user(id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    last_used INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    peer TEXT NOT NULL,
    user_agent TEXT NOT NULL);
CREATE INDEX auth_session_by_user ON auth_session(user_id, created);
CREATE INDEX auth_session_by_end ON auth_session(expires);

CREATE TABLE auth_token(
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES auth_user(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    scope TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER,
    last_used INTEGER);
CREATE INDEX auth_token_by_user ON auth_token(user_id);

CREATE TABLE auth_role(
    project INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES auth_user(id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    PRIMARY KEY(project, user_id));
CREATE INDEX auth_role_by_user ON auth_role(user_id);

CREATE TABLE auth_audit(
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    user_name TEXT NOT NULL,
    operation TEXT NOT NULL,
    object TEXT NOT NULL,
    peer TEXT NOT NULL,
    status INTEGER NOT NULL,
    request_id TEXT NOT NULL);
CREATE INDEX auth_audit_by_user ON auth_audit(user_name, id);
)sql";

constexpr std::string_view kInsertUser =
    "INSERT INTO auth_user(id, name, password_hash, administrator, disabled, created, "
    "password_changed) VALUES(?, ?, ?, ?, ?, ?, ?)";

UserRow ReadUser(const Row& row) {
    return UserRow{.id = row.Int(0),
                   .name = row.Text(1),
                   .password_hash = row.Text(2),
                   .administrator = row.Bool(3),
                   .disabled = row.Bool(4),
                   .created = row.Time(5),
                   .password_changed = row.Time(6)};
}

Connection::Params ParamsOf(const UserRow& user) {
    return {user.id,       user.name,    user.password_hash,   user.administrator,
            user.disabled, user.created, user.password_changed};
}

ProjectRoleRow ReadRole(const Row& row) {
    return ProjectRoleRow{
        .project = row.Int(0), .user = row.Int(1), .user_name = row.Text(2), .role = row.Text(3)};
}

Error NoUser(std::int64_t id) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no user {}", id)}.Hint(
        "list the users to see those that exist");
}

Result<std::int64_t> Count(Connection& db, std::string_view sql, const Connection::Params& params) {
    auto count = db.One(sql, params, [](const Row& row) { return row.Int(0); });
    if (!count) return count.error();
    return count->value_or(0);
}

}  // namespace

Result<AuthStore> AuthStore::Open(Database& database) {
    if (Status migrated = Migrate(database, {{"auth", 1, kAuthSchema}}); !migrated) {
        return migrated.error();
    }
    return AuthStore(database);
}

Status AuthStore::InsertUser(const UserRow& user) {
    return database_->Write([&](Connection& db) -> Status {
        auto added = db.Run(kInsertUser, ParamsOf(user));
        if (added) return {};
        if (added.error().code != ErrorCode::kAlreadyExists) return added.error();
        return Error{ErrorCode::kAlreadyExists,
                     fmt::format("there is a user \"{}\" already", user.name)}
            .Hint("choose another name, or change that user");
    });
}

Result<bool> AuthStore::InsertFirstUser(const UserRow& user) {
    return database_->Write([&](Connection& db) -> Result<bool> {
        auto present = Count(db, "SELECT count(*) FROM auth_user", {});
        if (!present) return present.error();
        if (*present > 0) return false;
        auto added = db.Run(kInsertUser, ParamsOf(user));
        if (!added) return added.error();
        return true;
    });
}

Result<std::optional<UserRow>> AuthStore::FindUser(std::int64_t id) const {
    return database_->Read([&](Connection& db) {
        return db.One(
            "SELECT id, name, password_hash, administrator, disabled, created, password_changed "
            "FROM auth_user WHERE id = ?",
            {id}, ReadUser);
    });
}

Result<std::optional<UserRow>> AuthStore::FindUserByName(const std::string& name) const {
    return database_->Read([&](Connection& db) {
        return db.One(
            "SELECT id, name, password_hash, administrator, disabled, created, password_changed "
            "FROM auth_user WHERE name = ?",
            {name}, ReadUser);
    });
}

Result<std::vector<UserRow>> AuthStore::ListUsers(const std::string& after_name,
                                                  std::int64_t limit) const {
    return database_->Read([&](Connection& db) {
        return db.All(
            "SELECT id, name, password_hash, administrator, disabled, created, password_changed "
            "FROM auth_user WHERE name > ? ORDER BY name LIMIT ?",
            {after_name, limit}, ReadUser);
    });
}

Status AuthStore::UpdateUser(const UserRow& user) {
    return database_->Write([&](Connection& db) -> Status {
        auto changed = db.Run("UPDATE auth_user SET administrator = ?, disabled = ? WHERE id = ?",
                              {user.administrator, user.disabled, user.id});
        if (!changed) return changed.error();
        if (*changed == 0) return NoUser(user.id);
        auto left = Count(
            db, "SELECT count(*) FROM auth_user WHERE administrator = 1 AND disabled = 0", {});
        if (!left) return left.error();
        if (*left > 0) return {};
        return Error{ErrorCode::kConflict, "no administrator would be left"}.Hint(
            "make another user administrator first");
    });
}

Status AuthStore::SetPassword(std::int64_t user, const std::string& password_hash, TimePoint now,
                              const std::string& except_session, Tokens tokens) {
    return database_->Write([&](Connection& db) -> Status {
        auto changed =
            db.Run("UPDATE auth_user SET password_hash = ?, password_changed = ? WHERE id = ?",
                   {password_hash, now, user});
        if (!changed) return changed.error();
        if (*changed == 0) return NoUser(user);
        auto ended = db.Run("DELETE FROM auth_session WHERE user_id = ? AND token_hash <> ?",
                            {user, except_session});
        if (!ended) return ended.error();
        if (tokens == Tokens::kStay) return {};
        auto revoked = db.Run("DELETE FROM auth_token WHERE user_id = ?", {user});
        if (!revoked) return revoked.error();
        return {};
    });
}

Status AuthStore::PutRole(const ProjectRoleRow& role) {
    return database_->Write([&](Connection& db) -> Status {
        auto known = Count(db, "SELECT count(*) FROM auth_user WHERE id = ?", {role.user});
        if (!known) return known.error();
        if (*known == 0) return NoUser(role.user);
        auto saved = db.Run(
            "INSERT INTO auth_role(project, user_id, role) VALUES(?, ?, ?) "
            "ON CONFLICT(project, user_id) DO UPDATE SET role = excluded.role",
            {role.project, role.user, role.role});
        if (!saved) return saved.error();
        return {};
    });
}

Status AuthStore::DeleteRole(std::int64_t project, std::int64_t user) {
    return database_->Write([&](Connection& db) -> Status {
        auto removed =
            db.Run("DELETE FROM auth_role WHERE project = ? AND user_id = ?", {project, user});
        if (!removed) return removed.error();
        if (*removed > 0) return {};
        return Error{ErrorCode::kNotFound,
                     fmt::format("user {} has no role in project {}", user, project)};
    });
}

Status AuthStore::DeleteRolesOfProject(std::int64_t project) {
    return database_->Write([&](Connection& db) -> Status {
        auto removed = db.Run("DELETE FROM auth_role WHERE project = ?", {project});
        if (!removed) return removed.error();
        return {};
    });
}

Result<std::vector<ProjectRoleRow>> AuthStore::RolesOf(std::int64_t user) const {
    return database_->Read([&](Connection& db) {
        return db.All(
            "SELECT r.project, r.user_id, u.name, r.role FROM auth_role r "
            "JOIN auth_user u ON u.id = r.user_id WHERE r.user_id = ? ORDER BY r.project",
            {user}, ReadRole);
    });
}

Result<std::vector<ProjectRoleRow>> AuthStore::MembersOf(std::int64_t project,
                                                         const std::string& after_name,
                                                         std::int64_t limit) const {
    return database_->Read([&](Connection& db) {
        return db.All(
            "SELECT r.project, r.user_id, u.name, r.role FROM auth_role r "
            "JOIN auth_user u ON u.id = r.user_id WHERE r.project = ? AND u.name > ? "
            "ORDER BY u.name LIMIT ?",
            {project, after_name, limit}, ReadRole);
    });
}

}  // namespace dmsnode::store
