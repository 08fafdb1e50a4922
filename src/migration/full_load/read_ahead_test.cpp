#include "migration/full_load/read_ahead.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <semaphore>

namespace dmsnode::migration {
namespace {

using connectors::RowBatch;

/// Numbered rows, `rows_a_batch` each time; waits for permits where told to.
class NumberReader final : public connectors::Reader {
public:
    NumberReader(std::int64_t rows, std::int64_t rows_a_batch)
        : rows_(rows), rows_a_batch_(rows_a_batch) {}

    Result<bool> Next(RowBatch& batch, std::size_t /*max_bytes*/, std::int64_t max_rows) override {
        ++calls;
        if (fails_at && *fails_at <= next_) return Error{ErrorCode::kUnavailable, "lost"};
        if (waits_at && *waits_at <= next_) {
            waiting.release();
            if (!cancelled.try_acquire_for(std::chrono::seconds(20))) ADD_FAILURE() << "no cancel";
            return Error{ErrorCode::kCancelled, "stopped on request"};
        }
        for (std::int64_t i = 0; i < rows_a_batch_ && i < max_rows && next_ < rows_; ++i) {
            batch.bytes += std::to_string(next_++) + " ";
            ++batch.rows;
        }
        changed_ = next_;
        return next_ < rows_;
    }
    std::int64_t changed_values() const override { return changed_; }
    void Cancel() override { cancelled.release(); }

    std::atomic<int> calls = 0;
    std::optional<std::int64_t> fails_at;
    std::optional<std::int64_t> waits_at;
    std::counting_semaphore<> waiting{0};
    std::counting_semaphore<> cancelled{0};

private:
    const std::int64_t rows_;
    const std::int64_t rows_a_batch_;
    std::int64_t next_ = 0;
    std::int64_t changed_ = 0;
};

TEST(ReadAhead, PiecesComeInOrderAndNoneReachesOverATransaction) {
    for (const std::int64_t rows : {0, 1, 2, 3, 9, 10, 11, 20, 1000}) {
        SCOPED_TRACE(rows);
        NumberReader reader(rows, 3);
        ReadAhead ahead(reader, 100, 10);
        std::string got;
        std::string want;
        for (std::int64_t i = 0; i < rows; ++i) want += std::to_string(i) + " ";
        std::int64_t seen = 0;
        std::int64_t in_transaction = 0;
        for (bool more = true; more;) {
            Result<ReadAhead::Piece> piece = ahead.Next();
            ASSERT_TRUE(piece);
            got += piece->batch.bytes;
            seen += piece->batch.rows;
            in_transaction += piece->batch.rows;
            EXPECT_EQ(piece->changed_values, seen) << "it is told as of this piece";
            EXPECT_EQ(piece->ends_transaction, in_transaction == 10);
            if (piece->ends_transaction) in_transaction = 0;
            more = !piece->is_last;
            ahead.Recycle(std::move(piece->batch));
        }
        EXPECT_EQ(got, want);
    }
}

TEST(ReadAhead, AnErrorComesAfterThePiecesBeforeIt) {
    NumberReader reader(100, 5);
    reader.fails_at = 20;
    ReadAhead ahead(reader, 100, INT64_MAX);
    for (int i = 0; i < 4; ++i) ASSERT_TRUE(ahead.Next());
    const Result<ReadAhead::Piece> failed = ahead.Next();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
}

TEST(ReadAhead, OnlySoManyBatchesAreReadBeforeTheyAreTaken) {
    NumberReader reader(1'000'000, 1);
    int most = 0;
    {
        ReadAhead ahead(reader, 100, INT64_MAX);
        for (int taken = 1; taken <= 200; ++taken) {
            ASSERT_TRUE(ahead.Next());
            most = std::max(most, reader.calls - taken);
        }
    }
    EXPECT_LE(most, static_cast<int>(ReadAhead::kAhead) + 1);
}

TEST(ReadAhead, LeavingEarlyCancelsAReaderThatWaits) {
    NumberReader reader(100, 5);
    reader.waits_at = 10;
    {
        ReadAhead ahead(reader, 100, INT64_MAX);
        ASSERT_TRUE(ahead.Next());
        ASSERT_TRUE(reader.waiting.try_acquire_for(std::chrono::seconds(20)));
    }
    EXPECT_EQ(reader.calls, 3);
}

}  // namespace
}  // namespace dmsnode::migration
