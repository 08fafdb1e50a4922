#include "connectors/postgres/impl/copy_decoder.hpp"

#include <gtest/gtest.h>

#include "connectors/cells.hpp"

namespace dmsnode::connectors::postgres {
namespace {

std::string Row(std::string_view text) {
    RowBatch batch;
    RowAppender row(batch);
    row.BeginRow(1);
    row.Bytes(text);
    return batch.bytes;
}

TEST(CopyDecoder, TakesHeaderAndTrailerOff) {
    CopyDecoder decoder;
    EXPECT_EQ(decoder.Take(std::string(kCopyHeader) + Row("a"), 1).value(), Row("a"));
    EXPECT_EQ(decoder.Take(Row("b"), 1).value(), Row("b"));
    EXPECT_FALSE(decoder.AtEnd());
    EXPECT_EQ(decoder.Take(kCopyTrailer, 1).value(), "");
    EXPECT_TRUE(decoder.AtEnd());
    EXPECT_EQ(decoder.Take(Row("c"), 1).error().code, ErrorCode::kProtocol);
}

TEST(CopyDecoder, EmptyTableIsHeaderAndTrailer) {
    CopyDecoder decoder;
    EXPECT_EQ(decoder.Take(std::string(kCopyHeader) + std::string(kCopyTrailer), 3).value(), "");
    EXPECT_TRUE(decoder.AtEnd());
}

TEST(CopyDecoder, HeaderMayComeInAnyPieces) {
    std::string header(kCopyHeader);
    header[18] = 3;  // an extension of three bytes, to be skipped
    header += "xyz";
    const std::string stream = header + Row("a");
    for (std::size_t cut = 0; cut <= header.size(); ++cut) {
        CopyDecoder decoder;
        std::string rows;
        for (const std::string& piece : {stream.substr(0, cut), stream.substr(cut)}) {
            const Result<std::string_view> row = decoder.Take(piece, 1);
            ASSERT_TRUE(row) << cut;
            rows += *row;
        }
        EXPECT_EQ(rows, Row("a")) << cut;
    }
}

TEST(CopyDecoder, ForeignStreamsAreRefused) {
    const auto refused = [](std::size_t at, char value) {
        std::string header(kCopyHeader);
        header[at] = value;
        CopyDecoder decoder;
        const Result<std::string_view> row = decoder.Take(header + Row("a"), 1);
        return !row && row.error().code == ErrorCode::kProtocol;
    };
    EXPECT_TRUE(refused(0, 'X'));
    EXPECT_TRUE(refused(10, 'X'));
    EXPECT_TRUE(refused(11, '\x80'));  // a critical flag
    EXPECT_TRUE(refused(15, '\x80'));  // a negative extension
    EXPECT_TRUE(refused(15, '\x7f'));  // an absurd one
    EXPECT_FALSE(refused(14, '\1'));   // a flag that may be ignored
}

TEST(CopyDecoder, AnotherNumberOfColumnsIsRefused) {
    CopyDecoder decoder;
    ASSERT_TRUE(decoder.Take(kCopyHeader, 1));
    EXPECT_EQ(decoder.Take(Row("a"), 2).error().code, ErrorCode::kProtocol);
    EXPECT_EQ(decoder.Take("x", 1).error().code, ErrorCode::kProtocol);
    EXPECT_EQ(decoder.Take("", 1).error().code, ErrorCode::kProtocol);
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
