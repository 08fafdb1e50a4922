#include "api/auth/rights.hpp"

#include <algorithm>
#include <array>

namespace dmsnode::api {
namespace {

constexpr std::array<std::string_view, 3> kRoles{"viewer", "operator", "admin"};
constexpr std::array<std::string_view, 3> kScopes{"read", "operate", "admin"};
constexpr std::array<std::string_view, 7> kLevels{"anyone",         "any user",
                                                  "project viewer", "project operator",
                                                  "project admin",  "operator of any project",
                                                  "administrator"};

template <class Enum, class Names>
std::optional<Enum> Read(const Names& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

std::string_view RoleName(Role role) {
    return kRoles.at(static_cast<std::size_t>(role));
}
std::optional<Role> ReadRole(std::string_view name) {
    return Read<Role>(kRoles, name);
}
std::string_view ScopeName(Scope scope) {
    return kScopes.at(static_cast<std::size_t>(scope));
}
std::optional<Scope> ReadScope(std::string_view name) {
    return Read<Scope>(kScopes, name);
}
std::string_view LevelName(Level level) {
    return kLevels.at(static_cast<std::size_t>(level));
}
bool IsProjectLevel(Level level) {
    return level == Level::kProjectViewer || level == Level::kProjectOperator ||
           level == Level::kProjectAdmin;
}

const std::vector<RightRow>& Rights() {
    using enum Level;
    static const std::vector<RightRow> rows{
        {Right::kAnyone, "anyone", Level::kAnyone, Scope::kRead,
         "log in, see that the service lives, read the API's description"},
        {Right::kSelfRead, "self.read", kUser, Scope::kRead, "see oneself and one's API tokens"},
        {Right::kSelfWrite, "self.write", kUser, Scope::kAdmin,
         "log out, change one's password, make and revoke one's API tokens"},
        {Right::kProjectList, "project.list", kUser, Scope::kRead,
         "list the projects in which one has a role"},
        {Right::kProjectRead, "project.read", kProjectViewer, Scope::kRead,
         "see everything of a project: definitions, schedules, instances, logs"},
        {Right::kProjectOperate, "project.operate", kProjectOperator, Scope::kOperate,
         "start, stop, pause, retry; switch schedules on and off"},
        {Right::kProjectEdit, "project.edit", kProjectAdmin, Scope::kAdmin,
         "change definitions, schedules and the project itself"},
        {Right::kProjectMembers, "project.members", kProjectAdmin, Scope::kAdmin,
         "give and take roles in a project"},
        {Right::kProjectCreate, "project.create", kAdministrator, Scope::kAdmin,
         "make and delete projects"},
        {Right::kSharedRead, "shared.read", kUser, Scope::kRead,
         "see what all projects share: worker groups, environments, resources, alarm channels and "
         "groups"},
        {Right::kSharedEdit, "shared.edit", kAdministrator, Scope::kAdmin,
         "change what all projects share"},
        {Right::kSystemRead, "system.read", kUser, Scope::kRead,
         "see metrics, masters and workers"},
        {Right::kUsersManage, "users.manage", kAdministrator, Scope::kAdmin,
         "make, change and disable users"},
        {Right::kAuditRead, "audit.read", kAdministrator, Scope::kRead, "read the audit log"},
        {Right::kAlarmsRead, "alarms.read", kAdministrator, Scope::kRead,
         "see the alarms of all projects and what became of them"},
        {Right::kAlarmsOperate, "alarms.operate", kAdministrator, Scope::kOperate,
         "test alarm channels, send failed alarms again"},
        {Right::kDmsRead, "dms.read", kUser, Scope::kRead,
         "see connections, and endpoints, instances and replication tasks of their DMS services"},
        {Right::kDmsOperate, "dms.operate", kAnyOperator, Scope::kOperate,
         "make, change, start, stop and delete replication tasks; test connections; list the "
         "tables of a source and try a mapping on them"},
        {Right::kDmsManage, "dms.manage", kAdministrator, Scope::kAdmin,
         "make, change and delete connections, endpoints, replication instances and tags"},
        {Right::kKeysManage, "keys.manage", kAdministrator, Scope::kAdmin,
         "list, make and delete the access keys of the embedded DMS service"},
    };
    return rows;
}

const RightRow& RowOf(Right right) {
    return Rights().at(static_cast<std::size_t>(right));
}

std::optional<Role> Principal::RoleIn(std::int64_t project) const {
    if (administrator) return Role::kAdmin;
    const auto found = roles.find(project);
    if (found == roles.end()) return std::nullopt;
    return found->second;
}

Verdict Judge(const Principal& principal, Right right, std::optional<std::int64_t> project) {
    const RightRow& row = RowOf(right);
    if (row.level == Level::kAnyone) return Verdict::kAllowed;
    if (!principal.is_known()) return Verdict::kNotSignedIn;
    if (principal.scope < row.scope) return Verdict::kScopeTooSmall;
    const auto at_least = [&](Role least) {
        const std::optional<Role> role = project ? principal.RoleIn(*project) : std::nullopt;
        return role && *role >= least ? Verdict::kAllowed : Verdict::kRoleTooLow;
    };
    switch (row.level) {
        case Level::kAnyone:
        case Level::kUser: return Verdict::kAllowed;
        case Level::kProjectViewer: return at_least(Role::kViewer);
        case Level::kProjectOperator: return at_least(Role::kOperator);
        case Level::kProjectAdmin: return at_least(Role::kAdmin);
        case Level::kAnyOperator: {
            const bool somewhere = std::ranges::any_of(
                principal.roles, [](const auto& each) { return each.second >= Role::kOperator; });
            return principal.administrator || somewhere ? Verdict::kAllowed : Verdict::kRoleTooLow;
        }
        case Level::kAdministrator:
            return principal.administrator ? Verdict::kAllowed : Verdict::kRoleTooLow;
    }
    return Verdict::kRoleTooLow;
}

}  // namespace dmsnode::api
