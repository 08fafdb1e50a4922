#pragma once

#include <string>
#include <vector>

#include "connectors/connector.hpp"

/// The statements that make a table. Pure.
namespace dmsnode::connectors::postgres {

/// How much of the same engine's expressions is taken along: defaults that call functions,
/// generated columns, collations. They may need things that the target lacks.
enum class Carry { kAll, kPlainOnly };

/// CREATE TABLE without keys: they are built after the rows are in.
std::string CreateTableSql(const TargetTable& table, Carry carry);

/// What CreateTableSql leaves out with kPlainOnly, for the log; empty if nothing.
std::vector<std::string> LeftOutWhenPlain(const TargetTable& table);

/// A user's enum type that the table's columns need.
struct EnumType {
    TableId id;
    std::vector<std::string> labels;
};
std::vector<EnumType> EnumTypesOf(const TargetTable& table);
std::string CreateEnumSql(const EnumType& type);

}  // namespace dmsnode::connectors::postgres
