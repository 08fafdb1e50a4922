#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "migration/task.hpp"

/// Are source and target the same? Every row of every selected table is read on both sides in one
/// common cell format and hashed; the hashes are summed, so that order does not matter and
/// duplicates count.
namespace dmsnode::migration {

struct TableComparison {
    connectors::TableId source;
    connectors::TableId target;
    std::int64_t source_rows = 0;
    std::int64_t target_rows = 0;
    std::string source_checksum;  ///< 32 hexadecimal digits
    std::string target_checksum;
    std::string error;  ///< Why it could not be compared; empty otherwise.

    bool Equal() const {
        return error.empty() && source_rows == target_rows && source_checksum == target_checksum;
    }
};

/// Compares what `spec` selects, by its mappings. Rows that a filter leaves out are left out here
/// too; columns that the mappings remove are not compared.
Result<std::vector<TableComparison>> Compare(const TaskSpec& spec, connectors::Factory& factory,
                                             LogSink& log, std::stop_token stop);

}  // namespace dmsnode::migration
