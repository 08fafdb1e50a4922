#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/mysql/session.hpp"

/// The two ways to put many rows into a table, behind one interface. A piece is a block of rows in
/// the text form of the way, and is sent as one statement.
namespace dmsnode::connectors::mysql {

/// A column as the target table really has it.
struct ActualColumn {
    std::string name;
    std::string data_type;  ///< `varchar`
    std::string charset;    ///< Empty: numbers, bytes, times.
    bool is_generated = false;
    int fraction_digits = 0;

    bool IsBytes() const;
};

/// The columns that a writer's rows are for, in their order.
/// Errors: kNotFound names a table or column that is missing; kUnsupported one that would cut
/// values
///     silently (fewer digits of a second, float for double).
Result<std::vector<ActualColumn>> MatchColumns(Session& session, const TargetTable& table);

/// `LOAD DATA LOCAL INFILE … INTO TABLE …` for these columns.
std::string RenderLoad(const TableId& table, const std::vector<ActualColumn>& columns);
/// `INSERT INTO … (…) VALUES `
std::string RenderInsert(const TableId& table, const std::vector<ActualColumn>& columns);

/// What the server said about one piece.
struct PieceOutcome {
    std::int64_t rows = 0;
    unsigned warnings = 0;
};

/// Sends `piece` as the file of `load_sql`.
Result<PieceOutcome> SendLoad(Session& session, const std::string& load_sql,
                              std::string_view piece);
Result<PieceOutcome> SendInsert(Session& session, std::string_view statement);

}  // namespace dmsnode::connectors::mysql
