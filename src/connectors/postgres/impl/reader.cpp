#include "connectors/postgres/impl/reader.hpp"

#include "connectors/postgres/impl/copy_decoder.hpp"
#include "connectors/postgres/impl/select.hpp"
#include "connectors/postgres/impl/sql.hpp"
#include "connectors/postgres/impl/tuple_rewriter.hpp"

namespace dmsnode::connectors::postgres {
namespace {

bool CanBeInfinite(CellFormat format) {
    return format == CellFormat::kDate || format == CellFormat::kTimestamp ||
           format == CellFormat::kTimestampTz || format == CellFormat::kNumeric ||
           format == CellFormat::kFloat32 || format == CellFormat::kFloat64;
}

CellRule RuleFor(const ReadColumn& column, const ValuePolicy& policy, bool check_text) {
    CellRule rule{.format = column.format, .column = column.column.name};
    if (policy.infinity == ValuePolicy::Infinity::kNull && CanBeInfinite(column.format)) {
        rule.kind = CellRule::Kind::kNoInfinity;
    } else if (check_text && column.format == CellFormat::kText) {
        rule.kind = policy.invalid_text == ValuePolicy::InvalidText::kReplace
                        ? CellRule::Kind::kRepairUtf8
                        : CellRule::Kind::kCheckUtf8;
    }
    return rule;
}

std::vector<CellRule> RulesFor(const ReadPlan& plan, const Session& session) {
    const bool check_text = session.Parameter("server_encoding") == "SQL_ASCII";
    std::vector<CellRule> rules;
    for (const ReadColumn& column : plan.columns) {
        rules.push_back(RuleFor(column, plan.policy, check_text));
    }
    return rules;
}

/// True if the plan wants the table as it is: then COPY reads it without the executor.
Result<bool> IsPlain(const ReadPlan& plan) {
    if (!plan.filters.empty() || !plan.order_by.empty() || plan.columns.empty()) return false;
    for (const ReadColumn& column : plan.columns) {
        if (column.column.is_generated) return false;  // COPY table TO has no such columns
        Result<std::string> expression = SelectExpression(column.column, column.format);
        if (!expression) {
            expression.error().where = plan.table.ToString() + "." + expression.error().where;
            return expression.error();
        }
        if (*expression != QuoteIdentifier(column.column.name)) return false;
    }
    return true;
}

Result<std::string> CopySql(const ReadPlan& plan, bool is_ordinary) {
    const Result<bool> plain = IsPlain(plan);
    if (!plain) return plain.error();
    std::string what;
    if (*plain && is_ordinary) {
        std::vector<std::string> names;
        for (const ReadColumn& column : plan.columns) names.push_back(column.column.name);
        what = QuoteTable(plan.table) + " (" + QuoteList(names) + ")";
    } else {
        const Result<std::string> select = SelectStatement(plan, is_ordinary);
        if (!select) return select.error();
        what = "(" + *select + ")";
    }
    return "COPY " + what + " TO STDOUT (FORMAT binary)";
}

/// The only column that is converted at the server, so that a failed conversion can be named.
std::string OnlyConvertedColumn(const ReadPlan& plan) {
    std::string name;
    for (const ReadColumn& column : plan.columns) {
        const Result<std::string> expression = SelectExpression(column.column, column.format);
        if (!expression || *expression == QuoteIdentifier(column.column.name)) continue;
        if (!name.empty()) return "";
        name = column.column.name;
    }
    return name;
}

class PostgresReader final : public Reader {
public:
    PostgresReader(std::shared_ptr<SnapshotSessions> sessions, std::unique_ptr<Session> session,
                   const ReadPlan& plan)
        : sessions_(std::move(sessions)),
          session_(std::move(session)),
          rewriter_(RulesFor(plan, *session_)),
          table_(plan.table),
          doing_("read " + plan.table.ToString()),
          converted_column_(OnlyConvertedColumn(plan)),
          columns_(static_cast<int>(plan.columns.size())) {}

    ~PostgresReader() override {
        if (is_finished_) sessions_->Release(std::move(session_));
    }

    Status Start(const std::string& sql) {
        Status sent = session_->SendCopy(sql, doing_);
        if (!sent) return Explain(sent.error());
        return sent;
    }

    Result<bool> Next(RowBatch& batch, std::size_t max_bytes, std::int64_t max_rows) override {
        if (!std::exchange(is_answered_, true)) {
            // Here and not before, so that Cancel can end a long wait for the first row.
            Status answered = session_->AwaitCopy(PGRES_COPY_OUT, doing_);
            if (!answered) return Explain(answered.error());
        }
        while (!is_finished_ && batch.bytes.size() < max_bytes && batch.rows < max_rows) {
            const Result<std::string_view> block = session_->ReadCopy(doing_);
            if (!block) return Explain(block.error());
            if (block->empty()) {
                if (!decoder_.AtEnd())
                    return Error{ErrorCode::kTruncated, doing_ + ": no end mark"};
                is_finished_ = true;
                break;
            }
            if (Status taken = Take(*block, batch); !taken) return taken.error();
        }
        return !is_finished_;
    }

    std::int64_t changed_values() const override { return rewriter_.changed_rows(); }
    void Cancel() override { session_->RaiseInterrupt(); }

private:
    Status Take(std::string_view block, RowBatch& batch) {
        Result<std::string_view> row = decoder_.Take(block, columns_);
        if (!row) return std::move(row.error()).Because(doing_);
        if (row->empty()) return {};
        if (rewriter_.IsNeeded()) {
            Status rewritten = rewriter_.Append(*row, batch);
            if (!rewritten) return Placed(rewritten.error());
            return rewritten;
        }
        batch.bytes.append(*row);
        ++batch.rows;
        return {};
    }

    /// The rewriter names the column; the table is ours to add.
    Error Placed(Error error) const {
        error.where = table_.ToString() + (error.where.empty() ? "" : "." + error.where);
        return error;
    }

    Error Explain(Error error) const {
        if (error.code == ErrorCode::kDataLoss && !converted_column_.empty()) {
            return std::move(error).At(table_.ToString() + "." + converted_column_);
        }
        return WithTableGrant(std::move(error).At(table_.ToString()), "SELECT", table_,
                              session_->user());
    }

    std::shared_ptr<SnapshotSessions> sessions_;  // also owned by the snapshot, which may go first
    std::unique_ptr<Session> session_;
    CopyDecoder decoder_;
    TupleRewriter rewriter_;
    TableId table_;
    std::string doing_;
    std::string converted_column_;
    int columns_;
    bool is_answered_ = false;
    bool is_finished_ = false;
};

}  // namespace

Result<std::unique_ptr<Reader>> OpenReader(std::shared_ptr<SnapshotSessions> sessions,
                                           const ReadPlan& plan) {
    const Result<std::string> sql = CopySql(plan, sessions->IsOrdinary(plan.table));
    if (!sql) return sql.error();
    Result<std::unique_ptr<Session>> session = sessions->Acquire();
    if (!session) return session.error();
    auto reader = std::make_unique<PostgresReader>(std::move(sessions), *std::move(session), plan);
    if (Status started = reader->Start(*sql); !started) return started.error();
    return reader;
}

}  // namespace dmsnode::connectors::postgres
