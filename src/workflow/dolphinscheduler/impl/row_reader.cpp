#include "workflow/dolphinscheduler/impl/row_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow::dolphinscheduler {

std::optional<std::size_t> RowReader::Enum(std::string_view name, const Words& words) {
    const Json* value = Find(name);
    if (value == nullptr) return std::nullopt;
    if (const std::optional<std::int64_t> ordinal = AsWhole(*value)) {
        if (*ordinal >= 0 && static_cast<std::size_t>(*ordinal) < words.size()) {
            return static_cast<std::size_t>(*ordinal);
        }
    }
    return OneOf(name, words);
}

Json RowReader::Inner(std::string_view name, Json::value_t kind, const char* expected) {
    const Json* value = Find(name);
    if (value == nullptr) return nullptr;
    if (value->type() == kind) return *value;
    if (!value->is_string()) {
        context().Report(PathOf(name), Describe(*value) + " stands here", expected);
        return nullptr;
    }
    const auto& text = value->get_ref<const std::string&>();
    if (text.empty()) return nullptr;
    const Result<Json> inner =
        ParseJson(text, JsonLimits{.max_bytes = text.size(), .max_depth = 64});
    if (inner && (inner->type() == kind || inner->is_null())) return *inner;
    context().Report(PathOf(name),
                     inner ? "this text holds " + Describe(*inner) : "this text is no JSON",
                     expected, inner ? "" : inner.error().ToString());
    return nullptr;
}

void RowReader::Drop(const std::vector<std::string>& names) {
    for (const std::string& name : names) Find(name);
}

Json RowReader::Rest(const std::vector<KeptField>& kept) const {
    Json rest = Json::object();
    for (const std::string& name : Unknown()) {
        const Json& value = row_[name];
        const auto known = std::find_if(kept.begin(), kept.end(),
                                        [&](const KeptField& field) { return field.name == name; });
        if (known == kept.end()) {
            context().Warn(PathOf(name),
                           fmt::format("unknown field \"{}\": kept, without effect here", name));
        } else if (!known->harmless.empty() &&
                   std::find(known->harmless.begin(), known->harmless.end(), DumpJson(value)) ==
                       known->harmless.end()) {
            context().Warn(PathOf(name), fmt::format("{} = {} is kept, without effect here: {}",
                                                     name, Describe(value), known->why));
        }
        rest[name] = value;
    }
    return rest;
}

std::vector<Parameter> ReadProperties(const Json& list, const std::string& path, Json& extra,
                                      const ReadContext& context) {
    std::vector<Parameter> parameters;
    std::set<std::string> names;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::string item = fmt::format("{}[{}]", path, i);
        RowReader reader(list[i], item, context);
        if (!list[i].is_object()) continue;
        Parameter parameter;
        parameter.name = reader.Text("prop");
        if (reader.Enum("direct", kDirections) == 1) parameter.direction = ParameterDirection::kOut;
        if (const auto type = reader.Enum("type", kParameterTypes)) {
            parameter.type = *ParseParameterType(kParameterTypes[*type]);
        }
        // A value is a text; DolphinScheduler takes a list or a number for one as well.
        if (const Json* value = reader.Find("value")) {
            parameter.value = context.document.TextOf(item + ".value", *value);
        }
        CheckParameter(parameter, item, context);
        if (!parameter.name.empty() && !names.insert(parameter.name).second) {
            context.Report(item,
                           fmt::format("the parameter \"{}\" is there twice", parameter.name));
        }
        Json rest = reader.Rest({});
        if (!rest.empty()) extra[parameter.name] = std::move(rest);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

}  // namespace dmsnode::workflow::dolphinscheduler
