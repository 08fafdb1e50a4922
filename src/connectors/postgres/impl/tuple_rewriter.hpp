#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/cells.hpp"
#include "connectors/types.hpp"

namespace dmsnode::connectors::postgres {

/// What is done to one cell of each row on its way.
struct CellRule {
    enum class Kind {
        kKeep,
        kDrop,        ///< The column is left out: the target computes it.
        kElementOid,  ///< An array of a user's type names its element by a number of its own
                      ///< server.
        kAddress,     ///< inet text becomes inet's binary form.
        kNoInfinity,  ///< Infinities and NaN become NULL and are counted.
        kRepairUtf8,  ///< Invalid UTF-8 is replaced and counted.
        kCheckUtf8,   ///< Invalid UTF-8 is kDataLoss.
    };
    Kind kind = Kind::kKeep;
    std::uint32_t element_oid = 0;          ///< kElementOid: at the target.
    CellFormat format = CellFormat::kText;  ///< kNoInfinity.
    std::string column;                     ///< For errors.
};

/// Applies rules to whole rows. Only tables that need it come here: the others pass untouched.
class TupleRewriter {
public:
    explicit TupleRewriter(std::vector<CellRule> rules);
    bool IsNeeded() const { return is_needed_; }
    /// Appends the rows of `rows`, laid out as in a batch, to `out`.
    /// Errors: kDataLoss with `where` = column; kTruncated and kProtocol for malformed rows.
    Status Append(std::string_view rows, RowBatch& out);
    std::int64_t changed_rows() const { return changed_rows_; }

private:
    Status AppendCell(const CellRule& rule, const Cell& cell, RowAppender& row);

    std::vector<CellRule> rules_;
    std::vector<Cell> cells_;
    std::string scratch_;
    std::int16_t columns_ = 0;
    bool is_needed_ = false;
    bool row_changed_ = false;
    std::int64_t changed_rows_ = 0;
};

/// inet's binary form of `192.168.0.1`, `::1`, with or without `/bits`. False if the text is none.
/// Source: PostgreSQL 15, utils/adt/network.c, network_send.
bool AppendAddress(std::string_view text, std::string& out);

}  // namespace dmsnode::connectors::postgres
