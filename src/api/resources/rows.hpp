#pragma once

#include <fmt/format.h>

#include "api/resources/resources.hpp"
#include "store/catalog_rows.hpp"

/// What the resources on rows of the catalogue share.
namespace dmsnode::api {

/// A handler that stands on the parts. Lifetime: what they refer to outlives it.
using PartsHandler = Result<Answer> (*)(const ApiParts&, const Call&);
inline std::function<Result<Answer>(const Call&)> On(const ApiParts& parts, PartsHandler handle) {
    return [parts, handle](const Call& call) { return handle(parts, call); };
}

/// `{code, revision, created, updated}`, which all rows have, and the members of `more`.
template <class Row>
Json WriteRow(const Row& row, Json more) {
    more["code"] = CodeText(row.code);
    more["revision"] = row.revision;
    more["created"] = FormatIso8601(row.created);
    more["updated"] = FormatIso8601(row.updated);
    return more;
}
/// The schema of such a row.
Schema RowSchema(std::vector<Member> more);
/// The members of a change's body, and `revision`.
Schema ChangeSchema(std::vector<Member> members);

/// 1 to 255 characters.
Schema NameSchema();
Schema DescriptionSchema();

/// Whether a change must say which revision its user saw.
enum class Lock { kNeeded, kOptional };
/// The revision that a change is based on: `revision` of the body, or If-Match. `current`, if
/// neither is given and `lock` allows it, or If-Match is `*`.
/// Errors: kInvalidArgument if it is needed and missing, no revision, or both are given and differ.
Result<std::int64_t> BasedOn(const Call& call, std::int64_t current, Lock lock);
/// Adds the ETag.
Answer WithRevision(Answer answer, std::int64_t revision);

/// The part of a list that the catalogue's queries take: one row more than the page has.
store::catalog::Page RowsOf(const Page& page, const Call& call);
/// `limit`, `cursor`, and `name`: only names that hold this text.
std::vector<QueryParameter> NamedPageQuery();

/// `workflow 123 (nightly)`, for the audit log.
std::string ObjectText(std::string_view what, std::int64_t code, std::string_view name);

/// The row that was found. Errors: kNotFound if there is none.
template <class Row>
Result<Row> Need(Result<std::optional<Row>> found, std::string_view what, std::string_view key) {
    if (!found) return found.error();
    if (*found) return **std::move(found);
    return Error{ErrorCode::kNotFound, fmt::format("there is no {} {}", what, key)};
}
/// The same, of the project that the path names: whose rights were looked at.
template <class Row>
Result<Row> NeedInProject(Result<std::optional<Row>> found, std::string_view what,
                          std::int64_t project, std::string_view key) {
    Result<Row> row = Need(std::move(found), what, key);
    if (!row || row->project == project) return row;
    return Error{ErrorCode::kNotFound,
                 fmt::format("there is no {} {} in the project {}", what, key, project)};
}

}  // namespace dmsnode::api
