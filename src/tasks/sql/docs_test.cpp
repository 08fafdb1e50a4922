// docs/task-kinds.md says what the SQL node does.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "support/source_tree.hpp"
#include "tasks/sql/impl/parameters.hpp"
#include "tasks/sql/sql_kind.hpp"
#include "workflow/document.hpp"

namespace dmsnode::tasks {
namespace {

using ::testing::HasSubstr;

class NoQueries final : public connectors::QueryFactory {
public:
    Result<std::unique_ptr<connectors::QuerySession>> OpenQuery(const connectors::Endpoint&,
                                                                LogSink&) override {
        return Error{ErrorCode::kInternal, "a check opens nothing"};
    }
};

TEST(SqlDocs, ThePageSaysWhatTheCodeDoes) {
    const auto page = ReadFile(dmsnode::testing::SourcePath("docs/task-kinds.md"));
    ASSERT_TRUE(page) << page.error().ToString();
    const std::string text = page->substr(page->find("\n## SQL"));
    for (const std::string& name : sql::ParameterNames()) {
        EXPECT_THAT(text, HasSubstr("| `" + name + "` |"));
    }
    const sql::SqlParameters defaults;
    EXPECT_THAT(text, HasSubstr(fmt::format("| `limit` | {} |", defaults.limit)));
    EXPECT_THAT(text, HasSubstr(fmt::format("| `statementTimeout` | {} |",
                                            defaults.statement_timeout.count())));
    EXPECT_THAT(text, HasSubstr(fmt::format("| `transaction` | {} |", defaults.transaction)));
    EXPECT_THAT(text, HasSubstr(fmt::format("| `idempotent` | {} |", defaults.idempotent)));

    NoQueries queries;
    SqlKind kind([](const std::string&) { return connectors::Endpoint{}; }, queries);
    int examples = 0;
    constexpr std::string_view kOpen = "```yaml\n# SQL";
    for (std::size_t at = text.find(kOpen); at != std::string::npos; at = text.find(kOpen, at)) {
        at += 8;
        const std::string example = text.substr(at, text.find("```", at) - at);
        SCOPED_TRACE(example);
        const auto document = workflow::ReadDocument(example, workflow::DocumentFormat::kYaml);
        ASSERT_TRUE(document);
        workflow::TaskDefinition task;
        task.task_params = document->root;
        workflow::ParameterScope scope{TimePoint()};
        for (const char* name : {"day", "orders"}) {
            scope.Set(workflow::ParameterLevel::kLocal, {.name = name, .value = "1"});
        }
        const auto problems =
            kind.Check({.task = task, .path = "$", .scope = scope, .file_folders = {}}, {});
        for (const Problem& problem : problems) ADD_FAILURE() << problem.ToString();
        ++examples;
    }
    EXPECT_EQ(examples, 2);
}

}  // namespace
}  // namespace dmsnode::tasks
