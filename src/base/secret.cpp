#include "base/secret.hpp"

#include <sodium.h>

namespace dmsnode {

Secret::~Secret() {
    sodium_memzero(value_.data(), value_.size());
}

}  // namespace dmsnode
