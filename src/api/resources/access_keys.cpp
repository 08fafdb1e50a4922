#include "api/resources/rows.hpp"

namespace dmsnode::api {
namespace {

Result<store::AccessKeyStore*> KeysOf(const ApiParts& on) {
    if (on.dms.keys != nullptr) return on.dms.keys;
    return Error{ErrorCode::kUnavailable, "this server has no embedded DMS service"};
}

Json WriteKey(const store::AccessKey& key) {
    return {{"accessKeyId", key.id}, {"name", key.name}, {"created", FormatIso8601(key.created)}};
}

Result<Answer> List(const ApiParts& on, const Call&) {
    const auto keys = KeysOf(on);
    if (!keys) return keys.error();
    const auto rows = (*keys)->List();
    if (!rows) return rows.error();
    Json items = Json::array();
    for (const store::AccessKey& row : *rows) items.push_back(WriteKey(row));
    return Ok({{"items", std::move(items)}});
}

Result<Answer> Make(const ApiParts& on, const Call& call) {
    const auto keys = KeysOf(on);
    if (!keys) return keys.error();
    const auto made = (*keys)->Create(
        call.Has("name") ? call.body["name"].get<std::string>() : std::string(), call.now);
    if (!made) return made.error();
    Json reply = WriteKey(made->key);
    reply["secretAccessKey"] = made->secret.Reveal();
    return Ok(std::move(reply), "access key " + made->key.id);
}

Result<Answer> Delete(const ApiParts& on, const Call& call) {
    const auto keys = KeysOf(on);
    if (!keys) return keys.error();
    const std::string& id = call.Text("accessKeyId");
    if (Status done = (*keys)->Delete(id); !done) return done.error();
    return NoContent("access key " + id);
}

}  // namespace

void AddAccessKeyRoutes(RouteTable& table, const ApiParts& parts) {
    const std::vector<Member> members{Required("accessKeyId", Schema::String()),
                                      Required("name", Schema::String().Describe("what it is for")),
                                      Required("created", Schema::Time())};
    std::vector<Member> with_secret = members;
    with_secret.push_back(
        Required("secretAccessKey", Schema::String().Describe("shown this once")));
    table.components.emplace("AccessKey", Schema::Object(members));
    table.components.emplace("NewAccessKey", Schema::Object(with_secret));
    table.Add(
        {.method = "GET",
         .path = "/access-keys",
         .operation = "listAccessKeys",
         .tag = "dms",
         .summary = "The keys that may call the embedded DMS service, in order of creation",
         .right = Right::kKeysManage,
         .reply = Schema::Object({Required("items", Schema::Array(Schema::Ref("AccessKey")))}),
         .handle = On(parts, List)});
    table.Add({.method = "POST",
               .path = "/access-keys",
               .operation = "makeAccessKey",
               .tag = "dms",
               .summary = "Make an access key; its secret is shown once",
               .right = Right::kKeysManage,
               .body = Schema::Object({Optional("name", Schema::String().Length(0, 100))}),
               .reply = Schema::Ref("NewAccessKey"),
               .status = 201,
               .body_optional = true,
               .once = true,
               .secret_reply = true,
               .handle = On(parts, Make)});
    table.Add({.method = "DELETE",
               .path = "/access-keys/{accessKeyId}",
               .operation = "deleteAccessKey",
               .tag = "dms",
               .summary = "Delete an access key: clients that use it are refused at once",
               .right = Right::kKeysManage,
               .handle = On(parts, Delete)});
}

}  // namespace dmsnode::api
