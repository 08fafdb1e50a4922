#pragma once

#include <string>

#include "connectors/mysql/decoders.hpp"

/// Shared by the parts of the cell decoders.
namespace dmsnode::connectors::mysql {

inline CellOutcome Refuse(CellProblem& problem, std::string what, std::string hint = {}) {
    problem.what = std::move(what);
    problem.hint = std::move(hint);
    return CellOutcome::kRefused;
}

/// Converters of the wire kinds kDate and kTime; nullptr if there is none to that format.
CellConverter PickDate(CellFormat format, TypeKind kind);
CellConverter PickTime(CellFormat format);
/// A year's four digits.
CellConverter PickYearText();

}  // namespace dmsnode::connectors::mysql
