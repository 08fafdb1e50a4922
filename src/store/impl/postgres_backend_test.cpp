#include "store/impl/postgres_backend.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>

#include "store/impl/portable_sql.hpp"
#include "store/impl/postgres_errors.hpp"
#include "support/test_store.hpp"

/// What only a store behind a network can do: get lost, be refused, be entered by several at once.
namespace dmsnode::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::StoreKind;
using testing::TestStore;

constexpr std::chrono::seconds kDeadline{20};

TEST(PortableSql, PlaceholdersAndTypesOutsideOfTextsNamesAndComments) {
    EXPECT_EQ(StatementForPostgres("a = ? AND b = ?7 OR c = ?"), "a = $1 AND b = $7 OR c = $8");
    EXPECT_EQ(StatementForPostgres("'?''?' \"?\" -- ?\n? /* ? */ ?2"),
              "'?''?' \"?\" -- ?\n$1 /* ? */ $2");
    EXPECT_EQ(StatementForPostgres("'open ?"), "'open ?");
    EXPECT_EQ(SchemaForPostgres(
                  "CREATE TABLE t(i INTEGER, r REAL, b BLOB, s TEXT DEFAULT 'TEXT') STRICT;"),
              "CREATE TABLE t(i BIGINT, r DOUBLE PRECISION, b BYTEA, s TEXT COLLATE \"C\" DEFAULT "
              "'TEXT') ;");
    EXPECT_EQ(SchemaForPostgres("MY_TEXT text \"BLOB\" -- REAL"), "MY_TEXT text \"BLOB\" -- REAL");
}

class PostgresStore : public ::testing::Test {
protected:
    static Status Script(Database& database, const std::string& sql) {
        return database.Write([&](Connection& db) { return db.Script(sql); });
    }
    std::unique_ptr<Database> OpenWith(const PostgresOptions& options) {
        auto opened = Database::OpenPostgres(options);
        EXPECT_TRUE(opened) << opened.error().ToString();
        return *std::move(opened);
    }
    static std::int64_t Number(Database& database, const std::string& sql,
                               const Connection::Params& params = {}) {
        auto number = database.Read([&](Connection& db) {
            return db.One(sql, params, [](const Row& row) { return row.Int(0); });
        });
        EXPECT_TRUE(number && *number) << (number ? "no row" : number.error().ToString());
        return number && *number ? **number : -1;
    }
    /// Ends that server process and waits until it is gone.
    static void Terminate(Database& by, std::int64_t pid) {
        EXPECT_EQ(Number(by, "SELECT pg_terminate_backend(CAST(? AS int), 20000)", {pid}), 1);
    }

    TestStore store_{StoreKind::kPostgres};
    std::unique_ptr<Database> database_ = store_.Open();
};

TEST_F(PostgresStore, SqlstatesHaveTheirCodes) {
    const std::vector<std::pair<std::string, ErrorCode>> cases = {
        {"08006", ErrorCode::kUnavailable},       {"22021", ErrorCode::kInvalidArgument},
        {"23505", ErrorCode::kAlreadyExists},     {"23503", ErrorCode::kConflict},
        {"23514", ErrorCode::kConflict},          {"25006", ErrorCode::kUnavailable},
        {"28P01", ErrorCode::kUnauthenticated},   {"28000", ErrorCode::kUnauthenticated},
        {"3D000", ErrorCode::kNotFound},          {"42501", ErrorCode::kPermissionDenied},
        {"42P01", ErrorCode::kInternal},          {"53100", ErrorCode::kResourceExhausted},
        {"53200", ErrorCode::kResourceExhausted}, {"53300", ErrorCode::kUnavailable},
        {"54000", ErrorCode::kInvalidArgument},   {"55P03", ErrorCode::kUnavailable},
        {"57014", ErrorCode::kTimeout},           {"58030", ErrorCode::kUnavailable},
        {"XX001", ErrorCode::kDataLoss},          {"XX000", ErrorCode::kInternal}};
    for (const auto& [sqlstate, code] : cases) {
        const Status failed =
            Script(*database_, "DO $$ BEGIN RAISE EXCEPTION 'no luck' USING ERRCODE = '" +
                                   sqlstate + "'; END $$");
        ASSERT_FALSE(failed) << sqlstate;
        EXPECT_EQ(failed.error().code, code) << failed.error().ToString();
        EXPECT_EQ(failed.error().fault, sqlstate);
        EXPECT_THAT(failed.error().message, HasSubstr("no luck"));
    }
}

TEST_F(PostgresStore, TimeoutsLocksRightsAndTextsAreRefusedForReal) {
    ASSERT_TRUE(
        Script(*database_, "CREATE TABLE t(a INTEGER, b TEXT); INSERT INTO t VALUES(1, '')"));
    PostgresOptions hasty = store_.postgres();
    hasty.lock_timeout = std::chrono::milliseconds(50);
    hasty.statement_timeout = std::chrono::milliseconds(400);
    const auto other = OpenWith(hasty);
    EXPECT_TRUE(database_->Write([&](Connection& db) -> Status {
        EXPECT_TRUE(db.Run("SELECT a FROM t" + std::string(db.ForUpdate())));
        const Status locked = Script(*other, "UPDATE t SET a = 2");
        EXPECT_EQ(locked.error().code, ErrorCode::kUnavailable);
        EXPECT_EQ(locked.error().fault, "55P03");
        return {};
    }));
    EXPECT_EQ(Script(*other, "SELECT pg_sleep(30)").error().code, ErrorCode::kTimeout);
    EXPECT_EQ(Script(*database_, "GRANT USAGE ON SCHEMA " + store_.schema() +
                                     " TO pg_monitor; SET LOCAL ROLE pg_monitor; "
                                     "UPDATE t SET a = 2")
                  .error()
                  .code,
              ErrorCode::kPermissionDenied);
    for (const std::string& text : {std::string("a\0b", 3), std::string("\xff")}) {
        const auto refused = database_->Write(
            [&](Connection& db) { return db.Run("INSERT INTO t(b) VALUES(?)", {text}); });
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
    }
    EXPECT_EQ(Number(*database_, "SELECT count(*) FROM t"), 1);
}

TEST_F(PostgresStore, RefusedConnectionsSayWhyAndNeverThePassword) {
    const testing::TestServer server = testing::PostgresServer();
    const std::string host = "@127.0.0.1:" + std::to_string(server.port);
    const std::string good = server.user + ":" + server.password;
    // A port that listens and never answers: it is bound to this socket until the end.
    const int silent = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
    ASSERT_EQ(::bind(silent, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    ASSERT_EQ(::listen(silent, 5), 0);
    socklen_t size = sizeof(address);
    ASSERT_EQ(::getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size), 0);
    const std::string silent_port = std::to_string(::ntohs(address.sin_port));
    const std::vector<std::tuple<std::string, ErrorCode, std::string>> cases = {
        {"postgresql://dmsnode:hush-hush" + host + "/postgres", ErrorCode::kUnauthenticated,
         "28P01"},
        {"postgresql://nobody:hush-hush" + host + "/postgres", ErrorCode::kUnauthenticated,
         "28P01"},
        {"postgresql://" + good + host + "/no_such_database", ErrorCode::kNotFound, "3D000"},
        {"postgresql://u:hush-hush@127.0.0.1:1/db", ErrorCode::kUnavailable, "refused"},
        {"postgresql://u:hush-hush@127.0.0.1:" + silent_port + "/db", ErrorCode::kUnavailable,
         "no answer within 300 ms"},
        {"postgresql://u:hush-hush@127.0.0.1/db?sslmode=sometimes", ErrorCode::kInvalidArgument,
         "sslmode"},
        {"postgresql://" + good + host +
             "/postgres?sslmode=verify-full&sslrootcert=/nowhere/ca.pem",
         ErrorCode::kInvalidArgument, "sslrootcert"},
        {"postgresql://u:hush-hush@h/db?nonsense=1", ErrorCode::kInvalidArgument, "cannot be read"},
        {"postgresql://u:hush-hush%ZZ@h/db", ErrorCode::kInvalidArgument, "cannot be read"},
        {"postgresql://u:hush-hush@[::1/db", ErrorCode::kInvalidArgument, "cannot be read"},
        {"postgresql://u:p@hush-hush@h/db", ErrorCode::kInvalidArgument, "has an @"},
        {"postgresql://u:1/hush-hush@h/db", ErrorCode::kInvalidArgument, "or a /"},
        {"mysql://u:hush-hush@h/db", ErrorCode::kInvalidArgument, "postgresql://"},
        {"hush-hush", ErrorCode::kInvalidArgument, "postgresql://"},
        {"", ErrorCode::kInvalidArgument, "postgresql://"},
    };
    for (const auto& [url, code, part] : cases) {
        // A busy server may need longer than the silent one is waited for.
        const std::chrono::milliseconds limit(part == "no answer within 300 ms" ? 300 : 20'000);
        const auto refused = Database::OpenPostgres({.url = Secret(url), .connect_timeout = limit});
        ASSERT_FALSE(refused) << url;
        const std::string text = refused.error().ToString();
        EXPECT_EQ(refused.error().code, code) << text;
        EXPECT_THAT(text, HasSubstr(part)) << url;
        EXPECT_THAT(text, Not(HasSubstr("hush-hush")));
        EXPECT_THAT(text, Not(HasSubstr(server.password)));
    }
    ::close(silent);
    EXPECT_EQ(database_->place(), "postgresql://" + server.user + host + "/postgres");
}

TEST_F(PostgresStore, TheServersCertificateIsCheckedIfTheUrlSaysSo) {
    const std::string ca = testing::PostgresServer().ca_file;
    const auto database =
        OpenWith({.url = TestStore::Url("?sslmode=verify-full&sslrootcert=" + ca)});
    EXPECT_EQ(Number(*database, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"), 1);
}

TEST_F(PostgresStore, ALostConnectionFailsItsCallAndTheNextCallHasANewOne) {
    ASSERT_TRUE(Script(*database_, "CREATE TABLE t(a INTEGER)"));
    const Status lost = database_->Write([](Connection& db) -> Status {
        EXPECT_TRUE(db.Run("INSERT INTO t VALUES(1)"));
        auto ended = db.Run("SELECT pg_terminate_backend(pg_backend_pid())");
        EXPECT_FALSE(ended);
        auto after = db.Run("INSERT INTO t VALUES(2)");
        EXPECT_FALSE(after);
        EXPECT_EQ(after.error().code, ErrorCode::kUnavailable);
        return ended ? Status{} : Status(ended.error());
    });
    ASSERT_FALSE(lost);
    EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
    EXPECT_TRUE(lost.error().IsTransient());
    EXPECT_FALSE(IsCommitUnknown(lost.error()));
    EXPECT_EQ(Number(*database_, "SELECT count(*) FROM t"), 0);
}

TEST_F(PostgresStore, AConnectionThatWasLostWhileNobodyUsedItIsNotNoticed) {
    const auto other = store_.Open();
    const std::int64_t pid = Number(*database_, "SELECT pg_backend_pid()");
    Terminate(*other, pid);
    EXPECT_NE(Number(*database_, "SELECT pg_backend_pid()"), pid);
}

TEST_F(PostgresStore, ALossBeforeCommitIsToldFromALossWithinIt) {
    const auto other = store_.Open();
    ASSERT_TRUE(
        Script(*database_,
               "CREATE TABLE t(a INTEGER);"
               "CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS "
               "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
               "CREATE TABLE u(a INTEGER);"
               "CREATE CONSTRAINT TRIGGER leave AFTER INSERT ON u DEFERRABLE INITIALLY "
               "DEFERRED FOR EACH ROW EXECUTE FUNCTION leave()"));
    const Status before = database_->Write([&](Connection& db) -> Status {
        auto pid = db.One("INSERT INTO t VALUES(1) RETURNING pg_backend_pid()", {},
                          [](const Row& row) { return row.Int(0); });
        if (!pid) return pid.error();
        Terminate(*other, **pid);
        return {};
    });
    ASSERT_FALSE(before);
    EXPECT_EQ(before.error().code, ErrorCode::kUnavailable);
    const Status within = Script(*database_, "INSERT INTO u VALUES(1)");
    ASSERT_FALSE(within);
    EXPECT_EQ(within.error().code, ErrorCode::kUnavailable);
    EXPECT_TRUE(IsCommitUnknown(within.error())) << within.error().ToString();
    EXPECT_EQ(Number(*database_, "SELECT (SELECT count(*) FROM t) + (SELECT count(*) FROM u)"), 0);
}

TEST_F(PostgresStore, WorkRunsAgainAfterADeadlockOrSerializationFailureButNotForEver) {
    for (const std::string sqlstate : {"40001", "40P01"}) {
        const std::string fail =
            "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '" + sqlstate + "'; END $$";
        int runs = 0;
        const auto won = database_->Write(
            [&](Connection& db) -> Status { return ++runs < 3 ? db.Script(fail) : Status{}; });
        EXPECT_TRUE(won);
        EXPECT_EQ(runs, 3);
        runs = 0;
        const auto lost = database_->Write([&](Connection& db) -> Status {
            ++runs;
            return db.Script(fail);
        });
        ASSERT_FALSE(lost);
        EXPECT_EQ(lost.error().code, ErrorCode::kUnavailable);
        EXPECT_EQ(runs, 5);
    }
}

TEST_F(PostgresStore, SeveralThreadsWorkAtOnceUpToTheSizeOfThePool) {
    PostgresOptions options = store_.postgres();
    options.connections = 2;
    const auto database = OpenWith(options);
    std::promise<void> first;
    std::promise<void> second;
    // Each waits inside its work for the other: only two connections let both go on.
    const auto meet = [&](std::promise<void>& mine, std::promise<void>& others) {
        return database->Write([&](Connection&) -> Status {
            mine.set_value();
            const bool met = others.get_future().wait_for(kDeadline) == std::future_status::ready;
            return met ? Status{} : Status(Error{ErrorCode::kTimeout, "alone"});
        });
    };
    auto one = std::async(std::launch::async, [&] { return meet(first, second); });
    EXPECT_TRUE(meet(second, first));
    EXPECT_TRUE(one.get());
}

TEST_F(PostgresStore, PreparedStatementsAreBoundedAndKnowTheirTypes) {
    ASSERT_TRUE(Script(*database_, "CREATE TABLE t(a INTEGER, r REAL)"));
    EXPECT_TRUE(database_->Write([](Connection& db) -> Status {
        for (int i = 0; i < 700; ++i) {
            auto done = db.Run("INSERT INTO t(a) VALUES(?) /* " + std::to_string(i) + " */", {i});
            if (!done) return done.error();
        }
        auto done = db.Run("INSERT INTO t(r) VALUES(?)", {1});
        if (!done) return done.error();
        done = db.Run("INSERT INTO t(r) VALUES(?)", {0.5});
        if (!done) return done.error();
        return {};
    }));
    EXPECT_EQ(Number(*database_, "SELECT count(*) FROM t"), 702);
    EXPECT_LE(Number(*database_, "SELECT count(*) FROM pg_prepared_statements"), 300);
}

}  // namespace
}  // namespace dmsnode::store
