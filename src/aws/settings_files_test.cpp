#include "aws/settings_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/impl/text.hpp"
#include "aws/impl/url.hpp"

namespace dmsnode::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ParseIni, SectionsValuesCommentsAndBlocks) {
    const Result<IniFile> file = ParseIni(
        "# comment\n; comment\n\n[default]\r\naws_access_key_id = AKID\r\n"
        "Region=eu-central-1   # here\nsecret = a#b;c\n"
        "[profile   \"my team\"]\n  region = x\nservices = local\n"
        "[services local]\ndatabase_migration_service =\n  endpoint_url = http://h:1/\n"
        "  other = 1\nsts =\n\tendpoint_url = http://s\n[default]\nregion = later\n");
    ASSERT_TRUE(file) << file.error().ToString();
    EXPECT_THAT(file->at("default").values,
                ElementsAre(Pair("aws_access_key_id", "AKID"), Pair("region", "later"),
                            Pair("secret", "a#b;c")));
    EXPECT_THAT(file->at("profile my team").values,
                ElementsAre(Pair("region", "x"), Pair("services", "local")));
    const auto& nested = file->at("services local").nested;
    EXPECT_EQ(nested.at("database_migration_service").at("endpoint_url"), "http://h:1/");
    EXPECT_EQ(nested.at("database_migration_service").at("other"), "1");
    EXPECT_EQ(nested.at("sts").at("endpoint_url"), "http://s");
}

TEST(ParseIni, IndentedSettingsAfterASetValueAreSettings) {
    const Result<IniFile> file = ParseIni("[a]\n  x = 1\n  y = 2\n");
    ASSERT_TRUE(file);
    EXPECT_THAT(file->at("a").values, ElementsAre(Pair("x", "1"), Pair("y", "2")));
}

TEST(ParseIni, BrokenLinesAreNamedByNumberAndNotRepeated) {
    const auto error = [](std::string_view text) {
        const Result<IniFile> file = ParseIni(text);
        EXPECT_FALSE(file) << text;
        return file ? "" : file.error().ToString();
    };
    EXPECT_EQ(error("x = 1"), "line 1: a setting stands before the first [section]");
    EXPECT_EQ(error("[a]\nx\n"), "line 2: expected name = value");
    EXPECT_EQ(error("[a]\n\n= secret\n"), "line 3: expected name = value");
    EXPECT_EQ(error("[a\nx=1"), "line 1: the section's ] is missing");
    EXPECT_EQ(error("[ ]\n"), "line 1: the section has no name");
}

TEST(ParseProperties, EveryFormOfALine) {
    const auto settings = ParseProperties(
        "# comment\n! comment\n  a=1\nb : 2\nc 3\nd=\ne\n"
        "f = x \\\n    y\r\ng\\ h\\=i=\\u00e9\\t\\\\\nk=a=b:c\n\\u006c=m\nn=\\\n");
    ASSERT_TRUE(settings) << settings.error().ToString();
    EXPECT_THAT(*settings,
                ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("c", "3"), Pair("d", ""),
                            Pair("e", ""), Pair("f", "x y"), Pair("g h=i", "é\t\\"),
                            Pair("k", "a=b:c"), Pair("l", "m"), Pair("n", "")));
}

TEST(ParseProperties, BrokenEscapeIsNamedByLine) {
    for (const std::string_view text : {"a=1\nb=\\u00g1", "a=1\nb=\\u12", "a=1\nb\\u=1"}) {
        const auto settings = ParseProperties(text);
        ASSERT_FALSE(settings) << text;
        EXPECT_EQ(settings.error().ToString(), "line 2: \\u needs four hex digits");
    }
}

TEST(ParseYamlFlat, NestedAndDottedNamesAreTheSame) {
    const auto settings = ParseYamlFlat(
        "aws:\n  dms:\n    credentials.provider.type: X\n    region: 'r'\n    endpoint:\n"
        "aws.dms.port: 80\nlist: [1, 2]\n");
    ASSERT_TRUE(settings) << settings.error().ToString();
    EXPECT_THAT(*settings, ElementsAre(Pair("aws.dms.credentials.provider.type", "X"),
                                       Pair("aws.dms.endpoint", ""), Pair("aws.dms.port", "80"),
                                       Pair("aws.dms.region", "r")));
    EXPECT_TRUE(ParseYamlFlat("")->empty());
}

TEST(ParseYamlFlat, BrokenAndUnusableDocumentsAreRefused) {
    const auto broken = ParseYamlFlat("a: 1\nb: [1\n");
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().where, ::testing::StartsWith("line 3"));
    EXPECT_EQ(ParseYamlFlat("- 1").error().message, "the YAML document is not a map");
    std::string deep;
    for (int i = 0; i < 30; ++i) deep += "{a: ";
    EXPECT_FALSE(ParseYamlFlat(deep + "1" + std::string(30, '}')));
}

TEST(SplitCommand, CutsAsAShellWould) {
    EXPECT_THAT(*impl::SplitCommand(R"(  /opt/a\ b "x 'y'" 'z "w"' p"q"r \"  )"),
                ElementsAre("/opt/a b", "x 'y'", "z \"w\"", "pqr", "\""));
    EXPECT_THAT(*impl::SplitCommand("a '' b"), ElementsAre("a", "", "b"));
    EXPECT_TRUE(impl::SplitCommand("")->empty());
    EXPECT_FALSE(impl::SplitCommand("a 'b"));
}

TEST(FormEncode, KeepsUnreservedCharactersOnly) {
    EXPECT_EQ(impl::FormEncode({{"a", "x y/é~"}, {"b", ""}}), "a=x%20y%2F%C3%A9~&b=");
}

TEST(Snippet, CutsBetweenCharactersAndHidesControlCharacters) {
    EXPECT_EQ(impl::Snippet(" a\nb ", 10), "a b");
    EXPECT_EQ(impl::Snippet("aé", 2), "a…");
    EXPECT_EQ(impl::Snippet("aé", 3), "aé");
    EXPECT_EQ(impl::Snippet("", 3), "");
}

TEST(ParseUrl, GivesThePartsThatAreSigned) {
    const auto url = impl::ParseUrl("HTTP://Host.Example:8080/a%20b/?x=1");
    ASSERT_TRUE(url);
    EXPECT_EQ(url->scheme, "http");
    EXPECT_EQ(url->authority, "host.example:8080");
    EXPECT_EQ(url->path, "/a%20b/");
    EXPECT_EQ(url->query, "x=1");
    EXPECT_EQ(impl::ParseUrl("https://h:443")->authority, "h");
    EXPECT_EQ(impl::ParseUrl("https://h:443")->path, "/");
    EXPECT_EQ(impl::ParseUrl("http://[::1]:80")->host, "::1");
    EXPECT_EQ(impl::ParseUrl("http://[::1]:81")->authority, "[::1]:81");
}

TEST(ParseUrl, WhatIsNoUrlIsRefusedWithoutShowingAPassword) {
    for (const std::string_view text :
         {"", "host", "ftp://h", "http://", "http://h:x", "http:// h"}) {
        EXPECT_FALSE(impl::ParseUrl(text)) << text;
    }
    for (const std::string_view text : {"http://ada:hunter2@h", "http://ada:hunter2@h:x"}) {
        const auto url = impl::ParseUrl(text);
        ASSERT_FALSE(url);
        EXPECT_THAT(url.error().ToString(), ::testing::Not(::testing::HasSubstr("hunter2")));
    }
}

}  // namespace
}  // namespace dmsnode::aws
