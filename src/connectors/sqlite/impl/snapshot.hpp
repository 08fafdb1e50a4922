#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "connectors/connector.hpp"
#include "connectors/sqlite/impl/database.hpp"
#include "connectors/sqlite/impl/values.hpp"

namespace dmsnode::connectors::sqlite {

/// The connections of one snapshot, each in a read transaction that began at the same state of the
/// file. Threads: any. Two owners: the snapshot and its readers; the last one closes the file.
struct Pool {
    struct Slot {
        explicit Slot(Database opened) : database(std::move(opened)) {}
        Database database;
        std::mutex mutex;  ///< Held by the reader that steps; contended only when shared.
        bool in_use = false;
    };
    std::mutex mutex;
    std::vector<std::unique_ptr<Slot>> slots;
    bool shared = false;  ///< All readers use the first slot.
};

/// One reader's right to use a connection of the pool.
class Lease {
public:
    Lease(std::shared_ptr<Pool> pool, Pool::Slot* slot) : pool_(std::move(pool)), slot_(slot) {}
    Lease(Lease&& other) noexcept = default;
    ~Lease();

    Database& database() const { return slot_->database; }
    std::unique_lock<std::mutex> Hold() const { return std::unique_lock(slot_->mutex); }
    /// Interrupts the running statement, unless other readers' statements run on the connection
    /// too.
    void InterruptIfAlone() const;

private:
    std::shared_ptr<Pool> pool_;
    Pool::Slot* slot_;
};

class SqliteSnapshot final : public Snapshot {
public:
    static Result<std::unique_ptr<Snapshot>> Open(const std::string& path, int max_readers,
                                                  NumberDates number_dates);
    Result<std::unique_ptr<Reader>> OpenReader(const ReadPlan& plan) override;
    std::string Describe() const override;

private:
    SqliteSnapshot(std::shared_ptr<Pool> pool, NumberDates number_dates)
        : pool_(std::move(pool)), number_dates_(number_dates) {}

    std::shared_ptr<Pool> pool_;
    NumberDates number_dates_;
};

}  // namespace dmsnode::connectors::sqlite
