#include "tasks/dms/impl/transitions.hpp"

#include <gtest/gtest.h>

#include <set>

namespace dmsnode::tasks::impl {
namespace {

std::vector<Phase> AllPhases() {
    std::vector<Phase> all;
    for (std::size_t i = 0; i < kPhaseCount; ++i) all.push_back(static_cast<Phase>(i));
    return all;
}

TEST(DmsNodeTransitions, EachPairStandsThereOnce) {
    std::set<std::pair<Phase, Event>> pairs;
    for (const Transition& row : Transitions()) {
        EXPECT_TRUE(pairs.emplace(row.from, row.event).second)
            << Word(row.from) << " + " << Word(row.event);
    }
}

TEST(DmsNodeTransitions, EveryRowIsFoundAndEveryAbsentRowIsNot) {
    std::size_t found = 0;
    for (const Phase from : AllPhases()) {
        for (std::size_t e = 0; e < kEventCount; ++e) {
            const auto to = Next(from, static_cast<Event>(e));
            if (!to) continue;
            ++found;
            bool is_row = false;
            for (const Transition& row : Transitions()) {
                is_row = is_row ||
                         (row.from == from && row.event == static_cast<Event>(e) && row.to == *to);
            }
            EXPECT_TRUE(is_row);
        }
    }
    EXPECT_EQ(found, Transitions().size());
}

TEST(DmsNodeTransitions, NothingLeavesDone) {
    for (std::size_t e = 0; e < kEventCount; ++e) {
        EXPECT_FALSE(Next(Phase::kDone, static_cast<Event>(e)));
    }
}

TEST(DmsNodeTransitions, EveryPhaseHasADeadlineThatLeavesIt) {
    for (const Phase phase : AllPhases()) {
        if (phase == Phase::kDone) continue;
        const auto to = Next(phase, Event::kDeadline);
        ASSERT_TRUE(to) << Word(phase);
        EXPECT_NE(*to, phase) << Word(phase);
    }
}

TEST(DmsNodeTransitions, EveryPhaseOutsideOfACleanUpTakesAKill) {
    for (const Phase phase : AllPhases()) {
        const bool being_killed = phase == Phase::kStopping || phase == Phase::kSendingStop ||
                                  phase == Phase::kLookingUpToKill;
        if (phase == Phase::kDone || being_killed) continue;
        EXPECT_TRUE(Next(phase, Event::kKillNothing) || Next(phase, Event::kKillMade))
            << Word(phase);
    }
}

TEST(DmsNodeTransitions, AKilledNodeNeverStartsAnything) {
    // From the phases of a kill no way leads to Create or Start.
    std::set<Phase> seen = {Phase::kStopping, Phase::kLookingUpToKill};
    for (std::size_t before = 0; before != seen.size();) {
        before = seen.size();
        for (const Transition& row : Transitions()) {
            if (seen.contains(row.from)) seen.insert(row.to);
        }
    }
    for (const Phase phase : {Phase::kCreating, Phase::kStarting, Phase::kSendingFirstStop,
                              Phase::kAwaitingReady, Phase::kFollowing}) {
        EXPECT_FALSE(seen.contains(phase)) << Word(phase);
    }
}

TEST(DmsNodeTransitions, ALostReplyIsLookedAfterAndNotRepeated) {
    EXPECT_EQ(Next(Phase::kCreating, Event::kReplyLost), Phase::kLookingUp);
    EXPECT_EQ(Next(Phase::kStarting, Event::kReplyLost), Phase::kAwaitingReady);
    EXPECT_FALSE(Next(Phase::kCreating, Event::kTransient));
    EXPECT_FALSE(Next(Phase::kStarting, Event::kTransient));
}

TEST(DmsNodeTransitions, EveryPhaseIsReachedAndReachesDone) {
    std::set<Phase> reached = {Phase::kResolving};
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const Transition& row : Transitions()) {
            if (reached.contains(row.from)) reached.insert(row.to);
        }
    }
    EXPECT_EQ(reached.size(), kPhaseCount);
    std::set<Phase> ends = {Phase::kDone};
    for (std::size_t before = 0; before != ends.size();) {
        before = ends.size();
        for (const Transition& row : Transitions()) {
            if (ends.contains(row.to)) ends.insert(row.from);
        }
    }
    EXPECT_EQ(ends.size(), kPhaseCount);
}

TEST(DmsNodeTransitions, WordsAreDistinctAndReadBack) {
    std::set<std::string_view> words;
    for (const Phase phase : AllPhases()) {
        EXPECT_TRUE(words.insert(Word(phase)).second);
        EXPECT_EQ(ParsePhase(Word(phase)), phase);
    }
    EXPECT_FALSE(ParsePhase("nonsense"));
    std::set<std::string_view> events;
    for (std::size_t e = 0; e < kEventCount; ++e) {
        EXPECT_TRUE(events.insert(Word(static_cast<Event>(e))).second);
    }
}

}  // namespace
}  // namespace dmsnode::tasks::impl
