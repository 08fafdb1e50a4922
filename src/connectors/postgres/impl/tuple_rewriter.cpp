#include "connectors/postgres/impl/tuple_rewriter.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::size_t kElementOidOffset = 8;  // behind the counts of dimensions and the null flag
constexpr std::size_t kArrayHeaderBytes = 12;

bool IsInfinite(CellFormat format, const Cell& cell) {
    switch (format) {
        case CellFormat::kDate:
            if (cell.size != 4) return false;
            return BigEndian<std::int32_t>(cell.data) == kDateInfinity ||
                   BigEndian<std::int32_t>(cell.data) == kDateMinusInfinity;
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz:
            if (cell.size != 8) return false;
            return BigEndian<std::int64_t>(cell.data) == kTimestampInfinity ||
                   BigEndian<std::int64_t>(cell.data) == kTimestampMinusInfinity;
        case CellFormat::kNumeric: return IsNumericSpecial(cell.view());
        case CellFormat::kFloat32:
            return cell.size == 4 &&
                   !std::isfinite(std::bit_cast<float>(BigEndian<std::int32_t>(cell.data)));
        case CellFormat::kFloat64:
            return cell.size == 8 &&
                   !std::isfinite(std::bit_cast<double>(BigEndian<std::int64_t>(cell.data)));
        default: return false;
    }
}

Error DataLoss(const CellRule& rule, const std::string& message) {
    return Error(ErrorCode::kDataLoss, message).At(rule.column);
}

}  // namespace

TupleRewriter::TupleRewriter(std::vector<CellRule> rules)
    : rules_(std::move(rules)), cells_(rules_.size()) {
    for (const CellRule& rule : rules_) {
        if (rule.kind != CellRule::Kind::kKeep) is_needed_ = true;
        if (rule.kind != CellRule::Kind::kDrop) ++columns_;
    }
}

Status TupleRewriter::Append(std::string_view rows, RowBatch& out) {
    RowCursor cursor(rows);
    RowAppender row(out);
    while (true) {
        const Result<bool> next = cursor.Next(cells_);
        if (!next) return next.error();
        if (!*next) return {};
        row_changed_ = false;
        row.BeginRow(columns_);
        for (std::size_t i = 0; i < cells_.size(); ++i) {
            if (Status done = AppendCell(rules_[i], cells_[i], row); !done) return done;
        }
        changed_rows_ += row_changed_ ? 1 : 0;
    }
}

Status TupleRewriter::AppendCell(const CellRule& rule, const Cell& cell, RowAppender& row) {
    if (rule.kind == CellRule::Kind::kDrop) return {};
    if (cell.is_null()) {
        row.Null();
        return {};
    }
    switch (rule.kind) {
        case CellRule::Kind::kDrop:
        case CellRule::Kind::kKeep: row.Bytes(cell.view()); return {};
        case CellRule::Kind::kElementOid: {
            if (cell.size < kArrayHeaderBytes) return DataLoss(rule, "malformed array");
            scratch_.assign(cell.view());
            const std::uint32_t oid = htonl(rule.element_oid);
            std::memcpy(scratch_.data() + kElementOidOffset, &oid, sizeof oid);
            row.Bytes(scratch_);
            return {};
        }
        case CellRule::Kind::kAddress:
            scratch_.clear();
            if (!AppendAddress(cell.view(), scratch_)) {
                return DataLoss(rule, "\"" + std::string(cell.view()) + "\" is no network address");
            }
            row.Bytes(scratch_);
            return {};
        case CellRule::Kind::kNoInfinity:
            row_changed_ = row_changed_ || IsInfinite(rule.format, cell);
            IsInfinite(rule.format, cell) ? row.Null() : row.Bytes(cell.view());
            return {};
        case CellRule::Kind::kCheckUtf8:
        case CellRule::Kind::kRepairUtf8: break;
    }
    if (FindInvalidUtf8(cell.view()) == std::string_view::npos) {
        row.Bytes(cell.view());
        return {};
    }
    if (rule.kind == CellRule::Kind::kCheckUtf8) return DataLoss(rule, "text is not valid UTF-8");
    scratch_.clear();
    AppendRepairedUtf8(cell.view(), scratch_);
    row.Bytes(scratch_);
    row_changed_ = true;
    return {};
}

bool AppendAddress(std::string_view text, std::string& out) {
    constexpr char kFamily4 = 2;
    constexpr char kFamily6 = 3;
    const std::size_t slash = text.find('/');
    const std::string host(text.substr(0, slash));
    char bytes[16];
    const bool is_v6 = host.find(':') != std::string::npos;
    if (::inet_pton(is_v6 ? AF_INET6 : AF_INET, host.c_str(), bytes) != 1) return false;
    const int size = is_v6 ? 16 : 4;
    int bits = size * 8;
    if (slash != std::string_view::npos) {
        const std::string_view mask = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(mask.data(), mask.data() + mask.size(), bits);
        if (error != std::errc() || end != mask.data() + mask.size() || bits < 0 ||
            bits > size * 8) {
            return false;
        }
    }
    const char head[] = {is_v6 ? kFamily6 : kFamily4, static_cast<char>(bits), 0,
                         static_cast<char>(size)};
    out.append(head, sizeof head);
    out.append(bytes, static_cast<std::size_t>(size));
    return true;
}

}  // namespace dmsnode::connectors::postgres
