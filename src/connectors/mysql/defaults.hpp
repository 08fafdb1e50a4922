#pragma once

#include "connectors/connector.hpp"
#include "connectors/mysql/mapping.hpp"

namespace dmsnode::connectors::mysql {

/// Sets `mapped.default_sql` from the column's default, or adds a note why it is not carried over.
void AddDefault(const TargetServer& server, Engine source, const Column& column,
                MappedColumn& mapped);

}  // namespace dmsnode::connectors::mysql
