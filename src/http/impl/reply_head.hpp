#pragma once

#include <string>

#include "base/clock.hpp"
#include "http/message.hpp"

namespace dmsnode::http {

/// Status line and header, up to and with the empty line. Line breaks in header values are
/// replaced: a value must not become a header.
std::string WriteHead(const Reply& reply, bool keep_alive, TimePoint now);

}  // namespace dmsnode::http
