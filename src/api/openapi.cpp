#include <algorithm>

#include "api/problem.hpp"
#include "api/route.hpp"

namespace dmsnode::api {
namespace {

std::string LowerMethod(std::string method) {
    for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
    return method;
}

Json Content(const std::string& type, const std::optional<Schema>& schema) {
    Json media = Json::object();
    if (schema && type == "application/json") media["schema"] = schema->json();
    if (type != "application/json") media["schema"] = {{"type", "string"}};
    return Json{{type, media}};
}

Json ParametersOf(const Route& route) {
    Json parameters = Json::array();
    for (const std::string& name : PathParameters(route.path)) {
        parameters.push_back({{"name", name},
                              {"in", "path"},
                              {"required", true},
                              {"schema", PathParameterSchema(name).json()}});
    }
    for (const QueryParameter& parameter : route.query) {
        Json entry{{"name", parameter.name},
                   {"in", "query"},
                   {"schema", parameter.schema.json()},
                   {"description", parameter.description}};
        if (parameter.required) entry["required"] = true;
        parameters.push_back(std::move(entry));
    }
    if (route.if_match) {
        parameters.push_back({{"name", "If-Match"},
                              {"in", "header"},
                              {"schema", Schema::String().Length(1, 200).json()},
                              {"description",
                               "the ETag that was read (its revision): the change is refused with "
                               "409 if somebody else was first; `*`: whatever it is now"}});
    }
    if (route.once || route.keeps_key) {
        parameters.push_back(
            {{"name", "Idempotency-Key"},
             {"in", "header"},
             {"schema", Schema::String().Length(1, 255).json()},
             {"description",
              "a text of your own, new for each thing to be made: the same request "
              "with the same key within 24 hours is done once"}});
    }
    return parameters;
}

Json Describe(const Route& route) {
    const RightRow& right = RowOf(route.right);
    Json operation{{"operationId", route.operation},   {"summary", route.summary},
                   {"tags", Json::array({route.tag})}, {"x-right", right.name},
                   {"x-role", LevelName(right.level)}, {"x-scope", ScopeName(right.scope)}};
    if (Json parameters = ParametersOf(route); !parameters.empty()) {
        operation["parameters"] = std::move(parameters);
    }
    if (route.body || route.body_type != "application/json") {
        Json content = Content(route.body_type, route.body);
        if (!route.other_body_type.empty()) content.update(Content(route.other_body_type, {}));
        operation["requestBody"] = {{"required", !route.body_optional},
                                    {"content", std::move(content)}};
    }
    const bool has_reply = route.reply || route.reply_type != "application/json";
    Json done{{"description", has_reply ? "done" : "done; nothing more to say"}};
    if (has_reply) done["content"] = Content(route.reply_type, route.reply);
    if (!route.other_reply_type.empty()) {
        done["content"].update(Content(route.other_reply_type, {}));
    }
    const std::string status = has_reply ? std::to_string(route.status) : "204";
    operation["responses"] = {
        {status, std::move(done)},
        {"default", {{"$ref", "#/components/responses/Problem"}}},
    };
    operation["security"] =
        right.level == Level::kAnyone
            ? Json::array()
            : Json::array({{{"token", Json::array()}}, {{"session", Json::array()}}});
    return operation;
}

}  // namespace

std::vector<QueryParameter> PageQuery(std::vector<QueryParameter> more) {
    more.push_back({.name = "limit",
                    .schema = Schema::Integer().Range(1, 200).Default(50),
                    .description = "how many items at most"});
    more.push_back({.name = "cursor",
                    .schema = Schema::Word("A-Za-z0-9_-", 1, 1000),
                    .description = "nextCursor of the page before"});
    return more;
}

Schema PageOf(const Schema& item) {
    return Schema::Object(
        {Required("items", Schema::Array(item)),
         Optional("nextCursor", Schema::String().Describe("absent on the last page"))});
}

Schema PathParameterSchema(std::string_view name) {
    const bool number = name.ends_with("Code") || name.ends_with("ersion");
    return number ? Schema::Code() : Schema::String().Length(1, 255);
}

std::vector<std::string> PathParameters(std::string_view path_template) {
    std::vector<std::string> names;
    while (true) {
        const std::size_t open = path_template.find('{');
        if (open == std::string_view::npos) return names;
        const std::size_t close = path_template.find('}', open);
        names.emplace_back(path_template.substr(open + 1, close - open - 1));
        path_template.remove_prefix(close + 1);
    }
}

Json MakeOpenApi(const RouteTable& table) {
    Json paths = Json::object();
    for (const Route& route : table.routes) {
        Json& path = paths[route.path];
        path[LowerMethod(route.method)] = Describe(route);
        if (route.at_root) path["servers"] = Json::array({{{"url", "/"}}});
    }
    Json schemas = Json::object();
    for (const auto& [name, schema] : table.components) schemas[name] = schema.json();
    schemas["Problem"] = ProblemSchema().json();
    return Json{
        {"openapi", "3.1.0"},
        {"info",
         {{"title", "dmsnode"},
          {"version", "1"},
          {"description", "Database migrations as workflow steps. See docs/api.md."}}},
        {"servers", Json::array({{{"url", "/api/v1"}}})},
        {"paths", std::move(paths)},
        {"components",
         {{"schemas", std::move(schemas)},
          {"responses",
           {{"Problem",
             {{"description", "what went wrong, and what to do"},
              {"content",
               {{"application/problem+json",
                 {{"schema", {{"$ref", "#/components/schemas/Problem"}}}}}}}}}}},
          {"securitySchemes",
           {{"token", {{"type", "http"}, {"scheme", "bearer"}}},
            {"session",
             {{"type", "apiKey"},
              {"in", "cookie"},
              {"name", "dmsnode_session"},
              {"description", "from logIn; requests that write also send X-CSRF-Token"}}}}}}}};
}

}  // namespace dmsnode::api
