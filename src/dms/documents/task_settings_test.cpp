#include "dms/documents/task_settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/texts.hpp"

namespace dmsnode::dms {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::Texts;

TEST(DefaultTaskSettings, HoldTheDocumentThatAwsEchoes) {
    const Json& document = DefaultTaskSettings();
    EXPECT_EQ(document.size(), 15U);
    EXPECT_EQ(document["Logging"]["LogComponents"].size(), 19U);
    EXPECT_EQ(document["FullLoadSettings"]["CommitRate"], 10000);
    EXPECT_TRUE(document["TTSettings"].is_null());
    EXPECT_EQ(document["ControlTablesSettings"]["historyTimeslotInMinutes"], 5);
}

TEST(ParseTaskSettings, EmptyTextGivesTheDefaults) {
    const TaskSettingsResult result = ParseTaskSettings(" \n");
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    EXPECT_EQ(result.settings.document, DefaultTaskSettings());
    EXPECT_EQ(result.settings.prep_mode, TablePrepMode::kDropAndCreate);
    EXPECT_EQ(result.settings.max_full_load_subtasks, 8);
    EXPECT_EQ(result.settings.commit_rate, 10000);
    EXPECT_TRUE(result.settings.fail_on_no_tables_captured);
    EXPECT_EQ(result.settings.recoverable_error_count, -1);
}

TEST(ParseTaskSettings, PartialDocumentIsFilledAndRead) {
    const TaskSettingsResult result = ParseTaskSettings(
        R"({"TargetMetadata":{"TargetSchema":"ods","SupportLobs":false},
            "FullLoadSettings":{"TargetTablePrepMode":"TRUNCATE_BEFORE_LOAD","MaxFullLoadSubTasks":4,
                                "CommitRate":50000},
            "ErrorBehavior":{"TableErrorPolicy":"STOP_TASK","RecoverableErrorCount":3,
                             "RecoverableErrorInterval":1,"FailOnNoTablesCaptured":false},
            "ValidationSettings":{"EnableValidation":true}})");
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    const TaskSettings& settings = result.settings;
    EXPECT_EQ(settings.target_schema, "ods");
    EXPECT_FALSE(settings.support_lobs);
    EXPECT_EQ(settings.prep_mode, TablePrepMode::kTruncateBeforeLoad);
    EXPECT_EQ(settings.max_full_load_subtasks, 4);
    EXPECT_EQ(settings.commit_rate, 50000);
    EXPECT_EQ(settings.table_error_policy, "STOP_TASK");
    EXPECT_EQ(settings.recoverable_error_count, 3);
    EXPECT_FALSE(settings.fail_on_no_tables_captured);
    EXPECT_TRUE(settings.enable_validation);
    EXPECT_EQ(settings.document["FullLoadSettings"]["TransactionConsistencyTimeout"], 600);
    EXPECT_EQ(settings.document["FullLoadSettings"]["CommitRate"], 50000);
}

TEST(ParseTaskSettings, EchoedDocumentIsAcceptedAgain) {
    const TaskSettingsResult result = ParseTaskSettings(DumpJson(DefaultTaskSettings()));
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    EXPECT_EQ(result.settings.document, DefaultTaskSettings());
}

TEST(ParseTaskSettings, LiesOverTheBase) {
    const Json base =
        ParseTaskSettings(R"({"FullLoadSettings":{"CommitRate":5}})").settings.document;
    const TaskSettingsResult result =
        ParseTaskSettings(R"({"FullLoadSettings":{"MaxFullLoadSubTasks":2}})", base);
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    EXPECT_EQ(result.settings.commit_rate, 5);
    EXPECT_EQ(result.settings.max_full_load_subtasks, 2);
}

TEST(ParseTaskSettings, OneLogComponentKeepsTheOthers) {
    const TaskSettingsResult result = ParseTaskSettings(
        R"({"Logging":{"EnableLogging":true,"LogComponents":[{"Id":"SORTER","Severity":"LOGGER_SEVERITY_DEBUG"}],
            "LogConfiguration":{"TraceOnErrorMb":5}}})");
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    const Json& components = result.settings.document["Logging"]["LogComponents"];
    ASSERT_EQ(components.size(), 19U);
    int debug = 0;
    for (const Json& component : components)
        debug += component["Severity"] == "LOGGER_SEVERITY_DEBUG";
    EXPECT_EQ(debug, 1);
    EXPECT_EQ(result.settings.document["Logging"]["LogConfiguration"]["EnableTraceOnError"], false);
}

TEST(ParseTaskSettings, FullLobModeAloneSwitchesLimitedModeOff) {
    const TaskSettingsResult result =
        ParseTaskSettings(R"({"TargetMetadata":{"FullLobMode":true}})");
    EXPECT_THAT(Texts(result.problems), IsEmpty());
    EXPECT_FALSE(result.settings.limited_size_lob_mode);
}

TEST(ParseTaskSettings, AllProblemsAtOnce) {
    EXPECT_THAT(
        Texts(ParseTaskSettings(R"({"FullLoadSetings":{}, "FullLoadSettings":{"CommitRate":0,
            "TargetTablePrepMode":"DROP","CreatePkAfterFullLoad":"yes"}})")
                  .problems),
        ElementsAre(
            "$.FullLoadSetings: \"FullLoadSetings\" is no section of the task settings (did you "
            "mean "
            "\"FullLoadSettings\"?)",
            "$.FullLoadSettings.TargetTablePrepMode: TargetTablePrepMode \"DROP\" is unknown; "
            "expected DO_NOTHING, DROP_AND_CREATE or TRUNCATE_BEFORE_LOAD",
            "$.FullLoadSettings.CreatePkAfterFullLoad: CreatePkAfterFullLoad is a text; expected "
            "true "
            "or false",
            "$.FullLoadSettings.CommitRate: CommitRate 0 is out of range; expected a whole number "
            "from 1 to 50000"));
}

struct WrongSetting {
    const char* text;
    const char* message;
};

class TaskSettingsProblem : public ::testing::TestWithParam<WrongSetting> {};

TEST_P(TaskSettingsProblem, IsReportedWithItsPath) {
    EXPECT_THAT(Texts(ParseTaskSettings(GetParam().text).problems),
                ElementsAre(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    All, TaskSettingsProblem,
    ::testing::Values(
        WrongSetting{"[]", "$: the task settings are an array; expected an object"},
        WrongSetting{R"({"Logging":{},"Logging":{}})",
                     "$: the member \"Logging\" stands twice in one object (keep one of the two)"},
        WrongSetting{R"({"Logging":[]})", "$.Logging: Logging is an array; expected an object"},
        WrongSetting{R"({"Logging":null})", "$.Logging: Logging is null; expected an object"},
        WrongSetting{R"({"TTSettings":3})",
                     "$.TTSettings: TTSettings is a number; expected an object"},
        WrongSetting{
            R"({"FailTaskWhenCleanTaskResourceFailed":1})",
            "$.FailTaskWhenCleanTaskResourceFailed: FailTaskWhenCleanTaskResourceFailed is a "
            "number; expected true or false"},
        WrongSetting{
            R"({"FullLoadSettings":{"MaxFullLoadSubtasks":3}})",
            "$.FullLoadSettings.MaxFullLoadSubtasks: \"MaxFullLoadSubtasks\" does not belong to "
            "FullLoadSettings (did you mean \"MaxFullLoadSubTasks\"?)"},
        WrongSetting{
            R"({"FullLoadSettings":{"MaxFullLoadSubTasks":50}})",
            "$.FullLoadSettings.MaxFullLoadSubTasks: MaxFullLoadSubTasks 50 is out of range; "
            "expected a whole number from 1 to 49"},
        WrongSetting{
            R"({"FullLoadSettings":{"CommitRate":1.5}})",
            "$.FullLoadSettings.CommitRate: CommitRate is 1.5, which is no whole number; expected "
            "a whole number from 1 to 50000"},
        WrongSetting{
            R"({"TargetMetadata":{"TargetSchema":null}})",
            "$.TargetMetadata.TargetSchema: TargetSchema is null (leave it out to keep the "
            "default)"},
        WrongSetting{
            R"({"TargetMetadata":{"FullLobMode":true,"LimitedSizeLobMode":true}})",
            "$.TargetMetadata.FullLobMode: FullLobMode and LimitedSizeLobMode are both true; "
            "expected at most one of them"},
        WrongSetting{
            R"({"ErrorBehavior":{"TableErrorPolicy":"LOG_ERROR"}})",
            "$.ErrorBehavior.TableErrorPolicy: TableErrorPolicy \"LOG_ERROR\" is unknown; expected "
            "SUSPEND_TABLE or STOP_TASK"},
        WrongSetting{
            R"({"Logging":{"CloudWatchLogGroup":"g"}})",
            "$.Logging.CloudWatchLogGroup: CloudWatchLogGroup is read-only (leave it out or set it "
            "to null)"},
        WrongSetting{
            R"({"Logging":{"LogComponents":[{"Id":"SORTR","Severity":"LOGGER_SEVERITY_DEBUG"}]}})",
            "$.Logging.LogComponents[0].Id: Id \"SORTR\" is unknown; expected TRANSFORMATION, "
            "SOURCE_UNLOAD, IO, TARGET_LOAD, PERFORMANCE, SOURCE_CAPTURE, SORTER, REST_SERVER, "
            "VALIDATOR_EXT, TARGET_APPLY, TASK_MANAGER, TABLES_MANAGER, METADATA_MANAGER, "
            "FILE_FACTORY, COMMON, ADDONS, DATA_STRUCTURE, COMMUNICATION or FILE_TRANSFER (did you "
            "mean \"SORTER\"?)"},
        WrongSetting{R"({"Logging":{"LogComponents":[7]}})",
                     "$.Logging.LogComponents[0]: the component is a number; expected {\"Id\": …, "
                     "\"Severity\": …}"},
        WrongSetting{
            R"({"Logging":{"LogConfiguration":{"TraceOnErrorMb":"x"}}})",
            "$.Logging.LogConfiguration.TraceOnErrorMb: TraceOnErrorMb is \"x\", which is no whole "
            "number; expected a whole number from 0 to 1024"},
        WrongSetting{
            R"({"ChangeProcessingTuning":{"BatchApplyTimeoutMin":40}})",
            "$.ChangeProcessingTuning.BatchApplyTimeoutMin: BatchApplyTimeoutMin is larger than "
            "BatchApplyTimeoutMax"},
        WrongSetting{
            R"({"ValidationSettings":{"ValidationOnly":true,"EnableValidation":true}})",
            "$.FullLoadSettings.TargetTablePrepMode: ValidationOnly does not go with preparing the "
            "target tables; expected DO_NOTHING"}));

}  // namespace
}  // namespace dmsnode::dms
