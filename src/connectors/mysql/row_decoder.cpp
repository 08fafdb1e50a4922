#include "connectors/mysql/decoders.hpp"
#include "connectors/mysql/errors.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr std::size_t kNullBitOffset = 2;

bool IsNull(const unsigned char* nulls, std::size_t column) {
    const std::size_t bit = column + kNullBitOffset;
    return (nulls[bit / 8] >> (bit % 8) & 1U) != 0;
}

/// The format in which a key value is shown.
ReadColumn AsText(const std::string& name) {
    ReadColumn column;
    column.column.name = name;
    column.column.type.precision = 6;
    column.format = CellFormat::kText;
    return column;
}

}  // namespace

bool WireReader::LongLength(unsigned char first, std::uint64_t& length) {
    std::size_t bytes = 0;
    switch (first) {
        case 0xFC: bytes = 2; break;
        case 0xFD: bytes = 3; break;
        case 0xFE: bytes = 8; break;
        default: return false;  // 0xFB is NULL of the text protocol, 0xFF an error packet
    }
    if (static_cast<std::size_t>(end_ - at_) < bytes) return false;
    length = 0;
    for (std::size_t i = 0; i < bytes; ++i) length |= std::uint64_t{at_[i]} << (8 * i);
    at_ += bytes;
    return true;
}

Result<RowDecoder> RowDecoder::Make(const TableId& table, std::vector<WireColumn> wire,
                                    const std::vector<ReadColumn>& columns,
                                    const ValuePolicy& policy) {
    RowDecoder decoder;
    decoder.table_ = table;
    decoder.null_bytes_ = (columns.size() + kNullBitOffset + 7) / 8;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string& name = columns[i].column.name;
        Result<CellPlan> cell = PlanCell(wire[i], columns[i], policy);
        if (!cell) return std::move(cell.error()).At(table.ToString() + "." + name);
        decoder.cells_.push_back(*cell);
        decoder.names_.push_back(name);
    }
    decoder.wire_ = std::move(wire);
    return decoder;
}

Status RowDecoder::Decode(std::span<const unsigned char> packet, RowAppender& out) {
    if (packet.size() < 1 + null_bytes_ || packet[0] != 0) return Malformed(0);
    const unsigned char* nulls = packet.data() + 1;
    WireReader in(nulls + null_bytes_, packet.data() + packet.size());
    const std::size_t columns = cells_.size();
    out.BeginRow(static_cast<std::int16_t>(columns));
    for (std::size_t i = 0; i < columns; ++i) {
        if (IsNull(nulls, i)) {
            out.Null();
            continue;
        }
        const CellOutcome outcome = cells_[i].convert(cells_[i], in, out, problem_);
        if (outcome == CellOutcome::kOk) continue;
        if (outcome == CellOutcome::kChanged) {
            ++changed_values_;
            continue;
        }
        out.DropRow();
        if (outcome == CellOutcome::kRefused) return Refused(i, packet);
        return Malformed(i);
    }
    if (!in.AtEnd()) {
        out.DropRow();
        return Malformed(columns - 1);
    }
    ++rows_;
    return {};
}

// Slow and only for errors: the packet is read again, key columns as text.
std::string RowDecoder::DescribeRow(std::span<const unsigned char> packet) const {
    const unsigned char* nulls = packet.data() + 1;
    WireReader in(nulls + null_bytes_, packet.data() + packet.size());
    ValuePolicy lenient;
    lenient.invalid_text = ValuePolicy::InvalidText::kReplace;
    std::string text;
    for (std::size_t i = 0; i < wire_.size(); ++i) {
        if (IsNull(nulls, i)) continue;
        Result<CellPlan> cell = PlanCell(wire_[i], AsText(names_[i]), lenient);
        if (!cell) break;
        RowBatch batch;
        RowAppender out(batch);
        CellProblem ignored;
        const CellOutcome outcome = cell->convert(*cell, in, out, ignored);
        if (outcome != CellOutcome::kOk && outcome != CellOutcome::kChanged) break;
        if (!wire_[i].is_key) continue;
        constexpr std::size_t kLengthBytes = 4;
        const std::string value = batch.bytes.substr(kLengthBytes, kMostShownKeyBytes);
        text += (text.empty() ? "" : ", ") + names_[i] + " = " + value;
    }
    // Without a key among the columns, its place in the result is all there is to say.
    return text.empty() ? "row " + std::to_string(rows_ + 1) + " as read" : "row " + text;
}

Error RowDecoder::Refused(std::size_t column, std::span<const unsigned char> packet) const {
    return Error{ErrorCode::kDataLoss, DescribeRow(packet) + ": " + problem_.what}
        .At(table_.ToString() + "." + names_[column])
        .Hint(problem_.hint);
}

Error RowDecoder::Malformed(std::size_t column) const {
    std::string place = table_.ToString();
    if (column < names_.size()) place += "." + names_[column];
    return Error{ErrorCode::kProtocol, "the server sent a row that its protocol does not allow"}
        .At(place)
        .Hint("look for a proxy between here and the server");
}

}  // namespace dmsnode::connectors::mysql
