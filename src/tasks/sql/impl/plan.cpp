#include "tasks/sql/impl/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::tasks::sql {
namespace {

using connectors::Engine;

const char* BeginStatement(Engine engine) {
    switch (engine) {
        case Engine::kMysql:
        case Engine::kMariadb: return "START TRANSACTION";
        case Engine::kPostgres:
        case Engine::kSqlite: return "BEGIN";
    }
    return "BEGIN";
}

class Planner {
public:
    Planner(const TaskContext& context, const std::vector<std::string>& later_names, SqlPlan& plan,
            std::vector<Problem>& problems)
        : context_(context), later_names_(later_names), plan_(plan), problems_(problems) {}

    void Run() {
        const SqlParameters& p = plan_.parameters;
        const Engine engine = plan_.endpoint->engine;
        if (p.transaction) AddOwn(Role::kBegin, BeginStatement(engine));
        AddAll(Role::kPre, "preStatements", p.pre_statements);
        Add(Role::kMain, context_.path + ".sql", p.sql);
        AddAll(Role::kPost, "postStatements", p.post_statements);
        if (p.transaction) AddOwn(Role::kCommit, "COMMIT");
        const bool has_main =
            std::any_of(plan_.statements.begin(), plan_.statements.end(),
                        [](const PlannedStatement& s) { return s.role == Role::kMain; });
        if (!has_main && !p.sql.empty() && !HasErrors(problems_)) {
            problems_.push_back({context_.path + ".sql", "holds no statement",
                                 "one or more statements, separated by \";\"", "", false});
        }
    }

private:
    void AddOwn(Role role, const char* text) {
        plan_.statements.push_back({role, {.text = text, .shown = text}});
    }
    void AddAll(Role role, std::string_view name, const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            Add(role, fmt::format("{}.{}[{}]", context_.path, name, i), texts[i]);
        }
    }
    void Add(Role role, const std::string& path, const std::string& text) {
        for (ReadyStatement& statement : PrepareStatements(text,
                                                           {.scope = context_.scope,
                                                            .later_names = later_names_,
                                                            .engine = plan_.endpoint->engine,
                                                            .path = path},
                                                           problems_)) {
            plan_.statements.push_back({role, std::move(statement)});
        }
    }

    const TaskContext& context_;
    const std::vector<std::string>& later_names_;
    SqlPlan& plan_;
    std::vector<Problem>& problems_;
};

}  // namespace

SqlPlan MakePlan(const TaskContext& context, const std::vector<std::string>& later_names,
                 const SqlKind::Resolve& resolve, std::vector<Problem>& problems) {
    SqlPlan plan;
    plan.parameters = ReadParameters(context, later_names, problems);
    const std::string& name = plan.parameters.datasource;
    if (name.empty() || workflow::HasPlaceholder(name)) return plan;
    Result<connectors::Endpoint> endpoint = resolve(name);
    if (!endpoint) {
        plan.unresolved = endpoint.error();
        return plan;
    }
    plan.endpoint = *std::move(endpoint);
    Planner(context, later_names, plan, problems).Run();
    return plan;
}

}  // namespace dmsnode::tasks::sql
