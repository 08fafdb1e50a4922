#pragma once

#include <span>
#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/mysql/encoders.hpp"
#include "connectors/mysql/loader.hpp"

namespace dmsnode::connectors::mysql {

/// Builds the text of one piece, row by row, and finds rows in it again when the server refuses
/// one. No I/O.
class PieceBuilder {
public:
    /// Errors: kUnsupported names the column whose format cannot be written.
    static Result<PieceBuilder> Make(const WritePlan& plan,
                                     const std::vector<ActualColumn>& columns, bool as_insert);

    /// Errors: kDataLoss with `where` = `schema.table.column` and the row's key in the message;
    ///     kProtocol for a cell that breaks its format.
    Status Append(std::span<const Cell> cells);
    void Clear(std::string_view head = {});

    const std::string& Text() const { return text_; }
    std::int64_t Rows() const { return static_cast<std::int64_t>(row_starts_.size()); }
    std::size_t Columns() const { return encoders_.size(); }
    /// Empty error values of ENUM columns in this piece: the server warns of each.
    unsigned ExpectedWarnings() const { return expected_warnings_; }
    /// `row id = 7` of the piece's n-th row, from 1, as far as a key is known.
    std::string DescribeRow(std::int64_t number) const;

private:
    PieceBuilder() = default;
    Status AppendCell(std::size_t column, const Cell& cell);
    Error Refused(std::size_t column, const EncodeProblem& problem);

    TableId table_;
    ValuePolicy policy_;
    bool as_insert_ = false;
    std::vector<std::string> names_;
    std::vector<CellEncoder> encoders_;
    std::vector<bool> skipped_;     ///< Generated columns: nothing is sent for them by INSERT.
    std::vector<bool> error_enum_;  ///< ENUM without an empty label.
    std::vector<std::size_t> key_columns_;
    std::vector<std::size_t> row_starts_;
    std::string text_;
    unsigned expected_warnings_ = 0;
    EncodeProblem problem_;
};

}  // namespace dmsnode::connectors::mysql
