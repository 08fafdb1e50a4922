#include "migration/full_load/marks.hpp"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

namespace dmsnode::migration {
namespace {

constexpr std::string_view kAbsent = "before the run the target table did not exist";
constexpr std::string_view kEmpty = "before the run the target table was empty";
constexpr std::string_view kHadRowsHead = "before the run the target table had ";
constexpr std::string_view kHadRowsTail = " rows, which are kept";

std::optional<TargetMark> ParseMark(std::string_view note) {
    if (note == kAbsent) return TargetMark{TargetMark::Kind::kAbsent, 0};
    if (note == kEmpty) return TargetMark{TargetMark::Kind::kEmpty, 0};
    if (!note.starts_with(kHadRowsHead) || !note.ends_with(kHadRowsTail)) return std::nullopt;
    note.remove_prefix(kHadRowsHead.size());
    note.remove_suffix(kHadRowsTail.size());
    TargetMark mark{TargetMark::Kind::kHadRows, 0};
    const auto [end, error] = std::from_chars(note.data(), note.data() + note.size(), mark.rows);
    if (error != std::errc() || end != note.data() + note.size()) return std::nullopt;
    return mark;
}

}  // namespace

std::string MarkText(const TargetMark& mark) {
    switch (mark.kind) {
        case TargetMark::Kind::kAbsent: return std::string(kAbsent);
        case TargetMark::Kind::kEmpty: return std::string(kEmpty);
        case TargetMark::Kind::kHadRows: break;
    }
    return fmt::format("{}{}{}", kHadRowsHead, mark.rows, kHadRowsTail);
}

std::optional<TargetMark> FindMark(const std::vector<std::string>& notes) {
    for (const std::string& note : notes) {
        if (std::optional<TargetMark> mark = ParseMark(note)) return mark;
    }
    return std::nullopt;
}

}  // namespace dmsnode::migration
