#pragma once

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "base/guarded.hpp"
#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session.hpp"

namespace dmsnode::connectors::postgres {

/// Sessions that all see one exported snapshot. They keep their transaction open and serve one
/// reader after the other, so that a table costs no connection.
/// Threads: any.
class SnapshotSessions {
public:
    static Result<std::shared_ptr<SnapshotSessions>> Open(const Endpoint& endpoint,
                                                          int max_readers);

    Result<std::unique_ptr<Session>> Acquire();
    void Release(std::unique_ptr<Session> session);
    /// A table with rows of its own, not a view, a partitioned or a foreign table.
    bool IsOrdinary(const TableId& table) const { return ordinary_.contains(table); }
    std::string Describe() const { return "snapshot " + id_ + " at " + position_; }

private:
    SnapshotSessions(const Endpoint& endpoint, int max_readers);
    Status Export();

    Endpoint endpoint_;
    std::size_t max_idle_;
    std::unique_ptr<Session> anchor_;  ///< Holds the exporting transaction open; runs nothing else.
    std::string id_;
    std::string position_;
    std::set<TableId> ordinary_;
    Guarded<std::vector<std::unique_ptr<Session>>> idle_;
};

Result<std::unique_ptr<Snapshot>> OpenSnapshot(const Endpoint& endpoint, int max_readers);

}  // namespace dmsnode::connectors::postgres
