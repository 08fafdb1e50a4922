#include "connectors/mysql/session.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "connectors/mysql/test_database.hpp"
#include "connectors/mysql/tls_guard.hpp"

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string Slurp(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST(MysqlVersion, EachServersWayOfSayingIt) {
    EXPECT_EQ(ParseServerVersion("10.11.19-MariaDB-log").number, 101119);
    EXPECT_TRUE(ParseServerVersion("10.11.19-MariaDB-log").is_mariadb);
    EXPECT_EQ(ParseServerVersion("5.5.5-10.6.1-MariaDB").number, 100601);
    EXPECT_EQ(ParseServerVersion("8.0.36-0ubuntu0.22.04.1").number, 80036);
    EXPECT_FALSE(ParseServerVersion("8.0.36").is_mariadb);
    EXPECT_EQ(ParseServerVersion("").number, 0);
}

TEST(MysqlSession, WrongPasswordIsSaidWithoutThePassword) {
    Endpoint endpoint = TestEndpoint();
    endpoint.password = Secret("open-sesame");
    const auto session = Session::Open(endpoint);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::kUnauthenticated);
    EXPECT_THAT(session.error().message, HasSubstr("as " + endpoint.user));
    EXPECT_THAT(session.error().ToString(), Not(HasSubstr("open-sesame")));
    EXPECT_THAT(session.error().hint, HasSubstr("password"));
}

TEST(MysqlSession, UnreachablePortAndUnknownHostAreUnavailable) {
    Endpoint endpoint = TestEndpoint();
    endpoint.port = 1;
    auto session = Session::Open(endpoint);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
    EXPECT_THAT(session.error().hint, HasSubstr("127.0.0.1:1"));
    endpoint.host = "no-such-host.invalid";
    session = Session::Open(endpoint);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::kUnavailable);
}

TEST(MysqlSession, UnknownDatabaseIsNotFound) {
    Endpoint endpoint = TestEndpoint();
    endpoint.database = "no_such_database";
    const auto session = Session::Open(endpoint);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::kNotFound);
    EXPECT_THAT(session.error().hint, HasSubstr("DatabaseName"));
}

TEST(MysqlSession, SettingsArePinned) {
    const auto session = Session::Open(TestEndpoint());
    ASSERT_TRUE(session);
    EXPECT_EQ(*(*session)->QueryValue("SELECT @@time_zone"), "+00:00");
    EXPECT_EQ(*(*session)->QueryValue("SELECT @@character_set_results"), "utf8mb4");
    EXPECT_THAT(*(*session)->QueryValue("SELECT @@sql_mode"), HasSubstr("STRICT_ALL_TABLES"));
    EXPECT_THAT(*(*session)->QueryValue("SELECT @@sql_mode"),
                Not(HasSubstr("NO_BACKSLASH_ESCAPES")));
}

TEST(MysqlSession, TlsModes) {
    const std::string ca = Slurp(testing::MariadbServer().ca_file);
    Endpoint endpoint = TestEndpoint();
    const auto cipher = [&]() -> std::string {
        const auto session = Session::Open(endpoint);
        EXPECT_TRUE(session) << session.error().ToString();
        if (!session) return {};
        return (*session)->Query("SHOW STATUS LIKE 'Ssl_cipher'")->front()[1].value_or("");
    };
    endpoint.ssl_mode = SslMode::kNone;
    EXPECT_EQ(cipher(), "");
    endpoint.ssl_mode = SslMode::kRequire;
    EXPECT_NE(cipher(), "");
    endpoint.ca_certificate = ca;
    endpoint.ssl_mode = SslMode::kVerifyCa;
    EXPECT_NE(cipher(), "");
    endpoint.ssl_mode = SslMode::kVerifyFull;
    EXPECT_NE(cipher(), "");  // by address
    endpoint.host = "localhost";
    EXPECT_NE(cipher(), "");
}

TEST(MysqlSession, CertificateOfAnotherAuthorityOrNameIsRefused) {
    Endpoint endpoint = TestEndpoint();
    for (const SslMode mode : {SslMode::kVerifyCa, SslMode::kVerifyFull}) {
        endpoint.ssl_mode = mode;
        endpoint.ca_certificate.clear();  // the system's authorities did not sign it
        const auto session = Session::Open(endpoint);
        ASSERT_FALSE(session);
        EXPECT_EQ(session.error().code, ErrorCode::kUnauthenticated);
        EXPECT_THAT(session.error().hint, HasSubstr("CA certificate"));
    }
    endpoint.ca_certificate = Slurp(testing::MariadbServer().ca_file);
    endpoint.host = "127.1";  // the same server by a name that its certificate lacks
    const auto session = Session::Open(endpoint);
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ErrorCode::kUnauthenticated);
    endpoint.ssl_mode = SslMode::kVerifyCa;  // asks for the authority only
    EXPECT_TRUE(Session::Open(endpoint));
    endpoint.ca_certificate = "not pem";
    EXPECT_EQ(Session::Open(endpoint).error().code, ErrorCode::kInvalidArgument);
}

/// A server that says one greeting, byte by byte, and keeps what it is sent.
class GreetingServer {
public:
    explicit GreetingServer(std::string greeting) : listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
        EXPECT_EQ(::listen(listener_, 1), 0);
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this, text = std::move(greeting)] { Serve(text); });
    }
    ~GreetingServer() { ::close(listener_); }
    int port() const { return port_; }
    std::string Received() {
        thread_.join();
        return received_;
    }

private:
    void Serve(const std::string& greeting) {
        const int peer = ::accept(listener_, nullptr, nullptr);
        for (const char c : greeting) {
            if (::send(peer, &c, 1, MSG_NOSIGNAL) != 1) break;  // it had seen enough
        }
        char buffer[512];
        for (ssize_t count; (count = ::recv(peer, buffer, sizeof buffer, 0)) > 0;) {
            received_.append(buffer, static_cast<std::size_t>(count));
        }
        ::close(peer);
    }

    int listener_;
    int port_ = 0;
    std::string received_;
    std::thread thread_;
};

std::string Greeting(unsigned capabilities) {
    using namespace std::string_literals;
    std::string body = "\x0A" + "8.0.36\0"s + "\x01\0\0\0"s + "12345678\0"s;
    body += static_cast<char>(capabilities & 255U);
    body += static_cast<char>(capabilities >> 8U);
    body += "\x2D\x02\0"s + "\x0F\0"s + "\x15"s + std::string(10, '\0') + "123456789012\0"s +
            "mysql_native_password\0"s;
    return std::string(1, static_cast<char>(body.size())) + "\0\0\0"s + body;
}

TEST(MysqlTls, NothingIsSentToAServerThatDoesNotOfferTls) {
    for (const SslMode mode : {SslMode::kRequire, SslMode::kVerifyCa, SslMode::kVerifyFull}) {
        GreetingServer server(Greeting(0xF7FF));  // all but TLS
        Endpoint endpoint;
        endpoint.host = "127.0.0.1";
        endpoint.port = server.port();
        endpoint.user = "ada";
        endpoint.password = Secret("pw");
        endpoint.ssl_mode = mode;
        const auto session = Session::Open(endpoint);
        ASSERT_FALSE(session);
        EXPECT_EQ(session.error().code, ErrorCode::kInvalidArgument);
        EXPECT_THAT(session.error().message, HasSubstr("does not offer TLS"));
        EXPECT_EQ(server.Received(), "");
    }
}

TEST(MysqlTls, OfferIsUnknownUntilItsBytesAreThere) {
    const std::string offered = Greeting(0xFFFF);
    constexpr std::size_t kDecidedAt = 4 + 1 + 7 + 13 + 2;
    for (std::size_t size = 0; size < offered.size(); ++size) {
        SCOPED_TRACE(size);
        const TlsOffer offer = ReadTlsOffer(std::string_view(offered).substr(0, size));
        EXPECT_EQ(offer, size < kDecidedAt ? TlsOffer::kUnknown : TlsOffer::kYes);
    }
    EXPECT_EQ(ReadTlsOffer(Greeting(0xF7FF)), TlsOffer::kNo);
    EXPECT_EQ(ReadTlsOffer("HTTP/1.1 400 Bad Request"), TlsOffer::kNo);
    EXPECT_EQ(ReadTlsOffer("\x01\x01\x01\x01\x0A" + std::string(300, 'x')), TlsOffer::kNo);
}

TEST(MysqlSession, InterruptedSessionIsCancelled) {
    const auto session = Session::Open(TestEndpoint());
    ASSERT_TRUE(session);
    (*session)->Interrupt();
    const Status done = (*session)->Execute("DO 1");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::kCancelled);
}

/// A user with chosen rights, gone at the end.
class TestUser {
public:
    TestUser(TestDatabase& database, const std::string& grants)
        : database_(database), name_(testing::UniqueName("u").substr(0, 32)) {
        database_.Run("CREATE USER '" + name_ + "'@'%' IDENTIFIED BY 'pw'");
        if (!grants.empty()) database_.Run("GRANT " + grants + " TO '" + name_ + "'@'%'");
    }
    ~TestUser() { database_.Run("DROP USER '" + name_ + "'@'%'"); }
    Endpoint endpoint() const {
        Endpoint endpoint = TestEndpoint();
        endpoint.user = name_;
        endpoint.password = Secret("pw");
        return endpoint;
    }

private:
    TestDatabase& database_;
    std::string name_;
};

TEST(MysqlRights, MissingSelectNamesTheGrant) {
    TestDatabase database;
    database.Run("CREATE TABLE a (id int PRIMARY KEY)");
    const TestUser user(database, "INSERT ON " + QuoteTable(database.Id("a")));
    NullLog log;
    const auto source = OpenSource(user.endpoint(), log);
    ASSERT_TRUE(source) << source.error().ToString();
    ReadPlan plan;
    plan.table = database.Id("a");
    plan.columns.emplace_back().column.name = "id";
    const auto snapshot = (*source)->OpenSnapshot(1);
    ASSERT_TRUE(snapshot) << snapshot.error().ToString();
    const auto reader = (*snapshot)->OpenReader(plan);
    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, ErrorCode::kPermissionDenied);
    EXPECT_THAT(reader.error().message, HasSubstr("SELECT command denied"));
    EXPECT_THAT(reader.error().hint, HasSubstr("GRANT"));
}

TEST(MysqlRights, TargetWithoutCreateSaysSo) {
    TestDatabase database;
    const TestUser user(database, "SELECT ON " + QuoteName(database.name()) + ".*");
    NullLog log;
    const auto target = OpenTarget(user.endpoint(), log);
    ASSERT_TRUE(target) << target.error().ToString();
    TargetTable table;
    table.id = database.Id("b");
    table.columns.emplace_back().name = "id";
    table.columns[0].mapped.type_sql = "int";
    const Status created = (*target)->CreateTable(table);
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().code, ErrorCode::kPermissionDenied);
    EXPECT_EQ(created.error().where, database.name() + ".b");
    EXPECT_EQ((*target)->EnsureSchema(testing::UniqueName("new")).error().code,
              ErrorCode::kPermissionDenied);
}

TEST(MysqlRights, SnapshotOfAUserWithoutReloadStillAgreesByPlace) {
    TestDatabase database;
    const TestUser user(database, "SELECT ON " + QuoteName(database.name()) + ".*");
    NullLog log;
    const auto source = OpenSource(user.endpoint(), log);
    ASSERT_TRUE(source);
    const auto snapshot = (*source)->OpenSnapshot(3);
    ASSERT_TRUE(snapshot) << snapshot.error().ToString();
    EXPECT_THAT((*snapshot)->Describe(), HasSubstr("one snapshot in 3 sessions at "));
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
