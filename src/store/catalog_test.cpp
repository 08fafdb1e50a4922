#include <gmock/gmock.h>

#include <latch>
#include <thread>

#include "store/catalog_connections.hpp"
#include "store/catalog_environments.hpp"
#include "store/catalog_projects.hpp"
#include "store/catalog_resources.hpp"
#include "store/catalog_schema.hpp"
#include "store/catalog_workflows.hpp"
#include "support/test_store.hpp"

/// The contract of the catalogue, on both stores.
namespace dmsnode::store::catalog {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TimePoint At(int seconds) {
    return TimePoint(std::chrono::seconds(1'800'000'000 + seconds));
}

template <class List>
std::vector<std::string> Names(const List& list) {
    std::vector<std::string> names;
    for (const auto& one : *list) names.push_back(one.name);
    return names;
}

class Catalog : public testing::StoreTest {
protected:
    Catalog() {
        const Status migrated = MigrateCatalog(*database_);
        EXPECT_TRUE(migrated) << migrated.error().ToString();
    }
    /// Runs a query function in a transaction of its own.
    template <class Function, class... Args>
    auto Do(Function&& function, const Args&... args) {
        return database_->Write([&](Connection& db) { return function(db, args...); });
    }
    /// The same, for a test that goes on with the value.
    template <class Function, class... Args>
    auto Must(Function&& function, const Args&... args) {
        auto result = Do(function, args...);
        if (!result) {
            ADD_FAILURE() << result.error().ToString();
            std::abort();
        }
        return *std::move(result);
    }
    template <class Function, class... Args>
    ErrorCode CodeOf(Function&& function, const Args&... args) {
        const auto result = Do(function, args...);
        EXPECT_FALSE(result);
        if (result) return ErrorCode::kInternal;
        EXPECT_EQ(result.error().ToString().find("SELECT"), std::string::npos)
            << "an operator's text: " << result.error().ToString();
        return result.error().code;
    }
    Project AddProject(const std::string& name) { return Must(CreateProject, name, "", At(0)); }
    Workflow AddWorkflow(std::int64_t project, const std::string& name,
                         const std::string& document = R"({"tasks":[]})") {
        return Must(CreateWorkflow, project,
                    WorkflowContent{.name = name, .document = document, .author = "ann"}, At(0));
    }
};
DMSNODE_ON_BOTH_STORES(Catalog);

TEST_P(Catalog, ConnectionsKeepTheirSealedSecret) {
    const std::string sealed("\x00\xff sealed", 9);
    const DmsConnection made = Must(
        CreateDmsConnection,
        DmsConnection{.code = 5, .name = "prod", .region = "r", .sealed_secret = sealed}, At(1));
    EXPECT_EQ(made.sealed_secret, sealed);
    EXPECT_EQ(CodeOf(CreateDmsConnection, DmsConnection{.code = 6, .name = "prod"}, At(1)),
              ErrorCode::kAlreadyExists);
    DmsConnection change = made;
    change.endpoint = "http://h:1";
    change.sealed_secret.clear();
    const DmsConnection changed = Must(UpdateDmsConnection, change, made.revision, At(2));
    EXPECT_EQ(changed.revision, 2);
    EXPECT_EQ(changed.sealed_secret, "");
    EXPECT_EQ(CodeOf(UpdateDmsConnection, change, made.revision, At(3)), ErrorCode::kConflict);
    Must(CreateDmsConnection, DmsConnection{.code = 7, .name = "a"}, At(1));
    EXPECT_THAT(Names(Do(ListDmsConnections)), ElementsAre("a", "prod"));
    EXPECT_EQ((*Do(FindDmsConnection, std::string("prod")))->endpoint, "http://h:1");
    EXPECT_FALSE(*Do(FindDmsConnection, std::string("x")));
    EXPECT_TRUE(Do(DeleteDmsConnection, made.code, changed.revision));
    EXPECT_EQ(CodeOf(DeleteDmsConnection, made.code, changed.revision), ErrorCode::kNotFound);
}

TEST_P(Catalog, ProjectsAreMadeChangedListedAndDeleted) {
    const Project made = Must(CreateProject, "shop", "what we sell", At(1));
    EXPECT_GT(made.code, 0);
    EXPECT_EQ(made.revision, 1);
    EXPECT_EQ(made.created, At(1));
    EXPECT_EQ(CodeOf(CreateProject, "shop", "", At(2)), ErrorCode::kAlreadyExists);

    Project change = made;
    change.name = "store";
    const Project changed = Must(UpdateProject, change, made.revision, At(3));
    EXPECT_EQ(changed.revision, 2);
    EXPECT_EQ(changed.created, At(1));
    EXPECT_EQ(changed.updated, At(3));
    const auto stale = Do(UpdateProject, change, made.revision, At(4));
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code, ErrorCode::kConflict);
    EXPECT_THAT(stale.error().message, HasSubstr("based on its revision 1, it has 2"));
    EXPECT_EQ(Must(FindProject, made.code)->name, "store");
    EXPECT_EQ(Must(FindProjectByName, "store")->code, made.code);
    EXPECT_FALSE(Must(FindProjectByName, "shop"));

    AddProject("Z");
    AddProject("a_1");
    AddProject("a%1");
    EXPECT_THAT(Names(Do(ListProjects, Page{})), ElementsAre("Z", "a%1", "a_1", "store"));
    EXPECT_THAT(Names(Do(ListProjects, Page{.after = "a%1", .limit = 1})), ElementsAre("a_1"));
    EXPECT_THAT(Names(Do(ListProjects, Page{.contains = "A_"})), ElementsAre("a_1"));
    EXPECT_THAT(Names(Do(ListProjects, Page{.contains = "%"})), ElementsAre("a%1"));
    EXPECT_THAT(Names(Do(ListProjects, Page{.contains = "nothing"})), IsEmpty());
    change.name = "Z";
    EXPECT_EQ(CodeOf(UpdateProject, change, changed.revision, At(5)), ErrorCode::kAlreadyExists);

    const Workflow workflow = AddWorkflow(made.code, "w");
    const auto full = Do(DeleteProject, made.code, changed.revision);
    ASSERT_FALSE(full);
    EXPECT_EQ(full.error().code, ErrorCode::kConflict);
    EXPECT_THAT(full.error().message, HasSubstr("has workflow definitions"));
    ASSERT_TRUE(Do(DeleteWorkflow, workflow.code, workflow.revision));
    EXPECT_EQ(CodeOf(DeleteProject, made.code, made.revision), ErrorCode::kConflict);
    EXPECT_TRUE(Do(DeleteProject, made.code, changed.revision));
    EXPECT_EQ(CodeOf(DeleteProject, made.code, changed.revision), ErrorCode::kNotFound);
    EXPECT_EQ(CodeOf(UpdateProject, made, 1, At(6)), ErrorCode::kNotFound);
}

TEST_P(Catalog, TextsAreBounded) {
    for (const std::string& name : {std::string(), std::string(256, 'x'), std::string("a\nb"),
                                    std::string("a\0b", 3), std::string("\x7f")}) {
        EXPECT_EQ(CodeOf(CreateProject, name, "", At(0)), ErrorCode::kInvalidArgument);
    }
    EXPECT_EQ(CodeOf(CreateProject, "a", std::string(4'001, 'x'), At(0)),
              ErrorCode::kInvalidArgument);
    EXPECT_EQ(CodeOf(CreateProject, "a", std::string("\0", 1), At(0)), ErrorCode::kInvalidArgument);
    EXPECT_TRUE(Do(CreateProject, std::string(255, 'x'), std::string(4'000, 'x'), At(0)));
    const Project project = AddProject("p");
    EXPECT_EQ(CodeOf(CreateWorkflow, project.code,
                     WorkflowContent{.name = "w", .document = "{broken"}, At(0)),
              ErrorCode::kInvalidArgument);
    EXPECT_EQ(
        CodeOf(CreateTaskGroup, TaskGroup{.project = project.code, .name = "g", .size = 0}, At(0)),
        ErrorCode::kInvalidArgument);
    EXPECT_EQ(CodeOf(CreateEnvironment, Environment{.name = "e", .worker_groups = {""}}, At(0)),
              ErrorCode::kInvalidArgument);
}

TEST_P(Catalog, ParametersBelongToTheirProjectAndGoWithIt) {
    const Project project = AddProject("p");
    const Project other = AddProject("q");
    const ProjectParameter given{
        .project = project.code, .name = "day", .type = "DATE", .value = "2026-11-25"};
    const ProjectParameter made = Must(CreateProjectParameter, given, At(1));
    EXPECT_EQ(CodeOf(CreateProjectParameter, given, At(1)), ErrorCode::kAlreadyExists);
    ProjectParameter elsewhere = given;
    elsewhere.project = other.code;
    EXPECT_TRUE(Do(CreateProjectParameter, elsewhere, At(1)));
    elsewhere.project = 5;
    EXPECT_EQ(CodeOf(CreateProjectParameter, elsewhere, At(1)), ErrorCode::kNotFound);
    ProjectParameter change = made;
    change.value = "";
    const ProjectParameter changed = Must(UpdateProjectParameter, change, 1, At(2));
    EXPECT_EQ(changed.value, "");
    EXPECT_EQ(CodeOf(UpdateProjectParameter, change, 1, At(3)), ErrorCode::kConflict);
    EXPECT_EQ(Must(FindProjectParameter, made.code)->type, "DATE");
    EXPECT_THAT(Names(Do(ListProjectParameters, project.code, Page{})), ElementsAre("day"));
    EXPECT_EQ(CodeOf(DeleteProjectParameter, made.code, 1), ErrorCode::kConflict);
    ASSERT_TRUE(Do(DeleteProject, project.code, 1));
    EXPECT_EQ(CodeOf(DeleteProjectParameter, made.code, 2), ErrorCode::kNotFound);
    EXPECT_THAT(Names(Do(ListProjectParameters, other.code, Page{})), ElementsAre("day"));
}

TEST_P(Catalog, SavingMakesAVersionOnlyOfAnotherDocument) {
    const Project project = AddProject("p");
    EXPECT_EQ(CodeOf(CreateWorkflow, 5, WorkflowContent{.name = "w", .document = "{}"}, At(0)),
              ErrorCode::kNotFound);
    Workflow workflow = AddWorkflow(project.code, "w", R"({"a":1,"b":[1,2]})");
    EXPECT_EQ(workflow.version, 1);
    EXPECT_EQ(workflow.release_state, ReleaseState::kOffline);
    WorkflowContent content{.name = "w", .document = R"( {"b":[1,2], "a":1} )", .author = "bob"};

    workflow = Must(SaveWorkflow, workflow.code, content, 1, At(1));
    EXPECT_EQ(workflow.version, 1);
    EXPECT_EQ(workflow.revision, 1);
    content.description = "new words";
    workflow = Must(SaveWorkflow, workflow.code, content, 1, At(2));
    EXPECT_EQ(workflow.version, 1);
    EXPECT_EQ(workflow.revision, 2);
    content.document = R"({"a":1,"b":[2,1]})";
    EXPECT_EQ(CodeOf(SaveWorkflow, workflow.code, content, 1, At(3)), ErrorCode::kConflict);
    workflow = Must(SaveWorkflow, workflow.code, content, 2, At(3));
    EXPECT_EQ(workflow.version, 2);
    EXPECT_EQ(workflow.revision, 3);
    content.document = "[";
    EXPECT_EQ(CodeOf(SaveWorkflow, workflow.code, content, 3, At(4)), ErrorCode::kInvalidArgument);
    EXPECT_EQ(CodeOf(SaveWorkflow, 5, content, 3, At(4)), ErrorCode::kNotFound);

    AddWorkflow(project.code, "v");
    content = {.name = "v", .document = "{}"};
    EXPECT_EQ(CodeOf(SaveWorkflow, workflow.code, content, 3, At(4)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(CodeOf(CreateWorkflow, project.code, content, At(4)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(Must(FindWorkflow, workflow.code)->version, 2);
    EXPECT_EQ(Must(ListWorkflowVersions, workflow.code, std::nullopt, 10).size(), 2U);
    EXPECT_TRUE(Do(CreateWorkflow, AddProject("q").code, content, At(4)));
}

TEST_P(Catalog, VersionsAreListedRestoredAndDeletedButTheCurrentOne) {
    Workflow workflow = AddWorkflow(AddProject("p").code, "w", R"({"v":1})");
    for (int v = 2; v <= 4; ++v) {
        const WorkflowContent content{
            .name = "w", .document = R"({"v":)" + std::to_string(v) + "}", .author = "bob"};
        workflow = Must(SaveWorkflow, workflow.code, content, workflow.revision, At(v));
    }
    const auto versions = [&](std::optional<std::int64_t> before, std::int64_t limit) {
        std::vector<std::int64_t> numbers;
        for (const WorkflowVersion& one :
             Must(ListWorkflowVersions, workflow.code, before, limit)) {
            numbers.push_back(one.version);
            EXPECT_EQ(one.document, "");
            EXPECT_EQ(one.size, 7);
        }
        return numbers;
    };
    EXPECT_THAT(versions({}, 2), ElementsAre(4, 3));
    EXPECT_THAT(versions(3, 9), ElementsAre(2, 1));

    EXPECT_EQ(CodeOf(RestoreWorkflow, workflow.code, 9, "eve", 4, At(9)), ErrorCode::kNotFound);
    EXPECT_EQ(CodeOf(RestoreWorkflow, workflow.code, 2, "eve", 3, At(9)), ErrorCode::kConflict);
    workflow = Must(RestoreWorkflow, workflow.code, 2, "eve", 4, At(9));
    EXPECT_EQ(workflow.version, 5);
    const auto restored = Must(FindWorkflowVersion, workflow.code, 5);
    ASSERT_TRUE(restored);
    EXPECT_EQ(restored->document, R"({"v":2})");
    EXPECT_EQ(restored->restored_from, 2);
    EXPECT_EQ(restored->author, "eve");
    EXPECT_EQ(restored->created, At(9));
    // What is current already is not saved again.
    EXPECT_EQ(Must(RestoreWorkflow, workflow.code, 2, "eve", workflow.revision, At(10)).version, 5);

    EXPECT_TRUE(Do(DeleteWorkflowVersion, workflow.code, 2));
    EXPECT_EQ(CodeOf(DeleteWorkflowVersion, workflow.code, 2), ErrorCode::kNotFound);
    EXPECT_EQ(CodeOf(DeleteWorkflowVersion, workflow.code, 5), ErrorCode::kConflict);
    EXPECT_THAT(versions({}, 9), ElementsAre(5, 4, 3, 1));
    ASSERT_TRUE(Do(DeleteWorkflow, workflow.code, workflow.revision));
    EXPECT_THAT(versions({}, 9), IsEmpty());
}

TEST_P(Catalog, OfTwoWhoSaveAtOnceOneIsToldOfTheOther) {
    const Workflow workflow = AddWorkflow(AddProject("p").code, "w");
    constexpr int kUsers = 4;
    std::latch start(kUsers);
    std::atomic<int> saved = 0;
    std::atomic<int> refused = 0;
    std::vector<std::thread> users;
    for (int user = 0; user < kUsers; ++user) {
        users.emplace_back([&, user] {
            const WorkflowContent content{.name = "w",
                                          .document = R"({"by":)" + std::to_string(user) + "}"};
            start.arrive_and_wait();
            const auto done = Do(SaveWorkflow, workflow.code, content, 1, At(1));
            if (done) ++saved;
            if (!done && done.error().code == ErrorCode::kConflict) ++refused;
        });
    }
    for (std::thread& user : users) user.join();
    EXPECT_EQ(saved, 1);
    EXPECT_EQ(refused, kUsers - 1);
    EXPECT_EQ(Must(ListWorkflowVersions, workflow.code, std::nullopt, 10).size(), 2U);
}

TEST_P(Catalog, AScheduleIsOnlineOnlyWithItsWorkflow) {
    const Project project = AddProject("p");
    Workflow workflow = AddWorkflow(project.code, "w");
    ScheduleContent content{.cron = "0 0 3 * * ? *",
                            .time_zone = "Europe/Berlin",
                            .start = At(0),
                            .end = At(1000),
                            .missed_fires = "RUN_ALL",
                            .failure_strategy = "CONTINUE",
                            .warning_type = "FAILURE",
                            .alarm_group = "night shift",
                            .priority = "HIGH",
                            .worker_group = "default",
                            .environment = "prod",
                            .start_parameters = R"([{"prop":"day","value":"1"}])"};
    EXPECT_EQ(CodeOf(CreateSchedule, 5, content, At(1)), ErrorCode::kNotFound);
    Schedule schedule = Must(CreateSchedule, workflow.code, content, At(1));
    EXPECT_EQ(CodeOf(CreateSchedule, workflow.code, content, At(1)), ErrorCode::kAlreadyExists);
    EXPECT_FALSE(schedule.online);
    EXPECT_EQ(schedule.project, project.code);
    EXPECT_EQ(schedule.workflow_name, "w");
    EXPECT_EQ(schedule.content.alarm_group, "night shift");
    EXPECT_EQ(schedule.content.start_parameters, content.start_parameters);
    EXPECT_EQ(schedule.content.end, At(1000));

    const std::optional<TimePoint> fire = At(50);
    const auto online = [&] { return Must(ListOnlineSchedules, 0, 10).size(); };
    EXPECT_EQ(CodeOf(SetScheduleOnline, schedule.code, fire, 1, At(2)), ErrorCode::kConflict);
    EXPECT_FALSE(Must(SetNextFire, schedule.code, fire));
    workflow = Must(SetReleaseState, workflow.code, ReleaseState::kOnline, 1, At(2));
    EXPECT_EQ(online(), 0U);
    EXPECT_EQ(CodeOf(SetScheduleOnline, schedule.code, fire, 7, At(3)), ErrorCode::kConflict);
    EXPECT_EQ(CodeOf(SetScheduleOnline, 5, fire, 1, At(3)), ErrorCode::kNotFound);
    schedule = Must(SetScheduleOnline, schedule.code, fire, 1, At(3));
    EXPECT_EQ(schedule.next_fire, fire);
    EXPECT_EQ(online(), 1U);
    EXPECT_EQ(Must(ListOnlineSchedules, schedule.code, 10).size(), 0U);
    EXPECT_TRUE(Must(SetNextFire, schedule.code, std::optional(At(60))));
    content.end.reset();
    schedule = Must(UpdateSchedule, schedule.code, content, std::optional(At(70)),
                    schedule.revision, At(4));
    EXPECT_EQ(schedule.next_fire, At(70));
    EXPECT_FALSE(schedule.content.end);
    content.end = At(-1);
    EXPECT_EQ(CodeOf(UpdateSchedule, schedule.code, content, fire, schedule.revision, At(5)),
              ErrorCode::kInvalidArgument);

    EXPECT_EQ(CodeOf(DeleteWorkflow, workflow.code, workflow.revision), ErrorCode::kConflict);
    workflow =
        Must(SetReleaseState, workflow.code, ReleaseState::kOffline, workflow.revision, At(6));
    EXPECT_EQ(online(), 0U);
    schedule = *Must(FindScheduleOfWorkflow, workflow.code);
    EXPECT_FALSE(schedule.online);
    EXPECT_FALSE(schedule.next_fire);
    EXPECT_EQ(schedule.revision, 4);
    workflow =
        Must(SetReleaseState, workflow.code, ReleaseState::kOnline, workflow.revision, At(7));
    EXPECT_EQ(online(), 0U);
    schedule = Must(SetScheduleOnline, schedule.code, fire, 4, At(8));
    schedule = Must(SetScheduleOffline, schedule.code, 5, At(9));
    EXPECT_EQ(online(), 0U);

    AddWorkflow(project.code, "a");
    EXPECT_EQ(Must(ListSchedules, project.code, Page{}).size(), 1U);
    EXPECT_EQ(Must(ListSchedules, project.code, Page{.after = "w"}).size(), 0U);
    EXPECT_THAT(Names(Do(ListWorkflows, project.code, std::nullopt, Page{})),
                ElementsAre("a", "w"));
    EXPECT_THAT(
        Names(Do(ListWorkflows, project.code, std::optional(ReleaseState::kOnline), Page{})),
        ElementsAre("w"));
    EXPECT_THAT(Names(Do(ListWorkflows, project.code, std::nullopt, Page{.contains = "W"})),
                ElementsAre("w"));
    EXPECT_EQ(CodeOf(DeleteSchedule, schedule.code, 1), ErrorCode::kConflict);
    EXPECT_TRUE(Do(DeleteSchedule, schedule.code, schedule.revision));
    EXPECT_FALSE(Must(FindSchedule, schedule.code));
}

TEST_P(Catalog, AnEnvironmentOfTheProjectComesBeforeTheOneForAll) {
    const Project project = AddProject("p");
    const Project other = AddProject("q");
    Environment own{.project = project.code,
                    .name = "prod",
                    .shell_text = "export A='1'\n",
                    .worker_groups = {"default", "gpu \"1\""}};
    Environment common{.name = "prod", .shell_text = "export A=2"};
    own = Must(CreateEnvironment, own, At(1));
    EXPECT_THAT(own.worker_groups, ElementsAre("default", "gpu \"1\""));
    EXPECT_EQ(CodeOf(CreateEnvironment, own, At(1)), ErrorCode::kAlreadyExists);
    common = Must(CreateEnvironment, common, At(1));
    EXPECT_EQ(CodeOf(CreateEnvironment, common, At(1)), ErrorCode::kAlreadyExists);
    Environment nowhere{.project = 5, .name = "x"};
    EXPECT_EQ(CodeOf(CreateEnvironment, nowhere, At(1)), ErrorCode::kNotFound);

    EXPECT_EQ(Must(FindEnvironmentFor, project.code, "prod")->code, own.code);
    EXPECT_EQ(Must(FindEnvironmentFor, other.code, "prod")->code, common.code);
    EXPECT_FALSE(Must(FindEnvironmentFor, other.code, "test"));
    EXPECT_EQ(Must(ListEnvironments, std::optional(project.code), Page{}).at(0).code, own.code);
    EXPECT_EQ(Must(ListEnvironments, std::nullopt, Page{}).at(0).code, common.code);
    own.worker_groups.clear();
    own = Must(UpdateEnvironment, own, 1, At(2));
    EXPECT_THAT(own.worker_groups, IsEmpty());
    EXPECT_EQ(own.project, project.code);
    EXPECT_EQ(CodeOf(UpdateEnvironment, own, 1, At(3)), ErrorCode::kConflict);
    EXPECT_EQ(CodeOf(DeleteEnvironment, own.code, 1), ErrorCode::kConflict);
    ASSERT_TRUE(Do(DeleteProject, project.code, 1));
    EXPECT_FALSE(Must(FindEnvironment, own.code));
    EXPECT_TRUE(Do(DeleteEnvironment, common.code, 1));
}

TEST_P(Catalog, WorkerGroupsAndTaskGroups) {
    const WorkerGroup workers = Must(CreateWorkerGroup, "gpu", "", At(1));
    EXPECT_EQ(CodeOf(CreateWorkerGroup, "gpu", "", At(1)), ErrorCode::kAlreadyExists);
    WorkerGroup described = workers;
    described.description = "with cards";
    EXPECT_EQ(Must(UpdateWorkerGroup, described, 1, At(2)).revision, 2);
    EXPECT_EQ(CodeOf(UpdateWorkerGroup, described, 1, At(3)), ErrorCode::kConflict);
    EXPECT_EQ(Must(FindWorkerGroup, "gpu")->description, "with cards");
    Must(CreateWorkerGroup, "default", "", At(1));
    EXPECT_THAT(Names(Do(ListWorkerGroups, Page{})), ElementsAre("default", "gpu"));
    EXPECT_EQ(CodeOf(DeleteWorkerGroup, "gpu", 1), ErrorCode::kConflict);
    EXPECT_TRUE(Do(DeleteWorkerGroup, "gpu", 2));
    EXPECT_EQ(CodeOf(DeleteWorkerGroup, "gpu", 2), ErrorCode::kNotFound);

    const Project project = AddProject("p");
    TaskGroup group = Must(CreateTaskGroup,
                           TaskGroup{.project = project.code, .name = "loads", .size = 3}, At(1));
    EXPECT_TRUE(group.open);
    EXPECT_EQ(CodeOf(CreateTaskGroup, group, At(1)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(CodeOf(CreateTaskGroup, TaskGroup{.project = 5, .name = "x"}, At(1)),
              ErrorCode::kNotFound);
    group.size = 1;
    group.open = false;
    group = Must(UpdateTaskGroup, group, 1, At(2));
    EXPECT_EQ(CodeOf(UpdateTaskGroup, group, 1, At(3)), ErrorCode::kConflict);
    const auto found = Must(FindTaskGroupByName, project.code, "loads");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->size, 1);
    EXPECT_FALSE(found->open);
    EXPECT_EQ(Must(FindTaskGroup, group.code)->name, "loads");
    EXPECT_THAT(Names(Do(ListTaskGroups, project.code, Page{})), ElementsAre("loads"));
    EXPECT_TRUE(Do(DeleteTaskGroup, group.code, 2));
    EXPECT_THAT(Names(Do(ListTaskGroups, project.code, Page{})), IsEmpty());
}

TEST(ResourcePath, StaysBelowItsFolder) {
    for (const char* good : {"a", "etl/load.sh", "é/ü.txt", "a b/c", ".hidden", "a/..b"}) {
        EXPECT_TRUE(CheckResourcePath(good)) << good;
    }
    for (const std::string& bad :
         {std::string(), std::string("/a"), std::string("a/"), std::string("a//b"),
          std::string("."), std::string("a/../b"), std::string("a\\b"), std::string("a\nb"),
          std::string("a\0b", 3), std::string(256, 'x'), std::string("a\xF4\x8F\xBF\xBF"),
          std::string(500, 'x') + "/" + std::string(500, 'x')}) {
        EXPECT_FALSE(CheckResourcePath(bad)) << bad;
    }
}

TEST_P(Catalog, ResourcesKeepTheirBytesAndTheirHash) {
    std::string bytes;
    for (int c = 0; c < 256; ++c) bytes += static_cast<char>(c);
    const Resource made = Must(CreateResource, "etl/a.bin", "", bytes, 256, At(1));
    EXPECT_EQ(made.size, 256);
    EXPECT_EQ(made.sha256, "40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880");
    EXPECT_EQ(Must(ReadResource, made.code), bytes);
    EXPECT_EQ(CodeOf(CreateResource, "b", "", bytes, 255, At(1)), ErrorCode::kResourceExhausted);
    EXPECT_EQ(CodeOf(CreateResource, "../b", "", bytes, 256, At(1)), ErrorCode::kInvalidArgument);
    EXPECT_EQ(Must(SetResourceContent, made.code, bytes, 256, 1, At(2)).revision, 1);
    const Resource changed = Must(SetResourceContent, made.code, "", 256, 1, At(2));
    EXPECT_EQ(changed.revision, 2);
    EXPECT_EQ(changed.size, 0);
    EXPECT_EQ(Must(ReadResource, made.code), "");
    EXPECT_EQ(CodeOf(SetResourceContent, made.code, bytes, 256, 1, At(3)), ErrorCode::kConflict);
    EXPECT_EQ(CodeOf(SetResourceContent, made.code, bytes, 9, 2, At(3)),
              ErrorCode::kResourceExhausted);
    EXPECT_TRUE(Do(DeleteResource, made.code, 2));
    EXPECT_EQ(CodeOf(ReadResource, made.code), ErrorCode::kNotFound);
}

TEST_P(Catalog, ResourcesAreListedMovedAndDeletedByFolder) {
    for (const char* path : {"etl/b", "etl/a", "etl/x/c", "etl-old", "etk/z", "etl0", "é/ü"}) {
        Must(CreateResource, path, "", path, 100, At(1));
    }
    const auto paths = [&](const std::string& prefix, const Page& page = {}) {
        std::vector<std::string> found;
        for (const Resource& one : Must(ListResources, prefix, page)) found.push_back(one.path);
        return found;
    };
    EXPECT_THAT(paths("etl/"), ElementsAre("etl/a", "etl/b", "etl/x/c"));
    EXPECT_THAT(paths("etl/", {.after = "etl/a", .limit = 1}), ElementsAre("etl/b"));
    EXPECT_THAT(paths("etl"), ElementsAre("etl-old", "etl/a", "etl/b", "etl/x/c", "etl0"));
    EXPECT_THAT(paths("", {.contains = "Z"}), ElementsAre("etk/z"));
    EXPECT_THAT(paths("é"), ElementsAre("é/ü"));

    // A file where a folder is, and the other way round.
    for (const char* taken : {"etl", "etl/x", "etl/a", "etl/a/b", "etl/x/c/d/e"}) {
        EXPECT_EQ(CodeOf(CreateResource, taken, "", "", 9, At(2)), ErrorCode::kAlreadyExists)
            << taken;
    }
    const Resource old = *Must(FindResourceByPath, "etl-old");
    EXPECT_EQ(CodeOf(RenameResource, old.code, "etl/b", "", 1, At(3)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(CodeOf(RenameResource, old.code, "etl/b/c", "", 1, At(3)), ErrorCode::kAlreadyExists);
    const Resource moved = Must(RenameResource, old.code, "etl-old/1", "moved", 1, At(3));
    EXPECT_EQ(moved.revision, 2);
    EXPECT_EQ(moved.description, "moved");
    EXPECT_EQ(Must(ReadResource, moved.code), "etl-old");
    EXPECT_EQ(CodeOf(RenameResource, old.code, "x", "", 1, At(3)), ErrorCode::kConflict);

    EXPECT_EQ(CodeOf(RenameResourceFolder, "etl", "etl/x", At(4)), ErrorCode::kConflict);
    EXPECT_EQ(CodeOf(RenameResourceFolder, "etl", "etk", At(4)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(CodeOf(RenameResourceFolder, "etl", "etl0", At(4)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(CodeOf(RenameResourceFolder, "etl", "etl0/y", At(4)), ErrorCode::kAlreadyExists);
    EXPECT_EQ(CodeOf(RenameResourceFolder, "nothing", "y", At(4)), ErrorCode::kNotFound);
    EXPECT_EQ(Must(RenameResourceFolder, "etl", "jobs/é", At(4)), 3);
    EXPECT_THAT(paths("jobs/"), ElementsAre("jobs/é/a", "jobs/é/b", "jobs/é/x/c"));
    EXPECT_THAT(paths("etl/"), IsEmpty());
    EXPECT_EQ(Must(RenameResourceFolder, "é", "e", At(4)), 1);
    EXPECT_EQ(Must(FindResourceByPath, "e/ü")->revision, 2);

    EXPECT_EQ(Must(DeleteResourceFolder, "jobs"), 3);
    EXPECT_EQ(CodeOf(DeleteResourceFolder, "jobs"), ErrorCode::kNotFound);
    EXPECT_THAT(paths(""), ElementsAre("e/ü", "etk/z", "etl-old/1", "etl0"));
}

}  // namespace
}  // namespace dmsnode::store::catalog
