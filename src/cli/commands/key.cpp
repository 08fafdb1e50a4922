#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/connections.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

struct KeyOptions {
    std::string data;
    std::string name;
    std::string id;
    bool json = false;
};

int Create(const KeyOptions& options, World& world) {
    Result<store::AccessKeyStore*> keys = world.OpenKeys(DataFolder(options.data));
    if (!keys) return Fail(keys.error());
    const auto created = (*keys)->Create(options.name, world.clock().Now());
    if (!created) return Fail(created.error());
    // The one place where a secret is printed: it was made for the one who asked.
    if (options.json) {
        fmt::print("{}\n", DumpJson({{"AccessKeyId", created->key.id},
                                     {"SecretAccessKey", created->secret.Reveal()},
                                     {"Name", options.name}},
                                    2));
    } else {
        fmt::print("AWS_ACCESS_KEY_ID={}\nAWS_SECRET_ACCESS_KEY={}\n", created->key.id,
                   created->secret.Reveal());
        fmt::print(stderr, "Keep the secret: it is not shown again.\n");
    }
    return kSuccess;
}

int List(const KeyOptions& options, World& world) {
    Result<store::AccessKeyStore*> keys = world.OpenKeys(DataFolder(options.data));
    if (!keys) return Fail(keys.error());
    const auto list = (*keys)->List();
    if (!list) return Fail(list.error());
    Json json = Json::array();
    TextTable table({{"ACCESS KEY ID"}, {"NAME"}, {"CREATED"}});
    for (const store::AccessKey& key : *list) {
        json.push_back({{"AccessKeyId", key.id},
                        {"Name", key.name},
                        {"CreateDate", FormatIso8601(key.created)}});
        table.Add({key.id, key.name, FormatIso8601(key.created)});
    }
    fmt::print("{}", options.json ? DumpJson(json, 2) + "\n" : table.ToString());
    return kSuccess;
}

int Delete(const KeyOptions& options, World& world) {
    Result<store::AccessKeyStore*> keys = world.OpenKeys(DataFolder(options.data));
    if (!keys) return Fail(keys.error());
    if (Status deleted = (*keys)->Delete(options.id); !deleted) return Fail(deleted.error());
    return kSuccess;
}

}  // namespace

void AddKey(Command& root, World& world) {
    auto options = std::make_shared<KeyOptions>();
    Command& key = root.Sub("key", "Access keys of the embedded service's DMS API");
    const auto define = [&](const char* name, const char* description,
                            int (*action)(const KeyOptions&, World&)) -> Command& {
        Command& command = key.Sub(name, description);
        command.Option("--data", options->data, "Data folder (default: ~/.local/state/dmsnode)");
        command.Action([options, &world, action] { return action(*options, world); });
        return command;
    };
    Command& create = define("create", "Make a key; its secret is shown once", Create);
    create.Option("--name", options->name, "What the key is for");
    create.Flag("--json", options->json, "Write JSON");
    create.Examples(
        "  dmsnode key create --name laptop\n"
        "  export $(dmsnode key create --name ci)\n");
    Command& list = define("list", "List the keys", List);
    list.Flag("--json", options->json, "Write JSON");
    list.Examples("  dmsnode key list\n");
    Command& remove = define("delete", "Delete a key: it is refused from then on", Delete);
    remove.Positional("ID", options->id, "Access key id");
    remove.Examples("  dmsnode key delete AKIAEXAMPLEEXAMPLE22\n");
}

}  // namespace dmsnode::cli
