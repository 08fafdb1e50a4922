#include "api/resources/parameter_lists.hpp"

#include <fmt/format.h>

#include <set>

namespace dmsnode::api {

Schema ParameterTypeSchema() {
    return Schema::Enum({"VARCHAR", "INTEGER", "LONG", "FLOAT", "DOUBLE", "DATE", "TIME",
                         "TIMESTAMP", "BOOLEAN", "LIST", "FILE"})
        .Default("VARCHAR");
}

Schema ParameterListSchema() {
    return Schema::Array(
               Schema::Object({Required("prop", Schema::String().Length(1, 255)),
                               Optional("direct", Schema::Enum({"IN", "OUT"}).Default("IN")),
                               Optional("type", ParameterTypeSchema()),
                               Required("value", Schema::String())}))
        .Items(0, 200);
}

std::vector<workflow::Parameter> ReadParameterList(const Json& list, const std::string& path,
                                                   std::vector<Problem>& problems) {
    std::vector<workflow::Parameter> parameters;
    std::set<std::string> names;
    const auto tell = [&](std::string_view member, std::string message) {
        problems.push_back({.path = fmt::format("{}[{}].{}", path, parameters.size(), member),
                            .message = std::move(message),
                            .expected = {},
                            .hint = {}});
    };
    for (const Json& item : list) {
        workflow::Parameter parameter{.name = item["prop"].get<std::string>(),
                                      .value = item["value"].get<std::string>()};
        const auto direct = workflow::ParseParameterDirection(item.value("direct", "IN"));
        const auto type = workflow::ParseParameterType(item.value("type", "VARCHAR"));
        if (direct) parameter.direction = *direct;
        if (type) parameter.type = *type;
        if (parameter.name.find_first_of("${}") != std::string::npos) {
            tell("prop", "has a \"$\", \"{\" or \"}\"");
        }
        if (!names.insert(parameter.name).second) tell("prop", "stands twice");
        const auto complaint = workflow::CheckParameterValue(parameter.type, parameter.value);
        if (complaint) {
            tell("value", fmt::format("is no value of the type {}: it {}",
                                      workflow::Word(parameter.type), *complaint));
        }
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

}  // namespace dmsnode::api
