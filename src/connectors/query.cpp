#include "connectors/query.hpp"

namespace dmsnode::connectors {
namespace {

constexpr std::size_t kMostBytes = 1U << 20U;

}  // namespace

bool QueryResult::WantsRow(std::size_t max_rows) const {
    return !full_ && rows.size() < max_rows;
}

void QueryResult::AddRow(Row row) {
    ++row_count;
    for (const auto& cell : row) kept_bytes_ += cell ? cell->size() : 0;
    // No row after one that is left out: the kept ones are the first.
    full_ = full_ || kept_bytes_ > kMostBytes;
    if (!full_) rows.push_back(std::move(row));
}

}  // namespace dmsnode::connectors
