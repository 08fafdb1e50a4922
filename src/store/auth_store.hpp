#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/auth_rows.hpp"
#include "store/database.hpp"

namespace dmsnode::store {

/// Users, log-ins, API tokens, roles in projects, and the audit log. It knows rows, not rules.
/// Lifetime: the database outlives it. Threads: any.
class AuthStore {
public:
    /// Brings the schema up to date.
    static Result<AuthStore> Open(Database& database);

    // auth_users.cpp
    /// Errors: kAlreadyExists if the name is taken.
    Status InsertUser(const UserRow& user);
    /// Adds the user if there is none at all; true if it did.
    Result<bool> InsertFirstUser(const UserRow& user);
    Result<std::optional<UserRow>> FindUser(std::int64_t id) const;
    Result<std::optional<UserRow>> FindUserByName(const std::string& name) const;
    /// By name, those after `after_name`.
    Result<std::vector<UserRow>> ListUsers(const std::string& after_name, std::int64_t limit) const;
    /// Replaces administrator and disabled. Errors: kNotFound; kConflict if no enabled
    /// administrator would be left.
    Status UpdateUser(const UserRow& user);
    enum class Tokens { kStay, kRevoked };
    /// Also ends the user's sessions but `except_session`. Errors: kNotFound.
    Status SetPassword(std::int64_t user, const std::string& password_hash, TimePoint now,
                       const std::string& except_session, Tokens tokens);
    /// Adds the role or replaces it. Errors: kNotFound if there is no such user.
    Status PutRole(const ProjectRoleRow& role);
    /// Errors: kNotFound.
    Status DeleteRole(std::int64_t project, std::int64_t user);
    /// By project.
    Result<std::vector<ProjectRoleRow>> RolesOf(std::int64_t user) const;
    /// By user name, those after `after_name`.
    Result<std::vector<ProjectRoleRow>> MembersOf(std::int64_t project,
                                                  const std::string& after_name,
                                                  std::int64_t limit) const;
    Status DeleteRolesOfProject(std::int64_t project);

    // auth_sessions.cpp
    /// Also removes the sessions that have expired, and the user's oldest beyond 50.
    Status InsertSession(const SessionRow& session);
    Result<std::optional<SessionRow>> FindSession(const std::string& token_hash) const;
    Status TouchSession(const std::string& token_hash, TimePoint now);
    Status DeleteSession(const std::string& token_hash);
    Status DeleteSessionsOf(std::int64_t user);
    /// Errors: kConflict if the user has 100 tokens already.
    Status InsertToken(const ApiTokenRow& token);
    Result<std::optional<ApiTokenRow>> FindToken(const std::string& token_hash) const;
    /// By id.
    Result<std::vector<ApiTokenRow>> ListTokens(std::int64_t user) const;
    Status TouchToken(std::int64_t id, TimePoint now);
    /// Errors: kNotFound if the user has no such token.
    Status DeleteToken(std::int64_t user, std::int64_t id);

    // auth_audit.cpp: lines are added and read, never changed or removed.
    Status AppendAudit(const AuditRow& row);
    /// The newest first.
    Result<std::vector<AuditRow>> ListAudit(const AuditFilter& filter) const;

private:
    explicit AuthStore(Database& database) : database_(&database) {}

    Database* database_;
};

}  // namespace dmsnode::store
