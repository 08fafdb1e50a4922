#pragma once

#include <set>
#include <string>

#include "connectors/connector.hpp"

/// How PostgreSQL keeps the columns of other engines and of its own kind. Pure.
namespace dmsnode::connectors::postgres {

struct MappingOptions {
    /// Base types beyond the built-in ones that the target has, as format_type names them
    /// (`public.citext`, `public.hstore`): those of extensions.
    std::set<std::string> known_types;
    bool time_as_interval = true;  ///< TIME of MySQL and MariaDB, which holds ±838 hours.
};

/// Errors: kUnsupported for a type that has no equal here.
Result<MappedColumn> MapColumn(Engine source, const Column& column, const MappingOptions& options);

/// The schema and name in `app.mood`, `"My App"."Mood[]"`, without array marks.
/// Nothing if there is no schema in front.
std::optional<TableId> SplitTypeName(std::string_view native);

/// True for an array type's declaration.
bool IsArray(std::string_view native);

}  // namespace dmsnode::connectors::postgres
