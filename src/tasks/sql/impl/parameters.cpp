#include "tasks/sql/impl/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tasks/parameter_reader.hpp"

namespace dmsnode::tasks::sql {
namespace {

constexpr std::size_t kLongestSql = 4U << 20U;
constexpr std::int64_t kMostRows = 1000;
constexpr std::int64_t kLongestTimeout = 30L * 86400;
constexpr std::int64_t kMostCount = std::int64_t{1} << 53U;

bool IsLater(std::string_view text, const std::vector<std::string>& later_names) {
    return std::any_of(later_names.begin(), later_names.end(), [&](const std::string& name) {
        return text.find("${" + name + "}") != std::string_view::npos;
    });
}

Expectation ReadExpectation(ParameterReader& outer, const TaskContext& context,
                            const std::vector<std::string>& later_names,
                            std::vector<Problem>& problems) {
    Expectation expectation;
    const Json* object = outer.Find("expect");
    if (object == nullptr) return expectation;
    if (!object->is_object()) {
        outer.Report("expect", "is no object", R"({"rows": 3} or {"value": "x"})");
        return expectation;
    }
    ParameterReader reader(*object, outer.PathOf("expect"), problems);
    if (reader.Find("rows") != nullptr) {
        const std::int64_t rows = reader.Whole("rows", 0, kMostCount, -1);
        if (rows >= 0) expectation.rows = rows;
    }
    expectation.has_value = object->contains("value");
    if (reader.Find("value") != nullptr) {
        const std::string text = reader.Text("value");
        expectation.value =
            IsLater(text, later_names)
                ? text
                : workflow::Substitute(text, context.scope, workflow::Escaping::kNone,
                                       reader.PathOf("value"), problems);
    }
    if (!object->contains("rows") && !object->contains("value")) {
        outer.Report("expect", "expects nothing", R"({"rows": 3} or {"value": "x"})");
    }
    reader.Finish();
    return expectation;
}

}  // namespace

std::vector<std::string> ParameterNames() {
    return {"datasource", "sql",         "preStatements", "postStatements",
            "limit",      "expect",      "transaction",   "idempotent",
            "sqlType",    "localParams", "resourceList",  "statementTimeout"};
}

SqlParameters ReadParameters(const TaskContext& context,
                             const std::vector<std::string>& later_names,
                             std::vector<Problem>& problems) {
    SqlParameters p;
    ParameterReader reader(context.task.task_params, context.path, problems);
    p.datasource =
        reader.NeededText("datasource", "the name or ARN of an endpoint of the DMS service");
    if (!IsLater(p.datasource, later_names)) {
        p.datasource = workflow::Substitute(p.datasource, context.scope, workflow::Escaping::kNone,
                                            reader.PathOf("datasource"), problems);
    }
    p.sql = reader.NeededText("sql", "write one or more statements, separated by \";\"");
    p.pre_statements = reader.Texts("preStatements");
    p.post_statements = reader.Texts("postStatements");
    std::size_t size = p.sql.size();
    for (const auto* list : {&p.pre_statements, &p.post_statements}) {
        for (const std::string& text : *list) size += text.size();
    }
    if (size > kLongestSql) {
        reader.Report("sql", fmt::format("the statements have {} bytes", size),
                      fmt::format("at most {}", kLongestSql),
                      "load data by a DMS node, or run the database's own client in a SHELL node");
    }
    p.limit = reader.Whole("limit", 0, kMostRows, p.limit);
    p.expect = ReadExpectation(reader, context, later_names, problems);
    p.transaction = reader.Flag("transaction", p.transaction);
    p.idempotent = reader.Flag("idempotent", p.idempotent);
    p.statement_timeout = std::chrono::seconds(
        reader.Whole("statementTimeout", 1, kLongestTimeout, p.statement_timeout.count()));
    reader.Find("sqlType");  // DolphinScheduler's: the statement itself tells
    reader.WithoutEffect({"type", "udfs", "showType", "connParams", "sendEmail", "displayRows",
                          "groupId", "title", "segmentSeparator", "dependence", "conditionResult",
                          "waitStartTimeout", "switchResult", "varPool"});
    reader.Finish();
    return p;
}

}  // namespace dmsnode::tasks::sql
