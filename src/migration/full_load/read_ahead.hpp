#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "connectors/connector.hpp"

namespace dmsnode::migration {

/// Reads one table in a thread of its own, a few batches ahead of whoever writes them: source and
/// target work at the same time, and the way to one is travelled while the other is busy.
/// Holds at most kAhead + 2 batches: those that wait, one being read, one being written.
/// Threads: the constructor, Next and the destructor in one; the reader is used by the other.
class ReadAhead {
public:
    static constexpr std::size_t kAhead = 3;

    struct Piece {
        connectors::RowBatch batch;
        bool ends_transaction = false;    ///< Its rows fill a transaction.
        bool is_last = false;             ///< The table's end; it may hold no rows.
        std::int64_t changed_values = 0;  ///< Reader::changed_values() after these rows.
    };

    /// `batch_bytes`: how large a batch gets before it is passed on. `transaction_rows`: no batch
    /// reaches over a multiple of so many rows. Lifetime: `reader` outlives it.
    ReadAhead(connectors::Reader& reader, std::size_t batch_bytes, std::int64_t transaction_rows);
    ReadAhead(const ReadAhead&) = delete;
    ReadAhead& operator=(const ReadAhead&) = delete;
    /// Cancels the reader if it is still at work, and waits for its thread.
    ~ReadAhead();

    /// The next piece, in the table's order; not to be called after the last one or an error. Waits
    /// as long as the reader does, which ends by its own time limits or by Reader::Cancel.
    /// Errors: those of Reader::Next, after all the pieces that were read before.
    Result<Piece> Next();
    /// Takes a written batch back, so that its memory is used again.
    void Recycle(connectors::RowBatch batch);

private:
    Result<Piece> ReadPiece();
    void Run();

    connectors::Reader& reader_;
    const std::size_t batch_bytes_;
    const std::int64_t transaction_rows_;
    std::int64_t rows_left_;  ///< Of the transaction; the reading thread's.

    std::mutex mutex_;  // guards what follows
    std::condition_variable changed_;
    std::vector<Result<Piece>> ready_;  ///< In the table's order, the oldest first.
    std::vector<connectors::RowBatch> spare_;
    bool is_over_ = false;      ///< Nothing more will be read.
    bool is_unwanted_ = false;  ///< Nobody will take what is read.

    std::thread thread_;  ///< Started after the first piece: a small table needs none.
};

}  // namespace dmsnode::migration
