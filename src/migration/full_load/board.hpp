#pragma once

#include <mutex>
#include <vector>

#include "base/clock.hpp"
#include "migration/task.hpp"

namespace dmsnode::migration {

/// The counters of all tables, and the one way to the observer: calls come one at a time, in the
/// order of the changes. Threads: any.
class Board {
public:
    Board(std::vector<TableProgress> tables, TaskObserver& observer, const Clock& clock)
        : tables_(std::move(tables)), observer_(observer), clock_(clock) {}

    void Announce() {
        const std::lock_guard lock(mutex_);
        observer_.OnTables(tables_);
    }
    /// Changes one table and tells the observer.
    template <class Change>
    void Update(std::size_t table, Change&& change) {
        const std::lock_guard lock(mutex_);
        change(tables_[table]);
        tables_[table].last_update = clock_.Now();
        observer_.OnTable(tables_[table]);
    }
    TableProgress Get(std::size_t table) const {
        const std::lock_guard lock(mutex_);
        return tables_[table];
    }

private:
    // Held while the observer is called: its contract is one call at a time, and short ones.
    mutable std::mutex mutex_;
    std::vector<TableProgress> tables_;
    TaskObserver& observer_;
    const Clock& clock_;
};

}  // namespace dmsnode::migration
