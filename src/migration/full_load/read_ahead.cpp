#include "migration/full_load/read_ahead.hpp"

#include <utility>

namespace dmsnode::migration {

using connectors::RowBatch;

ReadAhead::ReadAhead(connectors::Reader& reader, std::size_t batch_bytes,
                     std::int64_t transaction_rows)
    : reader_(reader),
      batch_bytes_(batch_bytes),
      transaction_rows_(transaction_rows),
      rows_left_(transaction_rows) {}

ReadAhead::~ReadAhead() {
    if (!thread_.joinable()) return;
    bool is_reading = false;
    {
        const std::lock_guard lock(mutex_);
        is_unwanted_ = true;
        is_reading = !is_over_;
    }
    changed_.notify_all();
    if (is_reading) reader_.Cancel();
    thread_.join();
}

Result<ReadAhead::Piece> ReadAhead::ReadPiece() {
    Piece piece;
    {
        const std::lock_guard lock(mutex_);
        if (!spare_.empty()) {
            piece.batch = std::move(spare_.back());
            spare_.pop_back();
        }
    }
    piece.batch.Clear();
    const Result<bool> more = reader_.Next(piece.batch, batch_bytes_, rows_left_);
    if (!more) return more.error();
    piece.is_last = !*more;
    piece.changed_values = reader_.changed_values();
    rows_left_ -= piece.batch.rows;
    if (rows_left_ <= 0) {
        piece.ends_transaction = true;
        rows_left_ = transaction_rows_;
    }
    return piece;
}

void ReadAhead::Run() {
    for (bool more = true; more;) {
        Result<Piece> piece = ReadPiece();
        more = piece && !piece->is_last;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return ready_.size() < kAhead || is_unwanted_; });
            if (is_unwanted_) return;
            ready_.push_back(std::move(piece));
            is_over_ = !more;
        }
        changed_.notify_all();
    }
}

Result<ReadAhead::Piece> ReadAhead::Next() {
    if (!thread_.joinable()) {
        Result<Piece> first = ReadPiece();
        if (first && !first->is_last) thread_ = std::thread([this] { Run(); });
        return first;
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !ready_.empty(); });
    Result<Piece> piece = std::move(ready_.front());
    ready_.erase(ready_.begin());
    lock.unlock();
    changed_.notify_all();
    return piece;
}

void ReadAhead::Recycle(RowBatch batch) {
    const std::lock_guard lock(mutex_);
    spare_.push_back(std::move(batch));
}

}  // namespace dmsnode::migration
