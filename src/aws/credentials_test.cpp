#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/credential_provider.hpp"
#include "aws/impl/credential_parts.hpp"
#include "fakes/fake_aws.hpp"
#include "fakes/fake_clock.hpp"

namespace dmsnode::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConfig = "/home/ada/.aws/config";
constexpr const char* kKeysFile = "/home/ada/.aws/credentials";

std::string StsReply(const std::string& action, const std::string& id) {
    return "<" + action + "Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><" +
           action +
           "Result><AssumedRoleUser><Arn>a</Arn></AssumedRoleUser><Credentials><AccessKeyId>" + id +
           "</AccessKeyId><SecretAccessKey>s&amp;&lt;x</SecretAccessKey><SessionToken>t-" + id +
           "</SessionToken><Expiration>2026-11-22T11:17:02Z</Expiration></Credentials></" + action +
           "Result></" + action + "Response>";
}

/// A machine without any keys, and what providers see of it.
struct Machine {
    testing::FakeEnvironment environment;
    testing::FakeFiles files;
    testing::FakeProcesses processes;
    testing::FakeTransport transport;
    testing::FakeClock clock;
    testing::FakeRandom random;
    testing::RecordingLog log;
    ServiceCaller caller{transport, clock, random, log, {}};
    ConnectionSettings settings;
    std::string region = "eu-central-1";

    CredentialWorld World() { return {environment, files, processes, transport, caller, clock}; }
    Result<std::optional<Credentials>> Load() {
        const auto dolphinscheduler = DolphinSchedulerFiles::Load(settings, files, environment);
        EXPECT_TRUE(dolphinscheduler);
        return DefaultChain(settings, *dolphinscheduler, World(), region)->Load();
    }
    /// The key id that the chain finds, or its error.
    std::string Key() { return Told(Load()); }
    static std::string Told(const Result<std::optional<Credentials>>& loaded) {
        if (!loaded) return loaded.error().ToString();
        return *loaded ? (*loaded)->access_key_id : "nothing";
    }
    std::string Body(std::size_t request) { return transport.requests().at(request).body; }
};

TEST(DefaultChain, EachSourceWinsOverThoseAfterIt) {
    Machine machine;
    machine.settings.access_key_id = "connection";
    machine.settings.secret_access_key = Secret("s");
    machine.settings.common_properties = "/common.properties";
    machine.settings.aws_yaml = "/aws.yaml";
    machine.files.files["/common.properties"] =
        "resource.aws.access.key.id=properties\nresource.aws.secret.access.key=s\n";
    machine.files.files["/aws.yaml"] =
        "aws.dms.access.key.id: yaml\naws.dms.access.key.secret: s\n";
    machine.environment.variables = {{"AWS_ACCESS_KEY_ID", "environment"},
                                     {"AWS_SECRET_ACCESS_KEY", "s"},
                                     {"AWS_ROLE_ARN", "arn:aws:iam::1:role/web"},
                                     {"AWS_WEB_IDENTITY_TOKEN_FILE", "/token"},
                                     {"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/x"}};
    machine.files.files["/token"] = "jwt\n";
    machine.files.files[kKeysFile] =
        "[default]\naws_access_key_id = profile\naws_secret_access_key = s\n";
    machine.transport.Answer([](const HttpRequest& request) -> Result<HttpResponse> {
        if (request.url.find("sts") != std::string::npos) {
            return HttpResponse{200, {}, StsReply("AssumeRoleWithWebIdentity", "web")};
        }
        if (request.url.find("/v2/x") != std::string::npos) {
            return HttpResponse{200, {}, R"({"AccessKeyId":"container","SecretAccessKey":"s"})"};
        }
        if (request.method == "PUT") return HttpResponse{200, {}, "pass"};
        if (request.url.ends_with("/")) return HttpResponse{200, {}, "role"};
        return HttpResponse{200, {}, R"({"AccessKeyId":"instance","SecretAccessKey":"s"})"};
    });
    EXPECT_EQ(machine.Key(), "connection");
    machine.settings.access_key_id = "";
    machine.settings.secret_access_key = Secret();
    EXPECT_EQ(machine.Key(), "properties");
    machine.settings.common_properties = "";
    EXPECT_EQ(machine.Key(), "yaml");
    machine.settings.aws_yaml = "";
    EXPECT_EQ(machine.Key(), "environment");
    machine.environment.variables.erase("AWS_ACCESS_KEY_ID");
    machine.environment.variables.erase("AWS_SECRET_ACCESS_KEY");
    EXPECT_EQ(machine.Key(), "web");
    machine.environment.variables.erase("AWS_WEB_IDENTITY_TOKEN_FILE");
    EXPECT_EQ(machine.Key(), "profile");
    machine.files.files.erase(kKeysFile);
    EXPECT_EQ(machine.Key(), "container");
    machine.environment.variables.erase("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    EXPECT_EQ(machine.Key(), "instance");
    machine.environment.variables["AWS_EC2_METADATA_DISABLED"] = "true";
    EXPECT_EQ(
        machine.Key(),
        "no AWS keys were found (asked: the connection, common.properties, aws.yaml, "
        "environment, web identity (AWS_WEB_IDENTITY_TOKEN_FILE), profile default, container, "
        "instance metadata) (set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a "
        "profile)");
}

TEST(DefaultChain, ProfileNamedByTheConnectionSwitchesTheShellOff) {
    Machine machine;
    machine.environment.variables = {{"AWS_ACCESS_KEY_ID", "environment"},
                                     {"AWS_SECRET_ACCESS_KEY", "s"},
                                     {"AWS_PROFILE", "dev"}};
    machine.files.files[kKeysFile] = "[dev]\naws_access_key_id=dev\naws_secret_access_key=s\n";
    EXPECT_EQ(machine.Key(), "environment");
    machine.settings.profile = "dev";
    EXPECT_EQ(machine.Key(), "dev");
}

TEST(DefaultChain, HalfASourceIsAnErrorNotANextSource) {
    Machine machine;
    machine.files.files[kKeysFile] = "[default]\naws_access_key_id=a\naws_secret_access_key=s\n";
    machine.environment.variables = {{"AWS_ACCESS_KEY_ID", "half"}};
    EXPECT_EQ(machine.Key(),
              "environment: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not (set both "
              "or none)");
    machine.settings.secret_access_key = Secret("hunter2");
    EXPECT_EQ(machine.Key(),
              "the connection: the secret access key is set, but the access key id is not (set "
              "both or none)");
}

TEST(EnvironmentKeys, CarryTheSessionToken) {
    Machine machine;
    machine.environment.variables = {
        {"AWS_ACCESS_KEY_ID", "a"}, {"AWS_SECRET_ACCESS_KEY", "b"}, {"AWS_SESSION_TOKEN", "c"}};
    const auto keys = machine.Load();
    ASSERT_TRUE(keys && *keys);
    EXPECT_EQ((*keys)->secret_access_key.Reveal(), "b");
    EXPECT_EQ((*keys)->session_token.Reveal(), "c");
    EXPECT_FALSE((*keys)->expires);
    EXPECT_EQ((*keys)->source, "environment");
}

TEST(DolphinSchedulerKeys, VariablesWinOverTheFile) {
    Machine machine;
    machine.settings.aws_yaml = "/aws.yaml";
    machine.files.files["/aws.yaml"] =
        "aws:\n  dms:\n    access.key.id: file\n    access.key.secret: s\n";
    machine.environment.variables = {{"AWS_DMS_ACCESS_KEY_ID", "variable"}};
    EXPECT_EQ(machine.Key(), "variable");
}

TEST(DolphinSchedulerKeys, HalfAPairNamesTheFile) {
    Machine machine;
    machine.settings.common_properties = "/common.properties";
    machine.files.files["/common.properties"] = "resource.aws.secret.access.key=hunter2\n";
    EXPECT_EQ(machine.Key(),
              "/common.properties: resource.aws.secret.access.key is set, but "
              "resource.aws.access.key.id is not (set both or none)");
}

TEST(AwsYamlKeys, ProviderTypeChoosesTheInstanceRole) {
    Machine machine;
    machine.settings.aws_yaml = "/aws.yaml";
    machine.files.files["/aws.yaml"] =
        "aws.dms.credentials.provider.type: InstanceProfileCredentialsProvider\n"
        "aws.dms.access.key.id: minioadmin\naws.dms.access.key.secret: minioadmin\n";
    machine.transport.AnswerInTurn(
        {HttpResponse{200, {}, "pass"}, HttpResponse{200, {}, "role"},
         HttpResponse{200, {}, R"({"AccessKeyId":"instance","SecretAccessKey":"s"})"}});
    EXPECT_EQ(machine.Key(), "instance");
    machine.files.files["/aws.yaml"] = "aws.dms.credentials.provider.type: Magic\n";
    EXPECT_EQ(machine.Key(),
              "/aws.yaml: aws.dms.credentials.provider.type is \"Magic\" (use "
              "AWSStaticCredentialsProvider or InstanceProfileCredentialsProvider)");
}

TEST(ProfileKeys, KeysStandInEitherFile) {
    Machine machine;
    machine.settings.profile = "dev";
    machine.files.files[kConfig] =
        "[profile dev]\naws_access_key_id=config\naws_secret_access_key=s\n"
        "aws_session_token=t\n";
    const auto keys = machine.Load();
    ASSERT_TRUE(keys && *keys);
    EXPECT_EQ((*keys)->access_key_id, "config");
    EXPECT_EQ((*keys)->session_token.Reveal(), "t");
    EXPECT_EQ((*keys)->source, "profile dev");
    machine.files.files[kKeysFile] = "[dev]\naws_access_key_id=keys\naws_secret_access_key=s\n";
    EXPECT_EQ(machine.Key(), "keys");
}

TEST(ProfileKeys, NamedProfileMustBeThereAndHoldKeys) {
    Machine machine;
    machine.settings.profile = "dev";
    EXPECT_EQ(machine.Key(),
              "/home/ada/.aws/config and /home/ada/.aws/credentials: there is no profile \"dev\"");
    machine.files.files[kConfig] = "[profile dev]\nregion=x\n";
    EXPECT_EQ(machine.Key(),
              "profile dev: the profile holds no keys (add aws_access_key_id, role_arn or "
              "credential_process to it)");
    machine.files.files[kConfig] = "[profile dev]\nsso_session=x\n";
    EXPECT_THAT(machine.Key(), HasSubstr("SSO"));
}

TEST(ProfileKeys, ProgramPrintsTheKeys) {
    Machine machine;
    machine.settings.profile = "dev";
    machine.files.files[kConfig] =
        "[profile dev]\ncredential_process = \"/opt/my tools/keys\" --for 'a b'\n";
    machine.processes.output =
        std::string(R"({"Version":1,"AccessKeyId":"p","SecretAccessKey":"s","SessionToken":"t",)"
                    R"("Expiration":"2026-11-22T11:17:02Z"})");
    const auto keys = machine.Load();
    ASSERT_TRUE(keys && *keys) << keys.error().ToString();
    EXPECT_EQ((*keys)->access_key_id, "p");
    EXPECT_EQ((*keys)->session_token.Reveal(), "t");
    EXPECT_EQ(FormatIso8601(*(*keys)->expires), "2026-11-22T11:17:02.000Z");
    ASSERT_EQ(machine.processes.runs.size(), 1U);
    EXPECT_THAT(machine.processes.runs[0], ElementsAre("/opt/my tools/keys", "--for", "a b"));
}

TEST(ProfileKeys, ProgramThatGivesNoKeysIsToldWithoutItsOutput) {
    Machine machine;
    machine.settings.profile = "dev";
    machine.files.files[kConfig] = "[profile dev]\ncredential_process = keys\n";
    const auto with = [&](const Result<std::string>& output) {
        machine.processes.output = output;
        return machine.Key();
    };
    EXPECT_EQ(with(Error{ErrorCode::kUnavailable, "the program ended with code 3"}),
              "profile dev (credential_process): the program ended with code 3 (run the command by "
              "hand to see why)");
    EXPECT_THAT(with(std::string("hunter2")), HasSubstr("\"Version\": 1"));
    EXPECT_THAT(with(std::string(R"({"Version":2,"AccessKeyId":"hunter2"})")),
                AllOf(HasSubstr("\"Version\": 1"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(with(std::string(R"({"Version":1,"AccessKeyId":"hunter2"})")),
                AllOf(HasSubstr("lacks"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(with(std::string(R"({"Version":1,"AccessKeyId":"a","SecretAccessKey":"b",)"
                                 R"("Expiration":"soon"})")),
                HasSubstr("Expiration is no ISO 8601 time"));
}

TEST(ProfileKeys, RoleIsAskedForWithTheSourceProfile) {
    Machine machine;
    machine.settings.profile = "dev";
    machine.files.files[kConfig] =
        "[profile dev]\nrole_arn = arn:aws:iam::1:role/a b\nsource_profile = base\n"
        "external_id = x&y\nduration_seconds = 900\nrole_session_name = night\n";
    machine.files.files[kKeysFile] = "[base]\naws_access_key_id=base\naws_secret_access_key=s\n";
    machine.transport.AnswerInTurn({HttpResponse{200, {}, StsReply("AssumeRole", "role")}});
    const auto keys = machine.Load();
    ASSERT_TRUE(keys && *keys) << keys.error().ToString();
    EXPECT_EQ((*keys)->access_key_id, "role");
    EXPECT_EQ((*keys)->secret_access_key.Reveal(), "s&<x");
    EXPECT_EQ((*keys)->session_token.Reveal(), "t-role");
    const auto requests = machine.transport.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].url, "https://sts.eu-central-1.amazonaws.com");
    EXPECT_EQ(requests[0].body,
              "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa%20b&"
              "RoleSessionName=night&DurationSeconds=900&ExternalId=x%26y");
    EXPECT_THAT(*FindHeader(requests[0].headers, "authorization"),
                HasSubstr("Credential=base/20261122/eu-central-1/sts/aws4_request"));
}

TEST(ProfileKeys, RolesMayBeChained) {
    Machine machine;
    machine.settings.profile = "c";
    machine.files.files[kConfig] =
        "[profile c]\nrole_arn=arn:c\nsource_profile=b\n"
        "[profile b]\nrole_arn=arn:b\nsource_profile=a\n"
        "[profile a]\naws_access_key_id=a\naws_secret_access_key=s\n";
    machine.transport.AnswerInTurn({HttpResponse{200, {}, StsReply("AssumeRole", "key-b")},
                                    HttpResponse{200, {}, StsReply("AssumeRole", "key-c")}});
    EXPECT_EQ(machine.Key(), "key-c");
    const auto requests = machine.transport.requests();
    ASSERT_EQ(requests.size(), 2U);
    EXPECT_THAT(*FindHeader(requests[0].headers, "authorization"), HasSubstr("Credential=a/"));
    EXPECT_THAT(*FindHeader(requests[1].headers, "authorization"), HasSubstr("Credential=key-b/"));
    EXPECT_EQ(*FindHeader(requests[1].headers, "x-amz-security-token"), "t-key-b");
}

TEST(ProfileKeys, CircleOfSourceProfilesIsShown) {
    Machine machine;
    machine.settings.profile = "a";
    machine.files.files[kConfig] =
        "[profile a]\nrole_arn=x\nsource_profile=b\n[profile b]\nrole_arn=x\nsource_profile=a\n";
    EXPECT_THAT(machine.Key(), HasSubstr("source_profile goes in a circle: a → b → a"));
}

TEST(ProfileKeys, ProfileMayAskForItsRoleWithItsOwnKeys) {
    Machine machine;
    machine.settings.profile = "a";
    machine.files.files[kConfig] =
        "[profile a]\nrole_arn=x\nsource_profile=a\naws_access_key_id=own\n"
        "aws_secret_access_key=s\n";
    machine.transport.AnswerInTurn({HttpResponse{200, {}, StsReply("AssumeRole", "role")}});
    EXPECT_EQ(machine.Key(), "role");
}

TEST(ProfileKeys, CredentialSourceNamesWhoAsks) {
    Machine machine;
    machine.settings.profile = "a";
    machine.files.files[kConfig] = "[profile a]\nrole_arn=x\ncredential_source=Environment\n";
    EXPECT_EQ(machine.Key(), "profile a: Environment has no keys to ask for the role with");
    machine.environment.variables = {{"AWS_ACCESS_KEY_ID", "env"}, {"AWS_SECRET_ACCESS_KEY", "s"}};
    machine.transport.AnswerInTurn({HttpResponse{200, {}, StsReply("AssumeRole", "role")}});
    EXPECT_EQ(machine.Key(), "role");
    machine.files.files[kConfig] = "[profile a]\nrole_arn=x\ncredential_source=Moon\n";
    EXPECT_THAT(machine.Key(), HasSubstr("credential_source must be"));
    machine.files.files[kConfig] = "[profile a]\nrole_arn=x\n";
    EXPECT_THAT(machine.Key(), HasSubstr("role_arn needs one of"));
    machine.files.files[kConfig] = "[profile a]\nrole_arn=x\nsource_profile=b\nmfa_serial=m\n";
    EXPECT_THAT(machine.Key(), HasSubstr("mfa_serial"));
}

TEST(ProfileKeys, WebIdentityNeedsNoKeys) {
    Machine machine;
    machine.settings.profile = "a";
    machine.files.files[kConfig] = "[profile a]\nrole_arn=x\nweb_identity_token_file=/token\n";
    machine.files.files["/token"] = "jwt\n";
    machine.transport.AnswerInTurn(
        {HttpResponse{200, {}, StsReply("AssumeRoleWithWebIdentity", "web")}});
    EXPECT_EQ(machine.Key(), "web");
    const auto requests = machine.transport.requests();
    EXPECT_EQ(FindHeader(requests[0].headers, "authorization"), nullptr);
    EXPECT_THAT(requests[0].body, HasSubstr("WebIdentityToken=jwt"));
    machine.files.files.erase("/token");
    EXPECT_EQ(machine.Key(), "profile a: /token: the web identity token: no such file");
}

TEST(Sts, RefusalIsToldWithItsCode) {
    Machine machine;
    machine.settings.profile = "a";
    machine.files.files[kConfig] =
        "[profile a]\nrole_arn=x\nsource_profile=a\naws_access_key_id=own\n"
        "aws_secret_access_key=s\n";
    machine.transport.AnswerInTurn(
        {HttpResponse{403,
                      {},
                      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDeniedException</Code>"
                      "<Message>own may not &quot;x&quot;</Message></Error></ErrorResponse>"}});
    EXPECT_EQ(machine.Key(), "profile a: STS AssumeRole: AccessDeniedException: own may not \"x\"");
    machine.transport.AnswerInTurn({HttpResponse{200, {}, "<AssumeRoleResponse/>"}});
    EXPECT_EQ(machine.Key(), "profile a: the reply of STS lacks a part of the keys");
}

TEST(Sts, EveryProperPrefixOfAReplyIsRefused) {
    Machine machine;
    const std::string whole = StsReply("AssumeRole", "k");
    const std::size_t needed = whole.find("</Credentials>") + std::string("</Credentials>").size();
    for (std::size_t length = 0; length < needed; ++length) {
        machine.transport.AnswerInTurn({HttpResponse{200, {}, whole.substr(0, length)}});
        const auto keys =
            impl::AssumeRole({.role_arn = "x", .session_name = "", .source = "s"},
                             Credentials{.access_key_id = "a", .secret_access_key = Secret("b")},
                             "http://sts", "r", machine.World());
        ASSERT_FALSE(keys) << length;
    }
}

TEST(ContainerKeys, RelativePathAndToken) {
    Machine machine;
    machine.environment.variables = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/role"},
                                     {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "Basic x"}};
    machine.transport.AnswerInTurn({HttpResponse{
        200,
        {},
        R"({"AccessKeyId":"c","SecretAccessKey":"s","Token":"t","Expiration":"2026-11-22T11:00:00Z"})"}});
    const auto keys = ContainerKeys(machine.World())->Load();
    ASSERT_TRUE(keys && *keys) << keys.error().ToString();
    EXPECT_EQ((*keys)->session_token.Reveal(), "t");
    const auto requests = machine.transport.requests();
    EXPECT_EQ(requests[0].url, "http://169.254.170.2/v2/role");
    EXPECT_EQ(*FindHeader(requests[0].headers, "authorization"), "Basic x");
    EXPECT_FALSE(requests[0].use_proxy);
}

TEST(ContainerKeys, TokenFileWinsAndIsReadEachTime) {
    Machine machine;
    machine.environment.variables = {
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI", "https://any.example/keys"},
        {"AWS_CONTAINER_AUTHORIZATION_TOKEN", "old"},
        {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token"}};
    machine.transport.AnswerInTurn(
        {HttpResponse{200, {}, R"({"AccessKeyId":"c","SecretAccessKey":"s"})"}});
    const Provider provider = ContainerKeys(machine.World());
    for (const std::string token : {"one", "two"}) {
        machine.files.files["/token"] = token + "\n";
        ASSERT_TRUE(provider->Load());
        EXPECT_EQ(*FindHeader(machine.transport.requests().back().headers, "authorization"), token);
    }
    machine.files.files["/token"] = "a\r\nX-Evil: 1";
    EXPECT_THAT(Machine::Told(provider->Load()), HasSubstr("line break"));
    machine.files.files.erase("/token");
    EXPECT_THAT(Machine::Told(provider->Load()), HasSubstr("no such file"));
}

TEST(ContainerKeys, PlainHttpIsForKnownHostsOnly) {
    Machine machine;
    machine.transport.AnswerInTurn(
        {HttpResponse{200, {}, R"({"AccessKeyId":"c","SecretAccessKey":"s"})"}});
    const auto with = [&](const std::string& url) {
        machine.environment.variables = {{"AWS_CONTAINER_CREDENTIALS_FULL_URI", url}};
        return Machine::Told(ContainerKeys(machine.World())->Load());
    };
    for (const std::string url :
         {"http://127.0.0.1/x", "http://127.9.9.9:1/x", "http://[::1]/x", "http://localhost/x",
          "http://169.254.170.2/x", "http://169.254.170.23/x", "http://[fd00:ec2::23]/x",
          "https://anywhere.example/x"}) {
        EXPECT_EQ(with(url), "c") << url;
    }
    const std::size_t before = machine.transport.requests().size();
    for (const std::string url : {"http://10.0.0.1/x", "http://127.0.0.1.example/x",
                                  "http://169.254.169.254/x", "http://[fd00:ec2::24]/x"}) {
        EXPECT_THAT(with(url), HasSubstr("over plain http")) << url;
    }
    EXPECT_THAT(with("not a url"), HasSubstr("is no http(s) URL"));
    EXPECT_EQ(machine.transport.requests().size(), before);
}

TEST(ContainerKeys, FailureOfTheEndpointIsTold) {
    Machine machine;
    machine.environment.variables = {{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"}};
    machine.transport.AnswerInTurn({HttpResponse{403, {}, "hunter2"}});
    EXPECT_EQ(machine.Key(), "container: the credentials endpoint answered HTTP 403");
    machine.transport.AnswerInTurn({Error{ErrorCode::kTimeout, "no reply in time"}});
    EXPECT_EQ(machine.Key(), "container: no reply in time");
    machine.transport.AnswerInTurn({HttpResponse{200, {}, "{"}});
    EXPECT_EQ(machine.Key(), "container: the answer is no JSON object");
}

TEST(InstanceMetadataKeys, TokenThenRoleThenKeys) {
    Machine machine;
    machine.transport.AnswerInTurn(
        {HttpResponse{200, {}, "pass\n"}, HttpResponse{200, {}, "night-role\nother"},
         HttpResponse{200,
                      {},
                      R"({"Code":"Success","AccessKeyId":"i","SecretAccessKey":"s","Token":"t",)"
                      R"("Expiration":"2026-11-22T11:00:00Z"})"}});
    const auto keys = InstanceMetadataKeys(machine.World())->Load();
    ASSERT_TRUE(keys && *keys) << keys.error().ToString();
    EXPECT_EQ((*keys)->access_key_id, "i");
    const auto requests = machine.transport.requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(requests[0].method, "PUT");
    EXPECT_EQ(requests[0].url, "http://169.254.169.254/latest/api/token");
    EXPECT_EQ(requests[2].url,
              "http://169.254.169.254/latest/meta-data/iam/security-credentials/night-role");
    for (const std::size_t i : {1U, 2U}) {
        EXPECT_EQ(requests[i].method, "GET");
        EXPECT_EQ(*FindHeader(requests[i].headers, "x-aws-ec2-metadata-token"), "pass");
    }
}

TEST(InstanceMetadataKeys, NoAnswerOrNoRoleIsNoSource) {
    Machine machine;
    const auto told = [&] { return Machine::Told(InstanceMetadataKeys(machine.World())->Load()); };
    machine.transport.AnswerInTurn({Error{ErrorCode::kTimeout, "no reply in time"}});
    EXPECT_EQ(told(), "nothing");
    machine.transport.AnswerInTurn({HttpResponse{404, {}, ""}});
    EXPECT_EQ(told(), "nothing");
    machine.transport.AnswerInTurn({HttpResponse{200, {}, "pass"}, HttpResponse{404, {}, ""}});
    EXPECT_EQ(told(), "nothing");
}

TEST(InstanceMetadataKeys, RefusalsAreTold) {
    Machine machine;
    const auto told = [&] { return Machine::Told(InstanceMetadataKeys(machine.World())->Load()); };
    machine.transport.AnswerInTurn({HttpResponse{403, {}, ""}});
    EXPECT_EQ(told(), "instance metadata: the metadata service refused a token (HTTP 403)");
    machine.transport.AnswerInTurn(
        {HttpResponse{200, {}, "pass"}, HttpResponse{200, {}, "r"}, HttpResponse{500, {}, ""}});
    EXPECT_THAT(told(), HasSubstr("refused the keys of the role (HTTP 500)"));
    machine.transport.AnswerInTurn({HttpResponse{200, {}, "pass"}, HttpResponse{200, {}, "r"},
                                    HttpResponse{200, {}, R"({"Code":"AssumeRoleUnauthorized"})"}});
    EXPECT_THAT(told(), HasSubstr("the instance's role gives no keys"));
}

TEST(InstanceMetadataKeys, EndpointCanBeMoved) {
    Machine machine;
    const auto first_url = [&] {
        static_cast<void>(InstanceMetadataKeys(machine.World())->Load());
        return machine.transport.requests().back().url;
    };
    machine.environment.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", "IPv6"}};
    EXPECT_EQ(first_url(), "http://[fd00:ec2::254]/latest/api/token");
    machine.environment.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://m:1/"}};
    EXPECT_EQ(first_url(), "http://m:1/latest/api/token");
}

}  // namespace
}  // namespace dmsnode::aws
