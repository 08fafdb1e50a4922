// E-mail and webhooks against real receivers on loopback.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <thread>

#include "alarms/channel.hpp"
#include "alarms/impl/email.hpp"
#include "alarms/impl/webhook_channel.hpp"
#include "base/files.hpp"
#include "base/handle.hpp"
#include "base/json.hpp"
#include "fakes/fake_clock.hpp"
#include "support/http_test_server.hpp"
#include "support/source_tree.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::alarms {
namespace {

using namespace std::chrono_literals;
using End = SendOutcome::End;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::HttpReply;
using testing::HttpTestServer;
using ::testing::Not;

constexpr const char* kPassword = "pa55-of-alarm-user";

/// tests/contract/alarm_receiver.py in a process of its own.
class Receiver {
public:
    explicit Receiver(const std::string& mode)
        : process_(::popen(("exec /usr/bin/python3 -B " +
                            testing::SourcePath("tests/contract/alarm_receiver.py") + " " +
                            folder_.path() + " " + mode + " 2>" + folder_.path() + "/errors")
                               .c_str(),
                           "r")) {
        if (process_ == nullptr || std::fscanf(process_.get(), "%d %d", &port_, &pid_) != 2) {
            port_ = 0;
        }
        if (port_ == 0) {
            ADD_FAILURE() << "the alarm receiver did not start: the Debian packages "
                             "python3-aiosmtpd and openssl must be installed";
        }
    }
    ~Receiver() {
        if (pid_ > 0) ::kill(pid_, SIGTERM);
    }
    Receiver(const Receiver&) = delete;
    Receiver& operator=(const Receiver&) = delete;

    int port() const { return port_; }
    std::string certificate() const { return folder_.path() + "/certificate.pem"; }
    std::string clear() const { return ReadFile(folder_.path() + "/clear").value_or(""); }
    std::vector<Json> mails() const {
        std::vector<Json> mails;
        std::ifstream in(folder_.path() + "/mails");
        for (std::string line; std::getline(in, line);) mails.push_back(*ParseJson(line));
        return mails;
    }

private:
    testing::TempDir folder_;
    Handle<FILE, pclose> process_;
    int port_ = 0;
    int pid_ = 0;
};

EmailSettings Email(const Receiver& receiver, Security security) {
    EmailSettings email;
    email.server = "127.0.0.1";
    email.port = receiver.port();
    email.security = security;
    if (security != Security::kNone) {
        email.username = "alarm-user";
        email.password = Secret(kPassword);
        email.ca_file = receiver.certificate();
    }
    email.from = "dms@example.org";
    email.to = {"ops@example.org"};
    return email;
}

Message AMessage() {
    return {.alarm_id = 181512345678901,
            .kind = AlarmKind::kWorkflowFailure,
            .language = Language::kChinese,
            .group = "值班",
            .title = "工作流 shop 失败",
            .text = "one\n.\n..two\nFrom here\ntrailing \n" + std::string(300, 'x') + "\n" +
                    "日本語😀=é",
            .html = "<p>1 &lt; 2 日本</p>",
            .fields = {{"workflow", "shop"}, {"message", "a\"b\n<c>"}},
            .link = "https://dms.example/runs/7",
            .created = TimePoint(1'795'342'622s)};
}

SendOutcome SendBy(const ChannelSettings& settings, std::chrono::milliseconds timeout = 20s,
                   std::stop_token stop = {}, const Message& message = AMessage()) {
    testing::FakeClock clock;
    CurlChannelFactory factory(clock);
    return factory.Make(settings)->Send(message, {.timeout = timeout, .stop = std::move(stop)});
}

std::string HeaderOf(const Json& mail, const std::string& name) {
    for (const Json& header : mail["headers"]) {
        if (header[0] == name) return header[1].get<std::string>();
    }
    return "(none)";
}

TEST(EmailChannel, MailArrivesAsItWasWritten) {
    const Receiver receiver("starttls");
    EmailSettings email = Email(receiver, Security::kStartTls);
    email.from_name = "DMS \"node\" <x@y> 数据";
    email.cc = {"boss@example.org", "night@example.org"};
    const SendOutcome sent = SendBy(email);
    ASSERT_EQ(sent.end, End::kSent) << sent.error.ToString();
    ASSERT_EQ(receiver.mails().size(), 1U);
    const Json mail = receiver.mails()[0];
    EXPECT_EQ(mail["from"], "dms@example.org");
    EXPECT_EQ(mail["to"], Json({"ops@example.org", "boss@example.org", "night@example.org"}));
    EXPECT_EQ(mail["tls"], true);
    EXPECT_EQ(mail["login"], true);
    EXPECT_EQ(mail["subject"], "工作流 shop 失败");
    EXPECT_EQ(mail["date"], 1'795'342'622.0);
    EXPECT_EQ(mail["type"], "multipart/alternative");
    EXPECT_EQ(mail["bare"], 0);
    EXPECT_LE(mail["longest"].get<int>(), 78);
    std::string text = mail["text"].get<std::string>();
    std::erase(text, '\r');  // the parser keeps CRLF
    while (text.ends_with('\n')) text.pop_back();
    EXPECT_EQ(text, AMessage().text);
    EXPECT_THAT(mail["html"].get<std::string>(),
                AllOf(HasSubstr("<html lang=\"zh\">"), HasSubstr("<p>1 &lt; 2 日本</p>")));
    EXPECT_EQ(HeaderOf(mail, "Message-ID"), "<alarm-181512345678901@example.org>");
    EXPECT_EQ(HeaderOf(mail, "X-Dmsnode-Alarm-Id"), "181512345678901");
    EXPECT_EQ(HeaderOf(mail, "X-Dmsnode-Alarm-Kind"), "workflow_failure");
    EXPECT_EQ(HeaderOf(mail, "Auto-Submitted"), "auto-generated");
    EXPECT_EQ(HeaderOf(mail, "To"), "ops@example.org");
    EXPECT_EQ(HeaderOf(mail, "Cc"), "boss@example.org, night@example.org");
    EXPECT_THAT(HeaderOf(mail, "From"), HasSubstr("数据"));
    EXPECT_THAT(receiver.clear(), Not(HasSubstr("AUTH")));
    EXPECT_THAT(receiver.clear(), Not(HasSubstr("MAIL")));

    // Once more, with a title that tries to be more than one.
    Message evil = AMessage();
    evil.title = "hi\r\nBcc: all@example.org\r\n\r\nbody";
    ASSERT_EQ(SendBy(email, 20s, {}, evil).end, End::kSent);
    const Json second = receiver.mails()[1];
    EXPECT_EQ(HeaderOf(second, "Bcc"), "(none)");
    EXPECT_EQ(second["subject"], "hi  Bcc: all@example.org    body");
    EXPECT_EQ(second["to"].size(), 3U);
}

TEST(EmailChannel, ErrorsForGoodAreToldFromThoseForNow) {
    const Receiver receiver("starttls");
    const struct {
        const char* to;
        End end;
        const char* told;
    } kCases[] = {
        {"bounce", End::kPermanent, "the mail server refused the mail with 550 5.1.1 no such user"},
        {"later", End::kTransient, "the mail server refused the mail with 451 4.7.1 greylisted"},
        {"full", End::kPermanent, "552 5.2.2 mailbox full"},
        {"busy", End::kTransient, "452 4.3.1 no space"},
    };
    for (const auto& each : kCases) {
        EmailSettings email = Email(receiver, Security::kStartTls);
        email.cc = {std::string(each.to) + "@example.org"};
        const SendOutcome outcome = SendBy(email);
        EXPECT_EQ(outcome.end, each.end) << each.to << outcome.error.ToString();
        EXPECT_THAT(outcome.error.ToString(), HasSubstr(each.told));
    }
    EmailSettings wrong = Email(receiver, Security::kStartTls);
    wrong.password = Secret("another");
    const SendOutcome refused = SendBy(wrong);
    EXPECT_EQ(refused.end, End::kPermanent);
    EXPECT_THAT(refused.error.ToString(), HasSubstr("refused the login with 535"));
    EXPECT_THAT(refused.error.ToString(), Not(HasSubstr("another")));

    EmailSettings slow = Email(receiver, Security::kStartTls);
    slow.to = {"slow@example.org"};
    const SendOutcome late = SendBy(slow, 700ms);
    EXPECT_EQ(late.end, End::kTransient);
    EXPECT_EQ(late.error.code, ErrorCode::kTimeout);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(SendBy(slow, 20s, stop.get_token()).error.code, ErrorCode::kCancelled);
    EXPECT_TRUE(receiver.mails().empty());
}

TEST(EmailChannel, NothingIsSentToAServerThatIsNotTrusted) {
    const Receiver receiver("starttls");
    const Receiver other("tls");
    EmailSettings wrong = Email(receiver, Security::kStartTls);
    wrong.ca_file = other.certificate();
    const SendOutcome outcome = SendBy(wrong);
    EXPECT_EQ(outcome.end, End::kTransient);
    EXPECT_THAT(outcome.error.ToString(), HasSubstr("certificate is not trusted"));
    wrong.ca_file = "";  // the system's
    EXPECT_EQ(SendBy(wrong).error.code, ErrorCode::kUnauthenticated);
    wrong.ca_file = "/nowhere/ca.pem";
    EXPECT_EQ(SendBy(wrong).error.code, ErrorCode::kUnauthenticated);
    EXPECT_TRUE(receiver.mails().empty());
    EXPECT_THAT(receiver.clear(), Not(HasSubstr("AUTH")));

    const EmailSettings implicit = Email(other, Security::kTls);
    const SendOutcome sent = SendBy(implicit);
    EXPECT_EQ(sent.end, End::kSent) << sent.error.ToString();
    EXPECT_EQ(other.mails().size(), 1U);
}

TEST(EmailChannel, ServerWithoutStartTlsGetsNoPassword) {
    const Receiver receiver("plain");
    EmailSettings email = Email(receiver, Security::kStartTls);
    const SendOutcome outcome = SendBy(email);
    EXPECT_EQ(outcome.end, End::kTransient);
    EXPECT_THAT(outcome.error.ToString(), HasSubstr("the server does not begin TLS"));
    EXPECT_THAT(receiver.clear(), HasSubstr("EHLO"));
    EXPECT_THAT(receiver.clear(), Not(HasSubstr("AUTH")));
    EXPECT_THAT(receiver.clear(), Not(HasSubstr("MAIL")));

    EXPECT_EQ(SendBy(Email(receiver, Security::kNone)).end, End::kSent);
    ASSERT_EQ(receiver.mails().size(), 1U);
    EXPECT_EQ(receiver.mails()[0]["tls"], false);
}

TEST(EmailChannel, WithoutTlsOnlyLoopbackIsConnected) {
    EmailSettings email;
    email.server = "192.0.2.1";  // TEST-NET-1
    email.port = 25;
    email.security = Security::kNone;
    email.from = "a@b.c";
    email.to = {"a@b.c"};
    const SendOutcome outcome = SendBy(email, 2s);
    EXPECT_EQ(outcome.end, End::kPermanent);
    EXPECT_THAT(outcome.error.message, HasSubstr("not on loopback"));
    email.server = "127.0.0.1";
    email.port = 1;
    EXPECT_EQ(SendBy(email).end, End::kTransient);
    EXPECT_THAT(SendBy(email).error.message, HasSubstr("no connection"));
}

WebhookSettings Hook(const std::string& url) {
    WebhookSettings hook;
    hook.url = Secret(url);
    return hook;
}

/// The first block of Python in docs/alarms.md: what it tells receivers to do.
std::string DocumentedCheck() {
    const std::string page = *ReadFile(testing::SourcePath("docs/alarms.md"));
    const std::size_t begin = page.find("```python\n") + 10;
    return page.substr(begin, page.find("```\n", begin) - begin);
}

std::string RunPython(const std::string& program, const std::string& arguments) {
    const testing::TempDir folder;
    EXPECT_TRUE(WriteFileAtomically(folder.path() + "/check.py", program));
    const Handle<FILE, pclose> process(::popen(
        ("/usr/bin/python3 -B " + folder.path() + "/check.py " + arguments + " 2>&1").c_str(),
        "r"));
    std::string output;
    for (int c = std::fgetc(process.get()); c != EOF; c = std::fgetc(process.get())) {
        output += static_cast<char>(c);
    }
    return output;
}

std::string Header(const std::string& head, const std::string& name) {
    const std::size_t at = head.find("\r\n" + name + ": ");
    if (at == std::string::npos) return "(none)";
    const std::size_t begin = at + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
}

TEST(WebhookChannel, PostsSignedJson) {
    HttpTestServer::Request got;
    const HttpTestServer server([&](const HttpTestServer::Request& request) {
        got = request;
        return HttpReply(202, "thanks");
    });
    WebhookSettings hook = Hook(server.url() + "/in/token?x=%20y");
    hook.signing_secret = Secret("a secret of thirty-two bytes, é!");
    hook.authorization = Secret("Bearer abc");
    SystemClock clock;  // what the documented check compares with
    CurlChannelFactory factory(clock);
    const SendOutcome sent = factory.Make(hook)->Send(AMessage(), {});
    ASSERT_EQ(sent.end, End::kSent) << sent.error.ToString();
    EXPECT_TRUE(got.head.starts_with("POST /in/token?x=%20y HTTP/1.1\r\n")) << got.head;
    EXPECT_EQ(Header(got.head, "Content-Type"), "application/json");
    EXPECT_EQ(Header(got.head, "X-Dmsnode-Alarm-Id"), "181512345678901");
    EXPECT_EQ(Header(got.head, "Authorization"), "Bearer abc");
    EXPECT_EQ(Header(got.head, "Expect"), "(none)");
    const Json body = *ParseJson(got.body);
    EXPECT_EQ(body, *ParseJson(R"({"version":1,"id":"181512345678901","kind":"workflow_failure",
        "title":"工作流 shop 失败","group":"值班","language":"zh","created":"2026-11-22T10:17:02.000Z",
        "link":"https://dms.example/runs/7",
        "fields":[{"name":"workflow","value":"shop"},{"name":"message","value":"a\"b\n<c>"}],"text":)" +
                               DumpJson(Json(AMessage().text)) + "}"));

    const testing::TempDir folder;
    ASSERT_TRUE(WriteFileAtomically(folder.path() + "/body", got.body));
    const std::string program =
        DocumentedCheck() +
        "import sys\nbody = open(sys.argv[1], 'rb').read()\n"
        "secret = 'a secret of thirty-two bytes, é!'.encode()\n"
        "late = sys.argv[2].replace('t=', 't=1')\n"
        "print(verify(secret, sys.argv[2], body), verify(secret, sys.argv[2], body + b' '),\n"
        "      verify(secret + b'x', sys.argv[2], body), verify(secret, late, body))\n";
    EXPECT_EQ(
        RunPython(program, folder.path() + "/body " + Header(got.head, "X-Dmsnode-Signature")),
        "True False False False\n");

    // And by openssl's own command.
    const std::string signature =
        impl::WebhookSignature(Secret("0123456789abcdef"), TimePoint(1'795'342'622s), "{\"a\":1}");
    const std::string by_openssl = RunPython(
        "import subprocess\nprint(subprocess.run(['openssl', 'dgst', '-sha256', '-hmac', "
        "'0123456789abcdef'], input=b'1795342622.{\"a\":1}', capture_output=True)"
        ".stdout.split()[-1].decode())",
        "");
    EXPECT_EQ(signature + "\n", "t=1795342622,v1=" + by_openssl);
}

TEST(WebhookChannel, StatusDecides) {
    std::string reply;
    const HttpTestServer server([&](const HttpTestServer::Request&) -> HttpTestServer::Reply {
        return {.bytes = reply, .close = true};
    });
    const auto line = [](int status, const std::string& headers = "",
                         const std::string& body = "") {
        return HttpReply(status, body, headers).bytes;
    };
    const struct {
        std::string reply;
        End end;
        std::optional<Duration> retry_after;
        std::string told;
    } cases[] = {
        {line(200), End::kSent, {}, ""},
        {line(299, "", "whatever"), End::kSent, {}, ""},
        // It was taken: what comes after the status changes nothing.
        {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbroken off", End::kSent, {}, ""},
        {line(200, "", std::string(300'000, 'x')), End::kSent, {}, ""},
        {line(302, "Location: http://169.254.169.254/\r\n"), End::kPermanent, {}, "redirects"},
        {line(400, "", "bad <payload>\n"), End::kPermanent, {}, "answered 400: bad <payload> "},
        {line(404), End::kPermanent, {}, "answered 404"},
        {line(410), End::kPermanent, {}, "answered 410"},
        {line(408), End::kTransient, {}, "answered 408"},
        {line(429, "retry-AFTER: 120\r\n"), End::kTransient, 120s, "answered 429"},
        {line(503, "Retry-After: Sun, 22 Nov 2026 10:18:02 GMT\r\n"), End::kTransient, 60s, "503"},
        {line(500, "Retry-After: soon\r\n", std::string(5000, 'y')), End::kTransient, {}, "yyy…"},
        {"", End::kTransient, {}, "broke off"},
        {"not HTTP at all", End::kTransient, {}, ""},
        {"HTTP/1.1 2", End::kTransient, {}, ""},
    };
    for (const auto& each : cases) {
        reply = each.reply;
        const SendOutcome outcome = SendBy(Hook(server.url() + "/in"));
        const std::string what = each.reply.substr(0, 60) + " | " + outcome.error.ToString();
        EXPECT_EQ(outcome.end, each.end) << what;
        EXPECT_EQ(outcome.retry_after, each.retry_after) << what;
        EXPECT_THAT(outcome.error.ToString(), HasSubstr(each.told)) << what;
        EXPECT_LT(outcome.error.ToString().size(), 400U);
    }
    EXPECT_EQ(server.requests(), static_cast<int>(std::size(cases)));
}

TEST(WebhookChannel, WaitsHaveAnEnd) {
    std::stop_source stop;
    const HttpTestServer server([&](const HttpTestServer::Request& request) {
        if (request.number == 2) stop.request_stop();
        return HttpTestServer::Reply{.hold = true};
    });
    EXPECT_EQ(SendBy(Hook(server.url()), 300ms).error.code, ErrorCode::kTimeout);
    EXPECT_EQ(SendBy(Hook(server.url()), 20s, stop.get_token()).error.code, ErrorCode::kCancelled);
}

TEST(WebhookChannel, TlsIsVerifiedAndMetadataAddressesAreRefused) {
    const Receiver receiver("https");
    WebhookSettings hook = Hook("https://localhost:" + std::to_string(receiver.port()) + "/in");
    hook.ca_file = receiver.certificate();
    const SendOutcome sent = SendBy(hook);
    EXPECT_EQ(sent.end, End::kSent) << sent.error.ToString();
    hook.ca_file = "";
    const SendOutcome refused = SendBy(hook);
    EXPECT_EQ(refused.end, End::kTransient);
    EXPECT_EQ(refused.error.code, ErrorCode::kUnauthenticated);

    for (const char* url : {"http://169.254.169.254/latest/meta-data/", "http://[fe80::1]/",
                            "http://[::ffff:169.254.169.254]/", "http://0xa9fea9fe/"}) {
        const SendOutcome outcome = SendBy(Hook(url), 2s);
        EXPECT_EQ(outcome.end, End::kPermanent) << url << outcome.error.ToString();
        EXPECT_THAT(outcome.error.message, HasSubstr("metadata")) << url;
    }
    WebhookSettings clear = Hook("http://192.0.2.1/in");
    clear.authorization = Secret("Bearer abc");
    EXPECT_THAT(SendBy(clear, 2s).error.message, HasSubstr("not on loopback"));
}

}  // namespace
}  // namespace dmsnode::alarms
