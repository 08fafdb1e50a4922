#include <fmt/format.h>

#include <algorithm>

#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

constexpr std::size_t kMostTags = 50;

/// Letters of any alphabet count, so every byte of a longer UTF-8 sequence passes.
bool IsTagText(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return plain || static_cast<unsigned char>(c) >= 0x80 ||
               std::string_view(" _.:/=+-@").find(c) != std::string_view::npos;
    });
}

std::size_t CharactersIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

bool HasReservedPrefix(std::string_view text) {
    const std::string lower = LowerCase(text);
    return lower.starts_with("aws:") || lower.starts_with("dms:");
}

Status CheckTag(const dms::Tag& tag) {
    const std::string key = tag.key.value_or("");
    const std::string value = tag.value.value_or("");
    if (key.empty() || CharactersIn(key) > 128) {
        return InvalidValue("Tags", key.substr(0, 150), "a key has 1 to 128 characters");
    }
    if (CharactersIn(value) > 256) {
        return InvalidValue("Tags", key, "its value has more than 256 characters");
    }
    if (HasReservedPrefix(key) || HasReservedPrefix(value)) {
        return InvalidValue("Tags", key, "keys and values must not begin with aws: or dms:");
    }
    if (!IsTagText(key) || !IsTagText(value)) {
        return InvalidValue("Tags", key,
                            "keys and values hold letters, digits, blanks and _ . : / = + - @");
    }
    return {};
}

Status NeedResource(store::Connection& db, const std::string& arn) {
    auto exists = store::ResourceExists(db, arn);
    if (!exists) return exists.error();
    if (*exists) return {};
    if (!arn.starts_with("arn:")) {
        return InvalidValue("ResourceArn", arn.substr(0, 300), "expected an ARN");
    }
    return dms::fault::Make(dms::fault::kResourceNotFound,
                            fmt::format("Resource {} not found.", arn));
}

}  // namespace

Status StoreTags(store::Connection& db, const std::string& arn, const std::vector<dms::Tag>& tags) {
    for (const dms::Tag& tag : tags) {
        if (Status fits = CheckTag(tag); !fits) return fits;
        Status put =
            store::PutTag(db, {.arn = arn, .key = *tag.key, .value = tag.value.value_or("")});
        if (!put) return put;
    }
    auto all = store::ListTags(db, {arn});
    if (!all) return all.error();
    if (all->size() > kMostTags) {
        return dms::fault::Make(dms::fault::kResourceQuotaExceeded,
                                fmt::format("{} would have {} tags; a resource has at most {}", arn,
                                            all->size(), kMostTags));
    }
    return {};
}

Result<dms::AddTagsToResourceReply> DmsService::AddTagsToResource(
    const dms::AddTagsToResourceRequest& request) {
    return parts_->Write([&](store::Connection& db) -> Result<dms::AddTagsToResourceReply> {
        if (Status found = NeedResource(db, request.resource_arn); !found) return found.error();
        Status stored = StoreTags(db, request.resource_arn, request.tags);
        if (!stored) return stored.error();
        return dms::AddTagsToResourceReply{};
    });
}

Result<dms::RemoveTagsFromResourceReply> DmsService::RemoveTagsFromResource(
    const dms::RemoveTagsFromResourceRequest& request) {
    return parts_->Write([&](store::Connection& db) -> Result<dms::RemoveTagsFromResourceReply> {
        if (Status found = NeedResource(db, request.resource_arn); !found) return found.error();
        Status removed = store::DeleteTags(db, request.resource_arn, request.tag_keys);
        if (!removed) return removed.error();
        return dms::RemoveTagsFromResourceReply{};
    });
}

Result<dms::ListTagsForResourceReply> DmsService::ListTagsForResource(
    const dms::ListTagsForResourceRequest& request) {
    const bool one = request.resource_arn.has_value() && !request.resource_arn->empty();
    if (one == !request.resource_arn_list.empty()) {
        return dms::fault::Make(dms::fault::kInvalidParameterCombination,
                                "Give either ResourceArn or ResourceArnList");
    }
    const std::vector<std::string> arns =
        one ? std::vector{*request.resource_arn} : request.resource_arn_list;
    return parts_->Read([&](store::Connection& db) -> Result<dms::ListTagsForResourceReply> {
        for (const std::string& arn : arns) {
            if (Status found = NeedResource(db, arn); !found) return found.error();
        }
        auto rows = store::ListTags(db, arns);
        if (!rows) return rows.error();
        dms::ListTagsForResourceReply reply;
        for (const store::TagRow& row : *rows) {
            dms::Tag& tag = reply.tag_list.emplace_back();
            tag.key = row.key;
            tag.value = row.value;
            if (!one) tag.resource_arn = row.arn;
        }
        return reply;
    });
}

}  // namespace dmsnode::service
