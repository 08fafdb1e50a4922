#include "api/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "api/problem.hpp"
#include "base/ids.hpp"
#include "http/target.hpp"
#include "workflow/closest_name.hpp"

namespace dmsnode::api {
namespace {

constexpr std::string_view kProblemType = "application/problem+json";
constexpr std::string_view kJsonType = "application/json";
/// What is logged and counted for requests that belong to no route.
constexpr std::string_view kNoOperation = "none";

std::vector<std::string> TemplateSegments(const Route& route) {
    const std::string whole = (route.at_root ? "" : std::string(kApiPrefix)) + route.path;
    std::vector<std::string> segments;
    std::string_view rest = std::string_view(whole).substr(1);
    while (true) {
        const std::size_t end = rest.find('/');
        segments.emplace_back(rest.substr(0, end));
        if (end == std::string_view::npos) return segments;
        rest.remove_prefix(end + 1);
    }
}

bool IsParameter(std::string_view segment) {
    return segment.starts_with('{');
}

/// A defect in the table, found at start by every test.
void Require(bool sound, const Route& route, std::string_view what) {
    if (sound) return;
    fmt::print(stderr, "route {} {}: {}\n", route.method, route.path, what);
    std::abort();
}

void CheckTable(const RouteTable& table) {
    std::set<std::string> seen;
    for (const Route& route : table.routes) {
        std::string place = route.method + " " + (route.at_root ? "root " : "");
        for (const std::string& segment : TemplateSegments(route)) {
            place += IsParameter(segment) ? "/{}" : "/" + segment;
        }
        Require(seen.insert(place).second, route, "stands twice");
        Require(seen.insert(route.operation).second, route, "its operation id stands twice");
        const std::vector<std::string> names = PathParameters(route.path);
        const bool has_project = std::ranges::find(names, "projectCode") != names.end();
        Require(!IsProjectLevel(RowOf(route.right).level) || has_project, route,
                "a right of a project, but no {projectCode} in the path");
        Require(route.handle != nullptr, route, "no handler");
        Require(!route.asks || route.method == "POST", route, "asks is for POST");
        Require(!(route.once || route.keeps_key) || route.method == "POST", route,
                "once is for POST");
    }
}

/// A client's own id is taken if it cannot break a log line.
std::string RequestIdOf(const http::Request& request) {
    const std::string_view given = request.header("X-Request-Id");
    const bool fine =
        !given.empty() && given.size() <= 64 && std::ranges::all_of(given, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '-' || c == '_' || c == '.';
        });
    return fine ? std::string(given) : NewUuid();
}

bool Writes(std::string_view method) {
    return method != "GET" && method != "HEAD";
}
/// Whether it is to be known afterwards who did it.
bool IsTold(const Route* route, std::string_view method) {
    return Writes(method) && (route == nullptr || !route->asks);
}

std::string BearerOf(const http::Request& request) {
    constexpr std::string_view kScheme = "bearer ";
    const std::string_view value = request.header("Authorization");
    if (value.size() <= kScheme.size()) return {};
    const bool bearer = std::ranges::equal(
        value.substr(0, kScheme.size()), kScheme,
        [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
    return bearer ? std::string(value.substr(kScheme.size())) : std::string();
}

Error Malformed(std::string message) {
    return Error{ErrorCode::kInvalidArgument, std::move(message)};
}

}  // namespace

/// One request on its way through the API.
struct Api::Exchange {
    const http::Request& request;
    std::chrono::steady_clock::time_point begun;
    const Route* route = nullptr;
    api::Call call{};
    Answer answer{};
    bool is_problem = false;
    bool replayed = false;

    /// Answers with a problem.
    void Fail(int status, const Error& error, const std::vector<Problem>& problems = {}) {
        answer.status = status;
        answer.body = ProblemDocument(status, error, problems);
        answer.events.reset();
        is_problem = true;
    }
    void Fail(const Error& error) { Fail(StatusOf(error.code), error); }
    std::string_view operation() const {
        return route == nullptr ? kNoOperation : std::string_view(route->operation);
    }
};

Api::Api(const ApiParts& parts, RouteTable table, ApiOptions options)
    : on_(parts),
      table_(std::move(table)),
      per_principal_(options.per_principal),
      per_address_(options.per_address) {
    table_.Add({.method = "GET",
                .path = "/openapi.json",
                .operation = "getOpenApi",
                .tag = "system",
                .summary = "This description of the API",
                .right = Right::kAnyone,
                .reply = Schema::Map(Schema::Any()),
                .handle = [this](const api::Call&) -> Result<Answer> {
                    return Answer{.text = openapi_};
                }});
    CheckTable(table_);
    for (const Route& route : table_.routes) {
        compiled_.push_back({.segments = TemplateSegments(route)});
    }
    openapi_ = DumpJson(MakeOpenApi(table_), 2) + "\n";
}

std::vector<std::string> Api::RootPrefixes(const RouteTable& table) {
    std::vector<std::string> prefixes{std::string(kApiPrefix)};
    for (const Route& route : table.routes) {
        if (route.at_root) prefixes.push_back(route.path);
    }
    return prefixes;
}

http::Reply Api::Handle(const http::Request& request) {
    Exchange exchange{.request = request, .begun = on_.clock.Steady()};
    exchange.call.request_id = RequestIdOf(request);
    exchange.call.now = on_.clock.Now();
    exchange.call.peer = request.peer;
    exchange.call.secure = request.secure;
    exchange.call.last_event = std::string(request.header("Last-Event-ID").substr(0, 100));
    exchange.call.user_agent = std::string(request.header("User-Agent").substr(0, 200));
    exchange.call.if_match = std::string(request.header("If-Match").substr(0, 200));
    try {
        return Run(exchange);
    } catch (const std::exception& failure) {
        on_.log.Log(LogLevel::kError,
                    fmt::format("request {}: {} broke off: {}", exchange.call.request_id,
                                exchange.operation(), failure.what()));
        exchange.Fail(Error{ErrorCode::kInternal, "broke off"});
        return Write(exchange);
    }
}

http::Reply Api::Refuse(const http::Request& head, int status, std::string_view why) {
    Exchange exchange{.request = head, .begun = on_.clock.Steady()};
    exchange.call.request_id = RequestIdOf(head);
    exchange.Fail(status, Malformed(std::string(why)));
    return Write(exchange);
}

http::Reply Api::Run(Exchange& exchange) {
    if (FindRoute(exchange) && Admit(exchange) && Read(exchange)) Call(exchange);
    Audit(exchange);
    const std::chrono::duration<double> took = on_.clock.Steady() - exchange.begun;
    const int status = exchange.answer.status;
    on_.metrics.CountRequest(std::string(exchange.operation()), status, took.count());
    // The query stays out of the log: it may name what somebody looks for.
    on_.log.Log(
        status >= 500                                     ? LogLevel::kError
        : IsTold(exchange.route, exchange.request.method) ? LogLevel::kInfo
                                                          : LogLevel::kDebug,
        fmt::format("request {}: {} {} by {} from {}: {} in {:.0f} ms", exchange.call.request_id,
                    exchange.request.method.substr(0, 20), exchange.operation(),
                    exchange.call.principal.is_known() ? exchange.call.principal.name : "nobody",
                    exchange.call.peer, status, took.count() * 1000));
    return Write(exchange);
}

bool Api::FindRoute(Exchange& exchange) const {
    const auto segments = http::SplitPath(exchange.request.path());
    if (!segments) {
        exchange.Fail(400, segments.error());
        return false;
    }
    const std::string method = exchange.request.method == "HEAD" ? "GET" : exchange.request.method;
    // A literal segment beats a parameter: /me/tokens before /{name}/tokens.
    std::size_t best_literals = 0;
    std::set<std::string> methods;
    for (std::size_t i = 0; i < table_.routes.size(); ++i) {
        const std::vector<std::string>& wanted = compiled_[i].segments;
        if (wanted.size() != segments->size()) continue;
        std::size_t literals = 1;
        bool fits = true;
        for (std::size_t s = 0; s < wanted.size() && fits; ++s) {
            if (IsParameter(wanted[s])) continue;
            fits = wanted[s] == (*segments)[s];
            ++literals;
        }
        if (!fits) continue;
        methods.insert(table_.routes[i].method);
        if (table_.routes[i].method != method || literals <= best_literals) continue;
        best_literals = literals;
        exchange.route = &table_.routes[i];
        exchange.call.path.clear();
        for (std::size_t s = 0; s < wanted.size(); ++s) {
            if (!IsParameter(wanted[s])) continue;
            exchange.call.path[wanted[s].substr(1, wanted[s].size() - 2)] = (*segments)[s];
        }
    }
    if (exchange.route != nullptr) return true;
    if (methods.empty()) {
        exchange.Fail(404, Error{ErrorCode::kNotFound, "nothing is served here"}.Hint(
                               "GET /api/v1/openapi.json lists what is"));
        return false;
    }
    if (methods.contains("GET")) methods.insert("HEAD");
    std::string allowed;
    for (const std::string& each : methods) allowed += (allowed.empty() ? "" : ", ") + each;
    exchange.answer.headers.push_back({"Allow", allowed});
    exchange.Fail(405, Error{ErrorCode::kUnsupported, "this path takes other methods: " + allowed});
    return false;
}

bool Api::Admit(Exchange& exchange) {
    const auto throttle = [&](std::chrono::seconds wait) {
        exchange.answer.headers.push_back({"Retry-After", std::to_string(wait.count())});
        exchange.Fail(Error{ErrorCode::kThrottled, "too many requests"}.Hint(
            fmt::format("wait {} s", wait.count())));
        return false;
    };
    const auto now = on_.clock.Steady();
    if (const auto wait = per_address_.Take(exchange.request.peer, now)) return throttle(*wait);
    Principal& principal = exchange.call.principal;
    const bool anyone = RowOf(exchange.route->right).level == Level::kAnyone;
    Result<Principal> known = on_.authenticator.Authenticate(
        {.bearer = BearerOf(exchange.request),
         .session =
             std::string(http::CookieOf(exchange.request.header("Cookie"), kSessionCookie))});
    if (known) principal = *std::move(known);
    if (!known && !anyone) {
        if (known.error().code == ErrorCode::kUnauthenticated) {
            exchange.answer.headers.push_back({"WWW-Authenticate", "Bearer"});
        }
        exchange.Fail(known.error());
        return false;
    }
    if (principal.is_known()) {
        const auto wait = per_principal_.Take(std::to_string(principal.user), now);
        if (wait) return throttle(*wait);
    }
    // Ids are checked before rights: a role in project 7 says nothing about "7x".
    std::vector<Problem> problems;
    for (const auto& [name, text] : exchange.call.path) {
        const auto found =
            Validate(text, PathParameterSchema(name), table_.components, "path." + name);
        problems.insert(problems.end(), found.begin(), found.end());
    }
    std::optional<std::int64_t> project;
    if (exchange.call.path.contains("projectCode")) {
        project = ReadCode(exchange.call.Text("projectCode"));
    }
    const RightRow& row = RowOf(exchange.route->right);
    switch (Judge(principal, exchange.route->right, project)) {
        case Verdict::kAllowed: break;
        case Verdict::kNotSignedIn:
            exchange.answer.headers.push_back({"WWW-Authenticate", "Bearer"});
            exchange.Fail(Error{ErrorCode::kUnauthenticated, "this needs credentials"}.Hint(
                "log in, or send an API token as Authorization: Bearer"));
            return false;
        case Verdict::kScopeTooSmall:
            exchange.Fail(Error{ErrorCode::kPermissionDenied,
                                fmt::format("the API token's scope is \"{}\"; this needs \"{}\"",
                                            ScopeName(principal.scope), ScopeName(row.scope))}
                              .Hint("make a token with that scope"));
            return false;
        case Verdict::kRoleTooLow:
            exchange.Fail(Error{ErrorCode::kPermissionDenied,
                                fmt::format("this is for: {}", LevelName(row.level))}
                              .Hint("ask an administrator, or the project's admin, for the role"));
            return false;
    }
    if (principal.via == Principal::Via::kSession && Writes(exchange.request.method) && !anyone &&
        !SameText(exchange.request.header("X-CSRF-Token"), principal.csrf)) {
        exchange.Fail(Error{ErrorCode::kPermissionDenied,
                            "a session's request that writes needs the header X-CSRF-Token"}
                          .Hint("its value stands in the answer to logIn and to getMe"));
        return false;
    }
    if (problems.empty()) return true;
    exchange.Fail(400, Malformed("the path is not valid"), problems);
    return false;
}

bool Api::Read(Exchange& exchange) const {
    const Route& route = *exchange.route;
    const std::string_view accept = exchange.request.header("Accept");
    const bool other =
        !route.other_reply_type.empty() && http::Accepts(accept, route.other_reply_type);
    if (!other && !http::Accepts(accept, route.reply_type)) {
        exchange.Fail(406, Malformed("this is answered as " + route.reply_type));
        return false;
    }
    return ReadQuery(exchange) && ReadBody(exchange);
}

bool Api::ReadQuery(Exchange& exchange) const {
    const auto given = http::ParseQuery(exchange.request.query());
    if (!given) {
        exchange.Fail(given.error());
        return false;
    }
    const std::vector<QueryParameter>& known = exchange.route->query;
    Json& query = exchange.call.query;
    std::vector<Problem> problems;
    for (const http::QueryParameter& each : *given) {
        const std::string path = "query." + each.name.substr(0, 100);
        const auto found = std::ranges::find(known, each.name, &QueryParameter::name);
        if (found == known.end()) {
            std::vector<std::string> names;
            for (const QueryParameter& parameter : known) names.push_back(parameter.name);
            problems.push_back({.path = path,
                                .message = "there is no such parameter",
                                .expected = {},
                                .hint = workflow::DidYouMean(each.name, names)});
        } else if (query.contains(each.name)) {
            problems.push_back(
                {.path = path, .message = "stands twice", .expected = {}, .hint = {}});
        } else {
            query[each.name] = ReadText(each.value, found->schema);
            const auto wrong = Validate(query[each.name], found->schema, table_.components, path);
            problems.insert(problems.end(), wrong.begin(), wrong.end());
            if (each.name == "cursor" && wrong.empty() && !DecodeCursor(each.value)) {
                problems.push_back({.path = path,
                                    .message = "this is no cursor of ours",
                                    .expected = "nextCursor of the page before",
                                    .hint = {}});
            }
        }
    }
    for (const QueryParameter& parameter : known) {
        if (query.contains(parameter.name)) continue;
        if (parameter.schema.json().contains("default")) {
            query[parameter.name] = parameter.schema.json()["default"];
        } else if (parameter.required) {
            problems.push_back({.path = "query." + parameter.name,
                                .message = "is missing",
                                .expected = "a value",
                                .hint = {}});
        }
    }
    if (problems.size() > 20) problems.resize(20);
    if (problems.empty()) return true;
    exchange.Fail(400, Malformed("the query is not valid"), problems);
    return false;
}

bool Api::ReadBody(Exchange& exchange) const {
    const Route& route = *exchange.route;
    const std::string& body = exchange.request.body;
    const bool takes_bytes = route.body_type != kJsonType;
    if (!route.body && !takes_bytes) {
        if (body.empty()) return true;
        exchange.Fail(400, Malformed("this request takes no body"));
        return false;
    }
    if (body.empty() && route.body_optional) return true;
    if (body.size() > route.max_body) {
        exchange.Fail(413, Malformed(fmt::format("the body has {} bytes; this takes at most {}",
                                                 body.size(), route.max_body)));
        return false;
    }
    const std::string_view type = exchange.request.header("Content-Type");
    const std::string media_type = http::MediaTypeOf(type);
    const bool other = !route.other_body_type.empty() && media_type == route.other_body_type;
    if ((!other && media_type != route.body_type) || !http::IsUtf8Charset(type)) {
        exchange.Fail(
            415, Malformed("this takes Content-Type: " + route.body_type +
                           (route.other_body_type.empty() ? "" : " or ") + route.other_body_type));
        return false;
    }
    if (takes_bytes || other) {
        exchange.call.raw_body = body;
        return true;
    }
    Result<Json> json = ParseJson(body, {.max_bytes = route.max_body, .max_depth = 50});
    if (!json) {
        exchange.Fail(400, Error(json.error()).Because(json.error().where));
        return false;
    }
    const std::vector<Problem> problems = Validate(*json, *route.body, table_.components);
    if (!problems.empty()) {
        exchange.Fail(400, Malformed("the body is not valid"), problems);
        return false;
    }
    exchange.call.body = *std::move(json);
    return true;
}

void Api::Call(Exchange& exchange) {
    const std::string_view key = exchange.request.header("Idempotency-Key");
    const bool counts = exchange.route->once || exchange.route->keeps_key;
    if (!counts || key.empty()) return CallHandler(exchange);
    const bool visible = std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; });
    if (!visible || key.size() > 255) {
        return exchange.Fail(
            400, Malformed("the header Idempotency-Key has 1 to 255 visible characters"));
    }
    if (exchange.route->once) return CallOnce(exchange, std::string(key));
    exchange.call.idempotency_key = key;
    CallHandler(exchange);
}

void Api::CallOnce(Exchange& exchange, const std::string& key) {
    // The client's key is the hash's key: who reads the store cannot guess a body from its hash.
    const std::string key_hash =
        KeyedHash(key, fmt::format("key of {}", exchange.call.principal.user));
    const std::string request_hash =
        KeyedHash(key, exchange.route->operation + "\n" + exchange.request.target + "\n" +
                           exchange.request.body);
    auto before = on_.requests.Begin(key_hash, request_hash, exchange.call.now);
    if (!before) return exchange.Fail(before.error());
    if (*before) {
        const store::ApiRequestStore::Kept& kept = **before;
        if (kept.request_hash != request_hash) {
            return exchange.Fail(422, Error{ErrorCode::kInvalidArgument,
                                            "this Idempotency-Key was used for another request"}
                                          .Hint("take a new key for each thing to be made"));
        }
        if (!kept.done) {
            return exchange.Fail(409, Error{ErrorCode::kConflict,
                                            "the same request is being answered, or was when its "
                                            "server ended"}
                                          .Hint("look whether its outcome is there; if not, send "
                                                "it with a new Idempotency-Key"));
        }
        if (exchange.route->secret_reply && kept.status < 300) {
            return exchange.Fail(
                409,
                Error{ErrorCode::kConflict, "this was done, and its answer was shown once"}.Hint(
                    "delete what was made and make it anew"));
        }
        exchange.answer.status = static_cast<int>(kept.status);
        exchange.answer.text = kept.body;
        exchange.is_problem = kept.status >= 400;
        exchange.replayed = true;
        exchange.answer.headers.push_back({"Idempotency-Replayed", "true"});
        return;
    }
    CallHandler(exchange);
    const int status = exchange.answer.status;
    Status kept{};
    if (status >= 500 || status == 429) {
        kept = on_.requests.Forget(key_hash);
    } else {
        const bool shown_once = exchange.route->secret_reply && status < 300;
        const bool has_body = !exchange.answer.body.is_null();
        kept = on_.requests.Finish(key_hash, status,
                                   shown_once || !has_body ? "" : DumpJson(exchange.answer.body));
    }
    if (!kept) {
        on_.log.Log(LogLevel::kError,
                    fmt::format("request {}: its answer is not kept: {}", exchange.call.request_id,
                                kept.error().ToString()));
    }
}

void Api::CallHandler(Exchange& exchange) {
    const Route& route = *exchange.route;
    Result<Answer> answer = route.handle(exchange.call);
    if (!answer) {
        if (StatusOf(answer.error().code) >= 500) {
            on_.log.Log(LogLevel::kError, fmt::format("request {}: {}", exchange.call.request_id,
                                                      answer.error().ToString()));
        }
        return exchange.Fail(answer.error());
    }
    std::vector<http::Header> headers = std::move(exchange.answer.headers);
    exchange.answer = *std::move(answer);
    exchange.answer.headers.insert(exchange.answer.headers.end(), headers.begin(), headers.end());
    if (exchange.answer.status == 0) exchange.answer.status = route.status;
    exchange.is_problem = exchange.answer.status >= 400;
}

void Api::Audit(const Exchange& exchange) {
    const int status = exchange.answer.status;
    const Principal& principal = exchange.call.principal;
    if (exchange.route == nullptr || !IsTold(exchange.route, exchange.request.method)) return;
    // Lines that cost a stranger nothing would fill the disk. Log-ins are slowed by their guard.
    const bool log_in = RowOf(exchange.route->right).level == Level::kAnyone;
    if (status == 429 || exchange.replayed || (!principal.is_known() && !log_in)) return;
    if (log_in && exchange.call.body.is_null()) return;
    std::string name = principal.name;
    if (log_in) name = exchange.call.body.value("name", "");
    std::string object = exchange.answer.object;
    if (object.empty()) object = std::string(exchange.request.path().substr(0, 200));
    Status saved = on_.auth.AppendAudit({.id = NewCode(),
                                         .at = exchange.call.now,
                                         .user = principal.user,
                                         .user_name = name,
                                         .operation = exchange.route->operation,
                                         .object = object,
                                         .peer = exchange.call.peer,
                                         .status = status,
                                         .request_id = exchange.call.request_id});
    if (!saved) {
        on_.log.Log(LogLevel::kError,
                    fmt::format("request {}: it is missing in the audit log: {}",
                                exchange.call.request_id, saved.error().ToString()));
    }
}

http::Reply Api::Write(Exchange& exchange) const {
    Answer& answer = exchange.answer;
    http::Reply reply{.status = answer.status,
                      .headers = std::move(answer.headers),
                      .events = std::move(answer.events)};
    reply.headers.push_back({"X-Request-Id", exchange.call.request_id});
    reply.headers.push_back({"X-Content-Type-Options", "nosniff"});
    if (!reply.events) reply.headers.push_back({"Cache-Control", "no-store"});
    if (exchange.is_problem && answer.body.is_object()) {
        answer.body["instance"] = "urn:dmsnode:request:" + exchange.call.request_id;
    }
    reply.body = answer.body.is_null() ? std::move(answer.text) : DumpJson(answer.body);
    if (exchange.is_problem) {
        reply.content_type = std::string(kProblemType);
    } else if (!reply.body.empty()) {
        reply.content_type =
            answer.text_type.empty() ? exchange.route->reply_type : answer.text_type;
    }
    return reply;
}

}  // namespace dmsnode::api
