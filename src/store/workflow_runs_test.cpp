#include "store/workflow_runs.hpp"

#include <gmock/gmock.h>

#include "support/test_servers.hpp"

namespace dmsnode::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class WorkflowRuns : public ::testing::Test {
protected:
    WorkflowRuns()
        : database_(*Database::Open(folder_.path() + "/s.db")),
          runs_(*WorkflowRunStore::Open(*database_)) {}

    WorkflowInstance Add(const std::string& uid, const std::string& parameters = "{}") {
        WorkflowInstance instance;
        instance.uid = uid;
        instance.workflow_name = "w";
        instance.content_hash = "h";
        instance.parameters = parameters;
        instance.state = "running";
        instance.created = TimePoint(std::chrono::microseconds(1'795'342'622'123'456));
        return *runs_.Create(instance);
    }

    static TaskInstance Attempt(std::int64_t instance, std::int64_t task, std::int64_t attempt,
                                const std::string& state) {
        TaskInstance row;
        row.workflow_instance = instance;
        row.task_index = task;
        row.attempt = attempt;
        row.task_name = "t";
        row.state = state;
        return row;
    }

    testing::TempDir folder_;
    std::unique_ptr<Database> database_;
    WorkflowRunStore runs_;
};

TEST_F(WorkflowRuns, NewestRunningInstanceOfTheSameWorkflowIsFound) {
    const WorkflowInstance first = Add("a");
    const WorkflowInstance second = Add("b");
    EXPECT_EQ((*runs_.FindRunning("w", "h", "{}"))->uid, "b");
    EXPECT_EQ((*runs_.FindRunning("w", "h", "{}"))->created, second.created);
    EXPECT_EQ(*runs_.FindRunning("w", "other", "{}"), std::nullopt);
    EXPECT_EQ(*runs_.FindRunning("w", "h", R"({"a":"1"})"), std::nullopt);
    ASSERT_TRUE(runs_.SetState(second.id, "success", second.created));
    EXPECT_EQ((*runs_.FindRunning("w", "h", "{}"))->uid, "a");
    ASSERT_TRUE(runs_.SetState(first.id, "killed", first.created));
    EXPECT_EQ(*runs_.FindRunning("w", "h", "{}"), std::nullopt);
    EXPECT_EQ(runs_.SetState(99, "killed", {}).error().code, ErrorCode::kNotFound);
}

TEST_F(WorkflowRuns, LastAttemptOfEachTaskIsGiven) {
    const WorkflowInstance instance = Add("a");
    ASSERT_TRUE(runs_.SaveAttempts(
        {Attempt(instance.id, 0, 1, "failure"), Attempt(instance.id, 1, 0, "delayed")}));
    ASSERT_TRUE(runs_.SaveAttempts({Attempt(instance.id, 0, 2, "running")}));
    const auto attempts = runs_.LastAttempts(instance.id);
    ASSERT_TRUE(attempts);
    ASSERT_THAT(*attempts, SizeIs(2));
    EXPECT_EQ((*attempts)[0].attempt, 2);
    EXPECT_EQ((*attempts)[0].state, "running");
    EXPECT_EQ((*attempts)[1].state, "delayed");
    EXPECT_THAT(*runs_.LastAttempts(77), IsEmpty());
}

TEST_F(WorkflowRuns, NodeStateOutlivesASaveOfItsAttempt) {
    const WorkflowInstance instance = Add("a");
    EXPECT_EQ(runs_.SaveNodeState(instance.id, 0, 1, "{}").error().code, ErrorCode::kNotFound);
    ASSERT_TRUE(runs_.SaveAttempts({Attempt(instance.id, 0, 1, "running")}));
    ASSERT_TRUE(runs_.SaveNodeState(instance.id, 0, 1, R"({"phase":"x"})"));
    ASSERT_TRUE(runs_.SaveAttempts({Attempt(instance.id, 0, 1, "success")}));
    EXPECT_EQ(*runs_.NodeStateOf(instance.id, 0, 1), R"({"phase":"x"})");
    EXPECT_EQ(*runs_.NodeStateOf(instance.id, 0, 2), "");
}

TEST_F(WorkflowRuns, AttemptsAreSavedAllOrNone) {
    const WorkflowInstance instance = Add("a");
    EXPECT_FALSE(
        runs_.SaveAttempts({Attempt(instance.id, 0, 1, "running"), Attempt(999, 1, 1, "running")}));
    EXPECT_THAT(*runs_.LastAttempts(instance.id), IsEmpty());
}

TEST_F(WorkflowRuns, EverythingIsThereAfterReopening) {
    const WorkflowInstance instance = Add("a");
    TaskInstance task = Attempt(instance.id, 0, 1, "backing off");
    task.wake = instance.created;
    task.outputs = "{}";
    task.message = "why";
    ASSERT_TRUE(runs_.SaveAttempts({task}));
    auto again = Database::Open(folder_.path() + "/s.db");
    ASSERT_TRUE(again);
    const auto runs = WorkflowRunStore::Open(**again);
    ASSERT_TRUE(runs);
    const TaskInstance read = (*runs->LastAttempts(instance.id))[0];
    EXPECT_EQ(read.wake, task.wake);
    EXPECT_EQ(read.message, "why");
    EXPECT_EQ(read.started, std::nullopt);
}

}  // namespace
}  // namespace dmsnode::store
