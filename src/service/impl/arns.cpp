#include "service/impl/arns.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids.hpp"
#include "dms/faults.hpp"

namespace dmsnode::service {
namespace {

constexpr std::size_t kGeneratedIdLength = 26;
constexpr std::size_t kMaxResourceIdentifier = 31;

bool IsLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}

/// What is wrong with a name of letters, digits and single hyphens; empty if nothing.
std::string NameFlaw(std::string_view name, std::size_t most) {
    if (name.empty()) return "it is empty";
    if (name.size() > most) return fmt::format("it is longer than {} characters", most);
    if (!IsLetter(name.front())) return "it must begin with a letter";
    const bool plain = std::all_of(name.begin(), name.end(),
                                   [](char c) { return IsLetter(c) || IsDigit(c) || c == '-'; });
    if (!plain) return "it may hold only letters, digits and hyphens";
    if (name.find("--") != std::string_view::npos) return "it must not hold two hyphens in a row";
    if (name.back() == '-') return "it must not end with a hyphen";
    return {};
}

std::size_t MaxLength(ResourceKind kind) {
    return kind == ResourceKind::kInstance ? 63 : 255;
}

}  // namespace

std::string_view ArnWord(ResourceKind kind) {
    switch (kind) {
        case ResourceKind::kInstance: return "rep";
        case ResourceKind::kEndpoint: return "endpoint";
        case ResourceKind::kTask: return "task";
    }
    return "task";
}

std::string_view DisplayName(ResourceKind kind) {
    switch (kind) {
        case ResourceKind::kInstance: return "Replication instance";
        case ResourceKind::kEndpoint: return "Endpoint";
        case ResourceKind::kTask: return "Replication task";
    }
    return "Replication task";
}

Result<Arns> Arns::Make(std::string region, std::string account) {
    const bool region_fits =
        !region.empty() && std::all_of(region.begin(), region.end(), [](char c) {
            return IsLetter(c) || IsDigit(c) || c == '-';
        });
    if (!region_fits) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the region \"{}\" cannot stand in an ARN", region)}
            .Hint("use letters, digits and hyphens, as in us-east-1");
    }
    if (account.size() != 12 || !std::all_of(account.begin(), account.end(), IsDigit)) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the account \"{}\" is not a number of 12 digits", account)};
    }
    return Arns(std::move(region), std::move(account));
}

Result<std::string> Arns::New(ResourceKind kind,
                              const std::optional<std::string>& resource_identifier) const {
    std::string id = NewBase32Id(kGeneratedIdLength);
    if (resource_identifier && !resource_identifier->empty()) {
        id = *resource_identifier;
        if (const std::string flaw = NameFlaw(id, kMaxResourceIdentifier); !flaw.empty()) {
            return dms::fault::Make(
                dms::fault::kInvalidParameterValue,
                fmt::format("Invalid value {} for ResourceIdentifier: {}", id, flaw));
        }
    }
    return fmt::format("arn:aws:dms:{}:{}:{}:{}", region_, account_, ArnWord(kind), id);
}

std::string_view IdOfArn(std::string_view arn) {
    return arn.substr(arn.rfind(':') + 1);
}

Status CheckArn(ResourceKind kind, std::string_view member, std::string_view arn) {
    // arn : partition : dms : region : account : type : id
    int colons = 0;
    std::size_t type_begin = 0;
    for (std::size_t i = 0; i < arn.size(); ++i) {
        if (arn[i] == ':' && ++colons == 5) type_begin = i + 1;
    }
    const std::string_view type =
        colons == 6 ? arn.substr(type_begin, arn.rfind(':') - type_begin) : std::string_view();
    const bool fits = colons == 6 && arn.starts_with("arn:") && arn.size() < 512 &&
                      arn.find(":dms:") != std::string_view::npos && type == ArnWord(kind) &&
                      !IdOfArn(arn).empty();
    if (fits) return {};
    return dms::fault::Make(dms::fault::kInvalidParameterValue,
                            fmt::format("Invalid value {} for {}: expected an ARN of the form "
                                        "arn:aws:dms:<region>:<account>:{}:<id>",
                                        arn.substr(0, 512), member, ArnWord(kind)));
}

Status CheckIdentifier(ResourceKind kind, std::string_view member, std::string_view identifier) {
    const std::string flaw = NameFlaw(identifier, MaxLength(kind));
    if (flaw.empty()) return {};
    return dms::fault::Make(
        dms::fault::kInvalidParameterValue,
        fmt::format("Invalid value {} for {}: {}", identifier.substr(0, 300), member, flaw));
}

std::string StoredIdentifier(ResourceKind kind, std::string_view identifier) {
    return kind == ResourceKind::kTask ? std::string(identifier) : LowerCase(identifier);
}

std::string LowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

}  // namespace dmsnode::service
