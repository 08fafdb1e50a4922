#pragma once

#include "api/api.hpp"

/// One function a resource: it adds the resource's schemas and routes. See api/route.hpp on how to
/// add one. Lifetime: what the parts name outlives the table.
namespace dmsnode::api {

void AddSystemRoutes(RouteTable& table, const ApiParts& parts);
void AddSessionRoutes(RouteTable& table, const ApiParts& parts);
void AddTokenRoutes(RouteTable& table, const ApiParts& parts);
void AddUserRoutes(RouteTable& table, const ApiParts& parts);
void AddMemberRoutes(RouteTable& table, const ApiParts& parts);
void AddAuditRoutes(RouteTable& table, const ApiParts& parts);
void AddProjectRoutes(RouteTable& table, const ApiParts& parts);
void AddWorkflowRoutes(RouteTable& table, const ApiParts& parts);
void AddScheduleRoutes(RouteTable& table, const ApiParts& parts);
void AddEnvironmentRoutes(RouteTable& table, const ApiParts& parts);
void AddGroupRoutes(RouteTable& table, const ApiParts& parts);
void AddResourceRoutes(RouteTable& table, const ApiParts& parts);
void AddAlarmRoutes(RouteTable& table, const ApiParts& parts);
void AddInstanceRoutes(RouteTable& table, const ApiParts& parts);
void AddStartRoutes(RouteTable& table, const ApiParts& parts);
void AddAttemptRoutes(RouteTable& table, const ApiParts& parts);
void AddEventRoutes(RouteTable& table, const ApiParts& parts);
void AddConnectionRoutes(RouteTable& table, const ApiParts& parts);
void AddDmsRoutes(RouteTable& table, const ApiParts& parts);
void AddAccessKeyRoutes(RouteTable& table, const ApiParts& parts);

/// All of them.
RouteTable MakeRoutes(const ApiParts& parts);

/// Schemas that several resources use.
Schema UserNameSchema();
Schema PasswordSchema();
/// What a new password's request says of API tokens: the member, what it asks for, and its words
/// for the audit log.
Member RevokeTokensMember();
Authenticator::Tokens TokensOf(const Call& call);
std::string TokensText(const Call& call);
/// `user 123 (anna)`, for the audit log.
std::string UserObject(std::int64_t id, std::string_view name);

}  // namespace dmsnode::api
