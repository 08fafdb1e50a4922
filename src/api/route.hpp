#pragma once

// How to add a resource
//
// 1. Write src/api/resources/<name>.{hpp,cpp} with one function
//    `void Add<Name>Routes(RouteTable& table, <what the handlers stand on>&)`.
// 2. In it, add the resource's schema as a component: `table.components.emplace("Workflow",
//    Schema::Object({...}))`, and one Route for each operation. A handler is a few lines: read from
//    the Call what it needs (already checked: types, bounds, rights), call one function of a module
//    below, turn rows into JSON. Ids are Schema::Code() and CodeText, times Schema::Time() and
//    FormatIso8601. Errors go up as they are: Result<Answer> takes an Error, and the framework
//    answers it as a problem document. Several problems at once: Refused().
// 3. Lists: query = PageQuery(), reply = PageOf(Schema::Ref("Workflow")), answer with MakePage.
// 4. Rights: choose a row of auth/rights.cpp; those of a project need `{projectCode}` in the path.
//    A new right is a new row there and in docs/security.md.
// 5. Call the function in MakeRoutes (resources/system.cpp), run api_test: it tells what the page
// and the
//    committed docs/api/openapi.json lack, and tests every route without credentials and with each
//    role. Answers are checked against the schemas in tests through ApiFixture.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/auth/rights.hpp"
#include "api/call.hpp"
#include "api/schema.hpp"
#include "base/result.hpp"

namespace dmsnode::api {

struct QueryParameter {
    std::string name;
    Schema schema;  ///< Of one value: string, integer, boolean, enum, code or time.
    std::string description;
    bool required = false;
};

/// One operation of the API, whole: what it is called, who may, what goes in and out, what is done.
struct Route {
    std::string method;     ///< `GET`; it answers HEAD too.
    std::string path;       ///< Below /api/v1: `/projects/{projectCode}/workflows/{name}`.
    std::string operation;  ///< Its id in the OpenAPI document, in logs and in the audit log.
    std::string tag;        ///< The group in which the document shows it.
    std::string summary;
    Right right = Right::kAnyone;
    std::vector<QueryParameter> query{};
    std::optional<Schema> body{};  ///< Of the request. Nothing: it takes none.
    /// Of the answer. Nothing: 204, or what reply_type says.
    std::optional<Schema> reply{};
    int status = 200;
    std::string body_type = "application/json";   ///< Another one: raw bytes, in Call::raw_body.
    std::string reply_type = "application/json";  ///< Another one: Answer::text, or events.
    std::string other_body_type{};                ///< Taken too, as raw bytes: `application/yaml`.
    std::string other_reply_type{};  ///< Answered too, as Answer::text with Answer::text_type.
    bool body_optional = false;      ///< Without one, Call::body is null.
    std::size_t max_body = 1U << 20U;
    /// If-Match is honoured (BasedOn in resources/revision.hpp), and the answer has an ETag.
    bool if_match = false;
    /// An Idempotency-Key is honoured (for POST that makes something).
    bool once = false;
    /// The handler honours the Idempotency-Key itself, in the transaction of what it makes.
    bool keeps_key = false;
    /// The answer is shown once and kept nowhere: a token, a password.
    bool secret_reply = false;
    /// A POST that only asks: it leaves no line in the audit log.
    bool asks = false;
    bool at_root = false;  ///< The path does not stand below /api/v1.
    std::function<Result<Answer>(const Call&)> handle;
};

struct RouteTable {
    std::vector<Route> routes;
    Components components;

    void Add(Route route) { routes.push_back(std::move(route)); }
};

/// `limit` (1 to 200, default 50) and `cursor`.
std::vector<QueryParameter> PageQuery(std::vector<QueryParameter> more = {});
Schema PageOf(const Schema& item);

/// The schema of a path parameter, by its name: `{…Code}` is an id, others are names.
Schema PathParameterSchema(std::string_view name);
/// The names in a template's braces, in order.
std::vector<std::string> PathParameters(std::string_view path_template);

/// The table as an OpenAPI 3.1 document. Source: the OpenAPI specification 3.1.0.
Json MakeOpenApi(const RouteTable& table);

}  // namespace dmsnode::api
