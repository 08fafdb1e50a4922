#include "http/impl/request_reader.hpp"

#include <gtest/gtest.h>

namespace dmsnode::http {
namespace {

const std::string kPost =
    "POST /?a=b HTTP/1.1\r\nHost: localhost:1\r\nX-Amz-Target: A.B\r\nX-Two: 1\r\nX-Two: 2\r\n"
    "Content-Length: 5\r\n\r\n{\"a\"}";

RequestReader Reader() {
    return {1024, 4096};
}

TEST(RequestReader, ReadsARequest) {
    RequestReader reader = Reader();
    EXPECT_EQ(reader.Feed(kPost), kPost.size());
    ASSERT_TRUE(reader.is_done());
    const Request request = reader.Take();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/?a=b");
    EXPECT_EQ(request.body, "{\"a\"}");
    EXPECT_TRUE(request.keep_alive);
    ASSERT_EQ(request.headers.size(), 5U);
    EXPECT_EQ(request.headers[1].name, "X-Amz-Target");
    EXPECT_EQ(request.headers[1].value, "A.B");
}

TEST(RequestReader, EveryPrefixNeedsMore) {
    for (std::size_t length = 0; length < kPost.size(); ++length) {
        SCOPED_TRACE(length);
        RequestReader reader = Reader();
        reader.Feed(kPost.substr(0, length));
        EXPECT_FALSE(reader.is_done());
        EXPECT_FALSE(reader.flaw());
    }
}

TEST(RequestReader, BytesMayComeOneByOne) {
    RequestReader reader = Reader();
    std::string waiting;
    for (const char c : kPost) {
        waiting += c;
        waiting.erase(0, reader.Feed(waiting));
        ASSERT_FALSE(reader.flaw());
    }
    ASSERT_TRUE(reader.is_done());
    EXPECT_EQ(reader.Take().body, "{\"a\"}");
}

TEST(RequestReader, LeavesTheNextRequestAlone) {
    RequestReader reader = Reader();
    EXPECT_EQ(reader.Feed(kPost + "GET / HTTP/1.1\r\n"), kPost.size());
    EXPECT_TRUE(reader.is_done());
}

TEST(RequestReader, ReadsChunks) {
    RequestReader reader = Reader();
    const std::string text =
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2\r\n{\"\r\n3\r\na\"}\r\n0\r\n\r\n";
    std::string waiting = text;
    waiting.erase(0, reader.Feed(waiting));
    ASSERT_TRUE(reader.is_done());
    EXPECT_EQ(reader.Take().body, "{\"a\"}");
}

int StatusOf(const std::string& text) {
    RequestReader reader = Reader();
    reader.Feed(text);
    return reader.flaw() ? reader.flaw()->status : 0;
}

TEST(RequestReader, FlawsHaveTheirStatus) {
    EXPECT_EQ(StatusOf("hello\r\n\r\n"), 400);
    EXPECT_EQ(StatusOf("POST / HTTP/3.0\r\n\r\n"), 400);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nNo colon\r\n\r\n"), 400);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n"), 400);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), 400);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nContent-Length: 4097\r\n\r\n"), 413);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nX: " + std::string(2000, 'a') + "\r\n\r\n"), 431);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nX: " + std::string(2000, 'a')), 431);
    EXPECT_EQ(StatusOf("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n" +
                       std::string(65535, 'a') + "\r\n"),
              413);
    EXPECT_EQ(StatusOf(std::string("\x16\x03\x01\x02\x00", 5) + std::string(50, 'a')), 400);
}

TEST(RequestReader, TellsThatTheClientWaitsForContinue) {
    RequestReader reader = Reader();
    reader.Feed("POST / HTTP/1.1\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
    EXPECT_TRUE(reader.wants_continue());
    reader.Feed("{}");
    EXPECT_FALSE(reader.wants_continue());
    EXPECT_TRUE(reader.is_done());
}

TEST(RequestReader, CloseIsHeard) {
    RequestReader reader = Reader();
    reader.Feed("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_FALSE(reader.Take().keep_alive);
    reader = Reader();
    reader.Feed("GET / HTTP/1.0\r\n\r\n");
    EXPECT_FALSE(reader.Take().keep_alive);
}

}  // namespace
}  // namespace dmsnode::http
