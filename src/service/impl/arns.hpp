#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// Names of resources: identifiers and ARNs. Pure.
/// Source: AWS DMS API reference, CreateReplicationTask, CreateEndpoint, CreateReplicationInstance
///     (the rules of their identifiers); ARN form `arn:aws:dms:<region>:<account>:<type>:<id>`.
namespace dmsnode::service {

enum class ResourceKind { kInstance, kEndpoint, kTask };

/// `rep`, `endpoint`, `task`, as it stands in the ARN.
std::string_view ArnWord(ResourceKind kind);
/// `Replication instance`, `Endpoint`, `Replication task`, for texts.
std::string_view DisplayName(ResourceKind kind);

class Arns {
public:
    /// Errors: kInvalidArgument if region or account cannot stand in an ARN.
    static Result<Arns> Make(std::string region, std::string account);

    /// The ARN of a new resource; `resource_identifier` is its last part, generated if absent.
    /// Errors: InvalidParameterValueException for a bad resource identifier.
    Result<std::string> New(ResourceKind kind,
                            const std::optional<std::string>& resource_identifier) const;
    const std::string& region() const { return region_; }
    const std::string& account() const { return account_; }

private:
    Arns(std::string region, std::string account)
        : region_(std::move(region)), account_(std::move(account)) {}

    std::string region_;
    std::string account_;
};

/// The last part of an ARN.
std::string_view IdOfArn(std::string_view arn);

/// Errors: InvalidParameterValueException `Invalid value <x> for <member>` if `arn` has not the
/// form
///     of an ARN of this kind.
Status CheckArn(ResourceKind kind, std::string_view member, std::string_view arn);

/// Checks an identifier by the rules of its kind.
/// Errors: InvalidParameterValueException that names the rule.
Status CheckIdentifier(ResourceKind kind, std::string_view member, std::string_view identifier);

/// The form in which it is kept: instances and endpoints in lower case.
std::string StoredIdentifier(ResourceKind kind, std::string_view identifier);

/// ASCII lower case.
std::string LowerCase(std::string_view text);

}  // namespace dmsnode::service
