#pragma once

#include "aws/host.hpp"

namespace dmsnode::aws {

/// The environment of this process. Threads: any, as long as nobody calls setenv.
class SystemEnvironment final : public Environment {
public:
    std::optional<std::string> Get(std::string_view name) const override;
    std::filesystem::path HomeFolder() const override;
};

/// Files of up to 1 MiB.
class SystemFileReader final : public FileReader {
public:
    Result<std::string> Read(const std::filesystem::path& path) const override;
};

/// Starts programs in a process group of their own, with no descriptor but the standard three.
/// Threads: any.
class SystemProcessRunner final : public ProcessRunner {
public:
    Result<std::string> Run(const std::vector<std::string>& arguments,
                            std::chrono::milliseconds timeout) override;
};

}  // namespace dmsnode::aws
