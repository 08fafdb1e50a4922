#include "tasks/dms/prepare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/test_servers.hpp"
#include "tasks/dms/impl/fields.hpp"
#include "tasks/dms/impl/file_values.hpp"
#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks {
namespace {

namespace fs = std::filesystem;
using dmsnode::testing::TempDir;
using ::testing::HasSubstr;
using workflow::ParameterLevel;

workflow::ParameterScope ScopeOf(
    std::initializer_list<std::pair<const char*, const char*>> values = {}) {
    workflow::ParameterScope scope{FromEpochSeconds(1770000000)};
    for (const auto& [name, value] : values) {
        workflow::Parameter parameter;
        parameter.name = name;
        parameter.value = value;
        scope.Set(ParameterLevel::kGlobal, parameter);
    }
    return scope;
}

Json Form() {
    return {{"migrationType", "full-load"},     {"replicationTaskIdentifier", "shop-load"},
            {"replicationInstanceArn", "inst"}, {"sourceEndpointArn", "src"},
            {"targetEndpointArn", "tgt"},       {"tableMappings", testing::kMappings}};
}

std::string Problems(const PreparedNode& node) {
    std::string text;
    for (const Problem& problem : node.problems) text += problem.ToString() + "\n";
    return text;
}

// ---- Both spellings

TEST(DmsNodeParameters, AllEighteenInTheFormsSpelling) {
    const Json params = {{"isRestartTask", "false"},
                         {"isJsonFormat", false},
                         {"jsonData", nullptr},
                         {"migrationType", "cdc"},
                         {"replicationTaskIdentifier", "a"},
                         {"replicationInstanceArn", "i"},
                         {"sourceEndpointArn", "s"},
                         {"targetEndpointArn", "t"},
                         {"tableMappings", testing::kMappings},
                         {"replicationTaskArn", "x"},
                         {"replicationTaskSettings", {{"Logging", {{"EnableLogging", true}}}}},
                         {"cdcStartTime", "2026-01-31 12:00:00"},
                         {"cdcStartPosition", "p"},
                         {"cdcStopPosition", "server_time:2026-02-28T12:00:00"},
                         {"tags", {{{"key", "k"}, {"value", "v"}, {"resourceArn", "r"}}}},
                         {"taskData", "{}"},
                         {"resourceIdentifier", "res"},
                         {"startReplicationTaskType", "start-replication"}};
    ASSERT_EQ(params.size(), impl::PluginFields().size());
    const PreparedNode node = ParseDmsParameters(params, "$");
    EXPECT_EQ(Problems(node), "");
    const DmsParameters& p = node.parameters;
    EXPECT_EQ(p.migration_type, "cdc");
    EXPECT_EQ(p.replication_task_identifier, "a");
    EXPECT_EQ(p.replication_instance_arn, "i");
    EXPECT_EQ(p.source_endpoint_arn, "s");
    EXPECT_EQ(p.target_endpoint_arn, "t");
    EXPECT_EQ(p.table_mappings, testing::kMappings);
    EXPECT_EQ(p.replication_task_arn, "x");
    EXPECT_EQ(p.replication_task_settings, R"({"Logging":{"EnableLogging":true}})");
    EXPECT_EQ(FormatIso8601(p.cdc_start_time.value()), "2026-01-31T12:00:00.000Z");
    EXPECT_EQ(p.cdc_start_position, "p");
    EXPECT_EQ(p.cdc_stop_position, "server_time:2026-02-28T12:00:00");
    ASSERT_EQ(p.tags.size(), 1U);
    EXPECT_EQ(p.tags[0].key, "k");
    EXPECT_EQ(p.tags[0].value, "v");
    EXPECT_EQ(p.tags[0].resource_arn, "r");
    EXPECT_EQ(p.task_data, "{}");
    EXPECT_EQ(p.resource_identifier, "res");
    EXPECT_EQ(p.start_replication_task_type, "start-replication");
}

TEST(DmsNodeParameters, AllFifteenInTheSpellingOfTheApi) {
    const Json data = {{"MigrationType", "cdc"},
                       {"ReplicationTaskIdentifier", "a"},
                       {"ReplicationInstanceArn", "i"},
                       {"SourceEndpointArn", "s"},
                       {"TargetEndpointArn", "t"},
                       {"TableMappings", testing::kMappings},
                       {"ReplicationTaskArn", nullptr},
                       {"ReplicationTaskSettings", ""},
                       {"CdcStartTime", 1770000000},
                       {"CdcStartPosition", ""},
                       {"CdcStopPosition", "commit_time:2026-02-28T12:00:00"},
                       {"Tags", {{{"Key", "k"}, {"Value", "v"}}}},
                       {"TaskData", ""},
                       {"ResourceIdentifier", "res"},
                       {"StartReplicationTaskType", "start-replication"}};
    for (const bool as_text : {false, true}) {
        SCOPED_TRACE(as_text);
        const Json params = {{"isJsonFormat", true},
                             {"jsonData", as_text ? Json(DumpJson(data)) : data},
                             {"finishWhen", "stopped"}};
        const PreparedNode node = PrepareDmsNode(params, "$", ScopeOf(), {});
        EXPECT_EQ(Problems(node), "");
        EXPECT_EQ(node.parameters.migration_type, "cdc");
        EXPECT_EQ(node.parameters.resource_identifier, "res");
        EXPECT_EQ(node.parameters.cdc_start_time, FromEpochSeconds(1770000000));
        EXPECT_EQ(node.parameters.tags.at(0).key, "k");
        EXPECT_EQ(node.parameters.table_mappings, testing::kMappings);
        EXPECT_EQ(node.parameters.finish_when, FinishWhen::kStopped);
    }
}

TEST(DmsNodeParameters, EveryFormNameHasItsApiNameAsUpperCamelCase) {
    for (const impl::Field& field : impl::PluginFields()) {
        if (field.aws.empty()) continue;
        std::string expected(field.form);
        expected[0] = static_cast<char>(std::toupper(expected[0]));
        EXPECT_EQ(field.aws, expected);
    }
}

TEST(DmsNodeParameters, RestartByJsonData) {
    const PreparedNode node = PrepareDmsNode(
        {{"isRestartTask", true},
         {"isJsonFormat", true},
         {"jsonData",
          R"({"ReplicationTaskArn": "${arn}", "StartReplicationTaskType": "reload-target"})"}},
        "$", ScopeOf({{"arn", "shop-load"}}), {});
    EXPECT_EQ(Problems(node), "");
    EXPECT_EQ(node.parameters.replication_task_arn, "shop-load");
}

TEST(DmsNodeParameters, OurOwn) {
    const PreparedNode node = ParseDmsParameters(
        {{"finishWhen", "caught-up"},
         {"toleratedTableErrors", "3"},
         {"stopReasons", {{"NORMAL", "success"}, {"STOPPED_DUE_TO_LOW_DISK", "failure"}}},
         {"onFailedStart", "keep"},
         {"whenRunning", "stop"},
         {"testConnections", "always"},
         {"createTimeout", 1},
         {"startTimeout", 2},
         {"connectionTestTimeout", 3},
         {"stopTimeout", 4},
         {"deleteTimeout", 5},
         {"runTimeout", 6},
         {"contactTimeout", "7"},
         {"pollInterval", {{"min", 0.5}, {"max", 20}}},
         {"connection", "prod"}},
        "$");
    EXPECT_EQ(Problems(node), "");
    const DmsParameters& p = node.parameters;
    EXPECT_EQ(p.finish_when, FinishWhen::kCaughtUp);
    EXPECT_EQ(p.tolerated_table_errors, 3);
    EXPECT_EQ(p.stop_reasons.at(dms::StopReason::kNormal), StopVerdict::kSuccess);
    EXPECT_EQ(p.stop_reasons.at(dms::StopReason::kStoppedDueToLowDisk), StopVerdict::kFailure);
    EXPECT_EQ(p.on_failed_start, OnFailedStart::kKeep);
    EXPECT_EQ(p.when_running, WhenRunning::kStop);
    EXPECT_EQ(p.test_connections, TestConnections::kAlways);
    EXPECT_EQ(p.timeouts.create.count(), 1);
    EXPECT_EQ(p.timeouts.start.count(), 2);
    EXPECT_EQ(p.timeouts.connection_test.count(), 3);
    EXPECT_EQ(p.timeouts.stop.count(), 4);
    EXPECT_EQ(p.timeouts.remove.count(), 5);
    EXPECT_EQ(p.timeouts.run.count(), 6);
    EXPECT_EQ(p.timeouts.contact.count(), 7);
    EXPECT_EQ(p.poll_min->count(), 500);
    EXPECT_EQ(p.poll_max->count(), 20000);
    EXPECT_EQ(p.connection, "prod");
}

// ---- Dates

TEST(DmsNodeParameters, DatesInAllForms) {
    const TimePoint noon = FromEpochSeconds(1769860800);
    for (const Json& form :
         {Json("2026-01-31 12:00:00"), Json("2026-01-31T12:00:00"), Json("2026-01-31T12:00:00Z"),
          Json("2026-01-31T12:00"), Json("2026-01-31T13:00:00+01:00"),
          Json("2026-01-31T06:30:00-0530"), Json("2026-01-31T12:00:00.000Z"), Json(1769860800),
          Json(1769860800000), Json("1769860800"), Json(1769860800.0)}) {
        SCOPED_TRACE(DumpJson(form));
        EXPECT_EQ(impl::ParseDate(form), noon);
    }
    EXPECT_EQ(impl::ParseDateText("2026-01-31T12:00:00.25Z"),
              noon + std::chrono::milliseconds(250));
}

TEST(DmsNodeParameters, WhatIsNoDate) {
    const std::string good = "2026-01-31T12:00:00.25+01:00";
    for (const Json& bad :
         {Json(""), Json("31.01.2026"), Json("2026-13-01 00:00:00"), Json("2026-02-29 00:00:00"),
          Json("2026-01-31 24:00:00"), Json("2026-01-31 12:60:00"), Json("2026-01-31T12:00:00ZZ"),
          Json("2026-01-31T12:00:00+25:00"), Json("2026-01-31T12:00:00."), Json(-1), Json(1e18),
          Json(true), Json::object()}) {
        EXPECT_FALSE(impl::ParseDate(bad)) << DumpJson(bad);
    }
    EXPECT_TRUE(impl::ParseDateText(good));
    for (std::size_t length = 0; length < 16; ++length) {
        const std::string prefix = good.substr(0, length);
        // A lone year is a number of seconds.
        if (length >= 1 && length <= 4) continue;
        EXPECT_FALSE(impl::ParseDateText(prefix)) << prefix;
    }
}

// ---- Placeholders (D29)

TEST(DmsNodeDefects, D29_PlaceholdersWorkInEveryTextField) {
    const workflow::ParameterScope scope =
        ScopeOf({{"v", "cdc"}, {"id", "a7"}, {"pos", "p"}, {"n", "2"}});
    Json params = Form();
    params["migrationType"] = "${v}";
    params["replicationTaskIdentifier"] = "shop-${id}-$[yyyyMMdd]";
    params["replicationInstanceArn"] = "inst-${id}";
    params["sourceEndpointArn"] = "src-${id}";
    params["targetEndpointArn"] = "tgt-${id}";
    params["cdcStartPosition"] = "${pos}";
    params["resourceIdentifier"] = "r-${id}";
    params["startReplicationTaskType"] = "start-${rest}";
    params["tags"] = {{{"key", "${id}"}, {"value", "x${id}"}}};
    params["toleratedTableErrors"] = "${n}";
    params["connection"] = "c-${id}";
    workflow::ParameterScope with_rest = scope;
    workflow::Parameter rest;
    rest.name = "rest";
    rest.value = "replication";
    with_rest.Set(ParameterLevel::kLocal, rest);
    const PreparedNode node = PrepareDmsNode(params, "$", with_rest, {});
    EXPECT_EQ(Problems(node), "");
    const DmsParameters& p = node.parameters;
    EXPECT_EQ(p.migration_type, "cdc");
    EXPECT_EQ(p.replication_task_identifier, "shop-a7-20260202");
    EXPECT_EQ(p.replication_instance_arn, "inst-a7");
    EXPECT_EQ(p.source_endpoint_arn, "src-a7");
    EXPECT_EQ(p.target_endpoint_arn, "tgt-a7");
    EXPECT_EQ(p.cdc_start_position, "p");
    EXPECT_EQ(p.resource_identifier, "r-a7");
    EXPECT_EQ(p.start_replication_task_type, "start-replication");
    EXPECT_EQ(p.tags.at(0).key, "a7");
    EXPECT_EQ(p.tags.at(0).value, "xa7");
    EXPECT_EQ(p.tolerated_table_errors, 2);
    EXPECT_EQ(p.connection, "c-a7");
}

/// Whatever the value holds, the schema name in the document is the value.
void ExpectSchema(const PreparedNode& node, const std::string& value) {
    EXPECT_EQ(Problems(node), "");
    const Result<Json> document = ParseJson(node.parameters.table_mappings);
    ASSERT_TRUE(document) << node.parameters.table_mappings;
    EXPECT_EQ((*document)["rules"][0]["object-locator"]["schema-name"], value);
}

TEST(DmsNodeDefects, D29_ValuesAreEscapedWhereverTheyEnterJson) {
    const std::string nasty = "a\"b\\c\nd";
    const workflow::ParameterScope scope = ScopeOf({{"schema", nasty.c_str()}});
    Result<Json> parsed = ParseJson(testing::kMappings);
    (*parsed)["rules"][0]["object-locator"]["schema-name"] = "${schema}";
    const Json mappings = *parsed;
    const std::string text = DumpJson(mappings);
    const TempDir dir;
    std::ofstream(dir.path() + "/m.json") << text;
    const FileAccess files{.folders = {dir.path()}};

    Json params = Form();
    for (const Json& form : {Json(text), mappings, Json("file://m.json")}) {
        SCOPED_TRACE(DumpJson(form));
        params["tableMappings"] = form;
        ExpectSchema(PrepareDmsNode(params, "$", scope, files), nasty);
    }
    Json data = {{"MigrationType", "full-load"},
                 {"ReplicationTaskIdentifier", "shop-load"},
                 {"ReplicationInstanceArn", "inst"},
                 {"SourceEndpointArn", "src"},
                 {"TargetEndpointArn", "tgt"}};
    for (const Json& form : {Json(text), mappings, Json("file://m.json")}) {
        SCOPED_TRACE(DumpJson(form));
        data["TableMappings"] = form;
        for (const Json& json_data : {data, Json(DumpJson(data))}) {
            ExpectSchema(PrepareDmsNode({{"isJsonFormat", true}, {"jsonData", json_data}}, "$",
                                        scope, files),
                         nasty);
        }
    }
}

TEST(DmsNodeDefects, D29_PlaceholdersOutsideOfTextsInJsonData) {
    const PreparedNode node = PrepareDmsNode(
        {{"isJsonFormat", true},
         {"jsonData",
          R"({"MigrationType": "cdc", "ReplicationTaskIdentifier": "a-${id}",
             "ReplicationInstanceArn": "i", "SourceEndpointArn": "s", "TargetEndpointArn": "t",
             "TableMappings": ${mappings}, "CdcStartTime": ${start}})"}},
        "$", ScopeOf({{"id", "7"}, {"mappings", testing::kMappings}, {"start", "1770000000"}}), {});
    EXPECT_EQ(Problems(node), "");
    EXPECT_EQ(node.parameters.cdc_start_time, FromEpochSeconds(1770000000));
}

TEST(DmsNodeDefects, D29_UndefinedNamesAreReportedWithTheirPlace) {
    const TempDir dir;
    std::ofstream(dir.path() + "/m.json") << "{\"rules\":\n [ \"${schema}\" ] }";
    Json params = Form();
    params["tableMappings"] = "file://m.json";
    const PreparedNode node =
        PrepareDmsNode(params, "$", ScopeOf({{"shcema", "x"}}), {.folders = {dir.path()}});
    ASSERT_FALSE(node.problems.empty());
    EXPECT_EQ(node.problems[0].path, "$.tableMappings(file://m.json)");
    EXPECT_THAT(node.problems[0].message, HasSubstr("\"schema\" at line 2"));
    EXPECT_THAT(node.problems[0].hint, HasSubstr("shcema"));
}

TEST(DmsNodeParameters, NamesKnownLaterAreLeftForTheRun) {
    Json params = Form();
    params["sourceEndpointArn"] = "${upstream}";
    params["tableMappings"] = R"({"rules": "${upstream}"})";
    const PreparedNode early = PrepareDmsNode(params, "$", ScopeOf(), {},
                                              {.later_names = {"upstream"}, .foreign_keys = {}});
    EXPECT_EQ(Problems(early), "");
    // Through a parameter of the node's own, too.
    Json indirect = Form();
    indirect["sourceEndpointArn"] = "${mine}";
    EXPECT_EQ(Problems(PrepareDmsNode(indirect, "$", ScopeOf({{"mine", "x-${upstream}"}}), {},
                                      {.later_names = {"upstream"}, .foreign_keys = {}})),
              "");
    const PreparedNode at_run = PrepareDmsNode(params, "$", ScopeOf(), {});
    EXPECT_TRUE(HasErrors(at_run.problems));

    const PreparedNode json_mode =
        PrepareDmsNode({{"isJsonFormat", true}, {"jsonData", R"({"CdcStartTime": ${upstream}})"}},
                       "$", ScopeOf(), {}, {.later_names = {"upstream"}, .foreign_keys = {}});
    EXPECT_EQ(Problems(json_mode), "");
}

// ---- Files (D35)

TEST(DmsNodeDefects, D35_FilesOnlyFromAllowedFolders) {
    const TempDir dir;
    const fs::path root = dir.path();
    fs::create_directories(root / "a" / "sub");
    fs::create_directories(root / "ab");
    fs::create_directories(root / "b");
    std::ofstream(root / "secret") << "secret";
    std::ofstream(root / "ab" / "near") << "secret";
    std::ofstream(root / "a" / "m.json") << "in a";
    std::ofstream(root / "b" / "n.json") << "in b";
    fs::create_symlink(root / "secret", root / "a" / "out");
    fs::create_symlink(root, root / "a" / "up");
    fs::create_symlink(root / "a" / "m.json", root / "a" / "sub" / "inside");
    const FileAccess files{.folders = {root / "a", root / "b"}};
    const auto read = [&](const std::string& text) { return impl::ReadFileValue(text, files); };

    EXPECT_EQ(*read("file://m.json"), "in a");
    EXPECT_EQ(*read("file://n.json"), "in b");
    EXPECT_EQ(*read("file://sub/inside"), "in a");
    EXPECT_EQ(*read("file://sub/../m.json"), "in a");
    EXPECT_EQ(*read("file://" + (root / "b" / "n.json").string()), "in b");
    for (const std::string& bad :
         {std::string("file://../secret"), std::string("file://out"),
          std::string("file://up/secret"), "file://" + (root / "secret").string(),
          "file://" + (root / "ab" / "near").string(), std::string("file:///etc/hostname"),
          std::string("file:///no/such/file")}) {
        SCOPED_TRACE(bad);
        const Result<std::string> content = read(bad);
        ASSERT_FALSE(content);
        EXPECT_EQ(content.error().code, ErrorCode::kPermissionDenied);
        EXPECT_THAT(content.error().message, HasSubstr("outside the folders"));
        EXPECT_THAT(content.error().message, ::testing::Not(HasSubstr("secret\"")));
    }
}

TEST(DmsNodeDefects, D35_NoDeviceNoPipeNoGiant) {
    const TempDir dir;
    const fs::path root = dir.path();
    ASSERT_EQ(::mkfifo((root / "pipe").c_str(), 0600), 0);
    std::ofstream(root / "big") << std::string(101, 'x');
    const FileAccess files{.folders = {root}, .max_bytes = 100};
    EXPECT_THAT(impl::ReadFileValue("file://pipe", files).error().message,
                HasSubstr("not a regular file"));
    EXPECT_THAT(impl::ReadFileValue("file://big", files).error().message,
                HasSubstr("larger than 100 bytes"));
    EXPECT_THAT(impl::ReadFileValue("file://x", {}).error().hint, HasSubstr("no folder"));
}

TEST(DmsNodeParameters, FilePathsMayHoldPlaceholders) {
    const TempDir dir;
    std::ofstream(dir.path() + "/shop.json") << testing::kMappings;
    Json params = Form();
    params["tableMappings"] = "file://${name}.json";
    const PreparedNode node =
        PrepareDmsNode(params, "$", ScopeOf({{"name", "shop"}}), {.folders = {dir.path()}});
    EXPECT_EQ(Problems(node), "");
    EXPECT_EQ(node.parameters.table_mappings, testing::kMappings);
}

// ---- D30 in one place: nothing is lost silently

TEST(DmsNodeDefects, D30_AllProblemsAtOnce) {
    const PreparedNode node = PrepareDmsNode({{"migrationType", "x"},
                                              {"replicationTaskIdentifier", "9"},
                                              {"sourceEndpointArn", "arn:x"},
                                              {"targetEndpointArn", ""},
                                              {"tableMappings", "{"},
                                              {"cdcStartTime", "2026-01-31 12:00:00"},
                                              {"cdcStartPosition", "p"},
                                              {"TableMappings", "{}"},
                                              {"nonsense", 1}},
                                             "$", ScopeOf(), {});
    EXPECT_GE(node.problems.size(), 9U) << Problems(node);
}

TEST(DmsNodeDefects, D31_OwnAndHiddenParametersSurviveTheirJson) {
    // What the plugin's form drops (settings, positions, tags, task data, start type) is read
    // from the form's JSON like all else: see AllEighteenInTheFormsSpelling. Here: nothing is
    // normalised away.
    Json params = Form();
    params["taskData"] = R"({"a": [1, 2.50]})";
    const PreparedNode node = PrepareDmsNode(params, "$", ScopeOf(), {});
    EXPECT_EQ(node.parameters.task_data, R"({"a": [1, 2.50]})");
}

}  // namespace
}  // namespace dmsnode::tasks
