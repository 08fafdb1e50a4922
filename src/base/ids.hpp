#pragma once

#include <cstddef>
#include <string>

namespace dmsnode {

/// A random (version 4) UUID in lower case with hyphens.
std::string NewUuid();

/// `length` random characters of A–Z and 2–7, the alphabet of the ids in DMS ARNs.
std::string NewBase32Id(std::size_t length);

}  // namespace dmsnode
