#include "service/impl/task_rules.hpp"

#include <gtest/gtest.h>

namespace dmsnode::service {
namespace {

constexpr std::array kStatuses = {
    TaskStatus::kCreating,  TaskStatus::kReady,   TaskStatus::kStarting, TaskStatus::kRunning,
    TaskStatus::kStopping,  TaskStatus::kStopped, TaskStatus::kDeleting, TaskStatus::kFailed,
    TaskStatus::kModifying, TaskStatus::kTesting, TaskStatus::kMoving,   TaskStatus::kFailedMove};
constexpr std::array kOperations = {TaskOperation::kStart,  TaskOperation::kStop,
                                    TaskOperation::kModify, TaskOperation::kDelete,
                                    TaskOperation::kMove,   TaskOperation::kReloadTables};

/// The reference's table again, written the other way round: a line a status, `y` for allowed, in
/// the order of kOperations.
struct Expected {
    TaskStatus status;
    std::string_view allowed;
};
constexpr std::array<Expected, 12> kExpected = {{
    {TaskStatus::kCreating, "......"},
    {TaskStatus::kReady, "y.yyy."},
    {TaskStatus::kStarting, "......"},
    {TaskStatus::kRunning, ".y...y"},
    {TaskStatus::kStopping, "......"},
    {TaskStatus::kStopped, "y.yyy."},
    {TaskStatus::kDeleting, "......"},
    {TaskStatus::kFailed, "y.yyy."},
    {TaskStatus::kModifying, "......"},
    {TaskStatus::kTesting, "......"},
    {TaskStatus::kMoving, "...y.."},
    {TaskStatus::kFailedMove, "y.yyy."},
}};

TEST(TaskTransitions, AllowEveryRowOfTheReferenceAndNothingElse) {
    for (std::size_t s = 0; s < kStatuses.size(); ++s) {
        ASSERT_EQ(kExpected[s].status, kStatuses[s]);
        for (std::size_t o = 0; o < kOperations.size(); ++o) {
            SCOPED_TRACE(std::string(dms::Word(kStatuses[s])) + " operation " + std::to_string(o));
            EXPECT_EQ(Shown(kStatuses[s], kOperations[o]).has_value(),
                      kExpected[s].allowed[o] == 'y');
        }
    }
}

TEST(TaskTransitions, HaveNoRowTwice) {
    for (std::size_t i = 0; i < kTaskTransitions.size(); ++i) {
        for (std::size_t j = i + 1; j < kTaskTransitions.size(); ++j) {
            EXPECT_FALSE(kTaskTransitions[i].from == kTaskTransitions[j].from &&
                         kTaskTransitions[i].operation == kTaskTransitions[j].operation);
        }
    }
}

TEST(TaskTransitions, ShowTheStatusOnTheWay) {
    EXPECT_EQ(Shown(TaskStatus::kReady, TaskOperation::kStart), TaskStatus::kStarting);
    EXPECT_EQ(Shown(TaskStatus::kRunning, TaskOperation::kStop), TaskStatus::kStopping);
    EXPECT_EQ(Shown(TaskStatus::kFailed, TaskOperation::kDelete), TaskStatus::kDeleting);
}

TEST(CheckState, RefusalIsAnInvalidResourceStateThatSaysTheStatus) {
    const auto refused = CheckState("orders", "running", TaskOperation::kStart);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, "InvalidResourceStateFault");
    EXPECT_EQ(refused.error().message,
              "Replication Task cannot be started, invalid state: orders is running; a task starts "
              "from ready, stopped or failed");
}

TEST(CheckState, UnknownStatusIsRefused) {
    EXPECT_FALSE(CheckState("orders", "sleeping", TaskOperation::kStop));
}

TEST(CheckStartType, StartReplicationIsForTheFirstRunOnly) {
    EXPECT_TRUE(CheckStartType("start-replication", 0));
    const auto again = CheckStartType("start-replication", 1);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().fault, "InvalidParameterCombinationException");
    EXPECT_EQ(again.error().message,
              "Start Type : START_REPLICATION, valid only for tasks running for the first time");
}

TEST(CheckStartType, ResumeAndReloadNeedAnEarlierRun) {
    for (const char* word : {"resume-processing", "reload-target"}) {
        EXPECT_TRUE(CheckStartType(word, 1)) << word;
        const auto first = CheckStartType(word, 0);
        ASSERT_FALSE(first) << word;
        EXPECT_EQ(first.error().fault, "InvalidParameterCombinationException");
    }
}

TEST(CheckStartType, OtherWordsAreInvalidValues) {
    for (const char* word : {"", "START-REPLICATION", "restart"}) {
        const auto refused = CheckStartType(word, 0);
        ASSERT_FALSE(refused) << word;
        EXPECT_EQ(refused.error().fault, "InvalidParameterValueException");
    }
}

TEST(CheckMigrationType, OnlyFullLoadIsCarriedOut) {
    EXPECT_TRUE(CheckMigrationType("full-load"));
    for (const char* word : {"cdc", "full-load-and-cdc"}) {
        const auto refused = CheckMigrationType(word);
        ASSERT_FALSE(refused) << word;
        EXPECT_EQ(refused.error().fault, "InvalidOperationFault");
        EXPECT_NE(refused.error().message.find("does full-load only"), std::string::npos);
    }
    const auto unknown = CheckMigrationType("everything");
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().fault, "InvalidParameterValueException");
}

}  // namespace
}  // namespace dmsnode::service
