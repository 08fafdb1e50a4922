#include "connectors/postgres/impl/session.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>

#include "connectors/postgres/impl/test_database.hpp"

namespace dmsnode::connectors::postgres {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;

Error ConnectError(const Endpoint& endpoint) {
    const Result<std::unique_ptr<Session>> session = Session::Connect(endpoint);
    if (!session) return session.error();
    ADD_FAILURE() << "connected";
    return {};
}

std::string CaText() {
    std::ifstream in(testing::PostgresServer().ca_file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A CA that signed nothing here (self-signed, made for this test with openssl, valid to 2126).
std::string ForeignCa() {
    const testing::TempDir folder;
    const std::string command =
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout " +
        folder.path() + "/key -out " + folder.path() + "/ca 2>/dev/null";
    EXPECT_EQ(std::system(command.c_str()), 0);
    std::ifstream in(folder.path() + "/ca");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// Files that hold a CA certificate for libpq.
int PrivateFiles() {
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::temp_directory_path())) {
        count += entry.path().filename().string().starts_with("dmsnode-ca-") ? 1 : 0;
    }
    return count;
}

TEST(Session, HasOurSettings) {
    const Result<std::unique_ptr<Session>> session = Session::Connect(ServerEndpoint("postgres"));
    ASSERT_TRUE(session) << session.error().ToString();
    const auto setting = [&](const std::string& name) {
        const Result<Rows> rows = (*session)->Run("SHOW " + name, "show");
        return rows ? rows->String(0, 0) : rows.error().ToString();
    };
    EXPECT_EQ(setting("TimeZone"), "UTC");
    EXPECT_EQ(setting("DateStyle").substr(0, 3), "ISO");
    EXPECT_EQ(setting("client_encoding"), "UTF8");
    EXPECT_EQ(setting("search_path"), "\"\"");
    EXPECT_EQ(setting("row_security"), "off");
    EXPECT_EQ(setting("statement_timeout"), "5min");
    EXPECT_EQ(setting("lock_timeout"), "1min");
    EXPECT_EQ(setting("application_name"), "dmsnode");
}

TEST(Session, WrongPasswordIsToldWithoutShowingIt) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.password = Secret("hunter2-wrong");
    const Error error = ConnectError(endpoint);
    EXPECT_EQ(error.code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(error.fault, "28P01");
    EXPECT_THAT(error.message, HasSubstr("password authentication failed for user \"dmsnode\""));
    EXPECT_EQ(error.hint, "check user name and password of the endpoint");
    EXPECT_THAT(error.ToString(), Not(HasSubstr("hunter2")));
}

TEST(Session, MissingPasswordIsUnauthenticated) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.password = Secret();
    EXPECT_EQ(ConnectError(endpoint).code, ErrorCode::kUnauthenticated);
}

TEST(Session, MissingDatabaseIsNotFound) {
    const Error error = ConnectError(ServerEndpoint("no_such_database"));
    EXPECT_EQ(error.code, ErrorCode::kNotFound);
    EXPECT_THAT(error.message, HasSubstr("database \"no_such_database\" does not exist"));
    EXPECT_THAT(error.hint, HasSubstr("database name"));
}

TEST(Session, UnreachablePortIsUnavailable) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.port = 1;
    const Error error = ConnectError(endpoint);
    EXPECT_EQ(error.code, ErrorCode::kUnavailable);
    EXPECT_THAT(error.message, HasSubstr("127.0.0.1:1"));
    EXPECT_THAT(error.message, HasSubstr("Connection refused"));
    EXPECT_THAT(error.hint, HasSubstr("port"));
}

TEST(Session, EndpointsWithoutHostOrDatabaseAreRefused) {
    Endpoint endpoint = ServerEndpoint("");
    EXPECT_EQ(ConnectError(endpoint).code, ErrorCode::kInvalidArgument);
    endpoint.database = "postgres";
    endpoint.host.clear();
    EXPECT_EQ(ConnectError(endpoint).code, ErrorCode::kInvalidArgument);
}

TEST(Session, ServerThatIsNoneOfThePeersIsRefused) {
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(::listen(listener, 1), 0);
    socklen_t size = sizeof address;
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    std::jthread peer([&] {
        const int client = ::accept(listener, nullptr, nullptr);
        const char text[] = "HTTP/1.1 400 Bad Request\r\n\r\n";
        if (::write(client, text, sizeof text - 1) < 0) return;
        ::close(client);
    });
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.port = ntohs(address.sin_port);
    EXPECT_EQ(ConnectError(endpoint).code, ErrorCode::kUnavailable);
    peer.join();
    ::close(listener);
}

TEST(Session, VerifyFullTakesTheServersOwnCa) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.ca_certificate = CaText();
    const int files = PrivateFiles();
    for (const SslMode mode : {SslMode::kRequire, SslMode::kVerifyCa, SslMode::kVerifyFull}) {
        endpoint.ssl_mode = mode;
        const Result<std::unique_ptr<Session>> session = Session::Connect(endpoint);
        ASSERT_TRUE(session) << session.error().ToString();
        const Result<Rows> rows =
            (*session)->Run("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", "tls");
        ASSERT_TRUE(rows);
        EXPECT_TRUE(rows->Bool(0, 0));
    }
    EXPECT_EQ(PrivateFiles(), files);
}

TEST(Session, NoneSpeaksNoTls) {
    const Result<std::unique_ptr<Session>> session = Session::Connect(ServerEndpoint("postgres"));
    ASSERT_TRUE(session);
    const Result<Rows> rows =
        (*session)->Run("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", "tls");
    ASSERT_TRUE(rows);
    EXPECT_FALSE(rows->Bool(0, 0));
}

TEST(Session, ForeignCaIsRefused) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.ssl_mode = SslMode::kVerifyCa;
    endpoint.ca_certificate = ForeignCa();
    const Error error = ConnectError(endpoint);
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message, HasSubstr("certificate verify failed"));
    EXPECT_THAT(error.hint, HasSubstr("CA certificate"));
}

TEST(Session, TextThatIsNoCertificateIsRefused) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.ssl_mode = SslMode::kVerifyFull;
    endpoint.ca_certificate = "not a certificate";
    EXPECT_EQ(ConnectError(endpoint).code, ErrorCode::kInvalidArgument);
}

TEST(Session, InterruptEndsALongStatementAndLeavesTheSessionUsable) {
    Result<std::unique_ptr<Session>> session = Session::Connect(ServerEndpoint("postgres"));
    ASSERT_TRUE(session);
    auto running = std::async(std::launch::async, [&] {
        return (*session)->Run("SELECT pg_sleep(300)", "sleep", Patience::kForever);
    });
    TestDatabase observer;
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    while (observer.Query(
               "SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(300)'") ==
               "0" &&
           std::chrono::steady_clock::now() < deadline) {
    }
    (*session)->RaiseInterrupt();
    ASSERT_EQ(running.wait_for(20s), std::future_status::ready);
    const Result<Rows> rows = running.get();
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, ErrorCode::kCancelled);
    EXPECT_TRUE((*session)->IsIdle());
    EXPECT_TRUE((*session)->Run("SELECT 1", "again"));
}

TEST(Session, KilledBackendIsUnavailable) {
    TestDatabase database;
    Result<std::unique_ptr<Session>> session = Session::Connect(database.endpoint());
    ASSERT_TRUE(session);
    const Result<Rows> id = (*session)->Run("SELECT pg_backend_pid()", "ask");
    database.Run("SELECT pg_terminate_backend(" + id->String(0, 0) + ", 5000)");
    const Result<Rows> rows = (*session)->Run("SELECT 1", "ask again");
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, ErrorCode::kUnavailable);
    EXPECT_FALSE((*session)->IsHealthy());
}

TEST(Session, ErrorLeavesLaterStatementsAlone) {
    Result<std::unique_ptr<Session>> session = Session::Connect(ServerEndpoint("postgres"));
    ASSERT_TRUE(session);
    const Result<Rows> failed = (*session)->Run("SELECT 1/0", "divide");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().fault, "22012");
    EXPECT_EQ(failed.error().message, "divide: division by zero");
    EXPECT_EQ((*session)->Run("SELECT 2", "two")->Integer(0, 0), 2);
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
