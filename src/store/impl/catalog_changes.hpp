#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>

#include "store/catalog_rows.hpp"
#include "store/database.hpp"

/// What the families of the catalogue share: how a change that meets no row is told, and bounds.
namespace dmsnode::store::catalog {

inline constexpr std::size_t kMostNameBytes = 255;
inline constexpr std::size_t kMostDescriptionBytes = 4'000;
inline constexpr std::size_t kMostTextBytes = 256U << 10U;
inline constexpr std::size_t kMostDocumentBytes = 8U << 20U;

/// A kind of row, for messages and for the look at what is there.
struct Entity {
    std::string_view what;   ///< `project`
    std::string_view table;  ///< `catalog_project`
    std::string_view key = "code";
};
inline constexpr Entity kProject{"project", "catalog_project"};
inline constexpr Entity kWorkflow{"workflow definition", "catalog_workflow"};

/// Errors: kInvalidArgument if the name is empty, too long or holds control characters.
Status CheckName(std::string_view what, std::string_view name);
/// Errors: kInvalidArgument if the text is longer than `most` bytes or holds a zero byte.
Status CheckText(std::string_view what, std::string_view text, std::size_t most);
/// Name and description.
Status CheckLabel(const Entity& entity, std::string_view name, std::string_view description);

Error NotFound(const Entity& entity, const std::string& key);
Error NameTaken(const Entity& entity, std::string_view name);

/// Why a change of the row with this key and revision met none: kNotFound, or kConflict with both
/// revisions.
Error WhyNot(Connection& db, const Entity& entity, const Param& key, const std::string& key_text,
             std::int64_t based_on);

/// The limit of a page within its bounds.
std::int64_t LimitOf(std::int64_t limit);
/// The pattern for `lower(name) LIKE ? ESCAPE '!'` that finds `text` anywhere; nothing for no text.
std::optional<std::string> Containing(std::string_view text);

/// Runs INSERT … ON CONFLICT DO NOTHING RETURNING, which gives no row if the name is taken, and
/// fails with kConflict if `parent` is not there.
template <class Read>
auto InsertOne(Connection& db, std::string_view sql, const Connection::Params& params, Read&& read,
               const Entity& entity, std::string_view name, const std::optional<Error>& no_parent)
    -> Result<std::invoke_result_t<Read, const Row&>> {
    auto row = db.One(sql, params, read);
    if (!row && row.error().code == ErrorCode::kConflict && no_parent) return *no_parent;
    if (!row) return row.error();
    if (!*row) return NameTaken(entity, name);
    return **std::move(row);
}

/// Runs UPDATE … WHERE code = … AND revision = … RETURNING.
template <class Read>
auto UpdateOne(Connection& db, std::string_view sql, const Connection::Params& params, Read&& read,
               const Entity& entity, std::int64_t code, std::int64_t based_on,
               std::string_view name) -> Result<std::invoke_result_t<Read, const Row&>> {
    auto row = db.One(sql, params, read);
    if (!row && row.error().code == ErrorCode::kAlreadyExists) return NameTaken(entity, name);
    if (!row) return row.error();
    if (!*row) return WhyNot(db, entity, code, std::to_string(code), based_on);
    return **std::move(row);
}

/// DELETE of the row with this code and revision.
Status DeleteOne(Connection& db, const Entity& entity, std::int64_t code, std::int64_t based_on);

}  // namespace dmsnode::store::catalog
