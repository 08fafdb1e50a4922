#pragma once

#include "connectors/connector.hpp"

namespace dmsnode::connectors::postgres {

/// Sets `mapped.default_sql` from the column's default, or adds a note why it is not carried.
/// `mapped` has its type and format already. Pure.
void AddDefault(Engine source, const Column& column, MappedColumn& mapped);

}  // namespace dmsnode::connectors::postgres
