#pragma once

#include <string>
#include <string_view>

/// The store's SQL is written for SQLite; this is how PostgreSQL gets it. Pure.
namespace dmsnode::store {

/// Placeholders `?` and `?7` as `$1`, `$7`, outside of texts, quoted names and comments.
/// As in SQLite, a bare `?` counts on from the largest number before it.
std::string StatementForPostgres(std::string_view sql);

/// The words of schema steps: INTEGER, REAL, TEXT, BLOB, STRICT and AUTOINCREMENT (as identity),
/// where they stand as whole words in capitals outside of texts, quoted names and comments.
std::string SchemaForPostgres(std::string_view sql);

}  // namespace dmsnode::store
