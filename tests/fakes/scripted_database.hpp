#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "connectors/cells.hpp"
#include "connectors/connector.hpp"

/// A source and a target in memory whose calls fail as the test says. Tables have one column `id`
/// with the numbers from 0; the endpoint's host says which side is meant.
namespace dmsnode::testing {

class ScriptedWorld;

namespace scripted {

using namespace connectors;

struct TargetData {
    Table table;
    std::vector<std::int64_t> rows;
};

}  // namespace scripted

/// The two databases and the script. Threads: any.
class ScriptedWorld final : public connectors::Factory {
public:
    using TableId = connectors::TableId;

    static connectors::Endpoint SourceEndpoint() { return At("source"); }
    static connectors::Endpoint TargetEndpoint() { return At("target"); }

    void AddSourceTable(const std::string& name, std::int64_t rows,
                        std::vector<connectors::Index> indexes = {}) {
        const std::lock_guard lock(mutex_);
        connectors::Table table = Describe({"s", name});
        table.primary_key = {"id"};
        table.indexes = std::move(indexes);
        table.estimated_rows = rows;
        table.estimated_bytes = rows;
        source_[table.id] = {table, rows};
    }
    void AddTargetTable(const std::string& name, std::vector<std::int64_t> rows) {
        const std::lock_guard lock(mutex_);
        target_[{"s", name}] = {Describe({"s", name}), std::move(rows)};
    }
    /// The committed ids in the target, sorted.
    std::vector<std::int64_t> TargetRows(const std::string& name) {
        const std::lock_guard lock(mutex_);
        std::vector<std::int64_t> rows = target_[{"s", name}].rows;
        std::sort(rows.begin(), rows.end());
        return rows;
    }
    bool HasTarget(const std::string& name) {
        const std::lock_guard lock(mutex_);
        return target_.count({"s", name}) > 0;
    }
    /// The `nth` call of this name (counted from 1; empty: of any name) fails.
    void FailAt(const std::string& call, int nth, Error error) {
        const std::lock_guard lock(mutex_);
        failures_.push_back({call, nth, std::move(error)});
    }
    /// From now on every call of this name fails.
    void FailAlways(const std::string& call, Error error) {
        const std::lock_guard lock(mutex_);
        always_.insert_or_assign(call, std::move(error));
    }
    /// Called before each call of this name, outside all locks.
    void Before(const std::string& call, std::function<void()> hook) {
        const std::lock_guard lock(mutex_);
        hooks_[call] = std::move(hook);
    }
    /// The next commit is done, and its answer lost.
    void LoseNextCommitAnswer() {
        const std::lock_guard lock(mutex_);
        lose_commit_answer_ = true;
    }
    /// All calls so far: `Write s.a`.
    std::vector<std::string> Calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    int Count(const std::string& prefix) const {
        const std::lock_guard lock(mutex_);
        return static_cast<int>(
            std::count_if(calls_.begin(), calls_.end(),
                          [&](const std::string& call) { return call.starts_with(prefix); }));
    }

    Result<std::unique_ptr<connectors::Source>> OpenSource(const connectors::Endpoint& endpoint,
                                                           LogSink&) override;
    Result<std::unique_ptr<connectors::Target>> OpenTarget(const connectors::Endpoint& endpoint,
                                                           LogSink&) override;

private:
    friend class ScriptedSource;
    friend class ScriptedSnapshot;
    friend class ScriptedReader;
    friend class ScriptedTarget;
    friend class ScriptedWriter;

    struct SourceTable {
        connectors::Table table;
        std::int64_t rows = 0;
    };
    struct Failure {
        std::string call;
        int nth;
        Error error;
    };

    static connectors::Endpoint At(const std::string& host) {
        connectors::Endpoint endpoint;
        endpoint.host = host;
        return endpoint;
    }
    static connectors::Table Describe(const TableId& id) {
        connectors::Table table;
        table.id = id;
        connectors::Column column;
        column.name = "id";
        column.type.kind = connectors::TypeKind::kInt64;
        column.type.native = "bigint";
        column.nullable = false;
        table.columns.push_back(column);
        return table;
    }
    /// Notes the call and gives its failure, if the script has one.
    Status Called(const std::string& call, const std::string& on) {
        std::function<void()> hook;
        {
            const std::lock_guard lock(mutex_);
            if (hooks_.count(call) > 0) hook = hooks_[call];
        }
        if (hook) hook();
        const std::lock_guard lock(mutex_);
        calls_.push_back(call + " " + on);
        const int nth = ++counts_[call];
        const int nth_of_all = ++counts_[""];
        if (const auto found = always_.find(call); found != always_.end()) return found->second;
        for (const Failure& failure : failures_) {
            if ((failure.call == call && failure.nth == nth) ||
                (failure.call.empty() && failure.nth == nth_of_all)) {
                return failure.error;
            }
        }
        return {};
    }

    mutable std::mutex mutex_;
    std::map<TableId, SourceTable> source_;
    std::map<TableId, scripted::TargetData> target_;
    std::vector<Failure> failures_;
    std::map<std::string, Error> always_;
    std::map<std::string, std::function<void()>> hooks_;
    std::map<std::string, int> counts_;
    std::vector<std::string> calls_;
    bool lose_commit_answer_ = false;
};

class ScriptedReader final : public connectors::Reader {
public:
    ScriptedReader(ScriptedWorld& world, connectors::TableId id, std::int64_t rows)
        : world_(world), id_(std::move(id)), rows_(rows) {}
    Result<bool> Next(connectors::RowBatch& batch, std::size_t, std::int64_t max_rows) override {
        if (Status failed = world_.Called("Next", id_.ToString()); !failed) return failed.error();
        if (cancelled_) return Error{ErrorCode::kCancelled, "stopped on request"};
        connectors::RowAppender out(batch);
        // Small batches, so that a table has several.
        for (int i = 0; i < 3 && batch.rows < max_rows && next_ < rows_; ++i) {
            out.BeginRow(1);
            out.Int64(next_++);
        }
        return next_ < rows_;
    }
    std::int64_t changed_values() const override { return 0; }
    void Cancel() override { cancelled_ = true; }

private:
    ScriptedWorld& world_;
    connectors::TableId id_;
    std::int64_t rows_;
    std::int64_t next_ = 0;
    std::atomic<bool> cancelled_{false};
};

class ScriptedSnapshot final : public connectors::Snapshot {
public:
    ScriptedSnapshot(ScriptedWorld& world, bool of_target) : world_(world), of_target_(of_target) {}
    Result<std::unique_ptr<connectors::Reader>> OpenReader(
        const connectors::ReadPlan& plan) override {
        if (Status failed = world_.Called("OpenReader", plan.table.ToString()); !failed) {
            return failed.error();
        }
        const std::lock_guard lock(world_.mutex_);
        const std::int64_t rows =
            of_target_ ? static_cast<std::int64_t>(world_.target_[plan.table].rows.size())
                       : world_.source_[plan.table].rows;
        return std::make_unique<ScriptedReader>(world_, plan.table, rows);
    }
    std::string Describe() const override { return "memory"; }

private:
    ScriptedWorld& world_;
    bool of_target_;
};

class ScriptedSource final : public connectors::Source {
public:
    ScriptedSource(ScriptedWorld& world, bool of_target) : world_(world), of_target_(of_target) {}
    Result<connectors::ServerInfo> Info() override {
        if (Status failed = world_.Called("SourceInfo", ""); !failed) return failed.error();
        return connectors::ServerInfo{.version = "memory", .warnings = {}};
    }
    Result<std::vector<std::string>> ListSchemas() override {
        return std::vector<std::string>{"s"};
    }
    Result<std::vector<connectors::Table>> ListTables() override {
        if (Status failed = world_.Called("ListTables", ""); !failed) return failed.error();
        const std::lock_guard lock(world_.mutex_);
        std::vector<connectors::Table> tables;
        for (const auto& [id, table] : world_.source_) tables.push_back(table.table);
        return tables;
    }
    Result<std::vector<connectors::Table>> DescribeTables(
        const std::vector<connectors::TableId>& ids) override {
        if (Status failed = world_.Called("DescribeTables", ""); !failed) return failed.error();
        const std::lock_guard lock(world_.mutex_);
        std::vector<connectors::Table> tables;
        for (const auto& id : ids) {
            tables.push_back(of_target_ ? world_.target_[id].table : world_.source_[id].table);
        }
        return tables;
    }
    Result<std::unique_ptr<connectors::Snapshot>> OpenSnapshot(int) override {
        if (Status failed = world_.Called("OpenSnapshot", ""); !failed) return failed.error();
        return std::make_unique<ScriptedSnapshot>(world_, of_target_);
    }

private:
    ScriptedWorld& world_;
    bool of_target_;
};

class ScriptedWriter final : public connectors::Writer {
public:
    ScriptedWriter(ScriptedWorld& world, connectors::TableId id)
        : world_(world), id_(std::move(id)) {}
    Status Write(const connectors::RowBatch& batch) override {
        if (Status failed = world_.Called("Write", id_.ToString()); !failed) return failed;
        if (cancelled_) return Error{ErrorCode::kCancelled, "stopped on request"};
        connectors::RowCursor cursor(batch);
        std::vector<connectors::Cell> cells(1);
        while (true) {
            const Result<bool> row = cursor.Next(cells);
            if (!row) return row.error();
            if (!*row) return {};
            pending_.push_back(connectors::BigEndian<std::int64_t>(cells[0].data));
        }
    }
    Status Commit() override {
        if (Status failed = world_.Called("Commit", id_.ToString()); !failed) return failed;
        const std::lock_guard lock(world_.mutex_);
        auto& rows = world_.target_[id_].rows;
        rows.insert(rows.end(), pending_.begin(), pending_.end());
        unsynced_ += pending_.size();
        pending_.clear();
        if (!world_.lose_commit_answer_) return {};
        world_.lose_commit_answer_ = false;
        return Error{ErrorCode::kUnavailable, "the connection was lost"};
    }
    /// A failure is a crash of the server: commits that were not yet safe are undone.
    Status Sync() override {
        Status synced = world_.Called("Sync", id_.ToString());
        const std::lock_guard lock(world_.mutex_);
        auto& rows = world_.target_[id_].rows;
        if (!synced) rows.resize(rows.size() - unsynced_);
        unsynced_ = 0;
        return synced;
    }
    void Cancel() override { cancelled_ = true; }

private:
    ScriptedWorld& world_;
    connectors::TableId id_;
    std::vector<std::int64_t> pending_;
    std::size_t unsynced_ = 0;
    std::atomic<bool> cancelled_{false};
};

class ScriptedTarget final : public connectors::Target {
public:
    explicit ScriptedTarget(ScriptedWorld& world) : world_(world) {}
    Result<connectors::ServerInfo> Info() override {
        if (Status failed = world_.Called("TargetInfo", ""); !failed) return failed.error();
        return connectors::ServerInfo{.version = "memory", .warnings = {}};
    }
    Result<connectors::MappedColumn> MapColumn(connectors::Engine,
                                               const connectors::Column&) const override {
        connectors::MappedColumn mapped;
        mapped.type_sql = "bigint";
        mapped.format = connectors::CellFormat::kInt64;
        return mapped;
    }
    std::size_t MaxIdentifierBytes() const override { return 30; }
    Status EnsureSchema(const std::string& schema) override {
        return world_.Called("EnsureSchema", schema);
    }
    Result<std::optional<connectors::Table>> DescribeTable(const connectors::TableId& id) override {
        if (Status failed = world_.Called("DescribeTable", id.ToString()); !failed) {
            return failed.error();
        }
        const std::lock_guard lock(world_.mutex_);
        const auto found = world_.target_.find(id);
        if (found == world_.target_.end()) return std::optional<connectors::Table>();
        return std::optional<connectors::Table>(found->second.table);
    }
    Result<bool> HasRows(const connectors::TableId& id) override {
        if (Status failed = world_.Called("HasRows", id.ToString()); !failed) {
            return failed.error();
        }
        const std::lock_guard lock(world_.mutex_);
        return !world_.target_[id].rows.empty();
    }
    Status DropTable(const connectors::TableId& id) override {
        if (Status failed = world_.Called("DropTable", id.ToString()); !failed) return failed;
        const std::lock_guard lock(world_.mutex_);
        world_.target_.erase(id);
        return {};
    }
    Status TruncateTable(const connectors::TableId& id) override {
        if (Status failed = world_.Called("TruncateTable", id.ToString()); !failed) return failed;
        const std::lock_guard lock(world_.mutex_);
        world_.target_[id].rows.clear();
        return {};
    }
    Status CreateTable(const connectors::TargetTable& table) override {
        if (Status failed = world_.Called("CreateTable", table.id.ToString()); !failed) {
            return failed;
        }
        const std::lock_guard lock(world_.mutex_);
        world_.target_[table.id] = {ScriptedWorld::Describe(table.id), {}};
        return {};
    }
    Result<std::unique_ptr<connectors::Writer>> OpenWriter(
        const connectors::WritePlan& plan) override {
        if (Status failed = world_.Called("OpenWriter", plan.table.id.ToString()); !failed) {
            return failed.error();
        }
        return std::make_unique<ScriptedWriter>(world_, plan.table.id);
    }
    Result<std::vector<std::string>> AddKeysAndIndexes(const connectors::TargetTable& table,
                                                       std::stop_token) override {
        const std::string what = table.id.ToString() +
                                 " pk=" + std::to_string(table.primary_key.size()) +
                                 " indexes=" + std::to_string(table.indexes.size());
        if (Status failed = world_.Called("AddKeysAndIndexes", what); !failed) {
            return failed.error();
        }
        return std::vector<std::string>{};
    }

private:
    ScriptedWorld& world_;
};

inline Result<std::unique_ptr<connectors::Source>> ScriptedWorld::OpenSource(
    const connectors::Endpoint& endpoint, LogSink&) {
    if (Status failed = Called("OpenSource", endpoint.host); !failed) return failed.error();
    return std::make_unique<ScriptedSource>(*this, endpoint.host == "target");
}

inline Result<std::unique_ptr<connectors::Target>> ScriptedWorld::OpenTarget(
    const connectors::Endpoint& endpoint, LogSink&) {
    if (Status failed = Called("OpenTarget", endpoint.host); !failed) return failed.error();
    return std::make_unique<ScriptedTarget>(*this);
}

}  // namespace dmsnode::testing
