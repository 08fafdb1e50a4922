#include "aws/region_endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fakes/fake_aws.hpp"

namespace dmsnode::aws {
namespace {

/// A machine with every source set, so that tests take them away one by one.
struct FullMachine {
    testing::FakeEnvironment environment;
    testing::FakeFiles files;
    ConnectionSettings settings;

    FullMachine() {
        settings.region = "r-connection";
        settings.endpoint = "http://connection";
        settings.common_properties = "/ds/common.properties";
        settings.aws_yaml = "/ds/aws.yaml";
        files.files["/ds/common.properties"] =
            "resource.aws.region=r-properties\ndms.endpoint=http://properties\n";
        files.files["/ds/aws.yaml"] =
            "aws:\n  dms:\n    region: r-yaml\n    endpoint: http://yaml\n";
        environment.variables = {{"AWS_REGION", "r-environment"},
                                 {"AWS_DEFAULT_REGION", "r-default"},
                                 {"AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE", "http://service"},
                                 {"AWS_ENDPOINT_URL", "http://all"}};
        files.files["/home/ada/.aws/config"] =
            "[default]\nregion = r-profile\nendpoint_url = http://profile\nservices = own\n"
            "[services own]\ndatabase_migration_service =\n  endpoint_url = http://services\n";
    }
    Result<Target> Resolve() const {
        const auto dolphinscheduler = DolphinSchedulerFiles::Load(settings, files, environment);
        if (!dolphinscheduler) return dolphinscheduler.error();
        const auto profiles = SharedProfiles::Load(files, environment);
        if (!profiles) return profiles.error();
        return ResolveTarget(settings, *dolphinscheduler, *profiles, environment);
    }
    std::string Region() const { return Resolve() ? Resolve()->region.value : "none"; }
    std::string Endpoint() const {
        const Result<Target> target = Resolve();
        return target ? target->endpoint.value : target.error().ToString();
    }
};

TEST(ResolveTarget, RegionComesFromTheFirstSourceThatHasOne) {
    FullMachine machine;
    EXPECT_EQ(machine.Region(), "r-connection");
    machine.settings.region = "";
    EXPECT_EQ(machine.Region(), "r-properties");
    machine.files.files["/ds/common.properties"] = "resource.aws.region=\n";
    EXPECT_EQ(machine.Region(), "r-yaml");
    machine.settings.aws_yaml = "";
    EXPECT_EQ(machine.Region(), "r-environment");
    EXPECT_EQ(machine.Resolve()->region.source, "AWS_REGION");
    machine.environment.variables.erase("AWS_REGION");
    EXPECT_EQ(machine.Region(), "r-default");
    machine.environment.variables.erase("AWS_DEFAULT_REGION");
    EXPECT_EQ(machine.Region(), "r-profile");
    machine.files.files.erase("/home/ada/.aws/config");
    const Result<Target> none = machine.Resolve();
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().ToString(),
              "no AWS region is set (set the connection's region, AWS_REGION, or region in the "
              "profile)");
}

TEST(ResolveTarget, EndpointComesFromTheFirstSourceThatHasOne) {
    FullMachine machine;
    EXPECT_EQ(machine.Endpoint(), "http://connection");
    machine.settings.endpoint = "";
    EXPECT_EQ(machine.Endpoint(), "http://properties");
    EXPECT_EQ(machine.Resolve()->endpoint.source, "/ds/common.properties");
    machine.settings.common_properties = "";
    EXPECT_EQ(machine.Endpoint(), "http://yaml");
    machine.settings.aws_yaml = "";
    EXPECT_EQ(machine.Endpoint(), "http://service");
    machine.environment.variables.erase("AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE");
    EXPECT_EQ(machine.Endpoint(), "http://all");
    machine.environment.variables.erase("AWS_ENDPOINT_URL");
    EXPECT_EQ(machine.Endpoint(), "http://services");
    machine.files.files["/home/ada/.aws/config"] = "[default]\nendpoint_url = http://profile\n";
    EXPECT_EQ(machine.Endpoint(), "http://profile");
    machine.environment.variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true";
    machine.settings.region = "eu-central-1";
    EXPECT_EQ(machine.Endpoint(), "https://dms.eu-central-1.amazonaws.com");
    machine.settings.region = "cn-north-1";
    EXPECT_EQ(machine.Endpoint(), "https://dms.cn-north-1.amazonaws.com.cn");
}

TEST(ResolveTarget, VariablesOfDolphinSchedulerWinOverItsFiles) {
    FullMachine machine;
    machine.settings.region = machine.settings.endpoint = "";
    machine.settings.common_properties = "";
    machine.environment.variables["AWS_DMS_ENDPOINT"] = "http://variable";
    machine.environment.variables["AWS_DMS_REGION"] = "r-variable";
    EXPECT_EQ(machine.Endpoint(), "http://variable");
    EXPECT_EQ(machine.Region(), "r-variable");
    machine.settings.aws_yaml = "";
    EXPECT_EQ(machine.Endpoint(), "http://variable");
    EXPECT_EQ(machine.Resolve()->endpoint.source, "environment (AWS_DMS_ENDPOINT)");
}

TEST(ResolveTarget, YamlWithoutItsRootIsReadToo) {
    FullMachine machine;
    machine.settings.region = machine.settings.endpoint = "";
    machine.settings.common_properties = "";
    machine.files.files["/ds/aws.yaml"] = "dms:\n  region: r\n  endpoint: http://rootless\n";
    EXPECT_EQ(machine.Endpoint(), "http://rootless");
}

// D34 of dolphinscheduler.md 1.9: only names that the SDK knows were accepted.
TEST(ResolveTarget, D34AnyRegionTextIsAcceptedWithAnEndpoint) {
    FullMachine machine;
    for (const std::string region : {"local", "Région 42", "us_east", "x.y"}) {
        machine.settings.region = region;
        EXPECT_EQ(machine.Region(), region);
    }
}

TEST(ResolveTarget, RegionThatIsNoHostNameNeedsAnEndpoint) {
    FullMachine machine;
    machine.settings = {};
    machine.settings.region = "evil.example/x";
    machine.environment.variables = {{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "TRUE"}};
    EXPECT_EQ(machine.Endpoint(),
              "the region \"evil.example/x\" cannot be part of an AWS host name (set an endpoint, "
              "or use a region such as eu-central-1)");
}

TEST(ResolveTarget, EndpointIsCheckedAndCompleted) {
    FullMachine machine;
    machine.settings.endpoint = "dms.local:4566/";
    EXPECT_EQ(machine.Endpoint(), "https://dms.local:4566");
    machine.settings.endpoint = "ftp://x";
    EXPECT_EQ(machine.Endpoint(), "endpoint from the connection: \"ftp://x\" is no http(s) URL");
    machine.settings.endpoint = "http://x/?a=b";
    EXPECT_EQ(machine.Endpoint(), "endpoint from the connection: an endpoint has no query (?…)");
}

TEST(ResolveTarget, FileThatIsNamedMustBeThereAndWhole) {
    FullMachine machine;
    machine.files.files.erase("/ds/aws.yaml");
    EXPECT_EQ(machine.Endpoint(), "/ds/aws.yaml: no such file");
    machine.files.files["/ds/aws.yaml"] = "aws: [";
    EXPECT_THAT(machine.Endpoint(), ::testing::StartsWith("/ds/aws.yaml: line 1, column"));
    machine.files.files["/ds/aws.yaml"] = "";
    machine.files.files["/home/ada/.aws/config"] = "nonsense";
    EXPECT_EQ(machine.Endpoint(),
              "/home/ada/.aws/config: line 1: a setting stands before the first [section]");
}

TEST(SharedProfiles, CredentialsFileWinsAndVariablesMoveTheFiles) {
    FullMachine machine;
    machine.environment.variables = {{"AWS_CONFIG_FILE", "~/elsewhere"},
                                     {"AWS_SHARED_CREDENTIALS_FILE", "/keys"}};
    machine.files.files["/home/ada/elsewhere"] = "[profile dev]\nregion = a\noutput = json\n";
    machine.files.files["/keys"] = "[dev]\nregion = b\n";
    const auto profiles = SharedProfiles::Load(machine.files, machine.environment);
    ASSERT_TRUE(profiles);
    EXPECT_EQ(profiles->Value("dev", "region"), "b");
    EXPECT_EQ(profiles->Value("dev", "output"), "json");
    EXPECT_FALSE(profiles->Find("profile dev"));
    EXPECT_EQ(profiles->sources(), "/home/ada/elsewhere and /keys");
}

TEST(StsUrl, FollowsItsOwnSettings) {
    FullMachine machine;
    const auto profiles = SharedProfiles::Load(machine.files, machine.environment);
    testing::FakeEnvironment empty;
    EXPECT_EQ(*StsUrl({}, "", "eu-central-1", empty), "https://sts.eu-central-1.amazonaws.com");
    EXPECT_EQ(*StsUrl(*profiles, "default", "r", machine.environment), "http://all");
    empty.variables["AWS_ENDPOINT_URL_STS"] = "http://sts/";
    EXPECT_EQ(*StsUrl(*profiles, "default", "r", empty), "http://sts");
}

TEST(ProfileName, IsNamedByConnectionThenEnvironment) {
    testing::FakeEnvironment environment;
    EXPECT_EQ(ProfileName({}, environment).value, "default");
    environment.variables["AWS_DEFAULT_PROFILE"] = "b";
    EXPECT_EQ(ProfileName({}, environment).value, "b");
    environment.variables["AWS_PROFILE"] = "a";
    EXPECT_EQ(ProfileName({}, environment).value, "a");
    EXPECT_EQ(ProfileName({.profile = "c"}, environment).value, "c");
}

}  // namespace
}  // namespace dmsnode::aws
