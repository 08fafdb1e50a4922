#include "cli/server/members.hpp"

namespace dmsnode::cli {

const Json& MemberOf(const Json& object, const std::string& name) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string TextOf(const Json& object, const std::string& name) {
    const Json& value = MemberOf(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::int64_t NumberOf(const Json& object, const std::string& name) {
    const Json& value = MemberOf(object, name);
    return value.is_number_integer() ? value.get<std::int64_t>() : 0;
}

bool IsTrue(const Json& object, const std::string& name) {
    const Json& value = MemberOf(object, name);
    return value.is_boolean() && value.get<bool>();
}

}  // namespace dmsnode::cli
