#pragma once

#include <string>

#include "connectors/connector.hpp"

/// The CREATE statements of a target table. Pure.
namespace dmsnode::connectors::sqlite {

/// A lone integer primary key of a 64-bit table becomes the rowid (INTEGER PRIMARY KEY): no second
/// tree, and rows arrive in its order.
std::string CreateTableSql(const TargetTable& table);

struct IndexSql {
    std::string sql;      ///< `ON "t" ("a", "b") WHERE …`; empty: the index has no equal here.
    std::string why_not;  ///< Then this says why.
};
IndexSql CreateIndexSql(const TargetTable& table, const Index& index);

}  // namespace dmsnode::connectors::sqlite
