#include "connectors/sqlite/impl/writer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/sqlite/impl/catalog.hpp"
#include "connectors/sqlite/impl/values.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

/// A cell as it stands in a message.
std::string CellText(const Cell& cell, CellFormat format) {
    if (cell.is_null()) return "NULL";
    switch (format) {
        case CellFormat::kInt16: return std::to_string(BigEndian<std::int16_t>(cell.data));
        case CellFormat::kInt32: return std::to_string(BigEndian<std::int32_t>(cell.data));
        case CellFormat::kInt64: return std::to_string(BigEndian<std::int64_t>(cell.data));
        case CellFormat::kUInt64: return std::to_string(BigEndian<std::uint64_t>(cell.data));
        case CellFormat::kText: return fmt::format("\"{}\"", cell.view().substr(0, 40));
        case CellFormat::kNumeric: {
            std::string text;
            if (AppendNumericText(cell.view(), text)) return text;
            break;
        }
        case CellFormat::kNative:
            if (cell.size == 9 && cell.data[0] == SQLITE_INTEGER) {
                return std::to_string(BigEndian<std::int64_t>(cell.data + 1));
            }
            if (cell.size > 0 && cell.data[0] == SQLITE_TEXT) {
                return fmt::format("\"{}\"", cell.view().substr(1, 40));
            }
            break;
        default: break;
    }
    return fmt::format("({} bytes)", cell.size);
}

}  // namespace

SqliteWriter::SqliteWriter(std::shared_ptr<WriteTurns> turns, WritePlan plan)
    : turns_(std::move(turns)),
      plan_(std::move(plan)),
      cells_(plan_.table.columns.size()),
      scratch_(plan_.table.columns.size()) {}

SqliteWriter::~SqliteWriter() {
    Rollback();
    // Statements of the shared connection are made and freed by the one whose turn it is.
    const Turn turn(*turns_);
    insert_.reset();
}

Status SqliteWriter::Begin() {
    if (has_turn_) return {};
    if (!turns_->Take(cancelled_)) return Error{ErrorCode::kCancelled, "stopped on request"};
    has_turn_ = true;
    Status begun = insert_ == nullptr ? PrepareInsert() : Status();
    if (begun) begun = turns_->database.Execute("BEGIN IMMEDIATE");
    if (begun) return begun;
    End();
    return Error(begun.error()).At(plan_.table.id.ToString());
}

/// Values of generated columns come along, but only SQLite may write those.
Status SqliteWriter::PrepareInsert() {
    const Result<std::optional<Table>> table = DescribeTable(turns_->database, plan_.table.id.name);
    if (!table) return table.error();
    if (!*table) return Error{ErrorCode::kNotFound, "the target table does not exist"};
    std::string names;
    std::string marks;
    int next = 0;
    for (const TargetColumn& column : plan_.table.columns) {
        const auto& actual = (*table)->columns;
        const bool generated =
            std::any_of(actual.begin(), actual.end(), [&](const Column& existing) {
                return existing.name == column.name && existing.is_generated;
            });
        parameters_.push_back(generated ? 0 : ++next);
        if (generated) continue;
        names += (names.empty() ? "" : ", ") + Quoted(column.name);
        marks += marks.empty() ? "?" : ", ?";
    }
    Result<Statement> insert = turns_->database.Prepare(fmt::format(
        "INSERT INTO main.{} ({}) VALUES ({})", Quoted(plan_.table.id.name), names, marks));
    if (!insert) return insert.error();
    insert_ = std::move(*insert);
    return {};
}

void SqliteWriter::End() {
    has_turn_ = false;
    turns_->Give();
}

void SqliteWriter::Rollback() {
    if (!has_turn_) return;
    // A full disk or an interrupt has rolled back already. What ROLLBACK could say changes nothing.
    if (turns_->database.InTransaction()) (void)turns_->database.Execute("ROLLBACK");
    End();
}

std::string SqliteWriter::KeyText() const {
    std::string text;
    for (std::size_t i = 0; i < plan_.table.columns.size(); ++i) {
        const TargetColumn& column = plan_.table.columns[i];
        const auto& key = plan_.table.primary_key;
        if (std::find(key.begin(), key.end(), column.name) == key.end()) continue;
        text += fmt::format("{}{} = {}", text.empty() ? "" : ", ", column.name,
                            CellText(cells_[i], column.mapped.format));
    }
    return text;
}

Error SqliteWriter::AtRow(Error error) const {
    const std::string key = KeyText();
    if (!key.empty()) error.message = fmt::format("row {}: {}", key, error.message);
    return std::move(error).At(plan_.table.id.ToString());
}

Status SqliteWriter::InsertRow() {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        if (parameters_[i] == 0) continue;
        const TargetColumn& column = plan_.table.columns[i];
        Status bound = BindCell(insert_.get(), parameters_[i], cells_[i], column.mapped.format,
                                plan_.policy, scratch_[i]);
        if (!bound) {
            Error error = AtRow(bound.error());
            error.where += "." + column.name;
            return error;
        }
    }
    const Result<bool> done = turns_->database.Step(insert_.get());
    if (!done) {
        Error error = done.error();
        sqlite3_reset(insert_.get());
        if (cancelled_) error = Error{ErrorCode::kCancelled, "stopped on request"};
        return AtRow(std::move(error));
    }
    sqlite3_reset(insert_.get());
    return {};
}

Status SqliteWriter::Write(const RowBatch& batch) {
    if (cancelled_) return Error{ErrorCode::kCancelled, "stopped on request"};
    if (batch.rows == 0) return {};
    if (Status begun = Begin(); !begun) return begun;
    RowCursor cursor(batch);
    while (true) {
        if (cancelled_) return Error{ErrorCode::kCancelled, "stopped on request"};
        const Result<bool> row = cursor.Next(cells_);
        if (!row) return Error(row.error()).At(plan_.table.id.ToString());
        if (!*row) return {};
        if (Status inserted = InsertRow(); !inserted) return inserted;
    }
}

Status SqliteWriter::Commit() {
    if (!has_turn_) return {};
    Status committed = turns_->database.Execute("COMMIT");
    if (!committed) {
        Rollback();
        return Error(committed.error()).At(plan_.table.id.ToString());
    }
    End();
    return {};
}

void SqliteWriter::Cancel() {
    cancelled_ = true;
    turns_->Disturb([this] { return has_turn_.load(); });
}

}  // namespace dmsnode::connectors::sqlite
