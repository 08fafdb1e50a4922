#include "web/pack/embedded.hpp"

#include <cstddef>

// Of embedded.S.
extern "C" const char dmsnode_web_pack_begin[];
extern "C" const char dmsnode_web_pack_end[];

namespace dmsnode::web {

std::string_view EmbeddedPack() {
    return {dmsnode_web_pack_begin,
            static_cast<std::size_t>(dmsnode_web_pack_end - dmsnode_web_pack_begin)};
}

}  // namespace dmsnode::web
