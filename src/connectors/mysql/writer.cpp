#include "connectors/mysql/writer.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/mysql/piece.hpp"
#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {
namespace {

// Large enough that the statement's own cost vanishes, small enough to stay in the caches of both
// sides and to be named in an error.
constexpr std::size_t kPieceBytes = 4U << 20U;
constexpr unsigned kTruncated = 1265;

struct Warning {
    unsigned number = 0;
    std::string message;
};

std::size_t ToSize(std::string_view text) {
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// The row of `… for column 'x' at row 12`; 0 if none is named.
std::int64_t RowOf(std::string_view message) {
    constexpr std::string_view kMark = " at row ";
    const std::size_t at = message.rfind(kMark);
    if (at == std::string_view::npos) return 0;
    return static_cast<std::int64_t>(ToSize(message.substr(at + kMark.size())));
}

/// The column of `… for column 'x' …` or ``… column `db`.`t`.`x` …``; empty if none is named.
std::string ColumnOf(std::string_view message) {
    constexpr std::string_view kMark = "column ";
    const std::size_t at = message.find(kMark);
    if (at == std::string_view::npos) return {};
    std::string_view name = message.substr(at + kMark.size());
    name = name.substr(0, name.find(' '));
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
        name.remove_prefix(dot + 1);
    }
    if (name.size() < 2 || (name.front() != '\'' && name.front() != '`')) return {};
    return std::string(name.substr(1, name.size() - 2));
}

class TableWriter final : public Writer {
public:
    TableWriter(const WritePlan& plan, std::unique_ptr<Session> session, PieceBuilder piece,
                LoadMethod method, std::string sql, std::size_t piece_bytes)
        : table_(plan.table.id),
          session_(std::move(session)),
          piece_(std::move(piece)),
          method_(method),
          sql_(std::move(sql)),
          piece_bytes_(piece_bytes) {
        StartPiece();
    }
    ~TableWriter() override;

    Status Write(const RowBatch& batch) override;
    Status Commit() override;
    void Cancel() override { session_->Interrupt(); }

private:
    void StartPiece() { piece_.Clear(method_ == LoadMethod::kInsert ? sql_ : std::string()); }
    Status WriteRows(const RowBatch& batch);
    Status Flush();
    Status Send();
    Status CheckWarnings(const PieceOutcome& outcome);
    Result<std::vector<Warning>> ReadWarnings();
    Error Explain(Error error, std::string_view message) const;
    Error Fail(Error error);

    TableId table_;
    std::unique_ptr<Session> session_;
    PieceBuilder piece_;
    LoadMethod method_;
    std::string sql_;
    std::size_t piece_bytes_;
    bool failed_ = false;
};

TableWriter::~TableWriter() {
    if (session_->IsInterrupted()) {
        // Ends what still runs there, so that the table's locks do not outlive us by long. The
        // rows are rolled back in any case.
        static_cast<void>(session_->Kill(true));
        return;
    }
    static_cast<void>(session_->Execute("ROLLBACK"));  // a lost connection rolls back by itself
}

Error TableWriter::Fail(Error error) {
    failed_ = true;
    if (!error.where.empty()) return error;
    return std::move(error).At(table_.ToString());
}

Status TableWriter::Write(const RowBatch& batch) {
    if (failed_) {
        return Error{ErrorCode::kConflict, "this load has failed already"}.At(table_.ToString());
    }
    Status written = WriteRows(batch);
    if (!written) failed_ = true;
    return written;
}

Status TableWriter::WriteRows(const RowBatch& batch) {
    RowCursor cursor(batch);
    std::vector<Cell> cells(piece_.Columns());
    for (;;) {
        const Result<bool> row = cursor.Next(cells);
        if (!row) return row.error();
        if (!*row) return {};
        if (Status appended = piece_.Append(cells); !appended) return appended.error();
        if (piece_.Text().size() < piece_bytes_) continue;
        if (Status sent = Flush(); !sent) return sent.error();
    }
}

Status TableWriter::Flush() {
    if (piece_.Rows() == 0) return {};
    if (Status sent = Send(); !sent) return Fail(sent.error());
    StartPiece();
    return {};
}

Status TableWriter::Send() {
    const Result<PieceOutcome> outcome = method_ == LoadMethod::kLoadData
                                             ? SendLoad(*session_, sql_, piece_.Text())
                                             : SendInsert(*session_, piece_.Text());
    if (!outcome) {
        const std::string message = outcome.error().message;
        return Explain(outcome.error(), message);
    }
    return CheckWarnings(*outcome);
}

Status TableWriter::CheckWarnings(const PieceOutcome& outcome) {
    const bool all_rows = outcome.rows == piece_.Rows();
    if (all_rows && outcome.warnings == 0) return {};
    const Result<std::vector<Warning>> warnings = ReadWarnings();
    if (!warnings) return warnings.error();
    const bool only_expected =
        outcome.warnings == piece_.ExpectedWarnings() &&
        std::all_of(warnings->begin(), warnings->end(),
                    [](const Warning& each) { return each.number == kTruncated; });
    if (all_rows && only_expected) return {};
    if (warnings->empty()) {
        return Error{ErrorCode::kDataLoss, "the server took " + std::to_string(outcome.rows) +
                                               " of " + std::to_string(piece_.Rows()) +
                                               " rows and does not say why"};
    }
    const Warning& first = warnings->front();
    return Explain(
        session_->ErrorFrom({.number = first.number, .sqlstate = {}, .message = first.message}),
        first.message);
}

Result<std::vector<Warning>> TableWriter::ReadWarnings() {
    const Result<std::vector<TextRow>> rows = session_->Query("SHOW WARNINGS");
    if (!rows) return rows.error();
    std::vector<Warning> warnings;
    for (const TextRow& row : *rows) {
        warnings.push_back({.number = static_cast<unsigned>(ToSize(row[1].value_or(""))),
                            .message = row[2].value_or("")});
    }
    return warnings;
}

/// Names column and row, as far as the server's message tells them.
Error TableWriter::Explain(Error error, std::string_view message) const {
    const std::string column = ColumnOf(message);
    if (!column.empty()) error = std::move(error).At(table_.ToString() + "." + column);
    const std::int64_t row = RowOf(message);
    if (row > 0) error = std::move(error).Because(piece_.DescribeRow(row));
    return error;
}

Status TableWriter::Commit() {
    if (failed_) {
        return Error{ErrorCode::kConflict, "this load has failed already"}.At(table_.ToString());
    }
    if (Status flushed = Flush(); !flushed) return flushed.error();
    if (Status committed = session_->Execute("COMMIT"); !committed) {
        return Fail(committed.error());
    }
    return {};
}

Result<std::size_t> PieceBytes(Session& session, LoadMethod method) {
    if (method == LoadMethod::kLoadData) return kPieceBytes;
    const Result<std::string> packet = session.QueryValue("SELECT @@max_allowed_packet");
    if (!packet) return packet.error();
    return std::min(kPieceBytes, ToSize(*packet) / 4);
}

}  // namespace

Result<std::unique_ptr<Writer>> OpenTableWriter(std::unique_ptr<Session> session,
                                                const WritePlan& plan, LoadMethod method) {
    Result<std::vector<ActualColumn>> columns = MatchColumns(*session, plan.table);
    if (!columns) return columns.error();
    const bool as_insert = method == LoadMethod::kInsert;
    Result<PieceBuilder> piece = PieceBuilder::Make(plan, *columns, as_insert);
    if (!piece) return piece.error();
    const Result<std::size_t> bytes = PieceBytes(*session, method);
    if (!bytes) return bytes.error();
    if (Status begun = session->Execute("SET autocommit=0"); !begun) return begun.error();
    std::string sql =
        as_insert ? RenderInsert(plan.table.id, *columns) : RenderLoad(plan.table.id, *columns);
    return std::make_unique<TableWriter>(plan, std::move(session), *std::move(piece), method,
                                         std::move(sql), *bytes);
}

}  // namespace dmsnode::connectors::mysql
