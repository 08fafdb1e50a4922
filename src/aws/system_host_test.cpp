#include "aws/system_host.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace dmsnode::aws {
namespace {

using namespace std::chrono_literals;

TEST(SystemProcessRunner, GivesWhatTheProgramPrints) {
    const Result<std::string> output =
        SystemProcessRunner().Run({"printf", "%s|", "a b", "c"}, 30s);
    ASSERT_TRUE(output) << output.error().ToString();
    EXPECT_EQ(*output, "a b|c|");
}

TEST(SystemProcessRunner, MissingProgramIsNotFound) {
    const Result<std::string> output = SystemProcessRunner().Run({"no-such-program-here"}, 30s);
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::kNotFound);
    EXPECT_FALSE(SystemProcessRunner().Run({}, 30s));
}

TEST(SystemProcessRunner, ExitCodeAndSignalAreTold) {
    const Result<std::string> failed =
        SystemProcessRunner().Run({"sh", "-c", "echo key; exit 3"}, 30s);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().message, "the program ended with code 3");
    const Result<std::string> killed = SystemProcessRunner().Run({"sh", "-c", "kill -9 $$"}, 30s);
    ASSERT_FALSE(killed);
    EXPECT_EQ(killed.error().message, "the program was ended by signal 9");
}

TEST(SystemProcessRunner, SlowProgramIsEndedWithItsChildren) {
    const auto before = std::chrono::steady_clock::now();
    const Result<std::string> output =
        SystemProcessRunner().Run({"sh", "-c", "sleep 300 & sleep 300"}, 50ms);
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::kTimeout);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 60s);
}

TEST(SystemProcessRunner, ProgramThatClosesItsOutputAndStaysIsEndedToo) {
    const Result<std::string> output =
        SystemProcessRunner().Run({"sh", "-c", "echo x; exec >&-; sleep 300"}, 200ms);
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::kTimeout);
}

TEST(SystemProcessRunner, EndlessOutputIsCutOff) {
    const Result<std::string> output = SystemProcessRunner().Run({"cat", "/dev/zero"}, 30s);
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ErrorCode::kProtocol);
}

TEST(SystemProcessRunner, ChildHasTheStandardThreeDescriptorsOnly) {
    const Result<std::string> output = SystemProcessRunner().Run({"ls", "/proc/self/fd"}, 30s);
    ASSERT_TRUE(output);
    EXPECT_EQ(*output, "0\n1\n2\n3\n");  // 3 is the folder that ls reads
}

TEST(SystemEnvironment, EmptyVariableCountsAsAbsent) {
    ASSERT_EQ(::setenv("DMSNODE_TEST_EMPTY", "", 1), 0);
    ASSERT_EQ(::setenv("DMSNODE_TEST_SET", "x", 1), 0);
    const SystemEnvironment environment;
    EXPECT_FALSE(environment.Get("DMSNODE_TEST_EMPTY"));
    EXPECT_FALSE(environment.Get("DMSNODE_TEST_ABSENT"));
    EXPECT_EQ(environment.Get("DMSNODE_TEST_SET"), "x");
    EXPECT_FALSE(environment.HomeFolder().empty());
}

}  // namespace
}  // namespace dmsnode::aws
