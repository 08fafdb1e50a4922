#include "connectors/mysql/piece.hpp"

#include <algorithm>

#include "connectors/mysql/errors.hpp"

namespace dmsnode::connectors::mysql {
namespace {

ValueStyle StyleOf(const ActualColumn& column, bool as_insert) {
    if (!as_insert) return ValueStyle::kLoad;
    return column.IsBytes() ? ValueStyle::kInsertBytes : ValueStyle::kInsert;
}

bool CanHoldErrorValue(const TargetColumn& column) {
    const ColumnType& type = column.source.type;
    return type.kind == TypeKind::kEnum &&
           std::find(type.labels.begin(), type.labels.end(), "") == type.labels.end();
}

/// The end of the field or value that starts at `at`: the next separator that is not escaped and,
/// in SQL, not inside quotes.
std::size_t FieldEnd(std::string_view text, std::size_t at, bool as_insert) {
    bool quoted = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\\') {
            ++at;
        } else if (as_insert && c == '\'') {
            quoted = !quoted;
        } else if (!quoted && (as_insert ? c == ',' || c == ')' : c == '\t' || c == '\n')) {
            return at;
        }
    }
    return text.size();
}

}  // namespace

Result<PieceBuilder> PieceBuilder::Make(const WritePlan& plan,
                                        const std::vector<ActualColumn>& columns, bool as_insert) {
    PieceBuilder builder;
    builder.table_ = plan.table.id;
    builder.policy_ = plan.policy;
    builder.as_insert_ = as_insert;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const TargetColumn& wanted = plan.table.columns[i];
        Result<CellEncoder> encoder =
            PickEncoder(wanted.mapped.format, StyleOf(columns[i], as_insert));
        if (!encoder) {
            return std::move(encoder.error()).At(plan.table.id.ToString() + "." + wanted.name);
        }
        builder.encoders_.push_back(*encoder);
        builder.names_.push_back(wanted.name);
        builder.skipped_.push_back(as_insert && columns[i].is_generated);
        builder.error_enum_.push_back(columns[i].data_type == "enum" && CanHoldErrorValue(wanted));
        const auto& key = plan.table.primary_key;
        if (std::find(key.begin(), key.end(), wanted.name) != key.end()) {
            builder.key_columns_.push_back(i);
        }
    }
    return builder;
}

void PieceBuilder::Clear(std::string_view head) {
    text_ = head;  // keeps the capacity
    row_starts_.clear();
    expected_warnings_ = 0;
}

Status PieceBuilder::Append(std::span<const Cell> cells) {
    if (as_insert_ && !row_starts_.empty()) text_ += ',';
    row_starts_.push_back(text_.size());
    if (as_insert_) text_ += '(';
    bool first = true;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (skipped_[i]) continue;
        if (!first) text_ += as_insert_ ? ',' : '\t';
        first = false;
        if (Status cell = AppendCell(i, cells[i]); !cell) return cell.error();
    }
    text_ += as_insert_ ? ')' : '\n';
    return {};
}

Status PieceBuilder::AppendCell(std::size_t column, const Cell& cell) {
    const std::string_view null = NullText(as_insert_ ? ValueStyle::kInsert : ValueStyle::kLoad);
    if (cell.is_null()) {
        text_ += null;
        return {};
    }
    if (cell.size == 0 && error_enum_[column]) ++expected_warnings_;
    switch (encoders_[column](cell.view(), policy_, text_, problem_)) {
        case EncodeOutcome::kOk: return {};
        case EncodeOutcome::kNull: text_ += null; return {};
        case EncodeOutcome::kRefused: return Refused(column, problem_);
        case EncodeOutcome::kMalformed: break;
    }
    return Error{ErrorCode::kProtocol, "a cell breaks its format"}.At(table_.ToString() + "." +
                                                                      names_[column]);
}

Error PieceBuilder::Refused(std::size_t column, const EncodeProblem& problem) {
    return Error{ErrorCode::kDataLoss, DescribeRow(Rows()) + ": " + problem.what}
        .At(table_.ToString() + "." + names_[column])
        .Hint(problem.hint);
}

std::string PieceBuilder::DescribeRow(std::int64_t number) const {
    if (number < 1 || number > Rows()) return "a row";
    std::string text;
    std::size_t at = row_starts_[static_cast<std::size_t>(number - 1)] + (as_insert_ ? 1 : 0);
    for (std::size_t i = 0; i < encoders_.size() && at < text_.size(); ++i) {
        if (skipped_[i]) continue;
        const std::size_t end = FieldEnd(text_, at, as_insert_);
        if (std::find(key_columns_.begin(), key_columns_.end(), i) != key_columns_.end()) {
            text += (text.empty() ? "" : ", ") + names_[i] + " = " +
                    text_.substr(at, std::min(end - at, kMostShownKeyBytes));
        }
        at = end + 1;
    }
    return text.empty() ? "row " + std::to_string(number) + " of this piece" : "row " + text;
}

}  // namespace dmsnode::connectors::mysql
