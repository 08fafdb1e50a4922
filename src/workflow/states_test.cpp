#include "workflow/states.hpp"

#include <gmock/gmock.h>

#include <map>

#include "base/files.hpp"
#include "support/source_tree.hpp"

namespace dmsnode::workflow {
namespace {

using ::testing::HasSubstr;

TEST(TaskTransitions, EveryRowAndEveryAbsentRow) {
    using S = TaskState;
    using E = TaskEvent;
    // Written from the rules, not copied from the table: what each state lets happen.
    const std::map<S, std::map<E, S>> rows = {
        {S::kWaiting,
         {{E::kDelayBegins, S::kDelayed},
          {E::kQueued, S::kQueued},
          {E::kKilled, S::kKilled},
          {E::kPaused, S::kPaused},
          {E::kUpstreamFailed, S::kUpstreamFailed},
          {E::kPassedOver, S::kPassedOver}}},
        {S::kDelayed,
         {{E::kQueued, S::kQueued}, {E::kKilled, S::kKilled}, {E::kPaused, S::kPaused}}},
        {S::kQueued,
         {{E::kStarted, S::kRunning}, {E::kKilled, S::kKilled}, {E::kPaused, S::kPaused}}},
        {S::kRunning,
         {{E::kSucceeded, S::kSucceeded},
          {E::kFailedForNow, S::kBackingOff},
          {E::kFailedForGood, S::kFailed},
          {E::kKilled, S::kKilled}}},
        {S::kBackingOff,
         {{E::kQueued, S::kQueued}, {E::kKilled, S::kKilled}, {E::kPaused, S::kPaused}}},
        {S::kPaused, {{E::kAgain, S::kWaiting}, {E::kKilled, S::kKilled}}},
        {S::kSucceeded, {{E::kAgain, S::kWaiting}}},
        {S::kForcedSuccess, {{E::kAgain, S::kWaiting}}},
        {S::kFailed, {{E::kAgain, S::kWaiting}, {E::kForced, S::kForcedSuccess}}},
        {S::kKilled, {{E::kAgain, S::kWaiting}, {E::kForced, S::kForcedSuccess}}},
        {S::kUpstreamFailed, {{E::kAgain, S::kWaiting}}},
        {S::kPassedOver, {{E::kAgain, S::kWaiting}}},
    };
    std::size_t seen = 0;
    for (int s = 0; s <= static_cast<int>(S::kPassedOver); ++s) {
        for (int e = 0; e <= static_cast<int>(E::kAgain); ++e) {
            const auto& row = rows.at(static_cast<S>(s));
            const auto expected = row.find(static_cast<E>(e));
            const auto next = Next(static_cast<S>(s), static_cast<E>(e));
            EXPECT_EQ(next, expected == row.end() ? std::nullopt : std::optional(expected->second))
                << Word(static_cast<S>(s)) << " × " << Word(static_cast<E>(e));
            if (next) ++seen;
        }
    }
    EXPECT_EQ(seen, TaskTransitions().size()) << "a pair stands twice in the table";
}

TEST(WorkflowTransitions, EveryRowAndEveryAbsentRow) {
    using S = WorkflowState;
    using E = WorkflowEvent;
    const std::map<E, std::map<S, S>> rows = {
        {E::kBegin, {{S::kSerialWait, S::kRunning}}},
        {E::kPause, {{S::kRunning, S::kPausing}}},
        {E::kResume, {{S::kPausing, S::kRunning}, {S::kPaused, S::kRunning}}},
        {E::kStop,
         {{S::kSerialWait, S::kKilled},
          {S::kRunning, S::kStopping},
          {S::kPausing, S::kStopping},
          {S::kPaused, S::kStopping}}},
        {E::kRerun,
         {{S::kPaused, S::kRunning},
          {S::kSucceeded, S::kRunning},
          {S::kFailed, S::kRunning},
          {S::kKilled, S::kRunning}}},
        {E::kRecover,
         {{S::kPaused, S::kRunning}, {S::kFailed, S::kRunning}, {S::kKilled, S::kRunning}}},
        {E::kRunNode,
         {{S::kPaused, S::kRunning},
          {S::kSucceeded, S::kRunning},
          {S::kFailed, S::kRunning},
          {S::kKilled, S::kRunning}}},
        {E::kForce, {{S::kPaused, S::kPaused}, {S::kFailed, S::kFailed}, {S::kKilled, S::kKilled}}},
        {E::kMended, {{S::kFailed, S::kSucceeded}, {S::kKilled, S::kSucceeded}}},
        {E::kEndedWell,
         {{S::kRunning, S::kSucceeded},
          {S::kPausing, S::kSucceeded},
          {S::kStopping, S::kSucceeded}}},
        {E::kEndedFailed, {{S::kRunning, S::kFailed}, {S::kPausing, S::kFailed}}},
        {E::kEndedKilled,
         {{S::kRunning, S::kKilled}, {S::kPausing, S::kKilled}, {S::kStopping, S::kKilled}}},
        {E::kEndedPaused, {{S::kRunning, S::kPaused}, {S::kPausing, S::kPaused}}},
    };
    std::size_t seen = 0;
    for (int s = 0; s <= static_cast<int>(S::kKilled); ++s) {
        for (int e = 0; e <= static_cast<int>(E::kEndedPaused); ++e) {
            const auto& row = rows.at(static_cast<E>(e));
            const auto expected = row.find(static_cast<S>(s));
            const auto next = Next(static_cast<S>(s), static_cast<E>(e));
            EXPECT_EQ(next, expected == row.end() ? std::nullopt : std::optional(expected->second))
                << Word(static_cast<S>(s)) << " × " << Word(static_cast<E>(e));
            if (next) ++seen;
        }
    }
    EXPECT_EQ(seen, WorkflowTransitions().size()) << "a pair stands twice in the table";
}

TEST(States, WordsAreReadBack) {
    for (int s = 0; s <= static_cast<int>(TaskState::kPassedOver); ++s) {
        EXPECT_EQ(ParseTaskState(Word(static_cast<TaskState>(s))), static_cast<TaskState>(s));
    }
    for (int s = 0; s <= static_cast<int>(WorkflowState::kKilled); ++s) {
        EXPECT_EQ(ParseWorkflowState(Word(static_cast<WorkflowState>(s))),
                  static_cast<WorkflowState>(s));
    }
    EXPECT_EQ(ParseTaskState("SUCCESS"), std::nullopt);
    EXPECT_EQ(ParseWorkflowState(""), std::nullopt);
}

TEST(States, PageShowsTheTables) {
    const Result<std::string> page = ReadFile(testing::SourcePath("docs/states.md"));
    ASSERT_TRUE(page) << page.error().ToString();
    EXPECT_THAT(*page, HasSubstr("```mermaid\n" + TaskStateDiagram() + "```"));
    EXPECT_THAT(*page, HasSubstr("```mermaid\n" + WorkflowStateDiagram() + "```"));
}

}  // namespace
}  // namespace dmsnode::workflow
