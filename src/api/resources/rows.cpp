#include "api/resources/rows.hpp"

namespace dmsnode::api {
namespace {

/// `"7"`, `W/"7"`, `7`.
std::optional<std::int64_t> ReadTag(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() > 2 && tag.starts_with('"') && tag.ends_with('"')) {
        tag = tag.substr(1, tag.size() - 2);
    }
    return ReadCode(tag);
}

}  // namespace

Schema RowSchema(std::vector<Member> more) {
    std::vector<Member> members{
        Required("code", Schema::Code()),
        Required("revision", Schema::Integer().Describe("counts the changes; the ETag")),
        Required("created", Schema::Time()), Required("updated", Schema::Time())};
    members.insert(members.end(), more.begin(), more.end());
    return Schema::Object(members);
}

Schema ChangeSchema(std::vector<Member> members) {
    members.push_back(
        Optional("revision", Schema::Integer()
                                 .Range(1, INT64_MAX)
                                 .Describe("the one that was read; If-Match may say it instead")));
    return Schema::Object(members);
}

Schema NameSchema() {
    return Schema::String().Length(1, 255);
}
Schema DescriptionSchema() {
    return Schema::String().Length(0, 4000);
}

Result<std::int64_t> BasedOn(const Call& call, std::int64_t current, Lock lock) {
    std::optional<std::int64_t> told;
    if (call.if_match == "*") {
        told = current;
    } else if (!call.if_match.empty()) {
        told = ReadTag(call.if_match);
        if (!told) {
            return Error{ErrorCode::kInvalidArgument, "If-Match names no revision"}.Hint(
                "give the ETag as it came, or *");
        }
    }
    if (call.Has("revision")) {
        const auto revision = call.body["revision"].get<std::int64_t>();
        if (told && call.if_match != "*" && *told != revision) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("If-Match says revision {}, the body {}", *told, revision)}
                .At("$.revision")
                .Hint("give one of the two");
        }
        told = revision;
    }
    if (told) return *told;
    if (lock == Lock::kOptional) return current;
    return Error{ErrorCode::kInvalidArgument, "the change does not say which revision it is of"}
        .At("$.revision")
        .Hint(
            "give the revision that was read here, or its ETag as If-Match; `If-Match: *` "
            "replaces whatever is there");
}

Answer WithRevision(Answer answer, std::int64_t revision) {
    answer.headers.push_back({"ETag", fmt::format("\"{}\"", revision)});
    return answer;
}

store::catalog::Page RowsOf(const Page& page, const Call& call) {
    return {.after = page.after, .limit = page.limit + 1, .contains = call.query.value("name", "")};
}

std::vector<QueryParameter> NamedPageQuery() {
    return PageQuery({{.name = "name",
                       .schema = Schema::String().Length(1, 255),
                       .description = "only names that hold this text; case does not count"}});
}

std::string ObjectText(std::string_view what, std::int64_t code, std::string_view name) {
    return fmt::format("{} {} ({})", what, code, name);
}

}  // namespace dmsnode::api
