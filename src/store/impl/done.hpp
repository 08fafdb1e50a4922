#pragma once

#include <cstdint>

#include "base/result.hpp"

namespace dmsnode::store {

/// How a statement ended, where it does not matter how many rows it changed.
inline Status Done(const Result<std::int64_t>& changed) {
    if (!changed) return changed.error();
    return {};
}

}  // namespace dmsnode::store
