#include "store/impl/catalog_changes.hpp"

#include <algorithm>

namespace dmsnode::store::catalog {
namespace {

constexpr std::int64_t kMostRows = 1'000;

}  // namespace

Status CheckName(std::string_view what, std::string_view name) {
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
    };
    std::string why;
    if (name.empty()) why = "is empty";
    if (name.size() > kMostNameBytes) why = fmt::format("is longer than {} bytes", kMostNameBytes);
    if (std::any_of(name.begin(), name.end(), is_control)) why = "holds a control character";
    if (why.empty()) return {};
    return Error{ErrorCode::kInvalidArgument, fmt::format("the name of the {} {}", what, why)};
}

Status CheckText(std::string_view what, std::string_view text, std::size_t most) {
    if (text.size() > most) {
        return Error{
            ErrorCode::kInvalidArgument,
            fmt::format("the {} has {} bytes; at most {} are kept", what, text.size(), most)};
    }
    if (text.find('\0') != std::string_view::npos) {
        return Error{ErrorCode::kInvalidArgument, fmt::format("the {} holds a zero byte", what)};
    }
    return {};
}

Status CheckLabel(const Entity& entity, std::string_view name, std::string_view description) {
    if (Status good = CheckName(entity.what, name); !good) return good;
    return CheckText("description", description, kMostDescriptionBytes);
}

Error NotFound(const Entity& entity, const std::string& key) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no {} {}", entity.what, key)};
}

Error NameTaken(const Entity& entity, std::string_view name) {
    return Error{ErrorCode::kAlreadyExists,
                 fmt::format("there is a {} \"{}\" already", entity.what, name)}
        .Hint("choose another name");
}

Error WhyNot(Connection& db, const Entity& entity, const Param& key, const std::string& key_text,
             std::int64_t based_on) {
    auto revision =
        db.One(fmt::format("SELECT revision FROM {} WHERE {} = ?", entity.table, entity.key), {key},
               [](const Row& row) { return row.Int(0); });
    if (!revision) return revision.error();
    if (!*revision) return NotFound(entity, key_text);
    return Error{
        ErrorCode::kConflict,
        fmt::format("the {} {} was changed meanwhile: this change is based on its revision "
                    "{}, it has {}",
                    entity.what, key_text, based_on, **revision)}
        .Hint("load it again and repeat the change");
}

std::int64_t LimitOf(std::int64_t limit) {
    return std::clamp<std::int64_t>(limit, 1, kMostRows);
}

std::optional<std::string> Containing(std::string_view text) {
    if (text.empty()) return std::nullopt;
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        // lower() of both stores knows A–Z only.
        pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return pattern + "%";
}

Status DeleteOne(Connection& db, const Entity& entity, std::int64_t code, std::int64_t based_on) {
    auto deleted = db.Run(
        fmt::format("DELETE FROM {} WHERE {} = ? AND revision = ?", entity.table, entity.key),
        {code, based_on});
    if (!deleted) return deleted.error();
    if (*deleted == 0) return WhyNot(db, entity, code, std::to_string(code), based_on);
    return {};
}

}  // namespace dmsnode::store::catalog
