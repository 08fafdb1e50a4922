#include <fmt/format.h>

#include <set>

#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow {
namespace {

const std::vector<std::string>& TypeWords() {
    static const std::vector<std::string> words = {"VARCHAR", "INTEGER", "LONG", "FLOAT",
                                                   "DOUBLE",  "DATE",    "TIME", "TIMESTAMP",
                                                   "BOOLEAN", "LIST",    "FILE"};
    return words;
}

Parameter ReadProperty(const Json& value, const std::string& path, const ReadContext& context) {
    FieldReader reader(value, path, context);
    Parameter parameter;
    parameter.name = reader.Text("prop");
    if (reader.OneOf("direct", {"IN", "OUT"}) == 1) parameter.direction = ParameterDirection::kOut;
    if (const auto index = reader.OneOf("type", TypeWords())) {
        parameter.type = *ParseParameterType(TypeWords()[*index]);
    }
    const Json* given = reader.Find("value");
    if (given != nullptr) parameter.value = context.document.TextOf(path + ".value", *given);
    reader.Finish();
    if (value.is_object()) CheckParameter(parameter, path, context);
    return parameter;
}

std::vector<Parameter> ReadShortForm(const Json& object, const std::string& path,
                                     const ReadContext& context) {
    std::vector<Parameter> parameters;
    for (const auto& [name, value] : object.items()) {
        const std::string member = path + "." + name;
        parameters.push_back(
            Parameter{.name = name, .value = context.document.TextOf(member, value)});
        CheckParameter(parameters.back(), member, context);
    }
    return parameters;
}

}  // namespace

void CheckParameter(const Parameter& parameter, const std::string& path,
                    const ReadContext& context) {
    if (parameter.name.empty()) context.Report(path, "a parameter without a name", "prop: name");
    if (parameter.name.find_first_of("${}") != std::string::npos) {
        context.Report(
            path, fmt::format("the name \"{}\" has a \"$\", \"{{\" or \"}}\"", parameter.name));
    }
    if (const auto complaint = CheckParameterValue(parameter.type, parameter.value)) {
        context.Report(path, fmt::format("\"{}\" is no value of the type {}: it {}",
                                         parameter.value, Word(parameter.type), *complaint));
    }
}

std::vector<Parameter> ReadParameters(const Json& value, const std::string& path,
                                      const ReadContext& context) {
    if (value.is_string()) {
        const Result<Json> inner = ParseJson(value.get_ref<const std::string&>());
        if (inner && inner->is_array()) return ReadParameters(*inner, path, context);
        context.Report(path, "this text is no JSON list", "a list of {prop, direct, type, value}",
                       inner ? "" : inner.error().ToString());
        return {};
    }
    if (value.is_object()) return ReadShortForm(value, path, context);
    if (!value.is_array()) {
        context.Report(path, Describe(value) + " stands here",
                       "a list of {prop, direct, type, value}, or a mapping of names to values");
        return {};
    }
    std::vector<Parameter> parameters;
    std::set<std::string> names;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string item = fmt::format("{}[{}]", path, i);
        parameters.push_back(ReadProperty(value[i], item, context));
        const std::string& name = parameters.back().name;
        if (!name.empty() && !names.insert(name).second) {
            context.Report(item, fmt::format("the parameter \"{}\" is there twice", name));
        }
    }
    return parameters;
}

}  // namespace dmsnode::workflow
