// docs/dms-node.md says what the code does. DMSNODE_UPDATE_DOCS=1 writes its generated parts anew.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "base/files.hpp"
#include "support/source_tree.hpp"
#include "tasks/dms/impl/fields.hpp"
#include "tasks/dms/impl/transitions.hpp"
#include "tasks/dms/prepare.hpp"
#include "tasks/dms/stop_reasons.hpp"
#include "workflow/document.hpp"

namespace dmsnode::tasks {
namespace {

std::string PagePath() {
    return dmsnode::testing::SourcePath("docs/dms-node.md");
}

std::string Page() {
    const Result<std::string> page = ReadFile(PagePath());
    EXPECT_TRUE(page) << page.error().ToString();
    return page.value_or("");
}

/// Compares the part between the marks of `name` with `content`, or writes it.
void CheckPart(const std::string& name, const std::string& content) {
    std::string page = Page();
    const std::size_t open = page.find("<!-- " + name + ":");
    const std::size_t begin = page.find('\n', open) + 1;
    const std::size_t end = page.find("<!-- /" + name + " -->");
    ASSERT_NE(open, std::string::npos);
    ASSERT_NE(end, std::string::npos);
    if (std::getenv("DMSNODE_UPDATE_DOCS") != nullptr) {
        page.replace(begin, end - begin, content);
        ASSERT_TRUE(WriteFileAtomically(PagePath(), page, 0644));
        return;
    }
    EXPECT_EQ(page.substr(begin, end - begin), content)
        << "docs/dms-node.md is out of date: run this test with DMSNODE_UPDATE_DOCS=1";
}

TEST(DmsNodeDocs, StopReasonsAreInThePage) {
    std::string table =
        "| stop reason | verdict | what happened | what to do |\n"
        "| --- | --- | --- | --- |\n";
    for (const StopReasonRow& row : StopReasonTable()) {
        table += fmt::format("| `{}` | {} | {} | {} |\n", dms::Word(row.reason), Word(row.verdict),
                             row.words, row.next);
    }
    CheckPart("stop-reasons", table);
}

TEST(DmsNodeDocs, PhasesAreInThePage) {
    // Self-loops (waiting, trying again) are left out: they would hide the rest.
    std::map<std::pair<impl::Phase, impl::Phase>, std::vector<std::string>> arrows;
    for (const impl::Transition& row : impl::Transitions()) {
        if (row.from != row.to) {
            arrows[{row.from, row.to}].emplace_back(impl::Word(row.event));
        }
    }
    std::string text = "| phase | next phase | when |\n| --- | --- | --- |\n";
    for (const auto& [arrow, events] : arrows) {
        text += fmt::format("| {} | {} | {} |\n", impl::Word(arrow.first), impl::Word(arrow.second),
                            fmt::join(events, ", "));
    }
    CheckPart("phases", text);
}

TEST(DmsNodeDocs, EveryParameterIsInThePageInBothSpellings) {
    const std::string page = Page();
    for (const auto fields : {impl::PluginFields(), impl::OwnFields()}) {
        for (const impl::Field& field : fields) {
            EXPECT_THAT(page, ::testing::HasSubstr(fmt::format("| `{}` |", field.form)));
            if (!field.aws.empty()) {
                EXPECT_THAT(page, ::testing::HasSubstr(fmt::format("| `{}` |", field.aws)));
            }
        }
    }
}

TEST(DmsNodeDocs, DefaultsInThePageAreTheCodes) {
    const std::string page = Page();
    const DmsParameters p;
    const std::vector<std::pair<std::string, std::string>> defaults = {
        {"toleratedTableErrors", std::to_string(p.tolerated_table_errors)},
        {"onFailedStart", fmt::format("`{}`", Word(p.on_failed_start))},
        {"whenRunning", fmt::format("`{}`", Word(p.when_running))},
        {"testConnections", fmt::format("`{}`", Word(p.test_connections))},
        {"createTimeout", std::to_string(p.timeouts.create.count())},
        {"connectionTestTimeout", std::to_string(p.timeouts.connection_test.count())},
        {"startTimeout", std::to_string(p.timeouts.start.count())},
        {"runTimeout", std::to_string(p.timeouts.run.count())},
        {"stopTimeout", std::to_string(p.timeouts.stop.count())},
        {"deleteTimeout", std::to_string(p.timeouts.remove.count())},
        {"contactTimeout", std::to_string(p.timeouts.contact.count())}};
    for (const auto& [name, value] : defaults) {
        EXPECT_THAT(page, ::testing::HasSubstr(fmt::format("| `{}` | {} |", name, value)));
    }
}

TEST(DmsNodeDocs, ExamplesAreGoodNodes) {
    const std::string page = Page();
    constexpr std::string_view kOpen = "```yaml\n";
    int examples = 0;
    workflow::ParameterScope scope{TimePoint()};
    workflow::SetBuiltIns({.schedule_time = TimePoint(),
                           .workflow_name = "shop",
                           .workflow_instance_id = "7",
                           .task_name = "load",
                           .task_instance_id = "1"},
                          scope);
    for (std::size_t at = page.find(kOpen); at != std::string::npos; at = page.find(kOpen, at)) {
        at += kOpen.size();
        const std::string example = page.substr(at, page.find("```", at) - at);
        SCOPED_TRACE(example);
        const auto document = workflow::ReadDocument(example, workflow::DocumentFormat::kYaml);
        ASSERT_TRUE(document);
        const PreparedNode node = PrepareDmsNode(document->root, "$", scope, {});
        for (const Problem& problem : node.problems) ADD_FAILURE() << problem.ToString();
        ++examples;
    }
    EXPECT_EQ(examples, 4);
}

}  // namespace
}  // namespace dmsnode::tasks
