#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/types.hpp"

/// SQLite's declared types in the words of connectors::ColumnType, and back. Pure.
namespace dmsnode::connectors::sqlite {

/// How SQLite treats values on their way into a column. Source: "Datatypes In SQLite", 3.1.
enum class Affinity { kInteger, kText, kBlob, kReal, kNumeric };
Affinity AffinityOf(std::string_view declared);

/// What a column of this declared type holds, by the names of the SQL world and by those that
/// MapColumn writes. An empty or unknown name gives kText by its affinity, kBlob, ….
ColumnType ParseDeclaredType(std::string_view declared);

/// `text` is the expression after DEFAULT, as pragma table_xinfo gives it.
DefaultValue ParseDefault(std::string_view text, const ColumnType& type);

/// How a column of any engine is kept in SQLite.
Result<MappedColumn> MapColumn(Engine source, const Column& column);

/// Marks, at the end of ColumnType::native, an INTEGER PRIMARY KEY that is AUTOINCREMENT.
inline constexpr std::string_view kAutoincrement = " AUTOINCREMENT";

}  // namespace dmsnode::connectors::sqlite
