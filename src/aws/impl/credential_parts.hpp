#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credential_provider.hpp"

/// What several sources of keys share.
namespace dmsnode::aws::impl {

/// Keys from two settings of one source. Nothing if both are absent.
/// Errors: kInvalidArgument naming the one that is missing.
Result<std::optional<Credentials>> PairOfKeys(std::string_view source, std::string_view id_name,
                                              const std::optional<std::string>& id,
                                              std::string_view secret_name,
                                              const std::optional<std::string>& secret,
                                              const std::optional<std::string>& token);

/// The JSON that programs, containers and instances give: AccessKeyId, SecretAccessKey, a token
/// under `token_name` and Expiration. Errors: kProtocol naming what is wrong, never a value.
Result<Credentials> ParseCredentialJson(std::string_view text, const char* token_name,
                                        std::string source);

/// Keys that a program prints. Source: AWS SDKs and Tools Reference Guide, "Process credential
/// provider", version 1.
Result<Credentials> KeysFromProcess(std::string_view command, ProcessRunner& processes,
                                    std::string source);

/// A role to take on.
struct RoleRequest {
    std::string role_arn;
    std::string session_name;        ///< Empty: one is made up.
    std::string external_id{};       ///< AssumeRole only.
    std::string duration_seconds{};  ///< Empty: STS decides.
    std::filesystem::path web_identity_token_file{};
    std::string source{};  ///< For messages.
};

/// Temporary keys from STS. `signer` null: AssumeRoleWithWebIdentity with the file's token, which
/// needs no keys; else AssumeRole.
Result<Credentials> AssumeRole(const RoleRequest& role, const std::optional<Credentials>& signer,
                               const std::string& sts_url, const std::string& region,
                               const CredentialWorld& world);

}  // namespace dmsnode::aws::impl
