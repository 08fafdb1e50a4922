#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

/// What finding credentials asks of the machine, so that tests can play any machine.
namespace dmsnode::aws {

class Environment {
public:
    virtual ~Environment() = default;
    /// The variable's value; nothing if it is not set or empty (an empty value means "not set" to
    /// all AWS tools).
    virtual std::optional<std::string> Get(std::string_view name) const = 0;
    /// The user's home folder; empty if there is none.
    virtual std::filesystem::path HomeFolder() const = 0;
};

class FileReader {
public:
    virtual ~FileReader() = default;
    /// Errors: as dmsnode::ReadFile; kNotFound if there is no such file.
    virtual Result<std::string> Read(const std::filesystem::path& path) const = 0;
};

class ProcessRunner {
public:
    virtual ~ProcessRunner() = default;
    /// Runs a program (found on PATH, no shell) and gives what it wrote to its standard output.
    /// Errors: kNotFound (no such program), kUnavailable (ended with another code than 0), kTimeout
    ///     (ended by us), kProtocol (more than 64 KiB of output). No text of the program is in
    ///     them: it may be a key.
    virtual Result<std::string> Run(const std::vector<std::string>& arguments,
                                    std::chrono::milliseconds timeout) = 0;
};

}  // namespace dmsnode::aws
