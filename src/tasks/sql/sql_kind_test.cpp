// SQL nodes and the sessions under them, against the real servers and SQLite.
#include "tasks/sql/sql_kind.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "connectors/mysql/test_database.hpp"
#include "connectors/postgres/impl/test_database.hpp"
#include "connectors/sqlite/impl/test_file.hpp"
#include "tasks/test_attempt.hpp"

namespace dmsnode::tasks {
namespace {

using connectors::Endpoint;
using connectors::Engine;
using connectors::QueryResult;
using connectors::QuerySession;
using ::testing::AllOf;
using ::testing::AnyOf;
using testing::FakeWorker;
using ::testing::HasSubstr;
using ::testing::Not;
using workflow::ParameterDirection;

class RealQueries final : public connectors::QueryFactory {
public:
    Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint,
                                                    LogSink& log) override {
        ++opened;
        switch (endpoint.engine) {
            case Engine::kPostgres: return connectors::postgres::OpenQuery(endpoint, log);
            case Engine::kMysql:
            case Engine::kMariadb: return connectors::mysql::OpenQuery(endpoint, log);
            case Engine::kSqlite: return connectors::sqlite::OpenQuery(endpoint, log);
        }
        return Error{};
    }
    std::atomic<int> opened{0};
};

/// A database of one's own of the engine.
class Database {
public:
    explicit Database(Engine engine) {
        if (engine == Engine::kPostgres) {
            endpoint_ = postgres_.emplace().endpoint();
        } else if (engine == Engine::kMariadb) {
            endpoint_ = connectors::mysql::TestEndpoint();
            endpoint_.database = mariadb_.emplace().name();
        } else {
            endpoint_ = sqlite_.emplace().endpoint();
        }
    }
    const Endpoint& endpoint() const { return endpoint_; }
    std::unique_ptr<QuerySession> Open() {
        auto session = queries_.OpenQuery(endpoint_, log_);
        EXPECT_TRUE(session) << session.error().ToString();
        return *std::move(session);
    }
    /// The first cell, `~` for NULL or no row, or the error.
    std::string Value(const std::string& sql) {
        const auto result = Open()->Run(sql, 1, {});
        if (!result) return result.error().ToString();
        return result->rows.empty() ? "~" : result->rows[0][0].value_or("~");
    }

private:
    Endpoint endpoint_;
    std::optional<connectors::postgres::TestDatabase> postgres_;
    std::optional<connectors::mysql::TestDatabase> mariadb_;
    std::optional<connectors::sqlite::TestFile> sqlite_;
    RealQueries queries_;
    NullLog log_;
};

std::string EndlessStatement(Engine engine) {
    switch (engine) {
        case Engine::kPostgres: return "SELECT pg_sleep(1000)";
        case Engine::kMysql:
        case Engine::kMariadb: return "SELECT SLEEP(1000)";
        case Engine::kSqlite: break;
    }
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";
}

/// How many sessions run an endless statement, as the server says; on SQLite nobody can ask.
std::string Sleepers(Database& database) {
    switch (database.endpoint().engine) {
        case Engine::kPostgres:
            return database.Value(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND "
                "state = 'active' AND query LIKE 'SELECT pg_sleep%'");
        case Engine::kMysql:
        case Engine::kMariadb:
            return database.Value(
                "SELECT count(*) FROM information_schema.processlist WHERE db = database() AND "
                "info LIKE 'SELECT SLEEP%'");
        case Engine::kSqlite: break;
    }
    return "";
}

void AwaitSleepers(Database& database, const std::string& count) {
    if (database.endpoint().engine == Engine::kSqlite) return;
    const auto until = std::chrono::steady_clock::now() + testing::kPatience;
    std::string now;
    while ((now = Sleepers(database)) != count && std::chrono::steady_clock::now() < until) {
    }
    EXPECT_EQ(now, count);
}

class SqlEngine : public ::testing::TestWithParam<Engine> {
protected:
    bool IsSqlite() const { return GetParam() == Engine::kSqlite; }
    Database database{GetParam()};
};

TEST_P(SqlEngine, ASessionGivesRowsAndCounts) {
    const auto session = database.Open();
    const auto run = [&](const std::string& sql, std::size_t max_rows = 10) {
        const auto result = session->Run(sql, max_rows, {});
        EXPECT_TRUE(result) << sql << ": " << result.error().ToString();
        return result.value_or(QueryResult());
    };
    run(IsSqlite()                        ? "CREATE TABLE t (a int, b text, c blob)"
        : GetParam() == Engine::kPostgres ? "CREATE TABLE t (a int, b text, c bytea)"
                                          : "CREATE TABLE t (a int, b text, c blob)");
    EXPECT_EQ(run("INSERT INTO t (a, b) VALUES (1, 'x'), (2, NULL), (3, 'ü''')").affected, 3);
    EXPECT_EQ(run("UPDATE t SET b = 'y' WHERE a > 1").affected, 2);
    const QueryResult rows = run("SELECT a, b, NULL AS n FROM t ORDER BY a", 2);
    EXPECT_EQ(rows.columns, (std::vector<std::string>{"a", "b", "n"}));
    EXPECT_EQ(rows.row_count, 3);
    ASSERT_EQ(rows.rows.size(), 2U);
    EXPECT_EQ(rows.rows[1], (QueryResult::Row{"2", "y", std::nullopt}));
    EXPECT_EQ(run("SELECT a FROM t WHERE a > 9").columns.size(), 1U);
    EXPECT_EQ(run("DELETE FROM t WHERE a = 9").affected, 0);
    run("CREATE INDEX i ON t (a)");
    const std::string hex = GetParam() == Engine::kPostgres ? "'\\x00ff'" : "x'00ff'";
    run("UPDATE t SET c = " + hex + " WHERE a = 1");
    EXPECT_THAT(run("SELECT c FROM t WHERE a = 1").rows[0][0].value_or(""),
                AnyOf("\\x00ff", "0x00ff", "x'00ff'"));
    // An error leaves the session of use; the server's own words are told.
    const auto wrong = session->Run("SELECT nothing_like_it FROM t", 1, {});
    ASSERT_FALSE(wrong);
    EXPECT_THAT(wrong.error().message, HasSubstr("nothing_like_it"));
    EXPECT_EQ(run("SELECT count(*) FROM t").rows[0][0], "3");
    // What is not committed is undone by the end of the session.
    run(GetParam() == Engine::kMariadb ? "START TRANSACTION" : "BEGIN");
    run("DELETE FROM t");
    {
        const auto other = database.Open();
        const auto seen = other->Run("SELECT count(*) FROM t", 1, {});
        ASSERT_TRUE(seen);
        EXPECT_EQ(seen->rows[0][0], "3");
    }
    if (GetParam() == Engine::kPostgres) {
        const auto copy = database.Open();
        EXPECT_EQ(copy->Run("COPY t TO STDOUT", 1, {}).error().code, ErrorCode::kUnsupported);
        EXPECT_EQ(database.Value("SHOW search_path"), "\"$user\", public");
    }
    if (GetParam() == Engine::kMariadb) {
        run("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2, 3; UPDATE t SET a = a; END");
        EXPECT_EQ(run("CALL p()").columns.size(), 2U);
        EXPECT_EQ(database.Value("SELECT @@foreign_key_checks"), "1");
    }
}

TEST_P(SqlEngine, AStopEndsTheStatementOnTheServer) {
    const auto session = database.Open();
    std::stop_source stop;
    Error error;
    std::jthread runner([&] {
        const auto result = session->Run(EndlessStatement(GetParam()), 1, stop.get_token());
        if (!result) error = result.error();
    });
    AwaitSleepers(database, "1");
    stop.request_stop();
    runner.join();
    EXPECT_EQ(error.code, ErrorCode::kCancelled);
    AwaitSleepers(database, "0");
    EXPECT_EQ(session->Run("SELECT 1", 1, stop.get_token()).error().code, ErrorCode::kCancelled);
}

workflow::ParameterScope Scope(const std::map<std::string, std::string>& values = {}) {
    workflow::ParameterScope scope{TimePoint(std::chrono::seconds(1'795'342'622))};
    for (const auto& [name, value] : values) {
        scope.Set(workflow::ParameterLevel::kGlobal, {.name = name, .value = value});
    }
    return scope;
}

class SqlNode : public SqlEngine {
protected:
    std::unique_ptr<SqlKind> NewKind(SqlKindOptions options = {}) {
        return std::make_unique<SqlKind>(
            [this](const std::string& name) -> Result<Endpoint> {
                if (name == "shop") return database.endpoint();
                return Error{ErrorCode::kNotFound, "there is no endpoint \"" + name + "\""};
            },
            queries, options);
    }
    static workflow::TaskDefinition Task(Json params) {
        workflow::TaskDefinition task;
        task.task_type = "SQL";
        params["datasource"] = params.value("datasource", "shop");
        task.task_params = std::move(params);
        return task;
    }
    Outcome Run(const Json& params, FakeWorker& worker,
                const std::map<std::string, std::string>& values = {},
                std::optional<std::string> kept = {}) {
        const auto kind = NewKind();
        TaskAttempt attempt = worker.AttemptOf(Task(params), Scope(values));
        attempt.kept = std::move(kept);
        EXPECT_TRUE(kind->Start(std::move(attempt)));
        return worker.End();
    }
    Outcome Run(const Json& params, const std::map<std::string, std::string>& values = {}) {
        FakeWorker worker;
        return Run(params, worker, values);
    }

    RealQueries queries;
};

TEST_P(SqlNode, StatementsRunInOneSessionAndHandOnTheirResult) {
    FakeWorker worker;
    const std::string temporary = "CREATE TEMPORARY TABLE tmp (id int, name text)";
    const auto kind = NewKind();
    auto task = Task({{"preStatements", {temporary}},
                      {"sql",
                       "INSERT INTO tmp VALUES (1, '${who}'), (2, NULL), (3, 'c');\n"
                       "-- and now\nSELECT id, name FROM tmp ORDER BY id;"},
                      {"postStatements", "DROP TABLE tmp"},
                      {"limit", "2"},
                      {"expect", {{"rows", 3}, {"value", 1}}},
                      {"sqlType", "0"},
                      {"displayRows", 10}});
    for (const char* name : {"id", "name"}) {
        task.local_params.push_back(
            {.name = name, .direction = ParameterDirection::kOut, .value = ""});
    }
    ASSERT_TRUE(kind->Start(worker.AttemptOf(task, Scope({{"who", "it's \\ \"me\""}}))));
    const Outcome outcome = worker.End();
    EXPECT_EQ(outcome.result, NodeResult::kSuccess) << outcome.message << worker.log();
    EXPECT_EQ(outcome.out.at("rows"), "3");
    EXPECT_EQ(outcome.out.at("id"), "1");
    EXPECT_EQ(outcome.out.at("name"), "it's \\ \"me\"");
    EXPECT_EQ(outcome.out.at("result"),
              R"([{"id":"1","name":"it's \\ \"me\""},{"id":"2","name":null}])");
    const std::string log = worker.log();
    EXPECT_THAT(log, AllOf(HasSubstr("statement 2 of 4: INSERT INTO tmp VALUES (1, '${who}')"),
                           HasSubstr("3 rows affected"), HasSubstr("1 row more (limit)"),
                           HasSubstr("displayRows: warning: has no effect here")));
    EXPECT_EQ(queries.opened, 1);
    worker.WaitForProgress([](const Json& progress) { return progress["statement"] == 4; });
}

TEST_P(SqlNode, NastyValuesArriveAsTheyAre) {
    for (const std::string value :
         {"'; DROP TABLE t; --", "\\", "\\'", "\\\\'", "''", "\"`]", "a\nb", "%_", "ü😀"}) {
        SCOPED_TRACE(value);
        const Outcome outcome =
            Run({{"sql", "SELECT '${v}' AS a"}, {"expect", {{"value", "${v}"}}}}, {{"v", value}});
        EXPECT_EQ(outcome.result, NodeResult::kSuccess) << outcome.message;
    }
}

TEST_P(SqlNode, FailuresSayWhichStatementAndAreRolledBack) {
    Run({{"sql", "CREATE TABLE t (a int)"}});
    FakeWorker worker;
    Outcome outcome = Run({{"sql", "INSERT INTO t VALUES (1); SELECT * FROM missing_${x}"}}, worker,
                          {{"x", "y"}});
    EXPECT_EQ(outcome.result, NodeResult::kFailure);
    EXPECT_THAT(outcome.message, AllOf(HasSubstr("statement 2 of 2"), HasSubstr("missing_y")));
    EXPECT_EQ(database.Value("SELECT count(*) FROM t"), "1") << "without a transaction";
    for (const Json& params :
         {Json{{"sql", "INSERT INTO t VALUES (2); SELECT * FROM missing"}, {"transaction", true}},
          Json{{"sql", "INSERT INTO t VALUES (2)"},
               {"expect", {{"rows", 7}}},
               {"transaction", true}},
          Json{{"sql", "SELECT count(*) FROM t"},
               {"preStatements", "INSERT INTO t VALUES (2)"},
               {"postStatements", "INSERT INTO t VALUES (2)"},
               {"expect", {{"value", "7"}}},
               {"transaction", "true"}}}) {
        outcome = Run(params);
        EXPECT_EQ(outcome.result, NodeResult::kFailure);
        EXPECT_EQ(database.Value("SELECT count(*) FROM t"), "1") << outcome.message;
    }
    EXPECT_EQ(outcome.message,
              "the check does not hold: expected the value \"7\", got \"2\"; rolled back");
    outcome = Run({{"sql", "INSERT INTO t VALUES (2)"}, {"transaction", true}});
    EXPECT_EQ(outcome.result, NodeResult::kSuccess) << outcome.message;
    EXPECT_EQ(outcome.out.at("rows"), "1");
    EXPECT_EQ(database.Value("SELECT count(*) FROM t"), "2");

    outcome = Run({{"sql", "SELECT 1"}, {"datasource", "nowhere"}});
    EXPECT_FALSE(outcome.hopeless);
    EXPECT_THAT(outcome.message, HasSubstr("no endpoint \"nowhere\""));
    outcome = Run({{"sql", "SELECT ${v}"}, {"limitt", 3}}, {{"v", "1; DROP TABLE t"}});
    EXPECT_TRUE(outcome.hopeless);
    EXPECT_THAT(outcome.message, AllOf(HasSubstr("$.tasks[0].taskParams.sql"),
                                       HasSubstr("did you mean \"limit\"?")));
}

TEST_P(SqlNode, AKillOrATimeoutEndsTheStatement) {
    const auto kind = NewKind({.threads = 1});
    Run({{"sql", "CREATE TABLE t (a int)"}});
    const Json endless = {{"sql", "INSERT INTO t VALUES (1); " + EndlessStatement(GetParam())},
                          {"transaction", true}};
    for (const KillReason reason : {KillReason::kUser, KillReason::kTimeout}) {
        FakeWorker worker;
        FakeWorker other;
        const auto id = kind->Start(worker.AttemptOf(Task(endless), Scope()));
        ASSERT_TRUE(id);
        EXPECT_EQ(kind->Start(other.AttemptOf(Task(endless), Scope())).error().code,
                  ErrorCode::kResourceExhausted);
        worker.WaitForProgress([](const Json& progress) { return progress["statement"] == 3; });
        AwaitSleepers(database, "1");
        kind->Kill(*id, reason);
        kind->Kill(*id, KillReason::kUser);
        const Outcome outcome = worker.End();
        EXPECT_EQ(outcome.result,
                  reason == KillReason::kUser ? NodeResult::kKilled : NodeResult::kFailure);
        EXPECT_THAT(outcome.message, HasSubstr("rolled back"));
        kind->Kill(*id, reason);
        AwaitSleepers(database, "0");
    }
    const Outcome late = Run({{"sql", EndlessStatement(GetParam())}, {"statementTimeout", 1}});
    EXPECT_EQ(late.result, NodeResult::kFailure);
    EXPECT_THAT(late.message, HasSubstr("statementTimeout"));
    EXPECT_EQ(database.Value("SELECT count(*) FROM t"), "0");

    // Stop: nobody is told, nothing runs on.
    FakeWorker worker;
    ASSERT_TRUE(kind->Start(worker.AttemptOf(Task(endless), Scope())));
    worker.WaitForProgress([](const Json& progress) { return progress["statement"] == 3; });
    kind->Stop();
    kind->Stop();
    EXPECT_EQ(worker.ends(), 0);
    AwaitSleepers(database, "0");
}

/// Dies at its n-th Keep: that one and all later ones are not saved, and the kind is stopped.
TEST_P(SqlNode, WhereverTheProcessDiesNothingIsDoneTwice) {
    for (const bool transaction : {false, true}) {
        Run({{"sql", "DROP TABLE IF EXISTS t; CREATE TABLE t (a int)"}});
        const Json params = {{"sql", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)"},
                             {"transaction", transaction}};
        const std::size_t keeps = transaction ? 5 : 3;
        for (std::size_t died = 0; died <= keeps; ++died) {
            SCOPED_TRACE(fmt::format("transaction {}, {} states kept", transaction, died));
            Run({{"sql", "DELETE FROM t"}});
            FakeWorker before;
            before.RefuseAfter(died);
            {
                // Patience without end: a process that died does not go on.
                const auto kind = NewKind({.keep_patience = std::chrono::hours(1)});
                ASSERT_TRUE(kind->Start(before.AttemptOf(Task(params), Scope())));
                if (died < keeps) {
                    before.WaitForRefusal();
                } else {
                    before.End();
                }
                kind->Stop();
            }
            const std::string rows = database.Value("SELECT count(*) FROM t");
            FakeWorker after;
            const std::optional<std::string> kept =
                died == 0 ? std::nullopt : std::optional(before.kept().back());
            const Outcome outcome = Run(params, after, {}, kept);
            const std::string rows_after = database.Value("SELECT count(*) FROM t");
            if (outcome.result == NodeResult::kSuccess) {
                EXPECT_EQ(rows_after, "2") << after.log();
            } else {
                EXPECT_THAT(outcome.message, HasSubstr("it is unknown whether it was committed"));
                EXPECT_TRUE(outcome.attention);
                EXPECT_EQ(rows_after, rows) << "nothing was done again";
            }
            const bool certain = died == 0 || died == keeps ||
                                 (transaction && GetParam() != Engine::kMariadb && died < 4);
            EXPECT_EQ(outcome.result == NodeResult::kSuccess, certain) << outcome.message;
        }
    }
    // Who says so may run twice.
    FakeWorker worker;
    const std::string kept =
        R"({"version":1,"statement":1,"of":1,"undoneByCrash":false,"ended":null})";
    EXPECT_EQ(Run({{"sql", "DELETE FROM t"}, {"idempotent", true}}, worker, {}, kept).result,
              NodeResult::kSuccess);
    FakeWorker unreadable;
    EXPECT_THAT(Run({{"sql", "DELETE FROM t"}}, unreadable, {}, "{").message,
                HasSubstr("unknown what was committed"));
}

TEST_P(SqlNode, CheckAndDryRunTellAllProblems) {
    const auto kind = NewKind();
    const auto scope = Scope({{"db.password", "s3cr3t"}, {"table", "orders"}});
    const auto check = [&](const Json& params, const std::vector<std::string>& later = {}) {
        const auto task = Task(params);
        std::string text;
        for (const Problem& problem : kind->Check(
                 {.task = task, .path = "$.p", .scope = scope, .file_folders = {}}, later)) {
            text += problem.ToString() + "\n";
        }
        return text;
    };
    EXPECT_EQ(check({{"sql", "SELECT * FROM \"${table}\""}}), "");
    EXPECT_EQ(check({{"sql", "SELECT ${later}"}, {"datasource", "${later}"}}, {"later"}), "");
    EXPECT_THAT(check({{"sql", "SELECT 1"}, {"datasource", "nowhere"}}),
                HasSubstr("$.p.datasource: warning: its statements are not checked"));
    const std::string many = check({{"sql", " ; -- nothing"},
                                    {"preStatements", {"SELECT ${tabl}", 7}},
                                    {"limit", 5000},
                                    {"expect", {{"row", 1}}},
                                    {"transaction", "maybe"},
                                    {"statementTimeout", 0},
                                    {"sqll", ""}});
    for (const char* part :
         {"$.p.preStatements[0]: there is no parameter \"tabl\"", "$.p.preStatements[1]: got 7",
          "$.p.limit: got 5000; expected a whole number from 0 to 1000",
          "$.p.expect: expects nothing",
          "$.p.expect.row: there is no such parameter (did you mean \"rows\"?)",
          "$.p.transaction: got \"maybe\"", "$.p.statementTimeout: got 0",
          "$.p.sqll: there is no such parameter (did you mean \"sql\"?)"}) {
        EXPECT_THAT(many, HasSubstr(part));
    }
    EXPECT_THAT(check({{"sql", " ; -- nothing"}}), HasSubstr("$.p.sql: holds no statement"));

    const auto task =
        Task({{"sql", "CREATE USER u PASSWORD '${db.password}'; SELECT '${table}', 's3cr3t'"},
              {"transaction", true}});
    std::vector<Problem> problems;
    const Json steps =
        kind->DryRun({.task = task, .path = "$.p", .scope = scope, .file_folders = {}}, problems);
    EXPECT_TRUE(problems.empty());
    ASSERT_EQ(steps.size(), 4U);
    EXPECT_EQ(steps[1]["statement"], "CREATE USER u PASSWORD '***'");
    EXPECT_THAT(steps[2]["statement"].get<std::string>(), HasSubstr("SELECT 'orders', '***'"));
    EXPECT_EQ(queries.opened, 0);
}

INSTANTIATE_TEST_SUITE_P(Engines, SqlEngine,
                         ::testing::Values(Engine::kPostgres, Engine::kMariadb, Engine::kSqlite),
                         [](const auto& engine) {
                             return std::string(connectors::EngineName(engine.param));
                         });
INSTANTIATE_TEST_SUITE_P(Engines, SqlNode,
                         ::testing::Values(Engine::kPostgres, Engine::kMariadb, Engine::kSqlite),
                         [](const auto& engine) {
                             return std::string(connectors::EngineName(engine.param));
                         });

}  // namespace
}  // namespace dmsnode::tasks
