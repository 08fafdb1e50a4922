#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "connectors/types.hpp"

/// What the engine needs from a database, and nothing more. One folder a database implements it;
/// the contract suite in tests/contract/ runs on all of them.
///
/// All calls block, within deadlines: connecting 15 s, catalogue queries and DDL 5 min without an
/// answer. A peer that goes away is found by TCP keepalive within a minute and gives kUnavailable.
namespace dmsnode::connectors {

enum class SslMode { kNone, kRequire, kVerifyCa, kVerifyFull };

/// Where a database is and how to log in.
struct Endpoint {
    Engine engine = Engine::kPostgres;
    std::string host;
    int port = 0;  ///< 0: the engine's default.
    std::string user;
    Secret password;
    std::string database;  ///< PostgreSQL: needed. MySQL: may be empty. SQLite: the file's path.
    SslMode ssl_mode = SslMode::kNone;
    std::string ca_certificate;  ///< PEM text for verify-ca and verify-full; empty: the system's.
    ValuePolicy policy;          ///< Used when the endpoint is a target.
    std::map<std::string, std::string>
        extra;  ///< Extra connection attributes that the connector understands.
};

struct ServerInfo {
    std::string version;  ///< As the server says it.
    std::vector<std::string>
        warnings;  ///< What will make a migration slow or incomplete, with the remedy.
};

/// One column as the reader is to give it, in the order of the list.
struct ReadColumn {
    Column column;  ///< As the catalogue described it.
    CellFormat format = CellFormat::kText;
};

struct ReadPlan {
    TableId table;
    std::vector<ReadColumn> columns;
    std::vector<RowFilter> filters;
    std::vector<std::string> order_by;  ///< Column names; usually the primary key or nothing.
    ValuePolicy policy;  ///< The target's: conversions that can fail happen in the reader.
};

/// What the callers of Reader::Next ask for at once.
inline constexpr std::size_t kBatchBytes = 1U << 20U;

/// Rows of one table, as they were at the snapshot.
/// Threads: one, but Cancel may come from any.
class Reader {
public:
    virtual ~Reader() = default;
    /// Appends rows to `batch` until it holds at least `max_bytes` or `max_rows` rows. False: the
    /// table's end was reached (the batch may still hold rows). Errors: kDataLoss with `where` =
    /// `schema.table.column` and the row's key in the message, for a value that
    ///     the policy does not let pass; kUnavailable; kCancelled.
    virtual Result<bool> Next(RowBatch& batch, std::size_t max_bytes, std::int64_t max_rows) = 0;
    /// Rows whose values the policy changed so far (zero dates made NULL, text repaired).
    virtual std::int64_t changed_values() const = 0;
    /// Makes a blocked Next return kCancelled soon.
    virtual void Cancel() = 0;
};

/// One consistent view of the source for as long as it lives.
/// Threads: OpenReader from any; readers of one snapshot run side by side.
class Snapshot {
public:
    virtual ~Snapshot() = default;
    virtual Result<std::unique_ptr<Reader>> OpenReader(const ReadPlan& plan) = 0;
    /// What to tell the operator: `snapshot 00000003-1 at 0/15D6AE0`, or why readers may differ in
    /// age.
    virtual std::string Describe() const = 0;
};

/// Threads: one at a time.
class Source {
public:
    virtual ~Source() = default;
    virtual Result<ServerInfo> Info() = 0;
    /// Schemas that hold users' tables: system schemas are left out.
    virtual Result<std::vector<std::string>> ListSchemas() = 0;
    /// All users' tables and views, ids and kinds only, ordered by name.
    virtual Result<std::vector<Table>> ListTables() = 0;
    /// Full descriptions of these tables, in their order. One round trip for all, where the engine
    /// can. Errors: kNotFound names the first missing table.
    virtual Result<std::vector<Table>> DescribeTables(const std::vector<TableId>& ids) = 0;
    /// `max_readers`: how many readers will be open at once. The snapshot may outlive the Source.
    virtual Result<std::unique_ptr<Snapshot>> OpenSnapshot(int max_readers) = 0;
};

/// How a source column is kept on a target.
struct MappedColumn {
    std::string type_sql;                   ///< `numeric(10,2)`
    CellFormat format = CellFormat::kText;  ///< What the writer wants to be given.
    std::string default_sql;  ///< Empty: none, or it does not translate (then a note says so).
    std::vector<std::string>
        notes;  ///< What is not carried over exactly, in words for the operator.
};

struct TargetColumn {
    std::string name;
    bool nullable = true;
    bool is_identity = false;
    MappedColumn mapped;
    Column source;  ///< For engines that keep more when source and target are alike.
};

struct TargetTable {
    TableId id;
    std::vector<TargetColumn> columns;
    std::vector<std::string> primary_key;  ///< Target column names.
    std::vector<Index>
        indexes;  ///< Target column names; expressions and predicates only from the same engine.
    Engine source_engine = Engine::kPostgres;
};

struct WritePlan {
    TargetTable table;
    ValuePolicy policy;
};

/// Loads rows into one table. Rows are in the target only after Commit; the destructor rolls the
/// rest back. Threads: one, but Cancel may come from any.
class Writer {
public:
    virtual ~Writer() = default;
    /// `batch` has the columns of the plan's table, in order and in the mapped formats.
    /// Errors: kDataLoss or kInvalidArgument with the place, for a value or row that the target
    /// refuses;
    ///     kResourceExhausted (disk full); kUnavailable; kCancelled.
    virtual Status Write(const RowBatch& batch) = 0;
    /// Ends the transaction: others see the rows, and the end of this process does not undo them.
    virtual Status Commit() = 0;
    /// Returns when everything committed also survives a crash of the server. Before that a crash
    /// may undo commits that were answered; it breaks this connection, so the load hears of it.
    /// Where a commit waits for the disk anyway there is nothing to do.
    virtual Status Sync() { return {}; }
    virtual void Cancel() = 0;
};

/// Threads: one at a time, except OpenWriter, AddKeysAndIndexes and the writers, which run side by
/// side.
class Target {
public:
    virtual ~Target() = default;
    virtual Result<ServerInfo> Info() = 0;
    /// How this engine keeps `column`. Pure.
    /// Errors: kUnsupported for a type that has no equal here.
    virtual Result<MappedColumn> MapColumn(Engine source, const Column& column) const = 0;
    /// The longest table or column name in bytes, 0 for no limit.
    virtual std::size_t MaxIdentifierBytes() const = 0;
    virtual Status EnsureSchema(const std::string& schema) = 0;
    virtual Result<std::optional<Table>> DescribeTable(const TableId& id) = 0;
    virtual Result<bool> HasRows(const TableId& id) = 0;
    /// Fails, naming them, if other objects depend on the table: nothing is dropped in cascade.
    virtual Status DropTable(const TableId& id) = 0;
    virtual Status TruncateTable(const TableId& id) = 0;
    /// Columns, NOT NULL, defaults; the primary key too where adding it later would copy the table.
    virtual Status CreateTable(const TargetTable& table) = 0;
    virtual Result<std::unique_ptr<Writer>> OpenWriter(const WritePlan& plan) = 0;
    /// After the rows: primary key (if not there yet), unique constraints, indexes, identity
    /// counters, statistics. Safe to call again after a crash: what is there is left. Gives one
    /// note for each index that has no equal here.
    virtual Result<std::vector<std::string>> AddKeysAndIndexes(const TargetTable& table,
                                                               std::stop_token stop) = 0;
};

/// Opens connections. Only src/app/ knows which classes stand behind it.
/// Threads: any.
class Factory {
public:
    virtual ~Factory() = default;
    /// Connects at once: a wrong password or an unreachable host fails here, with what to check.
    /// Errors: kUnauthenticated, kUnavailable, kNotFound (database), kInvalidArgument,
    /// kPermissionDenied.
    virtual Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink& log) = 0;
    virtual Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink& log) = 0;
};

}  // namespace dmsnode::connectors
