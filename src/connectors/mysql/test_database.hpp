#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "connectors/connector.hpp"
#include "connectors/mysql/mysql.hpp"
#include "connectors/mysql/session.hpp"
#include "connectors/mysql/sql_text.hpp"
#include "support/test_servers.hpp"

/// For the tests of this folder: a database of one's own on the real server.
namespace dmsnode::connectors::mysql {

inline Endpoint TestEndpoint() {
    const testing::TestServer server = testing::MariadbServer();
    Endpoint endpoint;
    endpoint.engine = Engine::kMariadb;
    endpoint.host = server.host;
    endpoint.port = server.port;
    endpoint.user = server.user;
    endpoint.password = Secret(server.password);
    return endpoint;
}

class TestDatabase {
public:
    TestDatabase() : name_(testing::UniqueName("my")) {
        Result<std::unique_ptr<Session>> session = Session::Open(TestEndpoint());
        EXPECT_TRUE(session) << session.error().ToString();
        session_ = *std::move(session);
        Run("CREATE DATABASE " + QuoteName(name_) + " CHARACTER SET utf8mb4");
        Run("USE " + QuoteName(name_));
    }
    ~TestDatabase() { Run("DROP DATABASE " + QuoteName(name_)); }
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    void Run(std::string_view sql) {
        const Status done = session_->Execute(sql);
        EXPECT_TRUE(done) << sql << ": " << done.error().ToString();
    }
    std::string Value(std::string_view sql) {
        Result<std::string> value = session_->QueryValue(sql);
        EXPECT_TRUE(value) << sql << ": " << value.error().ToString();
        return value ? *value : "";
    }
    TableId Id(const std::string& table) const { return {.schema = name_, .name = table}; }
    const std::string& name() const { return name_; }
    Session& session() { return *session_; }

private:
    std::string name_;
    std::unique_ptr<Session> session_;
};

}  // namespace dmsnode::connectors::mysql
