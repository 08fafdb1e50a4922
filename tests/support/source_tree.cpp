#include "support/source_tree.hpp"

namespace dmsnode::testing {

std::string SourcePath(const std::string& relative) {
    return std::string(DMSNODE_SOURCE_DIR) + "/" + relative;
}

}  // namespace dmsnode::testing
