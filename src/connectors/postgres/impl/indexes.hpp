#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/log.hpp"
#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session_pool.hpp"

namespace dmsnode::connectors::postgres {

/// One key or index that is still to be built.
struct IndexBuild {
    std::string name;
    std::string source_name;  ///< As the operator knows it.
    std::string create_sql;
    std::string
        attach_sql;  ///< Makes the built index the primary key or a constraint; may be empty.
    bool may_be_missing = false;  ///< Needs something of the source that the target may lack.
};

/// What `table` still needs over what `existing` has, and in `notes` what has no equal here. Pure.
std::vector<IndexBuild> PlanIndexes(const TargetTable& table, const Table& existing,
                                    std::vector<std::string>& notes);

/// A name of at most 63 bytes; longer ones end in a hash, so that they stay apart. Pure.
std::string FitIdentifier(const std::string& name);

/// Builds them all, at most four at a time, then sets identity counters and statistics.
Result<std::vector<std::string>> BuildIndexes(std::shared_ptr<SessionPool> pool,
                                              const TargetTable& table, std::stop_token stop);

}  // namespace dmsnode::connectors::postgres
