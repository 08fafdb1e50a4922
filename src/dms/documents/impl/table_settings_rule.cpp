#include <fmt/format.h>

#include <algorithm>

#include "dms/documents/impl/rules.hpp"

namespace dmsnode::dms {
namespace {

constexpr std::array<std::string_view, 5> kParallelTypes = {
    "none", "partitions-auto", "subpartitions-auto", "partitions-list", "ranges"};
constexpr std::array<std::string_view, 3> kLobModes = {"limited", "unlimited", "none"};
constexpr std::size_t kMaxRangeColumns = 10;

bool AllScalars(const Json& values) {
    return std::all_of(values.begin(), values.end(),
                       [](const Json& value) { return value.is_string() || value.is_number(); });
}

const Json* Names(ObjectChecker& object, std::string_view name, Presence need) {
    const Json* names = object.Array(name, need);
    if (names != nullptr && (names->empty() || !AllScalars(*names))) {
        object.Report(name, fmt::format("{} holds no names", name)).expected = "an array of names";
    }
    return names;
}

void CheckRanges(ObjectChecker& load) {
    const Json* columns = Names(load, "columns", Presence::kRequired);
    const Json* boundaries = load.Array("boundaries", Presence::kRequired);
    if (columns == nullptr || boundaries == nullptr) return;
    if (columns->size() > kMaxRangeColumns) {
        load.Report("columns", fmt::format("columns has {} entries", columns->size())).expected =
            fmt::format("at most {} columns", kMaxRangeColumns);
    }
    if (boundaries->empty()) load.Report("boundaries", "boundaries is empty");
    for (std::size_t i = 0; i < boundaries->size(); ++i) {
        const Json& boundary = (*boundaries)[i];
        const std::string name = fmt::format("boundaries[{}]", i);
        if (!boundary.is_array() || !AllScalars(boundary)) {
            load.Report(name, "the boundary is no array of values").expected =
                "an array with one value for each column";
        } else if (boundary.size() != columns->size()) {
            load.Report(name, fmt::format("the boundary has {} values for {} columns",
                                          boundary.size(), columns->size()));
        }
    }
}

Json ParseParallelLoad(ObjectChecker& rule) {
    const Json* object = rule.Object("parallel-load", Presence::kOptional);
    if (object == nullptr) return nullptr;
    ObjectChecker load(*object, rule.PathOf("parallel-load"), rule.label(), rule.problems());
    const std::string type = load.Word("type", kParallelTypes, Presence::kRequired);
    if (type == "ranges") CheckRanges(load);
    if (type == "partitions-list") {
        Names(load, "partitions", Presence::kOptional);
        Names(load, "subpartitions", Presence::kOptional);
        if (!load.Has("partitions") && !load.Has("subpartitions")) {
            load.Report("", "partitions-list needs partitions or subpartitions");
        }
    }
    load.Integer("number-of-partitions", 1, 65535);
    load.Member("collection-count-from-metadata");
    load.Integer("max-records-skip-per-page", 1);
    load.Integer("batch-size", 0);
    if (type.empty()) return *object;
    load.Finish(fmt::format("a parallel-load of type {}", type));
    return *object;
}

Json ParseLobSettings(ObjectChecker& rule) {
    const Json* object = rule.Object("lob-settings", Presence::kOptional);
    if (object == nullptr) return nullptr;
    ObjectChecker lobs(*object, rule.PathOf("lob-settings"), rule.label(), rule.problems());
    lobs.Word("mode", kLobModes, Presence::kRequired);
    lobs.Integer("bulk-max-size", 0, 102400);
    lobs.Finish("lob-settings");
    return *object;
}

}  // namespace

std::string ParseTableSettingsRule(ObjectChecker& rule, TableSettingsRule& into) {
    into.locator = ParseLocator(rule, {.table = true,
                                       .literal = true,
                                       .why_literal = "a table-settings rule",
                                       .kind = "a table-settings rule"});
    into.parallel_load = ParseParallelLoad(rule);
    into.lob_settings = ParseLobSettings(rule);
    return "a table-settings rule";
}

}  // namespace dmsnode::dms
