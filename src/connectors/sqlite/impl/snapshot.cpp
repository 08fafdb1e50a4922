#include "connectors/sqlite/impl/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/sqlite/impl/reader.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

constexpr int kAttempts = 5;

/// A read transaction begins with the first read, not with BEGIN.
Status BeginRead(Database& database) {
    if (Status begun = database.Execute("BEGIN"); !begun) return begun;
    const Result<std::int64_t> read =
        database.QueryInteger("SELECT count(*) FROM main.sqlite_schema");
    if (!read) return read.error();
    return {};
}

Status EndRead(Database& database) {
    return database.InTransaction() ? database.Execute("ROLLBACK") : Status();
}

/// True if all connections began to read between two equal readings of data_version: then no commit
/// of another process came between them.
Result<bool> BeginAllAtOnce(Database& watch, Pool& pool) {
    const Result<std::int64_t> before = watch.QueryInteger("PRAGMA data_version");
    if (!before) return before.error();
    for (const auto& slot : pool.slots) {
        if (Status begun = BeginRead(slot->database); !begun) return begun.error();
    }
    const Result<std::int64_t> after = watch.QueryInteger("PRAGMA data_version");
    if (!after) return after.error();
    if (*before == *after) return true;
    for (const auto& slot : pool.slots) {
        if (Status ended = EndRead(slot->database); !ended) return ended.error();
    }
    return false;
}

}  // namespace

Lease::~Lease() {
    if (pool_ == nullptr) return;  // moved from
    const std::lock_guard lock(pool_->mutex);
    if (!pool_->shared) slot_->in_use = false;
}

void Lease::InterruptIfAlone() const {
    const std::lock_guard lock(pool_->mutex);
    if (!pool_->shared) slot_->database.Interrupt();
}

Result<std::unique_ptr<Snapshot>> SqliteSnapshot::Open(const std::string& path, int max_readers,
                                                       NumberDates number_dates) {
    auto pool = std::make_shared<Pool>();
    for (int i = 0; i < std::max(1, max_readers); ++i) {
        Result<Database> database = Database::Open(path, Database::Mode::kRead);
        if (!database) return database.error();
        pool->slots.push_back(std::make_unique<Pool::Slot>(std::move(*database)));
    }
    Result<Database> watch = Database::Open(path, Database::Mode::kRead);
    if (!watch) return watch.error();
    bool together = false;
    for (int attempt = 0; attempt < kAttempts && !together; ++attempt) {
        const Result<bool> begun = BeginAllAtOnce(*watch, *pool);
        if (!begun) return Error(begun.error()).At(path);
        together = *begun;
    }
    if (!together) {
        // Writers are too busy: one view for all, at the price of reading in turns.
        pool->slots.resize(1);
        pool->shared = true;
        if (Status begun = BeginRead(pool->slots[0]->database); !begun) {
            return Error(begun.error()).At(path);
        }
    }
    return std::unique_ptr<Snapshot>(new SqliteSnapshot(std::move(pool), number_dates));
}

Result<std::unique_ptr<Reader>> SqliteSnapshot::OpenReader(const ReadPlan& plan) {
    Pool::Slot* free = nullptr;
    {
        const std::lock_guard lock(pool_->mutex);
        for (const auto& slot : pool_->slots) {
            if (pool_->shared || !slot->in_use) free = slot.get();
        }
        if (free == nullptr) {
            return Error{
                ErrorCode::kResourceExhausted,
                fmt::format("all {} readers of the snapshot are in use", pool_->slots.size())};
        }
        free->in_use = true;
    }
    Lease lease(pool_, free);
    const auto held = lease.Hold();
    return SqliteReader::Open(std::move(lease), plan, number_dates_);
}

std::string SqliteSnapshot::Describe() const {
    return pool_->shared
               ? "one read transaction shared by all readers: the file is being written to"
               : fmt::format("{} read transactions at one state of the file", pool_->slots.size());
}

}  // namespace dmsnode::connectors::sqlite
