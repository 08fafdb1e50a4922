#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.hpp"
#include "cli/connections.hpp"
#include "cli/interrupts.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

struct CompareOptions {
    std::string task;
    std::string data;
    bool json = false;
};

std::string NameOf(const connectors::TableId& id) {
    return id.schema.empty() ? id.name : id.schema + "." + id.name;
}

std::string Verdict(const migration::TableComparison& table) {
    if (!table.error.empty()) return "not compared: " + table.error;
    if (table.Equal()) return "equal";
    return table.source_rows == table.target_rows ? "DIFFERENT VALUES" : "DIFFERENT ROWS";
}

std::string Show(const std::vector<migration::TableComparison>& tables) {
    using Align = TextTable::Align;
    TextTable text({{"SOURCE"},
                    {"TARGET"},
                    {"ROWS", Align::kRight},
                    {"ROWS", Align::kRight},
                    {"CHECKSUM"},
                    {"CHECKSUM"},
                    {"RESULT"}});
    for (const migration::TableComparison& table : tables) {
        text.Add({NameOf(table.source), NameOf(table.target), GroupDigits(table.source_rows),
                  GroupDigits(table.target_rows), table.source_checksum.substr(0, 12),
                  table.target_checksum.substr(0, 12), Verdict(table)});
    }
    return text.ToString();
}

Json ToJson(const std::vector<migration::TableComparison>& tables) {
    Json list = Json::array();
    for (const migration::TableComparison& table : tables) {
        list.push_back({{"source", NameOf(table.source)},
                        {"target", NameOf(table.target)},
                        {"sourceRows", table.source_rows},
                        {"targetRows", table.target_rows},
                        {"sourceChecksum", table.source_checksum},
                        {"targetChecksum", table.target_checksum},
                        {"equal", table.Equal()},
                        {"error", table.error}});
    }
    return list;
}

int Compare(const CompareOptions& options, World& world) {
    const Interrupts interrupts;
    const auto tables = world.Compare(DataFolder(options.data), options.task, interrupts.token());
    if (!tables) return Fail(tables.error());
    const auto different = std::count_if(tables->begin(), tables->end(),
                                         [](const auto& table) { return !table.Equal(); });
    const bool equal = different == 0 && !tables->empty();
    if (options.json) {
        fmt::print("{}\n", DumpJson({{"equal", equal}, {"tables", ToJson(*tables)}}, 2));
    } else {
        fmt::print("{}", Show(*tables));
        fmt::print("{} tables, {} different\n", tables->size(), different);
    }
    return equal ? kSuccess : kDifferent;
}

}  // namespace

void DefineCompare(Command& command, const std::string& path, World& world) {
    auto options = std::make_shared<CompareOptions>();
    command.Positional("TASK", options->task, "Replication task: identifier or ARN");
    command.Option("--data", options->data, "Data folder (default: ~/.local/state/dmsnode)");
    command.Flag("--json", options->json, "Write JSON");
    command.Examples(
        "  dmsnode " + path +
        " shop\n"
        "\nReads every selected row on both sides: the endpoints' passwords are in the embedded\n"
        "service's store, so only its own tasks can be compared.\n"
        "\nExit codes: 0 equal, 5 different or not comparable\n");
    command.Action([options, &world] { return Compare(*options, world); });
}

void AddCompare(Command& root, World& world) {
    DefineCompare(root.Sub("compare", "Compare source and target of a task, table by table"),
                  "compare", world);
}

}  // namespace dmsnode::cli
