#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "base/files.hpp"
#include "support/api_fixture.hpp"
#include "support/source_tree.hpp"

namespace dmsnode::api {
namespace {

class ApiTest : public testing::ApiFixture {
protected:
    struct Session {
        std::string cookie;
        std::string csrf;
    };
    Told LogIn(const std::string& name, const std::string& password,
               const std::string& peer = "127.0.0.1") {
        return Send("POST", "/api/v1/login", DumpJson(Json{{"name", name}, {"password", password}}),
                    {.peer = peer});
    }
    Session SessionOf(const std::string& name, const std::string& password) {
        const Told told = LogIn(name, password);
        EXPECT_EQ(told.status, 200) << told.reply.body;
        const std::string cookie = told.header("Set-Cookie");
        return {.cookie = cookie.substr(0, cookie.find(';')),
                .csrf = told.json["me"]["csrfToken"].get<std::string>()};
    }
    static Ask As(const Session& session, bool with_csrf = true) {
        Ask ask;
        ask.headers = {{"Cookie", session.cookie}};
        if (with_csrf) ask.headers.push_back({"X-CSRF-Token", session.csrf});
        return ask;
    }
};

TEST_F(ApiTest, EveryRouteAnswersAsItSays) {
    EXPECT_EQ(Send("GET", "/healthz").status, 200);
    EXPECT_EQ(Send("GET", "/readyz").status, 200);
    EXPECT_EQ(Send("HEAD", "/healthz").status, 200);
    EXPECT_EQ(Send("GET", "/api/v1/openapi.json").json["openapi"], "3.1.0");
    const Told user =
        Send("POST", "/api/v1/users", {{"name", "anna"}, {"password", "a long password"}});
    const std::string code = user.json["code"].get<std::string>();
    EXPECT_EQ(Send("GET", "/api/v1/users/" + code).json["name"], "anna");
    EXPECT_EQ(
        Send("PATCH", "/api/v1/users/" + code, {{"administrator", true}}).json["administrator"],
        true);
    EXPECT_EQ(Send("PUT", "/api/v1/users/" + code + "/password", {{"password", "another long one"}})
                  .status,
              204);
    EXPECT_EQ(Send("GET", "/api/v1/users?limit=1").json["items"][0]["name"], "admin");
    const std::string project =
        Send("POST", "/api/v1/projects", {{"name", "p"}}).json["code"].get<std::string>();
    const std::string members = "/api/v1/projects/" + project + "/members";
    EXPECT_EQ(Send("PUT", members + "/" + code, {{"role", "operator"}}).status, 204);
    EXPECT_EQ(Send("GET", members).json["items"][0]["role"], "operator");
    const Session anna = SessionOf("anna", "another long one");
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(anna)).json["roles"][0]["projectCode"], project);
    EXPECT_EQ(
        Send("PUT", "/api/v1/me/password",
             R"({"oldPassword":"another long one","newPassword":"the third password"})", As(anna))
            .status,
        204);
    const Told token =
        Send("POST", "/api/v1/me/tokens", R"({"name":"ci","scope":"read"})", As(anna));
    EXPECT_TRUE(token.json["token"].get<std::string>().starts_with("dmsn_"));
    EXPECT_EQ(Send("GET", "/api/v1/me/tokens", "", As(anna)).json["items"].size(), 1U);
    EXPECT_EQ(
        Send("DELETE", "/api/v1/me/tokens/" + token.json["code"].get<std::string>(), "", As(anna))
            .status,
        204);
    EXPECT_EQ(Send("POST", "/api/v1/logout", "", As(anna)).status, 204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(anna)).status, 401);
    EXPECT_EQ(Send("DELETE", members + "/" + code).status, 204);
    const Told audit = Send("GET", "/api/v1/audit?userName=anna");
    EXPECT_EQ(audit.json["items"][0]["operation"], "logOut");
    const Told metrics = Send("GET", "/metrics");
    EXPECT_NE(
        metrics.reply.body.find(R"(dmsnode_api_requests_total{operation="logIn",status="200"} 1)"),
        std::string::npos)
        << metrics.reply.body;

    std::set<std::string> tags;
    for (const Route& route : rest_->handler().table().routes) {
        if (!testing::kTagsTestedElsewhere.contains(route.tag)) tags.insert(route.tag);
    }
    ExpectAllDone(tags);
}

TEST_F(ApiTest, TheCommittedDescriptionIsTheGeneratedOne) {
    const std::string file = testing::SourcePath("docs/api/openapi.json");
    if (std::getenv("DMSNODE_UPDATE_OPENAPI") != nullptr) {
        ASSERT_TRUE(WriteFileAtomically(file, rest_->handler().openapi(), 0644));
    }
    const auto committed = ReadFile(file);
    ASSERT_TRUE(committed) << committed.error().ToString();
    EXPECT_EQ(*committed, rest_->handler().openapi())
        << "run api_test with DMSNODE_UPDATE_OPENAPI=1 and commit docs/api/openapi.json";
}

/// The table of docs/security.md: right → who, least scope.
std::map<std::string, std::pair<std::string, std::string>> RightsOfThePage() {
    std::map<std::string, std::pair<std::string, std::string>> rights;
    std::ifstream page(testing::SourcePath("docs/security.md"));
    std::string line;
    while (std::getline(page, line)) {
        if (!line.starts_with("| `")) continue;
        std::vector<std::string> cells;
        std::size_t at = 1;
        while (at < line.size()) {
            const std::size_t end = line.find('|', at);
            if (end == std::string::npos) break;
            std::string cell = line.substr(at, end - at);
            cell.erase(0, cell.find_first_not_of(" `"));
            cell.erase(cell.find_last_not_of(" `") + 1);
            cells.push_back(cell);
            at = end + 1;
        }
        if (cells.size() == 4) rights[cells[0]] = {cells[1], cells[2]};
    }
    return rights;
}

TEST_F(ApiTest, EachRouteLetsInWhomThePageSays) {
    const auto page = RightsOfThePage();
    ASSERT_EQ(page.size(), Rights().size()) << "docs/security.md shows the table of rights.cpp";
    struct Caller {
        std::string name;
        std::string token;
        std::set<std::string> levels;
        int scope;
    };
    const std::set<std::string> anyone{"anyone"};
    const std::set<std::string> user{"anyone", "any user"};
    const std::set<std::string> viewer{"anyone", "any user", "project viewer"};
    std::set<std::string> worker = viewer;
    worker.insert({"project operator", "operator of any project"});
    std::set<std::string> owner = worker;
    owner.insert("project admin");
    std::set<std::string> all = owner;
    all.insert("administrator");
    std::set<std::string> elsewhere = user;
    elsewhere.insert("operator of any project");
    const auto member = [&](const std::string& name, Role role, std::int64_t project) {
        const std::int64_t id = MakeUser(name);
        EXPECT_TRUE(rest_->auth().PutRole({.project = project,
                                           .user = id,
                                           .user_name = {},
                                           .role = std::string(RoleName(role))}));
        return TokenOf(id, Scope::kAdmin);
    };
    const std::vector<Caller> callers{
        {"nobody", "", anyone, 2},
        {"no role", TokenOf(MakeUser("none"), Scope::kAdmin), user, 2},
        {"admin of another project", member("other", Role::kAdmin, 8), elsewhere, 2},
        {"viewer of another project", member("guest", Role::kViewer, 8), user, 2},
        {"viewer", member("viewer", Role::kViewer, 7), viewer, 2},
        {"operator", member("operator", Role::kOperator, 7), worker, 2},
        {"project admin", member("owner", Role::kAdmin, 7), owner, 2},
        {"administrator", admin_token_, all, 2},
        {"administrator, read", TokenOf(admin_, Scope::kRead), all, 0},
        {"administrator, operate", TokenOf(admin_, Scope::kOperate), all, 1}};
    int refused = 0;
    for (const Route& route : rest_->handler().table().routes) {
        const auto row = page.find(std::string(RowOf(route.right).name));
        ASSERT_NE(row, page.end()) << RowOf(route.right).name;
        const auto& [who, scope_name] = row->second;
        const int scope = scope_name == "read" ? 0 : scope_name == "operate" ? 1 : 2;
        std::string path = (route.at_root ? "" : "/api/v1") + route.path;
        for (const std::string& name : PathParameters(route.path)) {
            path.replace(path.find("{" + name + "}"), name.size() + 2,
                         name == "projectCode" ? "7" : "1");
        }
        for (const Caller& caller : callers) {
            SCOPED_TRACE(caller.name + " " + route.method + " " + path);
            // A body that no route takes: nothing happens to the store.
            const Told told = Send(route.method, path, route.body ? R"({"no such":1})" : "",
                                   {.token = caller.token});
            const bool allowed =
                caller.levels.contains(who) && (who == "anyone" || caller.scope >= scope);
            const int expected = allowed ? 0 : caller.token.empty() ? 401 : 403;
            const int got = told.status == 401 || told.status == 403 ? told.status : 0;
            EXPECT_EQ(got, expected) << told.reply.body;
            refused += allowed ? 0 : 1;
            clock_.Advance(std::chrono::seconds(1));
        }
    }
    EXPECT_GT(refused, 50);
}

TEST_F(ApiTest, MalformedRequestsAreToldWithTheirPlace) {
    struct Case {
        std::string method, target, body, type;
        int status;
        std::string paths, detail;
    };
    const std::string json = "application/json";
    const std::vector<Case> cases{
        {"GET", "/api/v1/nothing", "", json, 404, "", "nothing is served here"},
        {"GET", "/api/v1", "", json, 404, "", ""},
        {"GET", "/api/v1/users/", "", json, 400, "", "empty or relative"},
        {"GET", "/api/v1/%ff", "", json, 400, "", "UTF-8"},
        {"DELETE", "/api/v1/users", "", json, 405, "", "GET, HEAD, POST"},
        {"BREW", "/api/v1/users", "", json, 405, "", ""},
        {"GET", "/api/v1/users/x7", "", json, 400, "path.userCode", ""},
        {"GET", "/api/v1/users/99999999999999999999", "", json, 400, "path.userCode", ""},
        {"GET", "/api/v1/users/5", "", json, 404, "", "no user 5"},
        {"GET", "/api/v1/users?limit=0", "", json, 400, "query.limit", ""},
        {"GET", "/api/v1/users?limit=x&limt=3", "", json, 400, "query.limit; query.limt", ""},
        {"GET", "/api/v1/users?limit=1&limit=2", "", json, 400, "query.limit", ""},
        {"GET", "/api/v1/users?cursor=A", "", json, 400, "query.cursor", ""},
        {"GET", "/api/v1/users?a=%zz", "", json, 400, "", "hexadecimal"},
        {"GET", "/api/v1/audit?since=yesterday", "", json, 400, "query.since", ""},
        {"GET", "/api/v1/users", "{}", json, 400, "", "takes no body"},
        {"POST", "/api/v1/users", "{}", "text/plain", 415, "", "application/json"},
        {"POST", "/api/v1/users", "{}", json + "; charset=latin1", 415, "", ""},
        {"POST", "/api/v1/users", "{", json, 400, "", "line 1"},
        {"POST", "/api/v1/users", "[]", json, 400, "$", ""},
        {"POST", "/api/v1/users", "{}", json, 400, "$.name; $.password", ""},
        {"POST", "/api/v1/users", R"({"name":"A b","password":"short","admin":true})", json, 400,
         "$.admin; $.name; $.password", ""},
        {"POST", "/api/v1/users", R"({"name":"a","password":7})", json, 400, "$.password", ""},
        {"POST", "/api/v1/users", R"({"name":"admin","password":"long enough"})", json, 409, "",
         "already"},
        {"POST", "/api/v1/users", R"({"name":"long-enough","password":"long-enough"})", json, 400,
         "$.password", "name"},
        {"POST", "/api/v1/me/tokens", R"({"name":"x","scope":"all"})", json, 400, "$.scope", ""},
        {"POST", "/api/v1/me/tokens",
         R"({"name":"x","scope":"read","expires":"2001-01-01T00:00:00Z"})", json, 400, "$.expires",
         "expired already"},
        {"PUT", "/api/v1/me/password", std::string(9000, ' '), json, 413, "", "8192"},
        {"PUT", "/api/v1/projects/7/members/5", R"({"role":"viewer"})", json, 404, "",
         "no project 7"},
        {"POST", "/api/v1/logout", "", json, 409, "", "API token"},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.method + " " + each.target + " " + each.body.substr(0, 100));
        Ask ask{.token = admin_token_};
        ask.content_type = each.type;
        const Told told = Send(each.method, each.target, each.body, ask);
        EXPECT_EQ(told.status, each.status) << told.reply.body;
        EXPECT_EQ(told.paths(), each.paths) << told.reply.body;
        EXPECT_NE(told.detail().find(each.detail), std::string::npos) << told.reply.body;
        EXPECT_EQ(told.json["status"], each.status);
    }
    const Told hinted = Send("GET", "/api/v1/users?limt=3");
    EXPECT_EQ(hinted.json["problems"][0]["hint"], "did you mean \"limit\"?");
    Ask picky{.token = admin_token_};
    picky.headers = {{"Accept", "text/html"}};
    EXPECT_EQ(Send("GET", "/api/v1/users", "", picky).status, 406);
    EXPECT_EQ(Send("DELETE", "/api/v1/users").header("Allow"), "GET, HEAD, POST");
    const http::Reply refused = rest_->handler().Refuse({}, 413, "too large");
    EXPECT_EQ(refused.status, 413);
    EXPECT_EQ(refused.content_type, "application/problem+json");
}

TEST_F(ApiTest, PagesGoOnWhereTheLastOneEnded) {
    for (int i = 0; i < 7; ++i) MakeUser("user-" + std::to_string(i));
    std::string names;
    std::string cursor;
    int pages = 0;
    do {
        const Told told =
            Send("GET", "/api/v1/users?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor));
        ASSERT_EQ(told.status, 200);
        for (const Json& user : told.json["items"]) names += user["name"].get<std::string>() + " ";
        cursor = told.json.value("nextCursor", "");
        ++pages;
    } while (!cursor.empty() && pages < 10);
    EXPECT_EQ(names, "admin user-0 user-1 user-2 user-3 user-4 user-5 user-6 ");
    EXPECT_EQ(pages, 3);
    const Told first = Send("GET", "/api/v1/audit?limit=1");
    EXPECT_EQ(first.json["items"].size(), 0U);
}

TEST_F(ApiTest, TheSameKeyIsDoneOnce) {
    Ask ask{.token = admin_token_};
    ask.headers = {{"Idempotency-Key", "key-1"}};
    const std::string body = R"({"name":"anna","password":"a long password"})";
    const Told first = Send("POST", "/api/v1/users", body, ask);
    ASSERT_EQ(first.status, 201);
    Reopen();
    const Told again = Send("POST", "/api/v1/users", body, ask);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.json, first.json);
    EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
    const Told other =
        Send("POST", "/api/v1/users", R"({"name":"b","password":"a long password"})", ask);
    EXPECT_EQ(other.status, 422);
    // The key is the user's own.
    Ask another{.token = TokenOf(MakeUser("boss", true), Scope::kAdmin)};
    another.headers = ask.headers;
    EXPECT_EQ(Send("POST", "/api/v1/users", body, another).status, 409);
    // A secret answer is not kept.
    ask.headers = {{"Idempotency-Key", "key-2"}};
    EXPECT_EQ(Send("POST", "/api/v1/me/tokens", R"({"name":"x","scope":"read"})", ask).status, 201);
    const Told token = Send("POST", "/api/v1/me/tokens", R"({"name":"x","scope":"read"})", ask);
    EXPECT_EQ(token.status, 409);
    EXPECT_NE(token.detail().find("shown once"), std::string::npos);
    ask.headers = {{"Idempotency-Key", "a b"}};
    EXPECT_EQ(Send("POST", "/api/v1/users", body, ask).status, 400);
    // What a dead process began is not done again.
    auto requests = store::ApiRequestStore::Open(*database_);
    const auto begun = requests->Begin("k", "r", clock_.Now());
    EXPECT_FALSE(*begun);
    EXPECT_FALSE((**requests->Begin("k", "r", clock_.Now())).done);
    // After a day the key is free.
    clock_.Advance(std::chrono::hours(25));
    EXPECT_FALSE(*requests->Begin("k", "r", clock_.Now()));
    ask.headers = {{"Idempotency-Key", "key-1"}};
    EXPECT_EQ(Send("POST", "/api/v1/users", body, ask).status, 409);
}

TEST_F(ApiTest, ASessionWritesWithItsCsrfTokenOnlyAndEnds) {
    const Told told = LogIn("admin", testing::kAdminPassword);
    const std::string cookie = told.header("Set-Cookie");
    for (const char* part : {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=604800"}) {
        EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
    }
    const Session session = SessionOf("admin", testing::kAdminPassword);
    const std::string body = R"({"name":"x","scope":"read"})";
    const Told me = Send("GET", "/api/v1/me", "", As(session, false));
    EXPECT_EQ(me.status, 200);
    EXPECT_EQ(me.json["csrfToken"], session.csrf) << "a page that is loaded again asks here";
    EXPECT_FALSE(Send("GET", "/api/v1/me").json.contains("csrfToken")) << "a token has none";
    EXPECT_EQ(Send("POST", "/api/v1/me/tokens", body, As(session, false)).status, 403);
    Session forged = session;
    forged.csrf = told.json["me"]["csrfToken"].get<std::string>();
    EXPECT_EQ(Send("POST", "/api/v1/me/tokens", body, As(forged)).status, 403);
    EXPECT_EQ(Send("POST", "/api/v1/me/tokens", body, As(session)).status, 201);
    // Used in between, it lives; idle for 8 hours, it ends.
    for (int i = 0; i < 3; ++i) {
        clock_.Advance(std::chrono::hours(7));
        EXPECT_EQ(Send("GET", "/api/v1/me", "", As(session)).status, 200);
    }
    Reopen();
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(session)).status, 200);
    clock_.Advance(std::chrono::hours(8));
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(session)).status, 401);
    // However much it is used, it ends after a week.
    const Session busy = SessionOf("admin", testing::kAdminPassword);
    int hours = 0;
    while (Send("GET", "/api/v1/me", "", As(busy)).status == 200 && hours < 200) {
        clock_.Advance(std::chrono::hours(4));
        hours += 4;
    }
    EXPECT_EQ(hours, 168);
    // A stale cookie does not hinder a new log-in.
    Ask stale = As(busy);
    EXPECT_EQ(Send("POST", "/api/v1/login",
                   DumpJson(Json{{"name", "admin"}, {"password", testing::kAdminPassword}}), stale)
                  .status,
              200);
}

TEST_F(ApiTest, PasswordsAndDisablingEndSessions) {
    const std::string code = CodeText(MakeUser("anna"));
    const Session one = SessionOf("anna", "password of anna");
    const Session two = SessionOf("anna", "password of anna");
    const auto change = [&](const std::string& old_password) {
        return Send("PUT", "/api/v1/me/password",
                    DumpJson(Json{{"oldPassword", old_password}, {"newPassword", "brand new one"}}),
                    As(one))
            .status;
    };
    EXPECT_EQ(change("wrong"), 403);
    EXPECT_EQ(change("password of anna"), 204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(one)).status, 200);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(two)).status, 401);
    EXPECT_EQ(
        Send("PUT", "/api/v1/users/" + code + "/password", {{"password", "set by admin"}}).status,
        204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(one)).status, 401);
    // API tokens stay, unless they are to go.
    const std::string kept = TokenOf(*ReadCode(code), Scope::kAdmin);
    const auto set = [&](const Json& body) {
        return Send("PUT", "/api/v1/users/" + code + "/password", body).status;
    };
    EXPECT_EQ(set({{"password", "set by admin"}}), 204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", {.token = kept}).status, 200);
    EXPECT_EQ(set({{"password", "set by admin"}, {"revokeTokens", true}}), 204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", {.token = kept}).status, 401);
    const std::string own = TokenOf(*ReadCode(code), Scope::kAdmin);
    EXPECT_EQ(Send("PUT", "/api/v1/me/password",
                   R"({"oldPassword":"set by admin","newPassword":"set by admin",)"
                   R"("revokeTokens":true})",
                   As(SessionOf("anna", "set by admin")))
                  .status,
              204);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", {.token = own}).status, 401);
    const Session three = SessionOf("anna", "set by admin");
    const std::string token = TokenOf(*ReadCode(code), Scope::kAdmin);
    EXPECT_EQ(Send("PATCH", "/api/v1/users/" + code, {{"disabled", true}}).status, 200);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", As(three)).status, 401);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", {.token = token}).status, 401);
    EXPECT_EQ(LogIn("anna", "set by admin").status, 401);
    // The last administrator stays.
    const std::string self = "/api/v1/users/" + CodeText(admin_);
    EXPECT_EQ(Send("PATCH", self, {{"disabled", true}}).status, 409);
    EXPECT_EQ(Send("PATCH", self, {{"administrator", false}}).status, 409);
    EXPECT_EQ(Send("GET", "/api/v1/me").json["administrator"], true);
}

TEST_F(ApiTest, TokensExpireAndTellTheirLastUse) {
    const auto made = rest_->authenticator().MakeToken(admin_, "short", Scope::kRead,
                                                       clock_.Now() + std::chrono::hours(1));
    const Ask ask{.token = made->token.Reveal()};
    EXPECT_EQ(Send("GET", "/api/v1/me", "", ask).json["scope"], "read");
    EXPECT_EQ(Send("GET", "/api/v1/me/tokens", "", ask).json["items"][1]["lastUsed"],
              FormatIso8601(clock_.Now()));
    EXPECT_EQ(Send("GET", "/api/v1/me", "", {.token = made->token.Reveal() + "x"}).status, 401);
    EXPECT_EQ(Send("GET", "/api/v1/me", "", {.token = std::string(5000, 'x')}).status, 401);
    clock_.Advance(std::chrono::hours(1));
    EXPECT_EQ(Send("GET", "/api/v1/me", "", ask).status, 401);
}

TEST_F(ApiTest, GuessingIsSlowedByNameAndByAddress) {
    MakeUser("anna");
    int tried = 0;
    while (tried < 10 && LogIn("anna", "wrong", "10.0.0.1").status == 401) ++tried;
    EXPECT_EQ(tried, LoginGuard::kFreeOfName);
    // Also the right password waits, from wherever; another name does not.
    EXPECT_EQ(LogIn("anna", "password of anna", "10.0.0.2").status, 429);
    EXPECT_EQ(LogIn("admin", testing::kAdminPassword, "10.0.0.2").status, 200);
    clock_.Advance(std::chrono::seconds(61));
    EXPECT_EQ(LogIn("anna", "password of anna", "10.0.0.2").status, 200);
    // Names that do not exist are answered the same, and the address pays.
    std::string said;
    tried = 0;
    while (tried < 100) {
        const Told told = LogIn("name-" + std::to_string(tried), "wrong", "10.0.0.3");
        if (told.status == 429) break;
        EXPECT_EQ(told.status, 401);
        said = told.detail();
        ++tried;
    }
    EXPECT_EQ(tried, LoginGuard::kFreeOfAddress);
    EXPECT_EQ(said, LogIn("anna", "wrong", "10.0.0.4").detail());
    const Told audit = Send("GET", "/api/v1/audit?userName=name-3&operation=logIn");
    ASSERT_EQ(audit.json["items"].size(), 1U);
    EXPECT_EQ(audit.json["items"][0]["status"], 401);
    EXPECT_EQ(audit.json["items"][0]["peer"], "10.0.0.3");
}

TEST_F(ApiTest, TooManyRequestsWait) {
    options_.limits = {.per_principal = {.per_second = 1, .burst = 3},
                       .per_address = {.per_second = 1, .burst = 5}};
    Reopen();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(Send("GET", "/api/v1/me").status, 200);
    const Told slowed = Send("GET", "/api/v1/me");
    EXPECT_EQ(slowed.status, 429);
    EXPECT_EQ(slowed.header("Retry-After"), "1");
    EXPECT_EQ(Send("GET", "/healthz").status, 429);  // known by its token all the same
    EXPECT_EQ(Send("GET", "/healthz", "", {}).status, 429);
    EXPECT_EQ(Send("GET", "/healthz", "", {.peer = "10.0.0.9"}).status, 200);
    clock_.Advance(std::chrono::seconds(1));
    EXPECT_EQ(Send("GET", "/api/v1/me").status, 200);
}

TEST_F(ApiTest, SecretsStandInNoLogNoReplyAndNoFile) {
    constexpr const char* kCanary = "c4n4ry-pa55w0rd-9f3b";
    const std::string password = std::string(R"("password":")") + kCanary + "\"";
    std::string replies;
    const auto send = [&](const std::string& method, const std::string& path,
                          const std::string& body) {
        const Told told = Send(method, path, body, {.token = admin_token_});
        replies += told.reply.body;
        for (const http::Header& header : told.reply.headers) replies += header.value;
        return told;
    };
    const std::string code =
        send("POST", "/api/v1/users", R"({"name":"anna",)" + password + "}").json["code"];
    send("POST", "/api/v1/users", R"({"name":"anna",)" + password + "}");
    send("POST", "/api/v1/users", R"({"name":"bad name",)" + password + "}");
    send("POST", "/api/v1/users", "{" + password + ", broken");
    send("POST", "/api/v1/users", R"({"name":["x"],)" + password + R"(,"x":{)" + password + "}}");
    send("POST", "/api/v1/login", R"({"name":"nobody",)" + password + "}");
    send("PUT", "/api/v1/users/" + code + "/password", "{" + password + "}");
    send("GET", std::string("/api/v1/users?password=") + kCanary, "");
    send("GET", "/api/v1/audit", "");
    const Told logged_in = LogIn("anna", kCanary);
    replies += logged_in.reply.body;
    const std::string cookie = logged_in.header("Set-Cookie");
    const std::string token = cookie.substr(cookie.find('=') + 1, 43);
    const std::string api_token = TokenOf(admin_, Scope::kRead);
    Send("GET", "/api/v1/me", "", {.token = api_token});
    std::string files;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
        std::ifstream in(entry.path(), std::ios::binary);
        files.append(std::istreambuf_iterator<char>(in), {});
    }
    ASSERT_GT(files.size(), 10'000U);
    for (const std::string& secret : {std::string(kCanary), token, api_token, admin_token_}) {
        EXPECT_EQ(replies.find(secret), std::string::npos) << secret;
        EXPECT_EQ(log_.text().find(secret), std::string::npos) << secret;
        EXPECT_EQ(files.find(secret), std::string::npos) << secret;
    }
    EXPECT_NE(log_.text().find("logIn"), std::string::npos);
}

TEST_F(ApiTest, RequestIdsAreTakenOrMade) {
    Ask ask{.token = admin_token_};
    ask.headers = {{"X-Request-Id", "trace-7"}};
    EXPECT_EQ(Send("PATCH", "/api/v1/users/5", "{}", ask).json["instance"],
              "urn:dmsnode:request:trace-7");
    EXPECT_NE(log_.text().find("request trace-7: PATCH updateUser by admin from 127.0.0.1: 404"),
              std::string::npos)
        << log_.text();
    ask.headers = {{"X-Request-Id", "two\nlines"}};
    EXPECT_EQ(Send("GET", "/api/v1/me", "", ask).header("X-Request-Id").size(), 36U);
    const Told audit = Send("GET", "/api/v1/audit?operation=updateUser");
    EXPECT_EQ(audit.json["items"][0]["requestId"], "trace-7");
    EXPECT_EQ(audit.json["items"][0]["status"], 404);
    EXPECT_EQ(audit.json["items"][0]["object"], "/api/v1/users/5");
}

TEST_F(ApiTest, AnExceptionAndAStoreErrorAreAnsweredWithoutTheirText) {
    ASSERT_TRUE(database_->Write(
        [](store::Connection& db) -> Status { return db.Script("DROP TABLE auth_audit"); }));
    const Told told = Send("GET", "/api/v1/audit");
    EXPECT_EQ(told.status, 500);
    EXPECT_EQ(told.detail(), "the service failed internally; its log says more");
    EXPECT_NE(log_.text().find("no such table"), std::string::npos);
}

TEST_F(ApiTest, TheFirstAdministratorIsMadeOnce) {
    testing::TempDir folder;
    auto database = *store::Database::Open(folder.path() + "/dmsnode.db");
    auto rest =
        *RestApi::Open(*database, {.commands = commands_, .bell = bell_}, clock_, log_, options_);
    Authenticator& authenticator = rest->authenticator();
    const auto file = authenticator.MakeFirstAdministrator(folder.path(), std::nullopt);
    ASSERT_TRUE(file && *file);
    EXPECT_EQ(std::filesystem::status(**file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::string password = *ReadFile(**file);
    password.pop_back();
    EXPECT_EQ(password.size(), 24U);
    EXPECT_TRUE(authenticator.LogIn("admin", Secret(password), {}));
    EXPECT_EQ(*authenticator.MakeFirstAdministrator(folder.path(), std::nullopt), std::nullopt);

    testing::TempDir second;
    auto other = *store::Database::Open(second.path() + "/dmsnode.db");
    auto given =
        *RestApi::Open(*other, {.commands = commands_, .bell = bell_}, clock_, log_, options_);
    const std::filesystem::path secret = second.path() + "/given";
    ASSERT_TRUE(WriteFileAtomically(secret, "short\n"));
    EXPECT_FALSE(given->authenticator().MakeFirstAdministrator(second.path(), secret));
    ASSERT_TRUE(WriteFileAtomically(secret, "given by a file\n"));
    EXPECT_EQ(*given->authenticator().MakeFirstAdministrator(second.path(), secret), std::nullopt);
    EXPECT_TRUE(given->authenticator().LogIn("admin", Secret("given by a file"), {}));
    EXPECT_FALSE(std::filesystem::exists(second.path() + "/admin-password"));
}

}  // namespace
}  // namespace dmsnode::api
