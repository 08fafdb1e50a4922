#include "api/resources/connections.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "api/resources/rows.hpp"
#include "base/ids.hpp"
#include "store/catalog_connections.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

constexpr std::string_view kEmbedded = "embedded";

Json Optionals(Json json, const Call& call, const std::string& region, const std::string& endpoint,
               const std::string& profile, const std::string& access_key_id) {
    if (!region.empty()) json["region"] = region;
    if (!endpoint.empty()) json["endpoint"] = endpoint;
    if (!profile.empty()) json["profile"] = profile;
    const bool shown = call.principal.administrator && !access_key_id.empty();
    if (shown) json["accessKeyId"] = access_key_id;
    return json;
}

Json WriteGiven(const GivenConnection& given, const Call& call) {
    const bool built_in = given.name == kEmbedded;
    return Optionals({{"name", given.name},
                      {"kind", given.embedded ? "embedded" : "aws"},
                      {"description", built_in ? "the DMS service of this server" : ""},
                      {"source", built_in ? "server" : "file"},
                      {"readOnly", true}},
                     call, given.region, given.endpoint, given.profile, given.access_key_id);
}

Json WriteStored(const catalog::DmsConnection& row, const Call& call) {
    return Optionals(WriteRow(row, {{"name", row.name},
                                    {"kind", "aws"},
                                    {"description", row.description},
                                    {"source", "store"},
                                    {"readOnly", false},
                                    {"hasSecret", !row.sealed_secret.empty()}}),
                     call, row.region, row.endpoint, row.profile, row.access_key_id);
}

Answer Show(const catalog::DmsConnection& row, const Call& call) {
    return WithRevision(Ok(WriteStored(row, call), ConnectionObject(row.name)), row.revision);
}

Result<std::vector<catalog::DmsConnection>> ListStored(const ApiParts& on) {
    return on.database.Read([](Connection& db) { return catalog::ListDmsConnections(db); });
}

Result<Answer> List(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    auto given = (*access)->Given();
    Json problems = Json::array();
    if (!given) {
        // The others can be used and are to be seen all the same.
        problems = ProblemList({{.path = "connections.yaml",
                                 .message = given.error().ToString(),
                                 .expected = {},
                                 .hint = given.error().hint}});
        given = std::vector<GivenConnection>{{.name = std::string(kEmbedded), .embedded = true}};
    }
    const auto stored = ListStored(on);
    if (!stored) return stored.error();
    Json items = Json::array();
    for (const GivenConnection& each : *given) items.push_back(WriteGiven(each, call));
    for (const catalog::DmsConnection& row : *stored) {
        if (std::ranges::find(*given, row.name, &GivenConnection::name) != given->end()) continue;
        items.push_back(WriteStored(row, call));
    }
    Json reply{{"items", std::move(items)}};
    if (!problems.empty()) reply["problems"] = std::move(problems);
    return Ok(std::move(reply));
}

Result<Answer> Get(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    const std::string& name = call.Text("connectionName");
    const auto given = (*access)->Given();
    if (given) {
        const auto found = std::ranges::find(*given, name, &GivenConnection::name);
        if (found != given->end()) return Ok(WriteGiven(*found, call));
    }
    const auto row = on.database.Read([&](Connection& db) {
        return Need(catalog::FindDmsConnection(db, name), "connection", name);
    });
    if (!row) return row.error();
    return Show(*row, call);
}

/// Errors: kAlreadyExists, kConflict for a name that is not the store's to give.
Status CheckFree(DmsAccess& access, const std::string& name, ErrorCode code) {
    const auto given = access.Given();
    if (!given) return given.error();
    if (std::ranges::find(*given, name, &GivenConnection::name) == given->end()) return {};
    return Error{code, name == kEmbedded
                           ? "\"embedded\" is the DMS service of this server"
                           : fmt::format("the connection \"{}\" stands in the server's "
                                         "connections.yaml",
                                         name)}
        .Hint(name == kEmbedded ? "choose another name"
                                : "change it there, or choose another name");
}

struct Content {
    catalog::DmsConnection row;
    ConnectionContent content;
};

/// The body over what is there: a secret that is not given stays, as long as its key id does.
Result<Content> ReadContent(const ApiParts& on, const Call& call, catalog::DmsConnection before) {
    const Json& body = call.body;
    Content read{.row = std::move(before), .content = {}};
    const std::string old_id = read.row.access_key_id;
    read.row.description = body.value("description", "");
    read.row.region = read.content.region = body.value("region", "");
    read.row.endpoint = read.content.endpoint = body.value("endpoint", "");
    read.row.profile = read.content.profile = body.value("profile", "");
    read.row.access_key_id = read.content.access_key_id = body.value("accessKeyId", "");
    const std::string place = catalog::ConnectionSecretPlace(read.row.code);
    if (call.Has("secretAccessKey")) {
        read.content.secret_access_key = Secret(body["secretAccessKey"].get<std::string>());
        read.row.sealed_secret = on.dms.secrets->Seal(read.content.secret_access_key, place);
    } else if (read.row.access_key_id != old_id) {
        read.row.sealed_secret.clear();
    }
    if (read.row.access_key_id.empty() != read.row.sealed_secret.empty()) {
        return Error{ErrorCode::kInvalidArgument, "an access key id and its secret belong together"}
            .At(read.row.access_key_id.empty() ? "$.accessKeyId" : "$.secretAccessKey")
            .Hint("give both, or none: then the server's own AWS settings are used");
    }
    if (!read.row.sealed_secret.empty() && read.content.secret_access_key.empty()) {
        Result<Secret> kept = on.dms.secrets->Unseal(read.row.sealed_secret, place);
        if (!kept) return kept.error();
        read.content.secret_access_key = *std::move(kept);
    }
    return read;
}

Result<Content> ReadChecked(const ApiParts& on, const Call& call, DmsAccess& access,
                            catalog::DmsConnection before) {
    if (on.dms.secrets == nullptr) {
        return Error{ErrorCode::kUnavailable, "this server keeps no connections"};
    }
    Result<Content> read = ReadContent(on, call, std::move(before));
    if (!read) return read;
    if (Status usable = access.Check(read->content); !usable) {
        return Error{ErrorCode::kInvalidArgument, usable.error().message}.Hint(usable.error().hint);
    }
    return read;
}

Result<Answer> Make(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    catalog::DmsConnection row{.code = NewCode(), .name = call.body["name"].get<std::string>()};
    if (Status free = CheckFree(**access, row.name, ErrorCode::kAlreadyExists); !free) {
        return free.error();
    }
    const auto read = ReadChecked(on, call, **access, std::move(row));
    if (!read) return read.error();
    const auto made = on.database.Write(
        [&](Connection& db) { return catalog::CreateDmsConnection(db, read->row, call.now); });
    if (!made) return made.error();
    return Show(*made, call);
}

/// The row that the path names, if it is the store's to change.
Result<catalog::DmsConnection> FindOwn(const ApiParts& on, const Call& call, DmsAccess& access) {
    const std::string& name = call.Text("connectionName");
    if (Status own = CheckFree(access, name, ErrorCode::kConflict); !own) return own.error();
    return on.database.Read([&](Connection& db) {
        return Need(catalog::FindDmsConnection(db, name), "connection", name);
    });
}

Result<Answer> Update(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    const auto row = FindOwn(on, call, **access);
    if (!row) return row.error();
    const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
    if (!based_on) return based_on.error();
    const auto read = ReadChecked(on, call, **access, *row);
    if (!read) return read.error();
    const auto changed = on.database.Write([&](Connection& db) {
        return catalog::UpdateDmsConnection(db, read->row, *based_on, call.now);
    });
    if (!changed) return changed.error();
    return Show(*changed, call);
}

Result<Answer> Delete(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    const auto row = FindOwn(on, call, **access);
    if (!row) return row.error();
    const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
    if (!based_on) return based_on.error();
    Status done = on.database.Write(
        [&](Connection& db) { return catalog::DeleteDmsConnection(db, row->code, *based_on); });
    if (!done) return done.error();
    return NoContent(ConnectionObject(row->name));
}

Result<Answer> Test(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    const std::string& name = call.Text("connectionName");
    const Result<bool> known = (*access)->IsEmbedded(name);
    if (!known && known.error().code == ErrorCode::kNotFound) return known.error();
    // Answers quickly, is allowed to whoever may create tasks, and changes nothing.
    const Result<Json> reply =
        (*access)->Call(name, "DescribeReplicationInstances", {{"MaxRecords", 20}});
    if (!reply) {
        Json told{{"ok", false}, {"message", reply.error().message}};
        if (!reply.error().hint.empty()) told["hint"] = reply.error().hint;
        if (!reply.error().fault.empty()) told["fault"] = reply.error().fault;
        return Ok(std::move(told));
    }
    const std::size_t count = reply->value("ReplicationInstances", Json::array()).size();
    return Ok({{"ok", true},
               {"message", fmt::format("the service answers; it has {} replication instance{}",
                                       count == 20 ? "20 or more" : std::to_string(count),
                                       count == 1 ? "" : "s")}});
}

void AddSchemas(RouteTable& table) {
    const Schema text = Schema::String();
    table.components.emplace(
        "Connection",
        Schema::Object(
            {Required("name", text.Describe("what a DMS node's `connection` says")),
             Required("kind", Schema::Enum({"aws", "embedded"})), Required("description", text),
             Required(
                 "source",
                 Schema::Enum({"server", "file", "store"})
                     .Describe("the server itself, its connections.yaml, or made over the API")),
             Required("readOnly", Schema::Boolean().Describe("it is not changed over the API")),
             Optional("region", text), Optional("endpoint", text), Optional("profile", text),
             Optional("accessKeyId", text.Describe("shown to administrators")),
             Optional("hasSecret", Schema::Boolean()), Optional("code", Schema::Code()),
             Optional("revision", Schema::Integer()), Optional("created", Schema::Time()),
             Optional("updated", Schema::Time())}));
}

std::vector<Member> ConnectionMembers() {
    return {
        Optional("description", DescriptionSchema()),
        Optional("region", Schema::String().Length(0, 100)),
        Optional("endpoint", Schema::String().Length(0, 500).Describe(
                                 "URL of a service that speaks the DMS API; absent: AWS's own")),
        Optional("accessKeyId", Schema::String().Length(0, 200)),
        Optional("secretAccessKey",
                 Schema::String().Length(1, 500).Describe(
                     "never shown; absent in a change: the one that is there stays")),
        Optional("profile", Schema::String().Length(0, 200).Describe(
                                "of the AWS configuration files on the server"))};
}

}  // namespace

Result<DmsAccess*> DmsOf(const ApiParts& on) {
    if (on.dms.access != nullptr) return on.dms.access;
    return Error{ErrorCode::kUnavailable, "this server reaches no DMS services"};
}

Result<Answer> ToldFault(const Error& error) {
    if (error.code == ErrorCode::kInternal) return error;
    Error told = error;
    if (told.code == ErrorCode::kUnauthenticated) told.code = ErrorCode::kProtocol;
    const int status = StatusOf(told.code);
    Answer answer{.status = status, .body = ProblemDocument(status, told)};
    if (!error.fault.empty()) answer.body["fault"] = error.fault;
    return answer;
}

std::string ConnectionObject(std::string_view name) {
    return fmt::format("connection {}", name);
}

void AddConnectionRoutes(RouteTable& table, const ApiParts& parts) {
    AddSchemas(table);
    const std::string one = "/connections/{connectionName}";
    std::vector<Member> made{
        Required("name", Schema::Word("A-Za-z0-9._-", 1, 64).Describe("nodes say it; it stays"))};
    for (Member& member : ConnectionMembers()) made.push_back(std::move(member));
    table.Add({.method = "GET",
               .path = "/connections",
               .operation = "listConnections",
               .tag = "dms",
               .summary = "All names that a DMS node's `connection` may have",
               .right = Right::kDmsRead,
               .reply = Schema::Object(
                   {Required("items", Schema::Array(Schema::Ref("Connection"))),
                    Optional("problems", Schema::Array(ProblemEntrySchema())
                                             .Describe("why connections.yaml is not shown"))}),
               .handle = On(parts, List)});
    table.Add({.method = "POST",
               .path = "/connections",
               .operation = "makeConnection",
               .tag = "dms",
               .summary = "Make a connection to AWS DMS or another service that speaks its API",
               .right = Right::kDmsManage,
               .body = Schema::Object(made),
               .reply = Schema::Ref("Connection"),
               .status = 201,
               .once = true,
               .handle = On(parts, Make)});
    table.Add({.method = "GET",
               .path = one,
               .operation = "getConnection",
               .tag = "dms",
               .summary = "One connection",
               .right = Right::kDmsRead,
               .reply = Schema::Ref("Connection"),
               .handle = On(parts, Get)});
    table.Add({.method = "PUT",
               .path = one,
               .operation = "updateConnection",
               .tag = "dms",
               .summary = "Change a connection: nodes that start later use it as it is then",
               .right = Right::kDmsManage,
               .body = ChangeSchema(ConnectionMembers()),
               .reply = Schema::Ref("Connection"),
               .if_match = true,
               .handle = On(parts, Update)});
    table.Add({.method = "DELETE",
               .path = one,
               .operation = "deleteConnection",
               .tag = "dms",
               .summary = "Delete a connection: nodes that name it fail from then on",
               .right = Right::kDmsManage,
               .if_match = true,
               .handle = On(parts, Delete)});
    table.Add({.method = "POST",
               .path = one + "/test",
               .operation = "testConnection",
               .tag = "dms",
               .summary = "Whether the service answers, by a call that changes nothing",
               .right = Right::kDmsOperate,
               .reply = Schema::Object(
                   {Required("ok", Schema::Boolean()), Required("message", Schema::String()),
                    Optional("hint", Schema::String()), Optional("fault", Schema::String())}),
               .asks = true,
               .handle = On(parts, Test)});
}

}  // namespace dmsnode::api
