#include "connectors/mysql/loader.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "connectors/mysql/infile.hpp"
#include "connectors/mysql/sql_text.hpp"
#include "connectors/mysql/types.hpp"

namespace dmsnode::connectors::mysql {
namespace {

/// The file is read as plain bytes. Text columns that hold UTF-8 take these as they are; the others
/// must be told what the bytes mean.
bool NeedsConversion(const ActualColumn& column) {
    constexpr std::array<std::string_view, 4> kPlain = {"utf8mb4", "utf8mb3", "utf8", "ascii"};
    constexpr std::array<std::string_view, 4> kFromText = {"uuid", "inet6", "inet4", "json"};
    if (column.charset.empty()) {
        return std::find(kFromText.begin(), kFromText.end(), column.data_type) != kFromText.end();
    }
    if (column.data_type == "json") return true;
    return std::find(kPlain.begin(), kPlain.end(), column.charset) == kPlain.end();
}

/// Why an existing column would cut values without a word of the server's; empty if it would not.
std::string WhyCut(const TargetColumn& wanted, const ActualColumn& actual) {
    const bool timed = actual.data_type == "time" || actual.data_type == "datetime" ||
                       actual.data_type == "timestamp";
    const TypeKind kind = wanted.source.type.kind;
    const bool from_time =
        kind == TypeKind::kTime || kind == TypeKind::kTimestamp || kind == TypeKind::kTimestampTz;
    if (timed && from_time && wanted.source.type.precision > actual.fraction_digits) {
        return "it keeps " + std::to_string(actual.fraction_digits) + " of " +
               std::to_string(wanted.source.type.precision) + " digits of a second";
    }
    if (actual.data_type == "float" && wanted.mapped.format == CellFormat::kFloat64) {
        return "it keeps 24 of 53 bits of a double";
    }
    return {};
}

PieceOutcome OutcomeOf(Session& session) {
    return {.rows = static_cast<std::int64_t>(mysql_affected_rows(session.Raw())),
            .warnings = mysql_warning_count(session.Raw())};
}

}  // namespace

bool ActualColumn::IsBytes() const {
    constexpr std::array<std::string_view, 8> kNames = {
        "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "bit", "vector"};
    return std::find(kNames.begin(), kNames.end(), data_type) != kNames.end() ||
           IsSpatial(data_type);
}

Result<std::vector<ActualColumn>> MatchColumns(Session& session, const TargetTable& table) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_SET_NAME, GENERATION_EXPRESSION,"
        " DATETIME_PRECISION FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = " +
        QuoteText(table.id.schema) + " AND TABLE_NAME = " + QuoteText(table.id.name));
    if (!rows) return rows.error();
    if (rows->empty()) {
        return Error{ErrorCode::kNotFound, "the target has no such table"}
            .At(table.id.ToString())
            .Hint("let the task create it: TargetTablePrepMode DROP_AND_CREATE");
    }
    std::vector<ActualColumn> columns;
    for (const TargetColumn& wanted : table.columns) {
        const auto found = std::find_if(rows->begin(), rows->end(), [&](const TextRow& row) {
            return row[0].value_or("") == wanted.name;
        });
        if (found == rows->end()) {
            return Error{ErrorCode::kNotFound, "the target table has no such column"}
                .At(table.id.ToString() + "." + wanted.name)
                .Hint(
                    "add the column, or let the task create the table: TargetTablePrepMode "
                    "DROP_AND_CREATE");
        }
        const std::string digits = (*found)[4].value_or("0");
        ActualColumn column{.name = wanted.name,
                            .data_type = (*found)[1].value_or(""),
                            .charset = (*found)[2].value_or(""),
                            .is_generated = !(*found)[3].value_or("").empty()};
        std::from_chars(digits.data(), digits.data() + digits.size(), column.fraction_digits);
        if (const std::string why = WhyCut(wanted, column); !why.empty()) {
            return Error{ErrorCode::kUnsupported, "the existing column would cut values: " + why}
                .At(table.id.ToString() + "." + wanted.name)
                .Hint("alter it to " + wanted.mapped.type_sql +
                      ", or let the task create the table: TargetTablePrepMode DROP_AND_CREATE");
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

std::string RenderLoad(const TableId& table, const std::vector<ActualColumn>& columns) {
    std::string names;
    std::string set;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (i > 0) names += ',';
        const bool convert = NeedsConversion(columns[i]);
        if (!convert && !columns[i].is_generated) {
            names += QuoteName(columns[i].name);
            continue;
        }
        const std::string variable = "@v" + std::to_string(i);
        names += variable;
        if (columns[i].is_generated) continue;  // read and left: the server computes it
        set += (set.empty() ? " SET " : ",") + QuoteName(columns[i].name) + "=CONVERT(" + variable +
               " USING utf8mb4)";
    }
    return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE " + QuoteTable(table) +
           " CHARACTER SET binary FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\'"
           " LINES TERMINATED BY '\\n' (" +
           names + ")" + set;
}

std::string RenderInsert(const TableId& table, const std::vector<ActualColumn>& columns) {
    std::vector<std::string> names;
    for (const ActualColumn& column : columns) {
        if (!column.is_generated) names.push_back(column.name);
    }
    return "INSERT INTO " + QuoteTable(table) + " (" + QuoteNames(names) + ") VALUES ";
}

Result<PieceOutcome> SendLoad(Session& session, const std::string& load_sql,
                              std::string_view piece) {
    Offer(session.Raw(), piece);
    const int failed = mysql_real_query(session.Raw(), load_sql.data(), load_sql.size());
    OfferNothing(session.Raw());
    if (failed != 0) return session.LastError();
    return OutcomeOf(session);
}

Result<PieceOutcome> SendInsert(Session& session, std::string_view statement) {
    if (mysql_real_query(session.Raw(), statement.data(), statement.size()) != 0) {
        return session.LastError();
    }
    return OutcomeOf(session);
}

}  // namespace dmsnode::connectors::mysql
