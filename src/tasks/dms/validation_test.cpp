#include "tasks/dms/impl/validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/test_servers.hpp"
#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks {
namespace {

namespace fs = std::filesystem;
using dmsnode::testing::TempDir;

/// What a case's parameters are laid over.
enum class Base {
    kAlone,
    kForm,      ///< A good node in form mode.
    kJsonData,  ///< A good node in JSON mode; the case changes the object in jsonData.
};

struct Case {
    const char* name;
    Base base;
    const char* parameters;             ///< Laid over the base; null removes a member.
    std::vector<std::string> problems;  ///< All of them, in order; `*` at the end: any rest.
};

Json GoodForm() {
    return {{"migrationType", "full-load"},     {"replicationTaskIdentifier", "shop-load"},
            {"replicationInstanceArn", "inst"}, {"sourceEndpointArn", "src"},
            {"targetEndpointArn", "tgt"},       {"tableMappings", *ParseJson(testing::kMappings)}};
}

Json GoodJsonData() {
    return {{"MigrationType", "full-load"},     {"ReplicationTaskIdentifier", "shop-load"},
            {"ReplicationInstanceArn", "inst"}, {"SourceEndpointArn", "src"},
            {"TargetEndpointArn", "tgt"},       {"TableMappings", testing::kMappings}};
}

Json ParametersOf(const Case& c) {
    const Result<Json> patch = ParseJson(c.parameters);
    EXPECT_TRUE(patch) << c.parameters;
    if (c.base == Base::kAlone) return *patch;
    Json node = c.base == Base::kForm ? GoodForm() : GoodJsonData();
    node.merge_patch(*patch);
    if (c.base == Base::kForm) return node;
    return {{"isJsonFormat", true}, {"jsonData", node}};
}

const std::vector<Case>& Cases() {
    static const std::vector<Case> kCases =
        {
            {"CreateWithNothing",
             Base::kAlone,
             R"j({})j",
             {R"j($.migrationType: migrationType is required to create a task; expected "full-load", "cdc" or "full-load-and-cdc")j",
              R"j($.replicationTaskIdentifier: replicationTaskIdentifier is required to create a task; expected 1 to 255 letters, digits and hyphens, a letter first, no hyphen last or doubled)j",
              R"j($.replicationInstanceArn: replicationInstanceArn is required to create a task; expected "arn:aws:dms:<region>:<12-digit account>:rep:<id>" or an identifier)j",
              R"j($.sourceEndpointArn: sourceEndpointArn is required to create a task; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j",
              R"j($.targetEndpointArn: targetEndpointArn is required to create a task; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j",
              R"j($.tableMappings: tableMappings is required to create a task; expected a table-mapping document, or "file://path")j"}},
            {"RestartWithNothing",
             Base::kAlone,
             R"j({"isRestartTask": true})j",
             {R"j($.replicationTaskArn: replicationTaskArn is required to restart a task; expected "arn:aws:dms:<region>:<12-digit account>:task:<id>" or an identifier)j"}},
            {"JsonModeWithoutJsonData",
             Base::kAlone,
             R"j({"isJsonFormat": true})j",
             {R"j($.jsonData: jsonData is required when isJsonFormat is true; expected a JSON object in the spelling of the AWS API)j"}},
            {"JsonModeWithEmptyJsonData",
             Base::kAlone,
             R"j({"isJsonFormat": "true", "jsonData": ""})j",
             {R"j($.jsonData: jsonData is required when isJsonFormat is true; expected a JSON object in the spelling of the AWS API)j"}},
            {"EmptyMigrationType",
             Base::kForm,
             R"j({"migrationType": ""})j",
             {R"j($.migrationType: migrationType is required to create a task; expected "full-load", "cdc" or "full-load-and-cdc")j"}},
            {"UnknownMigrationType",
             Base::kForm,
             R"j({"migrationType": "fullload"})j",
             {R"j($.migrationType: "fullload" is no migration type; expected "full-load", "cdc" or "full-load-and-cdc" (did you mean "full-load"?))j"}},
            {"MigrationTypeInCapitals",
             Base::kForm,
             R"j({"migrationType": "CDC"})j",
             {R"j($.migrationType: "CDC" is no migration type; expected "full-load", "cdc" or "full-load-and-cdc" (did you mean "cdc"?))j"}},
            {"MigrationTypeIsNumber",
             Base::kForm,
             R"j({"migrationType": 1})j",
             {R"j($.migrationType: got a number; expected a text (put the value in quotes))j"}},
            {"IdentifierStartsWithDigit",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "1shop"})j",
             {R"j($.replicationTaskIdentifier: "1shop" does not start with a letter; expected 1 to 255 letters, digits and hyphens, a letter first, no hyphen last or doubled)j"}},
            {"IdentifierWithBlank",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "shop load"})j",
             {R"j($.replicationTaskIdentifier: "shop load" holds a " "; expected 1 to 255 letters, digits and hyphens, a letter first, no hyphen last or doubled)j"}},
            {"IdentifierEndsWithHyphen",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "shop-"})j",
             {R"j($.replicationTaskIdentifier: "shop-" ends with a hyphen; expected 1 to 255 letters, digits and hyphens, a letter first, no hyphen last or doubled)j"}},
            {"IdentifierWithTwoHyphens",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "shop--load"})j",
             {R"j($.replicationTaskIdentifier: "shop--load" holds two hyphens in a row; expected 1 to 255 letters, digits and hyphens, a letter first, no hyphen last or doubled)j"}},
            {"IdentifierBeyondAscii",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "größe"})j",
             {R"j($.replicationTaskIdentifier: "größe" holds a character beyond ASCII; expected 1 to 255 letters, digits and hyphens, a letter first, no hyphen last or doubled)j"}},
            {"IdentifierIsNumber",
             Base::kForm,
             R"j({"replicationTaskIdentifier": 42})j",
             {R"j($.replicationTaskIdentifier: got a number; expected a text (put the value in quotes))j"}},
            {"InstanceIsAnEndpointArn",
             Base::kForm,
             R"j({"replicationInstanceArn": "arn:aws:dms:eu-west-1:123456789012:endpoint:ABC"})j",
             {R"j($.replicationInstanceArn: "arn:aws:dms:eu-west-1:123456789012:endpoint:ABC" is the ARN of an endpoint; expected "arn:aws:dms:<region>:<12-digit account>:rep:<id>" or an identifier)j"}},
            {"InstanceNameTooLong", Base::kForm, R"j({"replicationInstanceArn": "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii"})j", {R"j($.replicationInstanceArn: "iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii…" has 64 characters; expected "arn:aws:dms:<region>:<12-digit account>:rep:<id>" or an identifier)j"}},
            {"EndpointIsATaskArn",
             Base::kForm,
             R"j({"sourceEndpointArn": "arn:aws:dms:eu-west-1:123456789012:task:ABC"})j",
             {R"j($.sourceEndpointArn: "arn:aws:dms:eu-west-1:123456789012:task:ABC" is the ARN of a replication task; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"EndpointArnOfAnotherService",
             Base::kForm,
             R"j({"sourceEndpointArn": "arn:aws:rds:eu-west-1:123456789012:db:ABC"})j",
             {R"j($.sourceEndpointArn: "arn:aws:rds:eu-west-1:123456789012:db:ABC" names the service "rds", not dms; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"EndpointArnWithShortAccount",
             Base::kForm,
             R"j({"targetEndpointArn": "arn:aws:dms:eu-west-1:1234:endpoint:ABC"})j",
             {R"j($.targetEndpointArn: "arn:aws:dms:eu-west-1:1234:endpoint:ABC" does not name an account of 12 digits; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"EndpointArnCutOff",
             Base::kForm,
             R"j({"targetEndpointArn": "arn:aws:dms:eu-west-1"})j",
             {R"j($.targetEndpointArn: "arn:aws:dms:eu-west-1" is no whole ARN; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"EndpointArnWithoutId",
             Base::kForm,
             R"j({"targetEndpointArn": "arn:aws:dms:eu-west-1:123456789012:endpoint:"})j",
             {R"j($.targetEndpointArn: "arn:aws:dms:eu-west-1:123456789012:endpoint:" ends before the id; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"EndpointArnWithoutRegion",
             Base::kForm,
             R"j({"targetEndpointArn": "arn:aws:dms::123456789012:endpoint:A"})j",
             {R"j($.targetEndpointArn: "arn:aws:dms::123456789012:endpoint:A" names no region; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"SourceIsTarget",
             Base::kForm,
             R"j({"targetEndpointArn": "src"})j",
             {R"j($.targetEndpointArn: source and target are the same endpoint)j"}},
            {"EmptyTableMappings",
             Base::kForm,
             R"j({"tableMappings": ""})j",
             {R"j($.tableMappings: tableMappings is required to create a task; expected a table-mapping document, or "file://path")j"}},
            {"TableMappingsIsList",
             Base::kForm,
             R"j({"tableMappings": []})j",
             {R"j($.tableMappings: got a list; expected a JSON document (an object or its text) or "file://path")j"}},
            {"TableMappingsBroken",
             Base::kForm,
             R"j({"tableMappings": "{\"rules\": ["})j",
             {R"j($.tableMappings: *)j"}},
            {"TableMappingsWithoutRules",
             Base::kForm,
             R"j({"tableMappings": {"rules": null}})j",
             {R"j($.tableMappings.rules: *)j"}},
            {"TableMappingsUnknownAction",
             Base::kForm,
             R"j({"tableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "object-locator": {"schema-name": "shop", "table-name": "%"}, "rule-action": "inlcude"}]}})j",
             {R"j($.tableMappings.rules[0].rule-action: *)j"}},
            {"SettingsBroken",
             Base::kForm,
             R"j({"replicationTaskSettings": "{"})j",
             {R"j($.replicationTaskSettings: *)j"}},
            {"SettingsUnknownKey",
             Base::kForm,
             R"j({"replicationTaskSettings": {"FullLoadSettings": {"MaxFullLoadSubTask": 4}}})j",
             {R"j($.replicationTaskSettings.FullLoadSettings.MaxFullLoadSubTask: *)j"}},
            {"SettingsOutOfRange",
             Base::kForm,
             R"j({"replicationTaskSettings": {"FullLoadSettings": {"CommitRate": 0}}})j",
             {R"j($.replicationTaskSettings.FullLoadSettings.CommitRate: *)j"}},
            {"TaskDataBroken",
             Base::kForm,
             R"j({"taskData": "{"})j",
             {R"j($.taskData: line 1, column 2: broken JSON: syntax error while parsing object key - unexpected end of input; expected string literal; expected a JSON document)j"}},
            {"ResourceIdentifierTooLong",
             Base::kForm,
             R"j({"resourceIdentifier": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})j",
             {R"j($.resourceIdentifier: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" has 32 characters; expected 1 to 31 letters, digits and hyphens, a letter first, no hyphen last or doubled)j"}},
            {"BothCdcStarts",
             Base::kForm,
             R"j({"migrationType": "cdc", "cdcStartTime": "2026-01-31 12:00:00", "cdcStartPosition": "mysql-bin.000024:373"})j",
             {R"j($.cdcStartPosition: cdcStartTime and cdcStartPosition exclude each other; expected one of them)j"}},
            {"CdcStartTimeNoDate", Base::kForm, R"j({"migrationType": "cdc", "cdcStartTime": "yesterday"})j", {R"j($.cdcStartTime: "yesterday" is no date; expected a date such as "2026-01-31 12:00:00" or "2026-01-31T12:00:00Z" (UTC), or epoch seconds)j"}},
            {"CdcStartTimeImpossibleDate",
             Base::kForm,
             R"j({"migrationType": "cdc", "cdcStartTime": "2026-02-30 12:00:00"})j",
             {R"j($.cdcStartTime: "2026-02-30 12:00:00" is no date; expected a date such as "2026-01-31 12:00:00" or "2026-01-31T12:00:00Z" (UTC), or epoch seconds)j"}},
            {"CdcStartTimeIsList",
             Base::kForm,
             R"j({"migrationType": "cdc", "cdcStartTime": []})j",
             {R"j($.cdcStartTime: got a list; expected a date such as "2026-01-31 12:00:00" or "2026-01-31T12:00:00Z" (UTC), or epoch seconds)j"}},
            {"CdcStartWithFullLoad",
             Base::kForm,
             R"j({"cdcStartPosition": "4AF/B00000D0"})j",
             {R"j($.cdcStartPosition: cdcStartPosition has no meaning for the migration type "full-load" (remove it, or choose cdc or full-load-and-cdc))j"}},
            {"CdcStopWithFullLoad",
             Base::kForm,
             R"j({"cdcStopPosition": "server_time:2026-01-31T12:00:00"})j",
             {R"j($.cdcStopPosition: cdcStopPosition has no meaning for the migration type "full-load" (remove it, or choose cdc or full-load-and-cdc))j"}},
            {"CdcStopWithoutKind",
             Base::kForm,
             R"j({"migrationType": "cdc", "cdcStopPosition": "2026-01-31T12:00:00"})j",
             {R"j($.cdcStopPosition: "2026-01-31T12:00:00" starts neither with "server_time:" nor with "commit_time:"; expected "server_time:2026-01-31T12:00:00" or "commit_time:2026-01-31T12:00:00" (UTC))j"}},
            {"CdcStopWithoutDate",
             Base::kForm,
             R"j({"migrationType": "cdc", "cdcStopPosition": "server_time:noon"})j",
             {R"j($.cdcStopPosition: "server_time:noon" holds no date after the colon; expected "server_time:2026-01-31T12:00:00" or "commit_time:2026-01-31T12:00:00" (UTC))j"}},
            {"StartTypeUnknown",
             Base::kForm,
             R"j({"startReplicationTaskType": "reload"})j",
             {R"j($.startReplicationTaskType: "reload" is no start type; expected "start-replication", "resume-processing" or "reload-target")j"}},
            {"ReloadOnCreate",
             Base::kForm,
             R"j({"startReplicationTaskType": "reload-target"})j",
             {R"j($.startReplicationTaskType: a task that is created here has never run: it cannot start with "reload-target"; expected "start-replication", or nothing)j"}},
            {"RestartWithCreateFields",
             Base::kAlone,
             R"j({"isRestartTask": true, "replicationTaskArn": "shop-load", "migrationType": "full-load", "tags": [{"Key": "a", "Value": "b"}]})j",
             {R"j($.migrationType: warning: migrationType is not used when a task is restarted (remove it, or set modifyTask to true to change the task before it starts))j",
              R"j($.tags: warning: tags are not used when a task is restarted)j"}},
            {"CreateWithTaskArn",
             Base::kForm,
             R"j({"replicationTaskArn": "old"})j",
             {R"j($.replicationTaskArn: warning: replicationTaskArn is not used when a task is created (set isRestartTask to true to restart this task))j"}},
            {"RestartOfAnEndpoint",
             Base::kAlone,
             R"j({"isRestartTask": true, "replicationTaskArn": "arn:aws:dms:eu-west-1:123456789012:endpoint:A"})j",
             {R"j($.replicationTaskArn: "arn:aws:dms:eu-west-1:123456789012:endpoint:A" is the ARN of an endpoint; expected "arn:aws:dms:<region>:<12-digit account>:task:<id>" or an identifier)j"}},
            {"TagsIsObject",
             Base::kForm,
             R"j({"tags": {"a": "b"}})j",
             {R"j($.tags: got an object; expected a list of {"Key": …, "Value": …})j"}},
            {"TagIsText",
             Base::kForm,
             R"j({"tags": ["a"]})j",
             {R"j($.tags[0]: got a text; expected an object {"Key": …, "Value": …})j"}},
            {"TagWithoutKey",
             Base::kForm,
             R"j({"tags": [{"Value": "b"}]})j",
             {R"j($.tags[0].key: a tag needs a key; expected 1 to 128 characters)j"}},
            {"TagKeyReserved",
             Base::kForm,
             R"j({"tags": [{"key": "aws:x", "value": "b"}]})j",
             {R"j($.tags[0].key: "aws:x" starts with a reserved prefix; expected a text that starts neither with "aws:" nor with "dms:")j"}},
            {"TagValueReserved",
             Base::kForm,
             R"j({"tags": [{"key": "x", "value": "dms:y"}]})j",
             {R"j($.tags[0].value: "dms:y" starts with a reserved prefix; expected a text that starts neither with "aws:" nor with "dms:")j"}},
            {"TagCharacter",
             Base::kForm,
             R"j({"tags": [{"key": "a;b", "value": "c"}]})j",
             {R"j($.tags[0].key: "a;b" holds a character that no tag may; expected letters, digits, blanks and _ . : / = + - @)j"}},
            {"TagTwice",
             Base::kForm,
             R"j({"tags": [{"key": "a", "value": "b"}, {"key": "a", "value": "c"}]})j",
             {R"j($.tags[1].key: the key "a" stands here twice)j"}},
            {"TagUnknownMember",
             Base::kForm,
             R"j({"tags": [{"Name": "a"}]})j",
             {R"j($.tags[0].Name: a tag has no "Name"; expected Key, Value, ResourceArn)j",
              R"j($.tags[0].key: a tag needs a key; expected 1 to 128 characters)j"}},
            {"TagValueIsNumber",
             Base::kForm,
             R"j({"tags": [{"Key": "a", "Value": 1}]})j",
             {R"j($.tags[0].Value: got a number; expected a text (put the value in quotes))j"}},
            {"IsRestartTaskIsNumber",
             Base::kForm,
             R"j({"isRestartTask": 1})j",
             {R"j($.isRestartTask: got a number; expected true or false)j"}},
            {"IsJsonFormatIsWord",
             Base::kAlone,
             R"j({"migrationType": "full-load", "replicationTaskIdentifier": "shop-load", "replicationInstanceArn": "inst", "sourceEndpointArn": "src", "targetEndpointArn": "tgt", "tableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "object-locator": {"schema-name": "shop", "table-name": "%"}, "rule-action": "include"}]}, "isJsonFormat": "yes"})j",
             {R"j($.isJsonFormat: got "yes"; expected true or false)j"}},
            {"UnknownName",
             Base::kForm,
             R"j({"nonsense": 1})j",
             {R"j($.nonsense: a DMS node has no parameter "nonsense")j"}},
            {"NameWithTypingError",
             Base::kForm,
             R"j({"migrationTyp": "cdc"})j",
             {R"j($.migrationTyp: a DMS node has no parameter "migrationTyp" (did you mean "migrationType"?))j"}},
            {"AwsSpellingInTheForm",
             Base::kForm,
             R"j({"MigrationType": "cdc"})j",
             {R"j($.MigrationType: "MigrationType" is spelt otherwise here; expected "migrationType")j"}},
            {"WronglyCasedName",
             Base::kForm,
             R"j({"tablemappings": "x"})j",
             {R"j($.tablemappings: "tablemappings" is spelt otherwise here; expected "tableMappings")j"}},
            {"FinishWhenUnknown",
             Base::kForm,
             R"j({"finishWhen": "done"})j",
             {R"j($.finishWhen: "done" is unknown; expected "started", "full-load-complete", "caught-up" or "stopped")j"}},
            {"FinishWhenFullLoadForCdc",
             Base::kForm,
             R"j({"migrationType": "cdc", "finishWhen": "full-load-complete"})j",
             {R"j($.finishWhen: the migration type "cdc" has no full load that could be complete; expected "started", "caught-up" or "stopped")j"}},
            {"FinishWhenCaughtUpForFullLoad",
             Base::kForm,
             R"j({"finishWhen": "caught-up"})j",
             {R"j($.finishWhen: the migration type "full-load" has no changes to catch up with; expected "started", "full-load-complete" or "stopped")j"}},
            {"ToleratedTableErrorsNegative",
             Base::kForm,
             R"j({"toleratedTableErrors": -1})j",
             {R"j($.toleratedTableErrors: got -1; expected a whole number, 0 or more)j"}},
            {"StopReasonUnknown",
             Base::kForm,
             R"j({"stopReasons": {"DONE": "success"}})j",
             {R"j($.stopReasons.DONE: there is no stop reason "DONE"; expected one of NORMAL*)j"}},
            {"StopVerdictUnknown",
             Base::kForm,
             R"j({"stopReasons": {"NORMAL": "ok"}})j",
             {R"j($.stopReasons.NORMAL: got "ok"; expected "success", "failure" or "attention")j"}},
            {"StopReasonsIsList",
             Base::kForm,
             R"j({"stopReasons": []})j",
             {R"j($.stopReasons: got a list; expected an object such as {"NORMAL": "success"})j"}},
            {"OnFailedStartUnknown",
             Base::kForm,
             R"j({"onFailedStart": "remove"})j",
             {R"j($.onFailedStart: "remove" is unknown; expected "delete" or "keep")j"}},
            {"WhenRunningUnknown",
             Base::kForm,
             R"j({"whenRunning": true})j",
             {R"j($.whenRunning: got true or false; expected "fail", "follow" or "stop")j"}},
            {"TestConnectionsUnknown",
             Base::kForm,
             R"j({"testConnections": "maybe"})j",
             {R"j($.testConnections: "maybe" is unknown; expected "when-needed", "always" or "never")j"}},
            {"TimeoutZero",
             Base::kForm,
             R"j({"createTimeout": 0})j",
             {R"j($.createTimeout: 0 is out of range; expected a whole number of seconds, 1 to 316224000)j"}},
            {"TimeoutIsText",
             Base::kForm,
             R"j({"runTimeout": "1h"})j",
             {R"j($.runTimeout: got "1h"; expected a whole number of seconds, 1 to 316224000)j"}},
            {"PollIntervalTooSmall",
             Base::kForm,
             R"j({"pollInterval": {"min": 0.01}})j",
             {R"j($.pollInterval.min: got 0.01; expected seconds, 0.1 to 3600)j"}},
            {"PollIntervalTurned",
             Base::kForm,
             R"j({"pollInterval": {"min": 10, "max": 1}})j",
             {R"j($.pollInterval: min is larger than max)j"}},
            {"PollIntervalUnknown",
             Base::kForm,
             R"j({"pollInterval": {"every": 10}})j",
             {R"j($.pollInterval.every: pollInterval has no "every"; expected min, max)j"}},
            {"JsonDataBroken",
             Base::kAlone,
             R"j({"isJsonFormat": true, "jsonData": "{\"MigrationType\": \"cdc\",}"})j",
             {R"j($.jsonData: line 1, column 25: broken JSON: syntax error while parsing object key - unexpected '}'; expected string literal; expected a JSON object)j"}},
            {"JsonDataIsList",
             Base::kAlone,
             R"j({"isJsonFormat": true, "jsonData": "[]"})j",
             {R"j($.jsonData: got a list; expected an object with the parameters in the spelling of the AWS API)j"}},
            {"JsonDataNamesTwice",
             Base::kAlone,
             R"j({"isJsonFormat": true, "jsonData": "{\"Tags\": [], \"Tags\": []}"})j",
             {R"j($.jsonData: the member "Tags" stands twice in one object; expected a JSON object (keep one of the two))j"}},
            {"JsonDataInFormSpelling",
             Base::kJsonData,
             R"j({"migrationType": "full-load", "MigrationType": null})j",
             {R"j($.jsonData.migrationType: "migrationType" is spelt otherwise here; expected "MigrationType" (jsonData has the names of the AWS API))j",
              R"j($.jsonData.MigrationType: MigrationType is required to create a task; expected "full-load", "cdc" or "full-load-and-cdc")j"}},
            {"JsonDataUnknownName",
             Base::kJsonData,
             R"j({"Nonsense": 1})j",
             {R"j($.jsonData.Nonsense: a DMS node has no parameter "Nonsense")j"}},
            {"JsonDataTypingError",
             Base::kJsonData,
             R"j({"TableMapings": "x"})j",
             {R"j($.jsonData.TableMapings: a DMS node has no parameter "TableMapings" (did you mean "TableMappings"?))j"}},
            {"JsonDataWithRestart",
             Base::kJsonData,
             R"j({"isRestartTask": true})j",
             {R"j($.jsonData.isRestartTask: warning: isRestartTask is not read from jsonData (set isRestartTask beside jsonData))j"}},
            {"JsonDataWithOwnName",
             Base::kJsonData,
             R"j({"finishWhen": "stopped"})j",
             {R"j($.jsonData.finishWhen: finishWhen does not belong into jsonData (set finishWhen beside jsonData))j"}},
            {"JsonDataMissingField",
             Base::kJsonData,
             R"j({"TargetEndpointArn": null})j",
             {R"j($.jsonData.TargetEndpointArn: TargetEndpointArn is required to create a task; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"JsonDataEmptyField",
             Base::kJsonData,
             R"j({"TargetEndpointArn": ""})j",
             {R"j($.jsonData.TargetEndpointArn: TargetEndpointArn is required to create a task; expected "arn:aws:dms:<region>:<12-digit account>:endpoint:<id>" or an identifier)j"}},
            {"JsonDataBothStarts",
             Base::kJsonData,
             R"j({"MigrationType": "cdc", "CdcStartTime": 1770000000, "CdcStartPosition": "1"})j",
             {R"j($.jsonData.CdcStartPosition: cdcStartTime and cdcStartPosition exclude each other; expected one of them)j"}},
            {"JsonDataAndFormFields",
             Base::kAlone,
             R"j({"migrationType": "full-load", "replicationTaskIdentifier": "shop-load", "replicationInstanceArn": "inst", "sourceEndpointArn": "src", "targetEndpointArn": "tgt", "tableMappings": {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "object-locator": {"schema-name": "shop", "table-name": "%"}, "rule-action": "include"}]}, "isJsonFormat": true, "jsonData": {"MigrationType": "full-load", "ReplicationTaskIdentifier": "shop-load", "ReplicationInstanceArn": "inst", "SourceEndpointArn": "src", "TargetEndpointArn": "tgt", "TableMappings": "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\", \"object-locator\": {\"schema-name\": \"shop\", \"table-name\": \"%\"}, \"rule-action\": \"include\"}]}"}})j",
             {R"j($.migrationType: warning: not used: with isJsonFormat the task's parameters come from jsonData (put it into jsonData as MigrationType, or remove it))j",
              R"j($.replicationTaskIdentifier: warning: not used: with isJsonFormat the task's parameters come from jsonData (put it into jsonData as ReplicationTaskIdentifier, or remove it))j", R"j($.replicationInstanceArn: warning: not used: with isJsonFormat the task's parameters come from jsonData (put it into jsonData as ReplicationInstanceArn, or remove it))j",
              R"j($.sourceEndpointArn: warning: not used: with isJsonFormat the task's parameters come from jsonData (put it into jsonData as SourceEndpointArn, or remove it))j",
              R"j($.targetEndpointArn: warning: not used: with isJsonFormat the task's parameters come from jsonData (put it into jsonData as TargetEndpointArn, or remove it))j",
              R"j($.tableMappings: warning: not used: with isJsonFormat the task's parameters come from jsonData (put it into jsonData as TableMappings, or remove it))j"}},
            {"UndefinedPlaceholder",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "shop-${who}"})j",
             {R"j($.replicationTaskIdentifier: there is no parameter "who" (give it as --param, in localParams or in globalParams))j"}},
            {"UndefinedPlaceholderInMappings",
             Base::kForm,
             R"j({"tableMappings": "{\"rules\": [{\"rule-type\": \"selection\", \"rule-id\": \"1\", \"rule-name\": \"1\",\n \"object-locator\": {\"schema-name\": \"${schema}\", \"table-name\": \"%\"}, \"rule-action\": \"include\"}]}"})j",
             {R"j($.tableMappings: there is no parameter "schema" at line 2, column 37 (give it as --param, in localParams or in globalParams))j"}},
            {"UndefinedPlaceholderInJsonData",
             Base::kJsonData,
             R"j({"SourceEndpointArn": "${source}"})j",
             {R"j($.jsonData.SourceEndpointArn: there is no parameter "source" (give it as --param, in localParams or in globalParams))j"}},
            {"BadTimeExpression",
             Base::kForm,
             R"j({"replicationTaskIdentifier": "shop-$[no_such(yyyy)]"})j",
             {R"j($.replicationTaskIdentifier: bad time expression $[no_such(yyyy)]: there is no function "no_such" (known are timestamp, year_week, add_months, month_begin, month_end, week_begin, week_end, month_first_day, month_last_day, week_first_day, week_last_day, this_day, last_day))j"}},
            {"FileMissing",
             Base::kForm,
             R"j({"tableMappings": "file://missing.json"})j",
             {R"j($.tableMappings: there is no file missing.json (put it into <folder>))j"}},
            {"FileOutside",
             Base::kForm,
             R"j({"tableMappings": "file:///etc/passwd"})j",
             {R"j($.tableMappings: /etc/passwd is outside the folders that file:// may read (put it into <folder>))j"}},
            {"FileOutsideByDots",
             Base::kForm,
             R"j({"tableMappings": "file://../secret.json"})j",
             {R"j($.tableMappings: ../secret.json is outside the folders that file:// may read (put it into <folder>))j"}},
            {"FileWithoutPath",
             Base::kForm,
             R"j({"tableMappings": "file://"})j",
             {R"j($.tableMappings: file:// without a path (file://mappings/shop.json is relative to the workflow file's folder, file:///srv/shop.json is absolute))j"}},
            {"SettingsFileMissing",
             Base::kForm,
             R"j({"replicationTaskSettings": "file://s.json"})j",
             {R"j($.replicationTaskSettings: there is no file s.json (put it into <folder>))j"}},
            {"FileIsFolder",
             Base::kForm,
             R"j({"tableMappings": "file://folder"})j",
             {R"j($.tableMappings: folder is not a regular file)j"}},
            {"FileTooLarge",
             Base::kForm,
             R"j({"tableMappings": "file://large.json"})j",
             {R"j($.tableMappings: large.json: the file is larger than 1000 bytes)j"}},
            {"FileWithProblems",
             Base::kForm,
             R"j({"tableMappings": "file://bad.json"})j",
             {R"j($.tableMappings(file://bad.json).rules[0].rule-id: *)j",
              R"j($.tableMappings(file://bad.json).rules[0].rule-name: *)j",
              R"j($.tableMappings(file://bad.json).rules[0].rule-action: *)j",
              R"j($.tableMappings(file://bad.json).rules[0].object-locator: *)j"}},
            {"FileThroughALink",
             Base::kForm,
             R"j({"tableMappings": "file://link.json"})j",
             {R"j($.tableMappings: link.json is outside the folders that file:// may read (put it into <folder>))j"}},
        };
    return kCases;
}

/// A folder for file:// values: what is in it, and what is just outside of it.
class Files {
public:
    Files() : folder_(fs::path(dir_.path()) / "workflow") {
        fs::create_directories(folder_ / "folder");
        std::ofstream(fs::path(dir_.path()) / "secret.json") << "{}";
        std::ofstream(folder_ / "large.json") << std::string(2000, ' ');
        std::ofstream(folder_ / "bad.json")
            << R"({"rules": [{"rule-type": "selection", "rule-id": "x"}]})";
        fs::create_symlink(fs::path(dir_.path()) / "secret.json", folder_ / "link.json");
    }
    FileAccess access() const { return {.folders = {folder_}, .max_bytes = 1000}; }
    std::string folder() const { return folder_.string(); }

private:
    TempDir dir_;
    fs::path folder_;
};

bool Matches(const std::string& problem, const std::string& expected) {
    if (!expected.ends_with("*")) return problem == expected;
    return problem.starts_with(expected.substr(0, expected.size() - 1));
}

TEST(DmsNodeValidation, GoodNodesHaveNoProblems) {
    const workflow::ParameterScope scope{TimePoint()};
    EXPECT_TRUE(PrepareDmsNode(GoodForm(), "$", scope, {}).problems.empty());
    EXPECT_TRUE(
        PrepareDmsNode({{"isJsonFormat", "true"}, {"jsonData", GoodJsonData()}}, "$", scope, {})
            .problems.empty());
}

TEST(DmsNodeValidation, EveryBadInputHasItsMessages) {
    const Files files;
    const workflow::ParameterScope scope{TimePoint()};
    EXPECT_GE(Cases().size(), 40U);
    for (const Case& c : Cases()) {
        SCOPED_TRACE(c.name);
        const PreparedNode node = PrepareDmsNode(ParametersOf(c), "$", scope, files.access());
        std::vector<std::string> seen;
        for (const Problem& problem : node.problems) {
            std::string text = problem.ToString();
            const std::size_t at = text.find(files.folder());
            if (at != std::string::npos) text.replace(at, files.folder().size(), "<folder>");
            seen.push_back(text);
        }
        ASSERT_EQ(seen.size(), c.problems.size()) << ::testing::PrintToString(seen);
        for (std::size_t i = 0; i < seen.size(); ++i) {
            EXPECT_TRUE(Matches(seen[i], c.problems[i]))
                << "got      " << seen[i] << "\nexpected " << c.problems[i];
        }
    }
}

TEST(DmsNodeValidation, PathsBeginWhereTheCallerSays) {
    const PreparedNode node = PrepareDmsNode({{"isRestartTask", true}}, "$.tasks[3].taskParams",
                                             workflow::ParameterScope(TimePoint()), {});
    ASSERT_EQ(node.problems.size(), 1U);
    EXPECT_EQ(node.problems[0].path, "$.tasks[3].taskParams.replicationTaskArn");
}

TEST(DmsNodeValidation, LongValuesAreCutInMessages) {
    Json params = GoodForm();
    params["replicationTaskIdentifier"] = std::string(300, 'a');
    const PreparedNode node =
        PrepareDmsNode(params, "$", workflow::ParameterScope(TimePoint()), {});
    ASSERT_EQ(node.problems.size(), 1U);
    EXPECT_LT(node.problems[0].message.size(), 100U);
    EXPECT_THAT(node.problems[0].message, ::testing::HasSubstr("has 300 characters"));
}

TEST(DmsNodeValidation, ForeignAndHostKeysPass) {
    Json params = GoodForm();
    params["localParams"] = Json::array();
    params["resourceList"] = Json::array();
    params["name"] = "load";
    const PreparedNode node = PrepareDmsNode(params, "$", workflow::ParameterScope(TimePoint()), {},
                                             {.later_names = {}, .foreign_keys = {"name"}});
    EXPECT_TRUE(node.problems.empty());
}

TEST(DmsNodeValidation, NotAnObject) {
    const PreparedNode node =
        PrepareDmsNode(Json::array(), "$", workflow::ParameterScope(TimePoint()), {});
    ASSERT_EQ(node.problems.size(), 1U);
    EXPECT_EQ(node.problems[0].ToString(),
              "$: got a list; expected an object with the parameters of the node");
}

TEST(DmsNodeValidation, TagLimits) {
    DmsParameters p = testing::CreateParameters();
    const auto with_tags = [&](std::size_t count) {
        p.tags.clear();
        for (std::size_t i = 0; i < count; ++i) {
            p.tags.emplace_back().key = "k" + std::to_string(i);
        }
        return ValidateDmsNode(p, "$");
    };
    EXPECT_TRUE(with_tags(9).empty());
    ASSERT_EQ(with_tags(10).size(), 1U);
    EXPECT_TRUE(with_tags(10)[0].warning);
    ASSERT_EQ(with_tags(50).size(), 1U);
    EXPECT_EQ(with_tags(50)[0].ToString(),
              "$.tags: 50 tags; expected at most 49; one more is ours");
    p.tags.clear();
    p.tags.emplace_back().key = std::string(129, 'k');
    EXPECT_EQ(ValidateDmsNode(p, "$").at(0).ToString(),
              "$.tags[0].key: 129 characters; expected at most 128");
}

TEST(DmsNodeValidation, ArnGrammar) {
    const std::string good = "arn:aws:dms:eu-west-1:123456789012:task:ABC";
    EXPECT_EQ(impl::CheckArn(good, "task"), "");
    EXPECT_EQ(impl::CheckArn("arn:aws-us-gov:dms:us-gov-1:123456789012:task:A-b:c", "task"), "");
    // Every proper prefix is refused, up to the first letter of the id.
    for (std::size_t length = 0; length <= good.size() - 3; ++length) {
        EXPECT_NE(impl::CheckArn(good.substr(0, length), "task"), "") << length;
    }
    EXPECT_EQ(impl::CheckArn("arn:aws:dms:eu-west-1:123456789012:rep:A", "task"),
              "is the ARN of a replication instance");
    EXPECT_EQ(impl::CheckArn("arn:aws:dms:eu-west-1:123456789012:cert:A", "task"),
              "is the ARN of a \"cert\"");
}

TEST(DmsNodeValidation, IdentifierGrammar) {
    for (const char* good : {"a", "A9", "a-b", "a1-2-3"}) {
        EXPECT_EQ(impl::CheckIdentifier(good, 255), "") << good;
    }
    for (const char* bad : {"", "-a", "9", "a-", "a--b", "a_b", "a b", "a.b", "ä"}) {
        EXPECT_NE(impl::CheckIdentifier(bad, 255), "") << bad;
    }
}

TEST(DmsNodeValidation, StopPositionGrammar) {
    for (const char* good : {"server_time:2026-01-31T12:00:00", "commit_time:2026-01-31T12:00:00",
                             "server_time: 2026-01-31T12:00:00Z"}) {
        EXPECT_EQ(impl::CheckStopPosition(good), "") << good;
    }
    for (const char* bad : {"", "server_time", "server_time:", "server_time:1770000000",
                            "Server_time:2026-01-31T12:00:00", "commit_time:2026-01-31"}) {
        EXPECT_NE(impl::CheckStopPosition(bad), "") << bad;
    }
}

}  // namespace
}  // namespace dmsnode::tasks
