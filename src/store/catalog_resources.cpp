#include "store/catalog_resources.hpp"

#include <sodium.h>

#include <algorithm>

#include "base/ids.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

constexpr Entity kResource{"resource", "catalog_resource"};
constexpr std::size_t kMostPathBytes = 1'000;

Resource ReadRow(const Row& row) {
    return {.code = row.Int(0),
            .path = row.Text(1),
            .description = row.Text(2),
            .size = row.Int(3),
            .sha256 = row.Text(4),
            .revision = row.Int(5),
            .created = row.Time(6),
            .updated = row.Time(7)};
}

std::string Sha256(std::string_view content) {
    std::string hash(crypto_hash_sha256_BYTES, '\0');
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size());
    std::string text;
    for (const char c : hash) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
    return text;
}

Status CheckSize(std::string_view content, std::int64_t most_bytes) {
    if (static_cast<std::int64_t>(content.size()) <= most_bytes) return {};
    return Error{ErrorCode::kResourceExhausted,
                 fmt::format("the content has {} bytes; a resource holds at most {}",
                             content.size(), most_bytes)};
}

/// Every path that begins with `prefix` lies from it up to here: no path has this last character.
std::string EndOf(const std::string& prefix) {
    return prefix + "\xF4\x8F\xBF\xBF";
}

/// `a/b/c`: `a/b` and `a`.
std::vector<std::string> FoldersOf(const std::string& path) {
    std::vector<std::string> folders;
    for (std::size_t at = path.rfind('/'); at != std::string::npos && at > 0;
         at = path.rfind('/', at - 1)) {
        folders.push_back(path.substr(0, at));
    }
    return folders;
}

/// A path is a file or a folder, not both: else the two cannot be written next to each other.
/// `but`: the resource that moves there.
Status CheckPlace(Connection& db, const std::string& path, std::int64_t but) {
    auto below = db.One(
        "SELECT path FROM catalog_resource WHERE path >= ?1 AND path < ?2 AND code <> ?3 LIMIT 1",
        {path + "/", EndOf(path + "/"), but}, [](const Row& row) { return row.Text(0); });
    if (!below) return below.error();
    if (*below) {
        return Error{ErrorCode::kAlreadyExists,
                     fmt::format("\"{}\" is a folder: it holds \"{}\"", path, **below)};
    }
    for (const std::string& folder : FoldersOf(path)) {
        auto file = db.One("SELECT code FROM catalog_resource WHERE path = ?1 AND code <> ?2",
                           {folder, but}, [](const Row& row) { return row.Int(0); });
        if (!file) return file.error();
        if (*file) {
            return Error{ErrorCode::kAlreadyExists,
                         fmt::format("\"{}\" is a resource, not a folder", folder)};
        }
    }
    return {};
}

Status PutContent(Connection& db, std::int64_t code, std::string_view content) {
    auto put = db.Run(
        "INSERT INTO catalog_resource_content(resource, content) VALUES(?1, ?2) "
        "ON CONFLICT(resource) DO UPDATE SET content = ?2",
        {code, Blob{content}});
    if (!put) return put.error();
    return {};
}

bool IsBelow(const std::string& path, const std::string& folder) {
    return path.starts_with(folder + "/");
}

}  // namespace

Status CheckResourcePath(const std::string& path) {
    const auto bad = [&](std::string_view why) {
        return Error{ErrorCode::kInvalidArgument, fmt::format("a resource's path {}", why)}.Hint(
            "write it like etl/load.sh");
    };
    if (path.size() > kMostPathBytes)
        return bad(fmt::format("has at most {} bytes", kMostPathBytes));
    for (const char c : path) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || c == '\\') {
            return bad("holds no control characters and no backslash");
        }
    }
    if (path.find("\xF4\x8F\xBF\xBF") != std::string::npos) return bad("holds no U+10FFFF");
    for (std::size_t from = 0; from <= path.size();) {
        const std::size_t to = std::min(path.find('/', from), path.size());
        const std::string segment = path.substr(from, to - from);
        if (segment.empty()) return bad("has no empty part, also not at its ends");
        if (segment == "." || segment == "..") return bad("has no part . or ..");
        if (segment.size() > kMostNameBytes) {
            return bad(fmt::format("has parts of at most {} bytes", kMostNameBytes));
        }
        from = to + 1;
    }
    return {};
}

Result<Resource> CreateResource(Connection& db, const std::string& path,
                                const std::string& description, std::string_view content,
                                std::int64_t most_bytes, TimePoint now) {
    if (Status good = CheckResourcePath(path); !good) return good.error();
    if (Status good = CheckText("description", description, kMostDescriptionBytes); !good) {
        return good.error();
    }
    if (Status good = CheckSize(content, most_bytes); !good) return good.error();
    if (Status free = CheckPlace(db, path, 0); !free) return free.error();
    auto created = InsertOne(
        db,
        "INSERT INTO catalog_resource(code, path, description, size, sha256, revision, created, "
        "updated) VALUES(?1, ?2, ?3, ?4, ?5, 1, ?6, ?6) ON CONFLICT DO NOTHING "
        "RETURNING code, path, description, size, sha256, revision, created, updated",
        {NewCode(), path, description, content.size(), Sha256(content), now}, ReadRow, kResource,
        path, {});
    if (!created) return created;
    if (Status put = PutContent(db, created->code, content); !put) return put.error();
    return created;
}

Result<Resource> SetResourceContent(Connection& db, std::int64_t code, std::string_view content,
                                    std::int64_t most_bytes, std::int64_t based_on, TimePoint now) {
    if (Status good = CheckSize(content, most_bytes); !good) return good.error();
    const std::string hash = Sha256(content);
    auto same = db.One(
        "SELECT code, path, description, size, sha256, revision, created, updated "
        "FROM catalog_resource WHERE code = ? AND revision = ? AND sha256 = ?",
        {code, based_on, hash}, ReadRow);
    if (!same) return same.error();
    if (*same) return **std::move(same);
    auto changed = UpdateOne(
        db,
        "UPDATE catalog_resource SET size = ?3, sha256 = ?4, updated = ?5, "
        "revision = revision + 1 WHERE code = ?1 AND revision = ?2 "
        "RETURNING code, path, description, size, sha256, revision, created, updated",
        {code, based_on, content.size(), hash, now}, ReadRow, kResource, code, based_on, "");
    if (!changed) return changed;
    if (Status put = PutContent(db, code, content); !put) return put.error();
    return changed;
}

Result<Resource> RenameResource(Connection& db, std::int64_t code, const std::string& path,
                                const std::string& description, std::int64_t based_on,
                                TimePoint now) {
    if (Status good = CheckResourcePath(path); !good) return good.error();
    if (Status good = CheckText("description", description, kMostDescriptionBytes); !good) {
        return good.error();
    }
    if (Status free = CheckPlace(db, path, code); !free) return free.error();
    return UpdateOne(db,
                     "UPDATE catalog_resource SET path = ?3, description = ?4, updated = ?5, "
                     "revision = revision + 1 WHERE code = ?1 AND revision = ?2 "
                     "RETURNING code, path, description, size, sha256, revision, created, updated",
                     {code, based_on, path, description, now}, ReadRow, kResource, code, based_on,
                     path);
}

Result<std::int64_t> RenameResourceFolder(Connection& db, const std::string& folder,
                                          const std::string& new_folder, TimePoint now) {
    for (const std::string& path : {folder, new_folder}) {
        if (Status good = CheckResourcePath(path); !good) return good.error();
    }
    if (folder == new_folder || IsBelow(new_folder, folder) || IsBelow(folder, new_folder)) {
        return Error{ErrorCode::kConflict,
                     fmt::format("\"{}\" and \"{}\" lie in one another", folder, new_folder)};
    }
    auto file = FindResourceByPath(db, new_folder);
    if (!file) return file.error();
    if (*file) return NameTaken(kResource, new_folder);
    if (Status free = CheckPlace(db, new_folder, 0); !free) return free.error();
    auto moved = db.Run(
        "UPDATE catalog_resource SET path = ?1 || substr(path, length(?2) + 1), updated = ?3, "
        "revision = revision + 1 WHERE path >= ?4 AND path < ?5",
        {new_folder, folder, now, folder + "/", EndOf(folder + "/")});
    if (!moved) return moved.error();
    if (*moved == 0) return NotFound(kResource, "below \"" + folder + "\"");
    auto longest = db.One(
        "SELECT max(length(path)) FROM catalog_resource WHERE path >= ?1 AND path < ?2",
        {new_folder + "/", EndOf(new_folder + "/")}, [](const Row& row) { return row.Int(0); });
    if (!longest) return longest.error();
    if (longest->value_or(0) > static_cast<std::int64_t>(kMostPathBytes)) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("a resource's path has at most {} bytes", kMostPathBytes)};
    }
    return moved;
}

Status DeleteResource(Connection& db, std::int64_t code, std::int64_t based_on) {
    return DeleteOne(db, kResource, code, based_on);
}

Result<std::int64_t> DeleteResourceFolder(Connection& db, const std::string& folder) {
    if (Status good = CheckResourcePath(folder); !good) return good.error();
    auto deleted = db.Run("DELETE FROM catalog_resource WHERE path >= ? AND path < ?",
                          {folder + "/", EndOf(folder + "/")});
    if (!deleted) return deleted.error();
    if (*deleted == 0) return NotFound(kResource, "below \"" + folder + "\"");
    return deleted;
}

Result<std::optional<Resource>> FindResource(Connection& db, std::int64_t code) {
    return db.One(
        "SELECT code, path, description, size, sha256, revision, created, updated "
        "FROM catalog_resource WHERE code = ?",
        {code}, ReadRow);
}

Result<std::optional<Resource>> FindResourceByPath(Connection& db, const std::string& path) {
    return db.One(
        "SELECT code, path, description, size, sha256, revision, created, updated "
        "FROM catalog_resource WHERE path = ?",
        {path}, ReadRow);
}

Result<std::string> ReadResource(Connection& db, std::int64_t code) {
    auto content = db.One("SELECT content FROM catalog_resource_content WHERE resource = ?", {code},
                          [](const Row& row) { return row.Text(0); });
    if (!content) return content.error();
    if (!*content) return NotFound(kResource, std::to_string(code));
    return **std::move(content);
}

Result<std::vector<Resource>> ListResources(Connection& db, const std::string& prefix,
                                            const Page& page) {
    return db.All(
        "SELECT code, path, description, size, sha256, revision, created, updated "
        "FROM catalog_resource WHERE path >= ?1 AND path < ?2 AND path > ?3 "
        "AND (?4 IS NULL OR lower(path) LIKE ?4 ESCAPE '!') ORDER BY path LIMIT ?5",
        {prefix, EndOf(prefix), page.after, Containing(page.contains), LimitOf(page.limit)},
        ReadRow);
}

}  // namespace dmsnode::store::catalog
