#pragma once

#include "store/catalog_rows.hpp"
#include "store/database.hpp"

/// Resources: files for tasks to use. Their content lies in the store and not in the data folder,
/// so that every machine that shares the store has it, one backup holds it, and it is saved in the
/// same transaction as its row; the price is that all of a file passes through memory, which the
/// caller's bound keeps small. All run inside the caller's transaction. Errors: as
/// catalog_projects.hpp.
namespace dmsnode::store::catalog {

/// A path has segments of 1 to 255 bytes, 1,000 bytes in all, none of them `.` or `..`, and no
/// control characters or backslashes: it stays below any folder it is written into.
Status CheckResourcePath(const std::string& path);

/// Errors: also kResourceExhausted if the content has more than `most_bytes`; kAlreadyExists if
/// there is
///     a resource or a folder of that path, or a resource where the path has a folder.
Result<Resource> CreateResource(Connection& db, const std::string& path,
                                const std::string& description, std::string_view content,
                                std::int64_t most_bytes, TimePoint now);
/// Replaces the content. The same content is no change.
Result<Resource> SetResourceContent(Connection& db, std::int64_t code, std::string_view content,
                                    std::int64_t most_bytes, std::int64_t based_on, TimePoint now);
/// Changes path and description.
Result<Resource> RenameResource(Connection& db, std::int64_t code, const std::string& path,
                                const std::string& description, std::int64_t based_on,
                                TimePoint now);
/// Moves all below `folder` to below `new_folder` (both without a `/` at the end). Returns how
/// many. Errors: kNotFound if there is none; kConflict if one of them lies below the other.
Result<std::int64_t> RenameResourceFolder(Connection& db, const std::string& folder,
                                          const std::string& new_folder, TimePoint now);
Status DeleteResource(Connection& db, std::int64_t code, std::int64_t based_on);
/// Deletes all below `folder`. Returns how many. Errors: kNotFound if there is none.
Result<std::int64_t> DeleteResourceFolder(Connection& db, const std::string& folder);
Result<std::optional<Resource>> FindResource(Connection& db, std::int64_t code);
Result<std::optional<Resource>> FindResourceByPath(Connection& db, const std::string& path);
/// Errors: kNotFound.
Result<std::string> ReadResource(Connection& db, std::int64_t code);
/// Paths that begin with `prefix` (`etl/`: all below that folder), by path.
Result<std::vector<Resource>> ListResources(Connection& db, const std::string& prefix,
                                            const Page& page);

}  // namespace dmsnode::store::catalog
