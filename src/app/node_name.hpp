#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace dmsnode::app {

/// This machine's name, for people.
std::string HostName();

/// Names what runs on a data folder, and nothing else: `<host>-<8 characters>`, made once and kept
/// in DIR/node-name. By it a process takes over at once what its predecessor held.
/// Errors: those of reading and writing files.
Result<std::string> NodeName(const std::filesystem::path& data_folder);

}  // namespace dmsnode::app
