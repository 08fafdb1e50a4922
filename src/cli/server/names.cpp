#include "cli/server/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "cli/server/members.hpp"
#include "workflow/closest_name.hpp"

namespace dmsnode::cli {
namespace {

constexpr std::size_t kMaxLookedAt = 20'000;
constexpr std::size_t kShortestCode = 10;  // those of NewCode() have fifteen digits

/// Resources have paths, everything else has names.
std::string NameOf(const Json& item) {
    return item.contains("path") && !item.contains("name") ? TextOf(item, "path")
                                                           : TextOf(item, "name");
}

bool IsDigits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Error UnknownName(const std::string& kind, const std::string& name, const Json& items) {
    std::vector<std::string> names;
    for (const Json& item : items) names.push_back(NameOf(item));
    std::string hint = workflow::DidYouMean(name, names);
    if (hint.empty()) {
        hint = names.empty()
                   ? "there is none yet"
                   : fmt::format(
                         "there are: {}",
                         fmt::join(names.begin(),
                                   names.begin() + static_cast<std::ptrdiff_t>(
                                                       std::min<std::size_t>(10, names.size())),
                                   ", "));
        if (names.size() > 10) hint += ", …";
    }
    return Error{ErrorCode::kNotFound, fmt::format("there is no {} \"{}\"", kind, name)}
        .Fault("Not Found")
        .Hint(std::move(hint));
}

Result<std::string> OnlyProject(RestClient& client, const std::string& collection) {
    const Result<RestClient::Listed> listed = client.List(collection, {}, 11);
    if (!listed) return listed.error();
    if (listed->items.size() == 1) return TextOf(listed->items[0], "code");
    std::vector<std::string> names;
    for (const Json& item : listed->items) names.push_back(NameOf(item));
    return Error{ErrorCode::kInvalidArgument,
                 names.empty() ? "there is no project yet" : "which project is meant?"}
        .Hint(names.empty() ? "dmsnode project create NAME"
                            : fmt::format("--project NAME, or DMSNODE_PROJECT: {}{}",
                                          fmt::join(names, ", "), listed->more ? ", …" : ""));
}

Result<std::string> CodeOf(RestClient& client, const std::string& collection,
                           const std::string& kind, const std::string& name) {
    if (IsDigits(name) && name.size() >= kShortestCode) return name;
    std::vector<std::pair<std::string, std::string>> query;
    // There may be very many of them: the server looks first.
    if (collection.ends_with("/instances")) query.emplace_back("name", name);
    const Result<RestClient::Listed> listed = client.List(collection, query, kMaxLookedAt);
    if (!listed) return listed.error();
    std::vector<std::string> codes;
    for (const Json& item : listed->items) {
        if (item.is_object() && NameOf(item) == name) codes.push_back(TextOf(item, "code"));
    }
    if (codes.size() == 1) return codes.front();
    if (codes.empty()) {
        if (IsDigits(name)) return name;
        return UnknownName(kind, name, listed->items);
    }
    return Error{ErrorCode::kConflict,
                 fmt::format("{} of {} are called \"{}\"", codes.size(), kind + "s", name)}
        .Fault("Ambiguous")
        .Hint(fmt::format("give the code: {}", fmt::join(codes, ", ")));
}

}  // namespace

Result<std::string> FillPath(RestClient& client, std::string_view path, const PathValues& values) {
    std::string filled;
    while (!path.empty()) {
        const std::size_t brace = path.find('{');
        filled += path.substr(0, brace);
        if (brace == std::string_view::npos) break;
        const std::size_t end = path.find('}', brace);
        std::string_view name = path.substr(brace + 1, end - brace - 1);
        path.remove_prefix(end + 1);
        const bool as_it_is = name.starts_with('=');
        if (as_it_is) name.remove_prefix(1);
        const auto value = values.find(name);
        std::string text = value == values.end() ? std::string() : value->second;
        if (text.empty() && name == "project") {
            const char* given = std::getenv("DMSNODE_PROJECT");
            text = given == nullptr ? "" : given;
        }
        if (!as_it_is) {
            const std::string collection = filled.substr(0, filled.size() - 1);
            Result<std::string> code = text.empty() && name == "project"
                                           ? OnlyProject(client, collection)
                                           : CodeOf(client, collection, std::string(name), text);
            if (!code) return code.error();
            text = *std::move(code);
        }
        if (text.empty()) {
            return Error{ErrorCode::kInvalidArgument, fmt::format("the {} has no name", name)};
        }
        filled += PercentEncode(text);
    }
    return filled;
}

}  // namespace dmsnode::cli
