#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tasks/task_kind.hpp"

namespace dmsnode::tasks::sql {

/// What the main statement's result must be.
struct Expectation {
    std::optional<std::int64_t> rows;  ///< Given, or affected.
    bool has_value = false;
    std::optional<std::string> value;  ///< Of the first cell; nothing: NULL.
};

struct SqlParameters {
    std::string datasource;  ///< Placeholders replaced.
    std::string sql;         ///< As written, like the next two.
    std::vector<std::string> pre_statements;
    std::vector<std::string> post_statements;
    std::int64_t limit = 10;
    Expectation expect;
    bool transaction = false;
    bool idempotent = false;
    std::chrono::seconds statement_timeout{86400};
};

/// The names of all parameters that do something, for the page.
std::vector<std::string> ParameterNames();

/// Reads and checks taskParams, as far as that needs no engine.
SqlParameters ReadParameters(const TaskContext& context,
                             const std::vector<std::string>& later_names,
                             std::vector<Problem>& problems);

}  // namespace dmsnode::tasks::sql
