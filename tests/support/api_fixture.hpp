#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "api/problem.hpp"
#include "api/rest_api.hpp"
#include "fakes/fake_clock.hpp"
#include "scheduler/commands.hpp"
#include "store/scheduler_schema.hpp"
#include "support/recording_log.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::testing {

inline constexpr const char* kAdminPassword = "correct horse battery";

/// Tags whose operations are called in tests of their own; api_test calls all others.
inline const std::set<std::string> kTagsTestedElsewhere{"projects",     "workflows", "schedules",
                                                        "environments", "groups",    "resources",
                                                        "alarms",       "runs",      "dms"};

/// What may be started, by the workflow's code, in any project.
class FixedDefinitions final : public scheduler::DefinitionSource {
public:
    Result<scheduler::FoundWorkflow> Find(std::int64_t, std::int64_t code, std::int64_t) override {
        const auto found = documents.find(code);
        if (found == documents.end()) return Error{ErrorCode::kNotFound, "no such workflow"};
        return scheduler::FoundWorkflow{"p", "w", 1, found->second};
    }
    std::map<std::int64_t, std::string> documents;
};

/// The REST API over a fresh store. Every answer is checked against what its route says.
class ApiFixture : public ::testing::Test {
protected:
    ApiFixture() {
        options_.passwords = {.memory_bytes = 8192, .passes = 1};
        Reopen();
        const auto made = rest_->authenticator().MakeUser("admin", Secret(kAdminPassword), true);
        admin_ = made->id;
        admin_token_ = TokenOf(admin_, api::Scope::kAdmin);
    }

    /// As a new process would: the store stays.
    void Reopen() {
        rest_.reset();
        auto opened = api::RestApi::Open(*database_, {.commands = commands_, .bell = bell_}, clock_,
                                         log_, options_);
        ASSERT_TRUE(opened) << opened.error().ToString();
        rest_ = *std::move(opened);
    }
    std::string TokenOf(std::int64_t user, api::Scope scope) {
        return rest_->authenticator().MakeToken(user, "test", scope, std::nullopt)->token.Reveal();
    }
    std::int64_t MakeUser(const std::string& name, bool administrator = false) {
        return rest_->authenticator()
            .MakeUser(name, Secret("password of " + name), administrator)
            ->id;
    }

    struct Ask {
        std::string token{};  ///< Sent as Authorization: Bearer.
        std::vector<http::Header> headers{};
        std::string content_type = "application/json";
        std::string peer = "127.0.0.1";
    };
    struct Told {
        int status = 0;
        Json json{};
        http::Reply reply;

        std::string header(std::string_view name) const {
            for (const http::Header& header : reply.headers) {
                if (header.name == name) return header.value;
            }
            return {};
        }
        std::string detail() const { return json.is_object() ? json.value("detail", "") : ""; }
        /// `$.name; $.x` of a problem document.
        std::string paths() const {
            std::string text;
            if (!json.is_object() || !json.contains("problems")) return text;
            for (const Json& problem : json["problems"]) {
                text += (text.empty() ? "" : "; ") + problem["path"].get<std::string>();
            }
            return text;
        }
    };
    Told Send(const std::string& method, const std::string& target, const std::string& body,
              const Ask& how) {
        http::Request request{
            .method = method, .target = target, .headers = how.headers, .body = body};
        request.peer = how.peer;
        if (!how.token.empty()) {
            request.headers.push_back({"Authorization", "Bearer " + how.token});
        }
        if (!body.empty()) request.headers.push_back({"Content-Type", how.content_type});
        Told told{.reply = rest_->handler().Handle(request)};
        told.status = told.reply.status;
        if (told.reply.content_type.ends_with("json")) {
            const auto json = ParseJson(told.reply.body);
            EXPECT_TRUE(json) << told.reply.body;
            if (json) told.json = *json;
        }
        CheckAgainstRoute(method, request, told);
        return told;
    }
    /// As the administrator, with a token of full scope.
    Told Send(const std::string& method, const std::string& target, const Json& body = nullptr) {
        return Send(method, target, body.is_null() ? "" : DumpJson(body), {.token = admin_token_});
    }
    /// Each operation of the tags was answered with success here.
    void ExpectAllDone(const std::set<std::string>& tags) const {
        std::set<std::string> all;
        std::set<std::string> done;
        for (const api::Route& route : rest_->handler().table().routes) {
            if (!tags.contains(route.tag)) continue;
            all.insert(route.operation);
            if (done_.contains(route.operation)) done.insert(route.operation);
        }
        EXPECT_EQ(done, all);
        EXPECT_FALSE(all.empty());
    }
    /// The route of a request; null if there is none.
    const api::Route* RouteOf(const std::string& method, std::string_view path) const {
        const api::Route* best = nullptr;
        std::size_t best_literals = 0;
        for (const api::Route& route : rest_->handler().table().routes) {
            const std::string whole =
                (route.at_root ? "" : std::string(api::kApiPrefix)) + route.path;
            std::size_t literals = 1;
            if (route.method == method && Fits(whole, path, literals) && literals > best_literals) {
                best_literals = literals;
                best = &route;
            }
        }
        return best;
    }

    TempDir dir_;
    FakeClock clock_;
    RecordingLog log_;
    api::RestApiOptions options_;
    std::unique_ptr<store::Database> database_ =
        *store::Database::Open(dir_.path() + "/dmsnode.db");
    FixedDefinitions definitions_;
    scheduler::Bell bell_;
    scheduler::Commands commands_{
        {.database = *database_, .clock = clock_, .definitions = definitions_, .bell = &bell_}};
    std::unique_ptr<api::RestApi> rest_;
    std::int64_t admin_ = 0;
    std::string admin_token_;
    std::set<std::string> done_;  ///< Operations that were answered with success.

private:
    static bool Fits(std::string_view wanted, std::string_view path, std::size_t& literals) {
        while (!wanted.empty() && !path.empty()) {
            wanted.remove_prefix(1);
            path.remove_prefix(1);
            const std::string_view segment = wanted.substr(0, wanted.find('/'));
            const std::string_view given = path.substr(0, path.find('/'));
            if (!segment.starts_with('{')) {
                if (segment != given) return false;
                ++literals;
            }
            wanted.remove_prefix(segment.size());
            path.remove_prefix(given.size());
        }
        return wanted.empty() && path.empty();
    }
    void CheckAgainstRoute(const std::string& method, const http::Request& request,
                           const Told& told) {
        EXPECT_FALSE(told.header("X-Request-Id").empty());
        const api::Components& components = rest_->handler().table().components;
        std::vector<Problem> problems;
        if (told.status >= 400) {
            EXPECT_EQ(told.reply.content_type, "application/problem+json") << told.reply.body;
            problems = api::Validate(told.json, api::ProblemSchema(), components);
        } else {
            const api::Route* route = RouteOf(method == "HEAD" ? "GET" : method, request.path());
            ASSERT_NE(route, nullptr) << method << " " << request.target;
            done_.insert(route->operation);
            const bool has_reply = route->reply || route->reply_type != "application/json";
            EXPECT_EQ(told.status, has_reply ? route->status : 204) << route->operation;
            if (route->reply) problems = api::Validate(told.json, *route->reply, components);
            if (!has_reply) {
                EXPECT_EQ(told.reply.body, "") << route->operation;
            }
        }
        for (const Problem& problem : problems) {
            ADD_FAILURE() << method << " " << request.target << ": " << problem.ToString() << "\n"
                          << told.reply.body;
        }
    }
};

}  // namespace dmsnode::testing
