#include "connectors/postgres/impl/writer.hpp"

#include <algorithm>

#include "connectors/postgres/impl/copy_decoder.hpp"
#include "connectors/postgres/impl/sql.hpp"
#include "connectors/postgres/impl/target_columns.hpp"
#include "connectors/postgres/impl/tuple_rewriter.hpp"

namespace dmsnode::connectors::postgres {
namespace {

/// Of one CopyData message: large enough to be cheap, small enough to stay in the cache.
constexpr std::size_t kBlockBytes = 256U << 10U;

/// Commits stop waiting for the disk where the server has what Sync needs: a wait for each of a
/// load's many commits costs more than the rows.
/// Source: PostgreSQL 15, "Asynchronous Commit"; the function has a fourth parameter since 17.
constexpr const char* kCommitWithoutWaiting =
    "SELECT set_config('synchronous_commit', 'off', false) WHERE has_function_privilege(coalesce("
    "to_regprocedure('pg_catalog.pg_logical_emit_message(boolean,text,text)'), "
    "to_regprocedure('pg_catalog.pg_logical_emit_message(boolean,text,text,boolean)')), 'EXECUTE')";

/// A commit that writes to the log and waits for it: the log is flushed in order, so all commits
/// before it are safe then.
constexpr const char* kSync =
    "SET synchronous_commit = on; SELECT pg_catalog.pg_logical_emit_message(true, 'dmsnode', "
    "'loaded')";

std::string CopySql(const TableId& table, const std::vector<CellRule>& rules) {
    std::vector<std::string> names;
    for (const CellRule& rule : rules) {
        if (rule.kind != CellRule::Kind::kDrop) names.push_back(rule.column);
    }
    return "COPY " + QuoteTable(table) + " (" + QuoteList(names) + ") FROM STDIN (FORMAT binary)";
}

class PostgresWriter final : public Writer {
public:
    PostgresWriter(PooledSession session, const TableId& table, std::vector<CellRule> rules)
        : session_(std::move(session)),
          table_(table),
          doing_("load " + table.ToString()),
          copy_sql_(CopySql(table, rules)),
          rewriter_(std::move(rules)) {}

    ~PostgresWriter() override {
        if (is_copying_ || !is_synced_) session_.Discard();
    }

    Status Write(const RowBatch& batch) override {
        if (batch.rows == 0) return {};
        if (Status started = Start(); !started) return started;
        if (!rewriter_.IsNeeded()) return Send(batch.bytes);
        rewritten_.Clear();
        if (Status done = rewriter_.Append(batch.bytes, rewritten_); !done) {
            return Placed(done.error());
        }
        return Send(rewritten_.bytes);
    }

    Status Commit() override {
        if (!is_copying_) return {};
        if (Status sent = session_->WriteCopy(kCopyTrailer, doing_); !sent) return sent;
        is_copying_ = false;
        CopyPlace place;
        Status ended = session_->EndCopy(doing_, place);
        if (!ended) return Explain(ended.error(), place);
        return {};
    }

    Status Sync() override {
        if (is_synced_ || waits_at_commit_) {
            is_synced_ = true;
            return {};
        }
        if (Result<Rows> done = session_->Run(kSync, doing_); !done) {
            return std::move(done.error()).At(table_.ToString());
        }
        is_synced_ = true;
        return {};
    }

    void Cancel() override { session_->RaiseInterrupt(); }

private:
    Status Start() {
        if (is_copying_) return {};
        if (is_synced_) {
            is_synced_ = false;
            const Result<Rows> set = session_->Run(kCommitWithoutWaiting, doing_);
            if (!set) return set.error();
            waits_at_commit_ = set->size() == 0;
        }
        Status started = session_->SendCopy(copy_sql_, doing_);
        if (started) started = session_->AwaitCopy(PGRES_COPY_IN, doing_);
        if (!started) return Explain(started.error(), {});
        is_copying_ = true;
        return session_->WriteCopy(kCopyHeader, doing_);
    }

    Status Send(std::string_view bytes) {
        while (!bytes.empty()) {
            const std::size_t size = std::min(bytes.size(), kBlockBytes);
            if (Status sent = session_->WriteCopy(bytes.substr(0, size), doing_); !sent)
                return sent;
            bytes.remove_prefix(size);
        }
        return {};
    }

    /// The rewriter names the column; the table is ours to add.
    Error Placed(Error error) const {
        error.where = table_.ToString() + (error.where.empty() ? "" : "." + error.where);
        return error;
    }

    Error Explain(Error error, const CopyPlace& place) const {
        std::string where = table_.ToString();
        if (!place.column.empty()) where += "." + place.column;
        if (place.line > 0) {
            error.message +=
                " (row " + std::to_string(place.line) + " of the rows since the last commit)";
        }
        return WithTableGrant(std::move(error).At(where), "INSERT", table_, session_->user());
    }

    PooledSession session_;
    TableId table_;
    std::string doing_;
    std::string copy_sql_;
    TupleRewriter rewriter_;
    RowBatch rewritten_;
    bool is_copying_ = false;
    bool is_synced_ = true;         // nothing was committed since the last Sync
    bool waits_at_commit_ = false;  // the session's commits are synchronous all the same
};

}  // namespace

Result<std::unique_ptr<Writer>> OpenWriter(std::shared_ptr<SessionPool> pool,
                                           const WritePlan& plan) {
    Result<std::unique_ptr<Session>> session = pool->Acquire();
    if (!session) return session.error();
    PooledSession pooled(std::move(pool), *std::move(session));
    const Result<std::vector<ActualColumn>> actual = ReadActualColumns(*pooled, plan.table.id);
    if (!actual) return actual.error();
    Result<std::vector<CellRule>> rules = WriterRules(plan.table, *actual);
    if (!rules) return rules.error();
    return std::make_unique<PostgresWriter>(std::move(pooled), plan.table.id, *std::move(rules));
}

}  // namespace dmsnode::connectors::postgres
