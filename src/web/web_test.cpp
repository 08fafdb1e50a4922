#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/files.hpp"
#include "support/test_servers.hpp"
#include "web/handler.hpp"

namespace dmsnode::web {
namespace {

/// A page with a script, as a build leaves it.
class WebTest : public ::testing::Test {
protected:
    WebTest() {
        std::filesystem::create_directories(dir_.path() + "/assets/.cache");
        Write("index.html", "<!doctype html><script src=/assets/index-a1.js></script>");
        Write("assets/index-a1.js", script_);
        Write("assets/.cache/x", "left out");
        Write(".stamp", "left out");
        Write("logo ä.png", "\x89PNG");
        packed_ = *PackFolder(dir_.path());
    }
    void Write(const std::string& name, const std::string& content) {
        ASSERT_TRUE(WriteFileAtomically(dir_.path() + "/" + name, content));
    }
    struct Told {
        http::Reply reply;
        std::string header(std::string_view name) const {
            for (const http::Header& header : reply.headers) {
                if (header.name == name) return header.value;
            }
            return {};
        }
    };
    Told Get(const std::string& target, std::vector<http::Header> headers = {}) const {
        http::Request request{.method = "GET", .target = target, .headers = std::move(headers)};
        Handler handler(*Pack::Read(packed_));
        return {handler.Handle(request)};
    }

    const http::Header html_{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
    const std::string script_ = std::string(5000, 'x') + "\n";
    testing::TempDir dir_;
    std::string packed_;
};

TEST_F(WebTest, APackComesBackAsItWentIn) {
    EXPECT_EQ(packed_, *PackFolder(dir_.path()));
    const Pack pack = *Pack::Read(packed_);
    const PackedFile* script = pack.Find("/assets/index-a1.js");
    ASSERT_NE(script, nullptr);
    EXPECT_TRUE(script->gzip);
    EXPECT_LT(script->body.size(), 100U);
    EXPECT_EQ(*ContentOf(*script), script_);
    const PackedFile* picture = pack.Find("/logo ä.png");
    ASSERT_NE(picture, nullptr);
    EXPECT_FALSE(picture->gzip);
    EXPECT_EQ(*ContentOf(*picture), "\x89PNG");
    for (const char* hidden : {"/.stamp", "/assets/.cache/x", "/assets", "/"}) {
        EXPECT_EQ(pack.Find(hidden), nullptr) << hidden;
    }
    EXPECT_TRUE(Pack::Read(*PackFolder(dir_.path() + "/none"))->is_empty());
    // No piece of a pack is one, and damage is told, not sent.
    for (std::size_t length = 0; length < packed_.size(); length += 7) {
        EXPECT_FALSE(Pack::Read(std::string_view(packed_).substr(0, length))) << length;
    }
    EXPECT_FALSE(Pack::Read("{\"files\":[{\"path\":7}]}\n"));
    PackedFile damaged = *script;
    damaged.body = damaged.body.substr(0, damaged.body.size() - 9);
    EXPECT_FALSE(ContentOf(damaged));
    damaged = *script;
    damaged.size -= 1;
    EXPECT_FALSE(ContentOf(damaged));
}

TEST_F(WebTest, FilesAreSentWithTypeCachingAndCoding) {
    const Told script = Get("/assets/index-a1.js?v=1");
    EXPECT_EQ(script.reply.status, 200);
    EXPECT_EQ(script.reply.content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(script.reply.body, script_);
    EXPECT_EQ(script.header("Content-Encoding"), "");
    EXPECT_EQ(script.header("Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(script.header("Vary"), "Accept-Encoding");
    for (const char* accepted : {"gzip", "br, GZIP;q=0.5", "*"}) {
        const Told coded = Get("/assets/index-a1.js", {{"Accept-Encoding", accepted}});
        EXPECT_EQ(coded.header("Content-Encoding"), "gzip") << accepted;
        EXPECT_LT(coded.reply.body.size(), 100U);
        EXPECT_EQ(coded.header("ETag"), script.header("ETag"));
    }
    for (const char* refused : {"", "br", "gzip;q=0, *", "*;q=0"}) {
        const Told plain = Get("/assets/index-a1.js", {{"Accept-Encoding", refused}});
        EXPECT_EQ(plain.header("Content-Encoding"), "") << refused;
    }
    const Told index = Get("/");
    EXPECT_EQ(index.header("Cache-Control"), "no-cache");
    EXPECT_EQ(index.reply.content_type, "text/html; charset=utf-8");
    const std::string tag = index.header("ETag");
    for (const std::string& known : {tag, "\"x\", " + tag, std::string("*"), tag.substr(2)}) {
        const Told same = Get("/index.html", {{"If-None-Match", known}});
        EXPECT_EQ(same.reply.status, 304) << known;
        EXPECT_EQ(same.reply.body, "");
        EXPECT_EQ(same.header("ETag"), tag);
    }
    EXPECT_EQ(Get("/", {{"If-None-Match", script.header("ETag")}}).reply.status, 200);
    EXPECT_EQ(Get("/logo%20%C3%A4.png").reply.body, "\x89PNG");
}

TEST_F(WebTest, PlacesInThePageAreThePageAndAnythingElseIsNotThere) {
    for (const char* place : {"/", "/login", "/projects/7/workflows/new", "/projects/a.b?x=/api"}) {
        const Told page = Get(place, {html_});
        EXPECT_EQ(page.reply.status, 200) << place;
        EXPECT_TRUE(page.reply.body.starts_with("<!doctype html><script")) << place;
    }
    for (const char* missing : {"/assets/index-b2.js", "/api/v2/x", "/api", "/%zz", "/%00"}) {
        const Told none = Get(missing, {html_});
        EXPECT_EQ(none.reply.status, 404) << missing;
        EXPECT_EQ(none.reply.content_type, "application/problem+json");
        EXPECT_EQ(none.header("Cache-Control"), "no-store");
    }
    EXPECT_EQ(Get("/login", {{"Accept", "*/*"}}).reply.status, 404);
    EXPECT_EQ(Get("/../index.html", {{"Accept", "*/*"}}).reply.status, 404);
    EXPECT_EQ(Get("/").reply.status, 200) << "whatever it accepts";
}

TEST_F(WebTest, EveryReplyHasTheSecurityHeaders) {
    for (const char* target : {"/", "/assets/index-a1.js", "/assets/none.js"}) {
        const Told told = Get(target, {html_});
        const std::string policy = told.header("Content-Security-Policy");
        EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
        EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
        EXPECT_EQ(policy.find("eval"), std::string::npos);
        EXPECT_EQ(told.header("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(told.header("X-Frame-Options"), "DENY");
        EXPECT_EQ(told.header("Referrer-Policy"), "no-referrer");
        EXPECT_EQ(std::ranges::count(told.reply.headers, "Cache-Control", &http::Header::name), 1);
    }
}

TEST_F(WebTest, ABuildWithoutTheUiSaysHowToGetIt) {
    packed_ = *PackFolder(dir_.path() + "/none");
    EXPECT_EQ(Get("/").reply.status, 200);
    EXPECT_NE(Get("/").reply.body.find("./dev build web"), std::string::npos);
    const Told page = Get("/projects", {html_});
    EXPECT_EQ(page.reply.status, 404);
    EXPECT_NE(page.reply.body.find("./dev build web"), std::string::npos);
    EXPECT_EQ(Get("/favicon.ico").reply.content_type, "application/problem+json");
    EXPECT_EQ(Get("/api/v9", {html_}).reply.content_type, "application/problem+json");
}

}  // namespace
}  // namespace dmsnode::web
