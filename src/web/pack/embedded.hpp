#pragma once

#include <string_view>

namespace dmsnode::web {

/// The pack of web/dist as it was when this program was built; empty of files if there was none.
std::string_view EmbeddedPack();

}  // namespace dmsnode::web
