#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "store/database.hpp"

namespace dmsnode::app {

/// The URL of a store on PostgreSQL: the content of `file`, else of the environment variable
/// DMSNODE_STORE_URL; nothing if there is neither. It never comes by the command line, where every
/// user of the machine reads it.
/// Errors: those of reading the file; kInvalidArgument for an empty one.
Result<std::optional<Secret>> StoreUrl(const std::filesystem::path& file);

/// Opens a store that several processes share.
Result<std::unique_ptr<store::Database>> OpenSharedStore(const Secret& url);

}  // namespace dmsnode::app
