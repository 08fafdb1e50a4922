// docs/task-kinds.md says what the SHELL node does.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.hpp"
#include "support/source_tree.hpp"
#include "support/test_servers.hpp"
#include "tasks/shell/impl/parameters.hpp"
#include "tasks/shell/shell_kind.hpp"
#include "tasks/test_attempt.hpp"
#include "workflow/document.hpp"

namespace dmsnode::tasks {
namespace {

using ::testing::HasSubstr;

std::string Page() {
    const auto page = ReadFile(dmsnode::testing::SourcePath("docs/task-kinds.md"));
    EXPECT_TRUE(page) << page.error().ToString();
    return page.value_or("");
}

TEST(ShellDocs, EveryParameterAndDefaultIsInThePage) {
    const std::string page = Page();
    const std::string shell = page.substr(0, page.find("\n## SQL"));
    for (const std::string& name : shell::ParameterNames()) {
        EXPECT_THAT(shell, HasSubstr("| `" + name + "` |"));
    }
    const ShellKindOptions options;
    EXPECT_THAT(shell, HasSubstr(fmt::format("SIGKILL {} seconds",
                                             options.kill_grace / std::chrono::seconds(1))));
    EXPECT_THAT(shell, HasSubstr(fmt::format("above {} KiB", options.longest_line >> 10U)));
    EXPECT_THAT(shell, HasSubstr(fmt::format("after {} MiB", options.most_log_bytes >> 20U)));
    EXPECT_THAT(shell, HasSubstr(fmt::format("| `onWorkerLoss` | `{}` |",
                                             Word(shell::ShellParameters().on_worker_loss))));
}

TEST(ShellDocs, TheExampleRuns) {
    const std::string page = Page();
    constexpr std::string_view kOpen = "```yaml\n# SHELL\n";
    const std::size_t at = page.find(kOpen);
    ASSERT_NE(at, std::string::npos);
    const std::string example =
        page.substr(at + kOpen.size(), page.find("```", at + 3) - at - kOpen.size());
    const auto document = workflow::ReadDocument(example, workflow::DocumentFormat::kYaml);
    ASSERT_TRUE(document);
    workflow::TaskDefinition task;
    task.task_params = document->root;
    workflow::ParameterScope scope{TimePoint(std::chrono::seconds(1'795'342'622))};
    for (const Json& parameter : document->root["localParams"]) {
        const bool out = parameter["direct"] == "OUT";
        workflow::Parameter one{.name = parameter["prop"].get<std::string>(),
                                .direction = out ? workflow::ParameterDirection::kOut
                                                 : workflow::ParameterDirection::kIn,
                                .value = parameter["value"].get<std::string>()};
        if (!out) scope.Set(workflow::ParameterLevel::kLocal, one);
        task.local_params.push_back(std::move(one));
    }
    dmsnode::testing::TempDir folder;
    ASSERT_TRUE(WriteFileAtomically(folder.path() + "/orders.csv", "1\n2\n3\n"));
    ShellKind kind;
    EXPECT_TRUE(
        kind.Check({.task = task, .path = "$", .scope = scope, .file_folders = {}}, {}).empty());
    testing::FakeWorker worker;
    TaskAttempt attempt = worker.AttemptOf(task, scope);
    attempt.working_directory = folder.path();
    ASSERT_TRUE(kind.Start(std::move(attempt)));
    EXPECT_EQ(worker.End().out.at("rows"), "3");
    EXPECT_THAT(worker.log(), HasSubstr("checking shop.orders on 2026-11-22"));
}

}  // namespace
}  // namespace dmsnode::tasks
