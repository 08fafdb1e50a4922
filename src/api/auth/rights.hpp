#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Who may do what: one table (rights.cpp), shown in docs/security.md.
namespace dmsnode::api {

/// What a route does, as far as being allowed to is concerned.
enum class Right {
    kAnyone,  ///< No credentials needed.
    kSelfRead,
    kSelfWrite,
    kProjectList,
    kProjectRead,
    kProjectOperate,
    kProjectEdit,
    kProjectMembers,
    kProjectCreate,
    kSharedRead,
    kSharedEdit,
    kSystemRead,
    kUsersManage,
    kAuditRead,
    kAlarmsRead,
    kAlarmsOperate,
    kDmsRead,
    kDmsOperate,
    kDmsManage,
    kKeysManage,
};

/// A user's part in one project. Each includes those before it.
enum class Role { kViewer, kOperator, kAdmin };
std::string_view RoleName(Role role);
std::optional<Role> ReadRole(std::string_view name);

/// What an API token may be used for. Each includes those before it. A session has all.
enum class Scope { kRead, kOperate, kAdmin };
std::string_view ScopeName(Scope scope);
std::optional<Scope> ReadScope(std::string_view name);

/// Who has a right at least.
enum class Level {
    kAnyone,
    kUser,
    kProjectViewer,
    kProjectOperator,
    kProjectAdmin,
    kAnyOperator,  ///< Operator of at least one project, whichever.
    kAdministrator
};
std::string_view LevelName(Level level);
bool IsProjectLevel(Level level);

struct RightRow {
    Right right;
    std::string_view name;  ///< `project.read`
    Level level;
    Scope scope;
    std::string_view meaning;
};
/// The table, one row for each Right in its order.
const std::vector<RightRow>& Rights();
const RightRow& RowOf(Right right);

/// Who calls.
struct Principal {
    enum class Via { kNobody, kSession, kToken };

    Via via = Via::kNobody;
    std::int64_t user = 0;
    std::string name{};
    bool administrator = false;
    Scope scope = Scope::kRead;
    std::map<std::int64_t, Role> roles{};  ///< By project.
    std::string session{};                 ///< The session's stored hash; empty for a token.
    std::string token{};                   ///< The API token's stored hash; empty for a session.
    std::string csrf{};                    ///< What a writing request of the session must name.

    bool is_known() const { return via != Via::kNobody; }
    /// An administrator is admin of every project.
    std::optional<Role> RoleIn(std::int64_t project) const;
};

enum class Verdict { kAllowed, kNotSignedIn, kScopeTooSmall, kRoleTooLow };
/// `project` is the one that the route's path names; nothing elsewhere.
Verdict Judge(const Principal& principal, Right right, std::optional<std::int64_t> project);

}  // namespace dmsnode::api
