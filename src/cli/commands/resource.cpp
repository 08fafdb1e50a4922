#include <fmt/format.h>

#include <filesystem>

#include "base/files.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"
#include "cli/server/members.hpp"
#include "cli/server/names.hpp"

namespace dmsnode::cli {
namespace {

struct ResourceOptions {
    ServerOptions server;
    std::string file;
    std::string path;
};

Result<int> Upload(const ResourceOptions& options, const ServerSession& session) {
    Result<std::string> content = ReadFile(options.file, kMaxFile);
    if (!content) return content.error();
    const std::string path = options.path.empty()
                                 ? std::filesystem::path(options.file).filename().string()
                                 : options.path;
    const auto known = session.client.List("/resources", {{"prefix", path}}, 20'000);
    if (!known) return known.error();
    RestRequest request{.method = "POST",
                        .path = "/resources",
                        .query = {{"path", path}},
                        .raw_body = *std::move(content),
                        .content_type = "application/octet-stream",
                        .once = true,
                        .timeout = std::chrono::minutes(10)};
    for (const Json& item : known->items) {
        if (!item.is_object() || TextOf(item, "path") != path) continue;
        request.method = "PUT";
        request.once = false;
        request.path += "/" + PercentEncode(TextOf(item, "code")) + "/content";
        request.query.clear();
        request.if_match = std::to_string(NumberOf(item, "revision"));
    }
    const Result<RestAnswer> saved = session.client.Send(request);
    if (!saved) return saved.error();
    PrintAnswer(session, saved->json, [&] { return ShowObject(saved->json); });
    return kSuccess;
}

Result<int> Download(const ResourceOptions& options, const ServerSession& session) {
    const auto path =
        FillPath(session.client, "/resources/{resource}/content", {{"resource", options.path}});
    if (!path) return path.error();
    const Result<RestAnswer> content =
        session.client.Send({.path = *path, .timeout = std::chrono::minutes(10)});
    if (!content) return content.error();
    if (options.file == "-") {
        std::fwrite(content->text.data(), 1, content->text.size(), stdout);
        return kSuccess;
    }
    const std::filesystem::path file = options.file.empty()
                                           ? std::filesystem::path(options.path).filename()
                                           : std::filesystem::path(options.file);
    if (Status written = WriteFileAtomically(file, content->text, 0644); !written) {
        return written.error();
    }
    return kSuccess;
}

}  // namespace

std::vector<PlainCommand> ResourceCommands() {
    const Input resource{
        .name = "RESOURCE", .target = "path.resource", .help = "Its path on the server, or code"};
    return {
        {.name = "list",
         .help = "List the files that tasks may use",
         .method = "GET",
         .path = "/resources",
         .inputs = {{.name = "[PREFIX]",
                     .target = "query.prefix",
                     .help = "Only paths that begin so: etl/"}},
         .columns = {{"PATH", "path"},
                     {"BYTES", "size"},
                     {"UPDATED", "updated"},
                     {"SHA-256", "sha256"},
                     {"CODE", "code"}},
         .examples = "  dmsnode resource list\n  dmsnode resource list etl/\n"},
        {.name = "move",
         .help = "Give a file another path",
         .method = "PATCH",
         .path = "/resources/{resource}",
         .inputs = {resource,
                    {.name = "PATH", .target = "body.path", .help = "Its new path"},
                    {.name = "--description", .target = "body.description", .help = "What it is"}},
         .examples = "  dmsnode resource move load.sh etl/load.sh\n",
         .keeps_others = true},
        {.name = "delete",
         .help = "Delete a file",
         .method = "DELETE",
         .path = "/resources/{resource}",
         .inputs = {resource},
         .examples = "  dmsnode resource delete etl/load.sh\n"},
    };
}

void AddResource(Command& root, World& world) {
    Command& resource = root.Sub("resource", "Files for tasks to use");
    AddPlainCommands(resource, world, ResourceCommands());
    auto up = std::make_shared<ResourceOptions>();
    Command& upload = resource.Sub("upload", "Store a file, or replace it");
    upload.Positional("FILE", up->file, "File here, at most 8 MiB");
    upload.OptionalPositional("PATH", up->path, "Path there (default: the file's name)");
    AddServerOptions(upload, up->server);
    upload.Examples("  dmsnode resource upload load.sh etl/load.sh\n");
    upload.Action([up, &world] {
        return WithServer(world, up->server,
                          [&](const ServerSession& session) { return Upload(*up, session); });
    });
    auto down = std::make_shared<ResourceOptions>();
    Command& download = resource.Sub("download", "Fetch a file");
    download.Positional("RESOURCE", down->path, "Its path on the server, or code");
    download.OptionalPositional("FILE", down->file, "File here (default: its name; - is stdout)");
    AddServerOptions(download, down->server);
    download.Examples(
        "  dmsnode resource download etl/load.sh\n"
        "  dmsnode resource download etl/load.sh - | less\n");
    download.Action([down, &world] {
        return WithServer(world, down->server,
                          [&](const ServerSession& session) { return Download(*down, session); });
    });
}

}  // namespace dmsnode::cli
