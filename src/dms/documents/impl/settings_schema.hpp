#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

/// What each key of the task settings may hold. Source: AWS DMS user guide, "Specifying task
/// settings"; bounds that the guide does not give are generous.
namespace dmsnode::dms {

struct SettingRow {
    enum class Kind { kBool, kInteger, kText, kWord, kReadOnly };
    std::string_view section;
    std::string_view key;
    Kind kind = Kind::kText;
    std::int64_t least = 0;
    std::int64_t most = std::numeric_limits<std::int32_t>::max();
    std::span<const std::string_view> words = {};
};

std::span<const SettingRow> SettingRows();

/// Sections whose default is null: given, they are objects with members of their own.
std::span<const std::string_view> NullableSections();

std::span<const std::string_view> LogComponentIds();
std::span<const std::string_view> LogSeverities();

/// The full default document. Source: what AWS DMS echoes for a task made without settings.
std::string_view DefaultTaskSettingsText();

}  // namespace dmsnode::dms
