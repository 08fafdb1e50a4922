// Settings, templates, addresses and the small text functions.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "alarms/impl/addresses.hpp"
#include "alarms/impl/curl_session.hpp"
#include "alarms/impl/email.hpp"
#include "alarms/impl/text.hpp"
#include "alarms/impl/webhook_channel.hpp"
#include "alarms/settings.hpp"
#include "alarms/templates.hpp"
#include "base/json.hpp"

namespace dmsnode::alarms {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

std::string ProblemsOf(const CheckedSettings& checked) {
    std::string text;
    for (const Problem& problem : checked.problems) text += problem.ToString() + "\n";
    return text;
}

const std::string kMail =
    R"({"server":"mail.example","from":"dms@example.org","to":["ops@example.org"]})";

std::string With(const std::string& base, const std::string& more) {
    Json json = *ParseJson(base);
    json.update(*ParseJson(more));
    return DumpJson(json);
}

TEST(Settings, AreSplitIntoShownAndSecret) {
    const CheckedSettings email = CheckSettings(
        ChannelKind::kEmail, With(kMail, R"({"username":"u","password":"p4ss","security":"tls"})"));
    ASSERT_EQ(ProblemsOf(email), "");
    EXPECT_EQ(email.split.address, "smtps mail.example:465");
    EXPECT_THAT(email.split.shown, Not(HasSubstr("p4ss")));
    EXPECT_EQ(email.split.secrets.Reveal(), R"({"password":"p4ss"})");
    EXPECT_EQ(NamesOfSecrets(email.split.secrets), std::vector<std::string>{"password"});
    const auto read = ReadSettings(ChannelKind::kEmail, email.split.shown, email.split.secrets);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<EmailSettings>(*read).password.Reveal(), "p4ss");
    EXPECT_EQ(std::get<EmailSettings>(*read).port, 465);
    EXPECT_FALSE(ReadSettings(ChannelKind::kEmail, "{}", email.split.secrets));
    EXPECT_FALSE(ReadSettings(ChannelKind::kWebhook, "[", Secret("{")));

    const CheckedSettings hook = CheckSettings(
        ChannelKind::kWebhook, R"({"url":"https://h.example:8443/t0ken","signing_secret":null})");
    ASSERT_EQ(ProblemsOf(hook), "");
    EXPECT_EQ(hook.split.address, "https://h.example:8443");
    EXPECT_EQ(hook.split.shown, "{}");
    EXPECT_EQ(NamesOfSecrets(hook.split.secrets), std::vector<std::string>{"url"});
}

TEST(Settings, WrongOnesAreTold) {
    const struct {
        ChannelKind kind;
        std::string json, told;
    } cases[] = {
        {ChannelKind::kEmail, "[]", "not a JSON object"},
        {ChannelKind::kEmail, "{}", "$.from: is not a mail address"},
        {ChannelKind::kEmail, "{}", "$.to: names nobody"},
        {ChannelKind::kEmail, With(kMail, R"({"server":"a b"})"), "$.server: is not a host"},
        {ChannelKind::kEmail, With(kMail, R"({"server":"x/y"})"), "$.server: is not a host"},
        {ChannelKind::kEmail, With(kMail, R"({"server":"169.254.1.1"})"),
         "$.server: is a link-local"},
        {ChannelKind::kEmail, With(kMail, R"({"port":0})"), "$.port: is out of range"},
        {ChannelKind::kEmail, With(kMail, R"({"port":"25"})"), "$.port: is out of range"},
        {ChannelKind::kEmail, With(kMail, R"({"security":"ssl"})"), "$.security: is not known"},
        {ChannelKind::kEmail, With(kMail, R"({"security":"none"})"), "loopback only"},
        {ChannelKind::kEmail, With(kMail, R"({"username":"u"})"), "$.password: is missing"},
        {ChannelKind::kEmail, With(kMail, R"({"password":"u"})"), "$.username: is missing"},
        {ChannelKind::kEmail, With(kMail, R"({"password":"a\u0000b"})"), "control characters"},
        {ChannelKind::kEmail, With(kMail, R"({"to":["a@b\r\nRCPT TO:<c@d>"]})"),
         "$.to: holds what"},
        {ChannelKind::kEmail, With(kMail, R"({"to":["a@b.c>"]})"), "$.to: holds what"},
        {ChannelKind::kEmail, With(kMail, R"({"to":["Ops <a@b.c>"]})"), "$.to: holds what"},
        {ChannelKind::kEmail, With(kMail, R"({"to":[1]})"), "$.to: holds something else"},
        {ChannelKind::kEmail, With(kMail, R"({"cc":["@b.c"]})"), "$.cc: holds what"},
        {ChannelKind::kEmail, With(kMail, R"({"from":"a b@c.d"})"), "$.from: is not a mail"},
        {ChannelKind::kEmail, With(kMail, R"({"from_name":"x\ny"})"), "$.from_name: holds control"},
        {ChannelKind::kEmail, With(kMail, R"({"ca_file":"ca.pem"})"),
         "$.ca_file: is not an absolute"},
        {ChannelKind::kEmail, With(kMail, R"({"pasword":"x"})"), "$.pasword: is no setting"},
        {ChannelKind::kWebhook, "{}", "$.url: is not an address"},
        {ChannelKind::kWebhook, R"({"url":"ftp://h/"})", "$.url: is not an address"},
        {ChannelKind::kWebhook, R"({"url":"https://u:p@h/"})", "$.url: is not an address"},
        {ChannelKind::kWebhook, R"({"url":"https://h/#f"})", "$.url: is not an address"},
        {ChannelKind::kWebhook, R"({"url":"/path"})", "$.url: is not an address"},
        {ChannelKind::kWebhook, R"({"url":"http://169.254.169.254/"})", "link-local or metadata"},
        {ChannelKind::kWebhook, R"({"url":"http://2852039166/"})", "link-local or metadata"},
        {ChannelKind::kWebhook, R"({"url":"http://[fd00:ec2::254]/"})", "link-local or metadata"},
        {ChannelKind::kWebhook, R"({"url":"https://h/","signing_secret":"short"})", "too short"},
        {ChannelKind::kWebhook, R"({"url":"https://h/","authorization":"é"})", "other than ASCII"},
        {ChannelKind::kWebhook, R"({"url":"http://h/","authorization":"x"})", "in clear"},
        {ChannelKind::kWebhook, R"({"url":"https://h/","authorization":"a\r\nb"})", "control"},
    };
    for (const auto& each : cases) {
        EXPECT_THAT(ProblemsOf(CheckSettings(each.kind, each.json)), HasSubstr(each.told))
            << each.json;
    }
    EXPECT_EQ(ProblemsOf(CheckSettings(ChannelKind::kWebhook,
                                       R"({"url":"http://127.0.0.1:80/","authorization":"x y"})")),
              "");
    EXPECT_EQ(ProblemsOf(CheckSettings(ChannelKind::kEmail,
                                       With(kMail, R"({"server":"::1","security":"none"})"))),
              "");
}

TEST(Settings, SecretThatWouldGoElsewhereMustBeGivenAgain) {
    const std::string mail = With(kMail, R"({"username":"u","password":"p4ss"})");
    const SplitSettings stored = CheckSettings(ChannelKind::kEmail, mail).split;
    const std::string without = With(kMail, R"({"username":"u"})");
    const CheckedSettings same =
        CheckChange(ChannelKind::kEmail, With(without, R"({"to":["new@example.org"]})"), stored);
    ASSERT_EQ(ProblemsOf(same), "");
    EXPECT_EQ(same.split.secrets.Reveal(), R"({"password":"p4ss"})");
    for (const char* change :
         {R"({"server":"evil.example"})", R"({"port":26})", R"({"security":"tls"})",
          R"({"username":"v"})", R"({"ca_file":"/tmp/my.pem"})"}) {
        EXPECT_THAT(ProblemsOf(CheckChange(ChannelKind::kEmail, With(without, change), stored)),
                    HasSubstr("$.password: must be given again"))
            << change;
        EXPECT_EQ(
            ProblemsOf(CheckChange(ChannelKind::kEmail,
                                   With(With(without, change), R"({"password":"new"})"), stored)),
            "")
            << change;
    }
    const CheckedSettings none =
        CheckChange(ChannelKind::kEmail, With(kMail, R"({"password":null})"), stored);
    EXPECT_EQ(ProblemsOf(none), "");
    EXPECT_EQ(none.split.secrets.Reveal(), "{}");

    const SplitSettings hook =
        CheckSettings(
            ChannelKind::kWebhook,
            R"({"url":"https://h/","authorization":"x","signing_secret":"0123456789abcdef"})")
            .split;
    EXPECT_EQ(NamesOfSecrets(CheckChange(ChannelKind::kWebhook, "{}", hook).split.secrets).size(),
              3U);
    EXPECT_THAT(ProblemsOf(CheckChange(ChannelKind::kWebhook, R"({"url":"https://e/"})", hook)),
                HasSubstr("$.authorization: must be given again"));
}

TEST(Addresses, MetadataServicesAreForbiddenInEveryForm) {
    for (const char* host :
         {"169.254.169.254", "169.254.0.1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe",
          "::169.254.169.254", "fe80::1", "febf::1", "fd00:ec2::254", "100.100.100.200"}) {
        EXPECT_TRUE(impl::IsForbiddenHost(host)) << host;
    }
    for (const char* host : {"127.0.0.1", "10.0.0.1", "192.168.1.1", "169.253.1.1", "::1",
                             "fec0::1", "fd00::1", "2001:db8::a9fe:a9fe", "hooks.example"}) {
        EXPECT_FALSE(impl::IsForbiddenHost(host)) << host;
    }
    for (const char* host : {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "localhost"}) {
        EXPECT_TRUE(impl::IsLoopbackHost(host)) << host;
    }
    for (const char* host : {"128.0.0.1", "::2", "64:ff9b::7f00:1", "localhost.example"}) {
        EXPECT_FALSE(impl::IsLoopbackHost(host)) << host;
    }
    sockaddr unknown{};
    unknown.sa_family = AF_UNIX;
    EXPECT_TRUE(impl::IsForbidden(unknown));
    EXPECT_FALSE(impl::IsLoopback(unknown));
}

TEST(Templates, EveryKindHasTextsInBothLanguages) {
    Alarm alarm{.id = 42,
                .fields = {{"workflow", "shop"}, {"task", "load"}, {"worker_group", "eu"}},
                .link = "https://x/"};
    for (const AlarmKind kind : kAllAlarmKinds) {
        EXPECT_EQ(ParseAlarmKind(AlarmKindName(kind)), kind);
        alarm.kind = kind;
        for (const Language language : {Language::kEnglish, Language::kChinese}) {
            std::set<std::string> missing;
            const TemplateValues values(alarm, "ops", language);
            const Template built_in = BuiltInTemplate(kind, language);
            const std::string title = Expand(built_in.title, values, &missing);
            const std::string text = Expand(built_in.text, values, &missing);
            EXPECT_FALSE(title.empty());
            EXPECT_THAT(title + text, Not(HasSubstr("${")));
            EXPECT_THAT(text, HasSubstr(language == Language::kEnglish ? "Workflow: shop"
                                                                       : "工作流: shop"));
            EXPECT_TRUE(missing.empty()) << AlarmKindName(kind) << " " << *missing.begin();
        }
    }
}

TEST(Templates, PlaceholdersAreReplacedOnceAndEscapedInHtml) {
    const Alarm alarm{.id = 42,
                      .kind = AlarmKind::kTaskFailure,
                      .title = "T",
                      .fields = {{"a", "<b>&\"'\n${c}"}, {"c", "see"}, {"title", "not this"}},
                      .link = "javascript:alert(1)",
                      .created = TimePoint(1'795'342'622s)};
    const TemplateValues values(alarm, "ops", Language::kEnglish);
    std::set<std::string> missing;
    const std::pair<const char*, const char*> kCases[] = {
        {"${a}", "<b>&\"'\n${c}"},
        {"${title} ${kind} ${group} ${alarm_id}", "T task_failure ops 42"},
        {"${created}", "2026-11-22T10:17:02.000Z"},
        {"$${a} $a $ $$ ${", "${a} $a $ $$ ${"},
        {"${c}${c", "see${c"},
        {"x${nothing}y${}", "xy"},
        {"${fields}", "a: <b>&\"'\n${c}\nc: see\ntitle: not this"},
        {"a\n\n", "a"},
    };
    for (const auto& [text, expected] : kCases) EXPECT_EQ(Expand(text, values, &missing), expected);
    EXPECT_EQ(missing, (std::set<std::string>{"", "nothing"}));
    EXPECT_EQ(ExpandHtml("<i>\n${a}", values),
              "&lt;i&gt;<br>\n&lt;b&gt;&amp;&quot;&#39;<br>\n${c}");
    EXPECT_EQ(ExpandHtml("${link}", values), "javascript:alert(1)");
    EXPECT_THAT(ExpandHtml("${fields}", values),
                HasSubstr("<th align=\"left\">a</th><td>&lt;b&gt;&amp;"));
    Alarm linked = alarm;
    linked.link = "https://x/?a=1&b=\"><script>";
    EXPECT_EQ(ExpandHtml("${link}", TemplateValues(linked, "", Language::kEnglish)),
              "<a href=\"https://x/?a=1&amp;b=&quot;&gt;&lt;script&gt;\">"
              "https://x/?a=1&amp;b=&quot;&gt;&lt;script&gt;</a>");
    std::string bomb;
    for (int i = 0; i < 20'000; ++i) bomb += "${a}${fields}";
    EXPECT_LE(Expand(bomb, values, nullptr).size(), 64U << 10U);
    EXPECT_LE(ExpandHtml(bomb, values).size(), 6U * (64U << 10U));
}

TEST(Texts, AreCutCleanedAndEncoded) {
    using impl::CleanText;
    using impl::Lines;
    EXPECT_EQ(CleanText("a\tb\r\nc\x7F\n", 100, Lines::kOne), "a b  c  ");
    EXPECT_EQ(CleanText("a\tb\r\nc\rd", 100, Lines::kMany), "a\tb\nc d");
    EXPECT_EQ(CleanText("日本語", 7, Lines::kOne), "日本…");
    EXPECT_EQ(CleanText("日本語", 9, Lines::kOne), "日本語");
    for (const char* bad : {"\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE6\x97", "\xFF"}) {
        EXPECT_EQ(CleanText(bad, 100, Lines::kOne).substr(0, 3), "\xEF\xBF\xBD");
        EXPECT_EQ(impl::Utf8Length(bad), 0U);
    }
    EXPECT_EQ(impl::Base64("") + impl::Base64("f") + impl::Base64("fo") + impl::Base64("foo\xFF"),
              "Zg==Zm8=Zm9v/w==");
    EXPECT_EQ(impl::EncodeHeaderText("Workflow shop failed"), "Workflow shop failed");
    EXPECT_EQ(impl::EncodeHeaderText("=?UTF-8?B?YQ==?="), "=?UTF-8?B?PT9VVEYtOD9CP1lRPT0/PQ==?=");
    std::string subject;
    for (int i = 0; i < 100; ++i) subject += i % 3 == 0 ? "😀" : "语a";
    const std::string encoded = impl::EncodeHeaderText(subject);
    for (std::size_t at = 0; at != std::string::npos;) {
        const std::size_t end = encoded.find("\r\n ", at);
        EXPECT_LE((end == std::string::npos ? encoded.size() : end) - at, 76U);
        at = end == std::string::npos ? end : end + 3;
    }
    EXPECT_EQ(impl::QuotedPrintable(".\nFrom x\na=b \n"), "=2E\r\n=46rom x\r\na=3Db=20\r\n");
    EXPECT_EQ(impl::QuotedPrintable(std::string(75, 'x') + ".y"),
              std::string(75, 'x') + "=\r\n=2Ey");
    EXPECT_EQ(impl::MailDate(TimePoint(1'795'342'622s)), "Sun, 22 Nov 2026 10:17:02 +0000");
    EXPECT_EQ(impl::Scrub("535 pw", {"", "pw"}),
              "(what was said repeats a secret and is not shown)");
    EXPECT_EQ(impl::Scrub("535 no", {"", "pw"}), "535 no");
}

TEST(Texts, RetryAfterIsSecondsOrADate) {
    const TimePoint now(1'795'342'622s);
    EXPECT_EQ(impl::ParseRetryAfter("120", now), 120s);
    EXPECT_EQ(impl::ParseRetryAfter("0", now), 0s);
    EXPECT_EQ(impl::ParseRetryAfter("Sun, 22 Nov 2026 10:18:02 GMT", now), 60s);
    EXPECT_EQ(impl::ParseRetryAfter("Sun, 22 Nov 2020 10:18:02 GMT", now), 0s);
    EXPECT_EQ(impl::ParseRetryAfter("9000000000000000000", now), 366 * 24h);
    for (const char* bad : {"", "-1", "1.5", "soon", "99999999999999999999", "12 "}) {
        EXPECT_FALSE(impl::ParseRetryAfter(bad, now)) << bad;
    }
}

}  // namespace
}  // namespace dmsnode::alarms
