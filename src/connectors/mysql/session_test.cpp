#include "connectors/mysql/session.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "connectors/mysql/test_database.hpp"

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
