#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "cli/command.hpp"

namespace dmsnode::cli {

/// Where a command gets a password from. Never from an argument: the process list shows those to
/// everybody on the machine.
struct PasswordOptions {
    std::string file;
    std::string environment;
    bool ask = false;
};

void AddPasswordOptions(Command& command, PasswordOptions& options);

/// The same without `--password-prompt`: asking is what happens when neither is given.
void AddOtherPasswordOptions(Command& command, PasswordOptions& options);
/// Asks on the terminal if no option was given. Errors: those of ReadPassword.
Result<Secret> ReadOrAskPassword(const PasswordOptions& options);

/// A file `-` is the first line of stdin. Nothing if no option was given. Errors: kNotFound,
/// kInvalidArgument (two options, an empty password, no terminal to ask on).
Result<std::optional<Secret>> ReadPassword(const PasswordOptions& options);

}  // namespace dmsnode::cli
