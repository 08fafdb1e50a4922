#include "cli/password.hpp"

#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>

#include "base/handle.hpp"
#include "cli/connections.hpp"

namespace dmsnode::cli {
namespace {

/// Switches the echo of a terminal off while it lives.
class NoEcho {
public:
    explicit NoEcho(int terminal) : terminal_(terminal) {
        if (::tcgetattr(terminal_, &before_) != 0) return;
        termios quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
    }
    ~NoEcho() {
        if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

private:
    int terminal_;
    termios before_{};
    bool changed_ = false;
};

Result<Secret> AskOnTerminal() {
    const Handle<std::FILE, std::fclose> terminal(std::fopen("/dev/tty", "r+e"));
    if (terminal == nullptr) {
        return Error{ErrorCode::kInvalidArgument, "there is no terminal to ask for the password"}
            .Hint("use --password-file or --password-env");
    }
    fmt::print(terminal.get(), "Password: ");
    std::fflush(terminal.get());
    std::array<char, 1024> line{};
    {
        const NoEcho quiet(::fileno(terminal.get()));
        if (std::fgets(line.data(), static_cast<int>(line.size()), terminal.get()) == nullptr) {
            line[0] = '\0';
        }
    }
    fmt::print(terminal.get(), "\n");
    Secret password(std::string(line.data(), std::strcspn(line.data(), "\n")));
    ::explicit_bzero(line.data(), line.size());
    if (password.empty()) return Error{ErrorCode::kInvalidArgument, "the password is empty"};
    return password;
}

/// The first line of stdin.
Result<Secret> ReadStdin() {
    std::array<char, 4096> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr) line[0] = '\0';
    Secret password(std::string(line.data(), std::strcspn(line.data(), "\r\n")));
    ::explicit_bzero(line.data(), line.size());
    if (password.empty()) {
        return Error{ErrorCode::kInvalidArgument, "the password on stdin is empty"};
    }
    return password;
}

Result<Secret> ReadGiven(const PasswordOptions& options) {
    if (options.ask) return AskOnTerminal();
    if (options.file == "-") return ReadStdin();
    return ReadSecret({.file = options.file, .environment = options.environment}, ".");
}

}  // namespace

void AddOtherPasswordOptions(Command& command, PasswordOptions& options) {
    command.Option("--password-file", options.file, "File that holds the password; - is stdin");
    command.Option("--password-env", options.environment,
                   "Environment variable that holds the password");
}

void AddPasswordOptions(Command& command, PasswordOptions& options) {
    AddOtherPasswordOptions(command, options);
    command.Flag("--password-prompt", options.ask, "Ask for the password on the terminal");
}

Result<std::optional<Secret>> ReadPassword(const PasswordOptions& options) {
    const int given = (options.file.empty() ? 0 : 1) + (options.environment.empty() ? 0 : 1) +
                      (options.ask ? 1 : 0);
    if (given == 0) return std::optional<Secret>();
    if (given > 1) {
        return Error{ErrorCode::kInvalidArgument,
                     "give one of --password-file, --password-env and --password-prompt"};
    }
    Result<Secret> password = ReadGiven(options);
    if (!password) return password.error();
    return std::optional<Secret>(*std::move(password));
}

Result<Secret> ReadOrAskPassword(const PasswordOptions& options) {
    Result<std::optional<Secret>> given = ReadPassword(options);
    if (!given) return given.error();
    if (*given) return **std::move(given);
    return AskOnTerminal();
}

}  // namespace dmsnode::cli
