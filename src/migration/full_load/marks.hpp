#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What a target table was like before the run, for TargetTablePrepMode DO_NOTHING and
/// TRUNCATE_BEFORE_LOAD. The mark travels as a note of TableProgress, so that a run that is resumed
/// after a crash can tell its own rows and tables from the user's. Pure.
namespace dmsnode::migration {

struct TargetMark {
    enum class Kind {
        kAbsent,   ///< We make the table: it may be emptied and keyed again.
        kEmpty,    ///< All rows are ours: it may be emptied again.
        kHadRows,  ///< Loaded in one transaction, so that a crash leaves all or nothing of ours.
    };
    Kind kind = Kind::kAbsent;
    std::int64_t rows = 0;  ///< kHadRows: how many.

    bool operator==(const TargetMark&) const = default;
};

std::string MarkText(const TargetMark& mark);
/// Finds the mark among notes.
std::optional<TargetMark> FindMark(const std::vector<std::string>& notes);

}  // namespace dmsnode::migration
