#include "api/resources/rows.hpp"
#include "store/catalog_resources.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

/// All of a file passes through memory, and no request is larger.
constexpr std::int64_t kMostBytes = std::int64_t{8} << 20U;

Json WriteResource(const catalog::Resource& row) {
    return WriteRow(row, {{"path", row.path},
                          {"description", row.description},
                          {"size", row.size},
                          {"sha256", row.sha256}});
}

Answer Show(const catalog::Resource& row) {
    return WithRevision(Ok(WriteResource(row), ObjectText("resource", row.code, row.path)),
                        row.revision);
}

Result<catalog::Resource> FindFile(Connection& db, const Call& call) {
    const std::int64_t code = call.Code("resourceCode");
    return Need(catalog::FindResource(db, code), "resource", CodeText(code));
}

Result<Answer> ListFiles(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows = on.database.Read([&](Connection& db) {
        return catalog::ListResources(db, call.query["prefix"].get<std::string>(),
                                      RowsOf(page, call));
    });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteResource,
                       [](const catalog::Resource& row) { return row.path; }));
}

Result<Answer> Upload(const ApiParts& on, const Call& call) {
    const auto made = on.database.Write([&](Connection& db) {
        return catalog::CreateResource(db, call.query["path"].get<std::string>(),
                                       call.query["description"].get<std::string>(), call.raw_body,
                                       kMostBytes, call.now);
    });
    if (!made) return made.error();
    return Show(*made);
}

Result<Answer> GetFile(const ApiParts& on, const Call& call) {
    const auto row = on.database.Read([&](Connection& db) { return FindFile(db, call); });
    if (!row) return row.error();
    return Show(*row);
}

/// The last part of the path, as RFC 8187 writes it.
std::string EncodedName(const std::string& path) {
    std::string encoded;
    for (const char c : path.substr(path.rfind('/') + 1)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
        encoded +=
            plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

Result<Answer> Download(const ApiParts& on, const Call& call) {
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto row = FindFile(db, call);
        if (!row) return row.error();
        auto content = catalog::ReadResource(db, row->code);
        if (!content) return content.error();
        Answer answer = OkText(*std::move(content));
        answer.headers.push_back(
            {"Content-Disposition", "attachment; filename*=UTF-8''" + EncodedName(row->path)});
        return WithRevision(std::move(answer), row->revision);
    });
}

Result<Answer> Replace(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindFile(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
        if (!based_on) return based_on.error();
        const auto changed = catalog::SetResourceContent(db, row->code, call.raw_body, kMostBytes,
                                                         *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

Result<Answer> Rename(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindFile(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
        if (!based_on) return based_on.error();
        const auto changed = catalog::RenameResource(
            db, row->code, call.body.value("path", row->path),
            call.body.value("description", row->description), *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

Result<Answer> DeleteFile(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindFile(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        Status done = catalog::DeleteResource(db, row->code, *based_on);
        if (!done) return done.error();
        return NoContent(ObjectText("resource", row->code, row->path));
    });
}

Result<Answer> RenameFolder(const ApiParts& on, const Call& call) {
    const auto from = call.body["folder"].get<std::string>();
    const auto to = call.body["newFolder"].get<std::string>();
    const auto count = on.database.Write(
        [&](Connection& db) { return catalog::RenameResourceFolder(db, from, to, call.now); });
    if (!count) return count.error();
    return Ok({{"resources", *count}}, fmt::format("resources below {}, now {}", from, to));
}

Result<Answer> DeleteFolder(const ApiParts& on, const Call& call) {
    const auto folder = call.body["folder"].get<std::string>();
    const auto count = on.database.Write(
        [&](Connection& db) { return catalog::DeleteResourceFolder(db, folder); });
    if (!count) return count.error();
    return Ok({{"resources", *count}}, "resources below " + folder);
}

void AddFolderRoutes(RouteTable& table, const ApiParts& parts, const Schema& path) {
    const Schema count =
        Schema::Object({Required("resources", Schema::Integer().Describe("how many it were"))});
    table.Add({.method = "POST",
               .path = "/resources/rename-folder",
               .operation = "renameResourceFolder",
               .tag = "resources",
               .summary = "Move all resources below a folder to below another, all or none",
               .right = Right::kSharedEdit,
               .body = Schema::Object({Required("folder", path), Required("newFolder", path)}),
               .reply = count,
               .handle = On(parts, RenameFolder)});
    table.Add({.method = "POST",
               .path = "/resources/delete-folder",
               .operation = "deleteResourceFolder",
               .tag = "resources",
               .summary = "Delete all resources below a folder",
               .right = Right::kSharedEdit,
               .body = Schema::Object({Required("folder", path)}),
               .reply = count,
               .handle = On(parts, DeleteFolder)});
}

}  // namespace

void AddResourceRoutes(RouteTable& table, const ApiParts& parts) {
    const Schema path = Schema::String().Length(1, 1000).Describe(
        "`etl/load.sh`: folders are what stands before a `/`");
    table.components.emplace(
        "Resource", RowSchema({Required("path", path), Required("description", DescriptionSchema()),
                               Required("size", Schema::Integer().Describe("in bytes")),
                               Required("sha256", Schema::Word("0-9a-f", 64, 64))}));
    const std::string one = "/resources/{resourceCode}";
    const std::string bytes = "application/octet-stream";
    table.Add({.method = "GET",
               .path = "/resources",
               .operation = "listResources",
               .tag = "resources",
               .summary = "Resources (files that tasks use), by path",
               .right = Right::kSharedRead,
               .query = PageQuery({{.name = "prefix",
                                    .schema = Schema::String().Length(0, 1000).Default(""),
                                    .description = "only paths that begin so: `etl/`"},
                                   {.name = "name",
                                    .schema = NameSchema(),
                                    .description = "only paths that hold this text"}}),
               .reply = PageOf(Schema::Ref("Resource")),
               .handle = On(parts, ListFiles)});
    table.Add({.method = "POST",
               .path = "/resources",
               .operation = "uploadResource",
               .tag = "resources",
               .summary = "Make a resource of the body's bytes, 8 MiB at most",
               .right = Right::kSharedEdit,
               .query = {{.name = "path", .schema = path, .description = "", .required = true},
                         {.name = "description",
                          .schema = DescriptionSchema().Default(""),
                          .description = "what it is for"}},
               .reply = Schema::Ref("Resource"),
               .status = 201,
               .body_type = bytes,
               .max_body = kMostBytes,
               .once = true,
               .handle = On(parts, Upload)});
    table.Add({.method = "GET",
               .path = one,
               .operation = "getResource",
               .tag = "resources",
               .summary = "One resource, without its content",
               .right = Right::kSharedRead,
               .reply = Schema::Ref("Resource"),
               .handle = On(parts, GetFile)});
    table.Add({.method = "GET",
               .path = one + "/content",
               .operation = "downloadResource",
               .tag = "resources",
               .summary = "A resource's bytes",
               .right = Right::kSharedRead,
               .reply_type = bytes,
               .handle = On(parts, Download)});
    table.Add({.method = "PUT",
               .path = one + "/content",
               .operation = "replaceResource",
               .tag = "resources",
               .summary = "Replace a resource's bytes; needs If-Match",
               .right = Right::kSharedEdit,
               .reply = Schema::Ref("Resource"),
               .body_type = bytes,
               .max_body = kMostBytes,
               .if_match = true,
               .handle = On(parts, Replace)});
    table.Add({.method = "PATCH",
               .path = one,
               .operation = "renameResource",
               .tag = "resources",
               .summary = "Change path or description",
               .right = Right::kSharedEdit,
               .body = ChangeSchema(
                   {Optional("path", path), Optional("description", DescriptionSchema())}),
               .reply = Schema::Ref("Resource"),
               .if_match = true,
               .handle = On(parts, Rename)});
    table.Add({.method = "DELETE",
               .path = one,
               .operation = "deleteResource",
               .tag = "resources",
               .summary = "Delete a resource",
               .right = Right::kSharedEdit,
               .if_match = true,
               .handle = On(parts, DeleteFile)});
    AddFolderRoutes(table, parts, path);
}

}  // namespace dmsnode::api
