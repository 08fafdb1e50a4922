#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/connector.hpp"

/// A connectors::Factory that opens nothing: what an endpoint answers is set by its host.
namespace dmsnode::testing {

class FakeSource final : public connectors::Source {
public:
    FakeSource(connectors::ServerInfo info, std::vector<std::string> schemas)
        : info_(std::move(info)), schemas_(std::move(schemas)) {}
    Result<connectors::ServerInfo> Info() override { return info_; }
    Result<std::vector<std::string>> ListSchemas() override { return schemas_; }
    Result<std::vector<connectors::Table>> ListTables() override {
        return std::vector<connectors::Table>{};
    }
    Result<std::vector<connectors::Table>> DescribeTables(
        const std::vector<connectors::TableId>&) override {
        return std::vector<connectors::Table>{};
    }
    Result<std::unique_ptr<connectors::Snapshot>> OpenSnapshot(int) override {
        return Error{ErrorCode::kUnsupported, "the fake reads no rows"};
    }

private:
    connectors::ServerInfo info_;
    std::vector<std::string> schemas_;
};

class FakeTarget final : public connectors::Target {
public:
    explicit FakeTarget(connectors::ServerInfo info) : info_(std::move(info)) {}
    Result<connectors::ServerInfo> Info() override { return info_; }
    Result<connectors::MappedColumn> MapColumn(connectors::Engine,
                                               const connectors::Column&) const override {
        return connectors::MappedColumn{};
    }
    std::size_t MaxIdentifierBytes() const override { return 0; }
    Status EnsureSchema(const std::string&) override { return {}; }
    Result<std::optional<connectors::Table>> DescribeTable(const connectors::TableId&) override {
        return std::optional<connectors::Table>();
    }
    Result<bool> HasRows(const connectors::TableId&) override { return false; }
    Status DropTable(const connectors::TableId&) override { return {}; }
    Status TruncateTable(const connectors::TableId&) override { return {}; }
    Status CreateTable(const connectors::TargetTable&) override { return {}; }
    Result<std::unique_ptr<connectors::Writer>> OpenWriter(const connectors::WritePlan&) override {
        return Error{ErrorCode::kUnsupported, "the fake writes no rows"};
    }
    Result<std::vector<std::string>> AddKeysAndIndexes(const connectors::TargetTable&,
                                                       std::stop_token) override {
        return std::vector<std::string>{};
    }

private:
    connectors::ServerInfo info_;
};

/// Threads: any.
class FakeFactory final : public connectors::Factory {
public:
    /// Endpoints on `host` fail with `error` from now on.
    void FailHost(const std::string& host, Error error) {
        const std::lock_guard lock(mutex_);
        failures_.insert_or_assign(host, std::move(error));
    }
    void HealHost(const std::string& host) {
        const std::lock_guard lock(mutex_);
        failures_.erase(host);
    }
    void SetSchemas(std::vector<std::string> schemas) {
        const std::lock_guard lock(mutex_);
        schemas_ = std::move(schemas);
    }
    /// The endpoints that were opened, in order.
    std::vector<connectors::Endpoint> opened() const {
        const std::lock_guard lock(mutex_);
        return opened_;
    }

    Result<std::unique_ptr<connectors::Source>> OpenSource(const connectors::Endpoint& endpoint,
                                                           LogSink&) override {
        const std::lock_guard lock(mutex_);
        opened_.push_back(endpoint);
        if (const auto failure = failures_.find(endpoint.host); failure != failures_.end()) {
            return failure->second;
        }
        return std::unique_ptr<connectors::Source>(
            std::make_unique<FakeSource>(connectors::ServerInfo{"fake 1.0", {}}, schemas_));
    }
    Result<std::unique_ptr<connectors::Target>> OpenTarget(const connectors::Endpoint& endpoint,
                                                           LogSink&) override {
        const std::lock_guard lock(mutex_);
        opened_.push_back(endpoint);
        if (const auto failure = failures_.find(endpoint.host); failure != failures_.end()) {
            return failure->second;
        }
        return std::unique_ptr<connectors::Target>(
            std::make_unique<FakeTarget>(connectors::ServerInfo{"fake 1.0", {}}));
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, Error> failures_;
    std::vector<std::string> schemas_;
    std::vector<connectors::Endpoint> opened_;
};

}  // namespace dmsnode::testing
