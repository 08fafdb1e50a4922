#include "dms/status.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace dmsnode::dms {
namespace {

/// Every enumerator has a word, no two share one, and the word leads back.
template <class E, class Parse>
void ExpectWordsRoundTrip(E last, Parse parse) {
    std::set<std::string_view> words;
    for (int i = 0; i <= static_cast<int>(last); ++i) {
        const E value = static_cast<E>(i);
        const std::string_view word = Word(value);
        EXPECT_FALSE(word.empty()) << i;
        EXPECT_TRUE(words.insert(word).second) << word;
        EXPECT_EQ(parse(word), value) << word;
        EXPECT_FALSE(parse(std::string(word) + "x")) << word;
    }
    EXPECT_FALSE(parse(""));
}

TEST(Words, EveryWordLeadsBackToItsValue) {
    ExpectWordsRoundTrip(TaskStatus::kFailedMove, ParseTaskStatus);
    ExpectWordsRoundTrip(MigrationType::kFullLoadAndCdc, ParseMigrationType);
    ExpectWordsRoundTrip(StartType::kReloadTarget, ParseStartType);
    ExpectWordsRoundTrip(ConnectionStatus::kDeleting, ParseConnectionStatus);
    ExpectWordsRoundTrip(StopReason::kRecycleTask, ParseStopReason);
}

TEST(StopReason, IsFoundInTheShortForm) {
    EXPECT_EQ(ParseStopReason("Stop Reason FULL_LOAD_ONLY_FINISHED"),
              StopReason::kFullLoadOnlyFinished);
    EXPECT_EQ(ParseStopReason("Stop Reason NORMAL"), StopReason::kNormal);
}

TEST(StopReason, IsFoundAtTheEndOfAFailureText) {
    EXPECT_EQ(ParseStopReason("Last Error Task error notification received from subtask 2, thread "
                              "0 [reptask/replicationtask.c:2880] [1022502] Endpoint is "
                              "disconnected; Error executing source loop Stop Reason FATAL_ERROR "
                              "Error Level FATAL"),
              StopReason::kFatalError);
    EXPECT_EQ(ParseStopReason("Last Error Stop Reason of the peer. Stop Reason RECOVERABLE_ERROR "
                              "Error Level RECOVERABLE"),
              StopReason::kRecoverableError);
}

TEST(StopReason, UnknownOrAbsentCodeGivesNothing) {
    EXPECT_FALSE(ParseStopReason("Stop Reason SOMETHING_NEW"));
    EXPECT_FALSE(ParseStopReason("Stop Reason "));
    EXPECT_FALSE(ParseStopReason("Stop Reason"));
    EXPECT_FALSE(ParseStopReason("stopped by the user"));
    EXPECT_FALSE(ParseStopReason("stop reason NORMAL"));
}

}  // namespace
}  // namespace dmsnode::dms
