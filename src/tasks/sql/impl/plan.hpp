#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tasks/sql/impl/parameters.hpp"
#include "tasks/sql/impl/statements.hpp"
#include "tasks/sql/sql_kind.hpp"

namespace dmsnode::tasks::sql {

enum class Role { kBegin, kPre, kMain, kPost, kCommit };

struct PlannedStatement {
    Role role = Role::kMain;
    ReadyStatement statement;
};

/// A node's parameters, as far as they could be made ready.
struct SqlPlan {
    SqlParameters parameters;
    std::optional<connectors::Endpoint> endpoint;
    std::optional<Error> unresolved;  ///< Why there is no endpoint.
    std::vector<PlannedStatement> statements;
};

/// Reads, resolves and cuts. Without an endpoint (or while its name is not known yet) the
/// statements are left out: where they end depends on the engine.
SqlPlan MakePlan(const TaskContext& context, const std::vector<std::string>& later_names,
                 const SqlKind::Resolve& resolve, std::vector<Problem>& problems);

}  // namespace dmsnode::tasks::sql
