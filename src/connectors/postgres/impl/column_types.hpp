#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/types.hpp"

/// PostgreSQL's types in the words of connectors::ColumnType. Pure.
namespace dmsnode::connectors::postgres {

/// What the catalogue says of a column's type, domains resolved.
struct CatalogType {
    std::string schema;  ///< Of the type: `pg_catalog` for those built in.
    std::string name;    ///< `int4`, `_text`, `mood`
    char kind = 'b';     ///< pg_type.typtype: b base, c composite, e enum, r range, m multirange
    std::string declaration;          ///< format_type: `numeric(10,2)`, `app.mood[]`
    int modifier = -1;                ///< atttypmod
    int money_scale = 2;              ///< Fraction digits of money at this server.
    std::vector<std::string> labels;  ///< Of the enum, or of an array's element type.
};

ColumnType ToColumnType(const CatalogType& type);

/// True if the type is PostgreSQL's own, so that any server knows it and its binary form:
/// format_type puts the schema before all others, as search_path is empty.
bool IsBuiltIn(std::string_view declaration);

/// True if the values mean the same on another server in their binary form: not so for regclass
/// and its kin, which are catalogue numbers, nor for types that have no binary form.
bool TravelsInBinary(std::string_view declaration);

/// What pg_get_expr wrote for a column's default. `type` is the column's.
DefaultValue ParseDefault(std::string_view expression, const ColumnType& type);

/// True for `nextval('…'::regclass)`.
bool IsNextval(std::string_view expression);

}  // namespace dmsnode::connectors::postgres
