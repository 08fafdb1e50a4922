#include "store/service_lists.hpp"

#include "base/json.hpp"

namespace dmsnode::store {

std::optional<std::string> JsonList(const OneOf& values) {
    if (!values) return std::nullopt;
    return DumpJson(Json(*values));
}

}  // namespace dmsnode::store
