#include "migration/preview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dms/documents/table_mappings.hpp"
#include "dms/documents/task_settings.hpp"
#include "migration/mapping/renaming.hpp"
#include "migration/mapping/selection.hpp"
#include "migration/task.hpp"

namespace dmsnode::migration {
namespace {

using connectors::Table;
using connectors::TableId;

void Tell(MappingPreview& preview, const Error& error) {
    preview.problems.push_back(
        {.path = "$.rules",
         .message = error.where.empty() ? error.message : error.where + ": " + error.message,
         .expected = {},
         .hint = error.hint});
}

void Warn(MappingPreview& preview, std::string message) {
    preview.problems.push_back({.path = "$.rules",
                                .message = std::move(message),
                                .expected = {},
                                .hint = {},
                                .warning = true});
}

TablePreview Show(const Table& table, const TableId& target, const Renaming& renaming,
                  MappingPreview& preview) {
    TablePreview shown{.source = table.id, .kind = table.kind, .target = target, .columns = {}};
    for (const connectors::Column& column : table.columns)
        shown.columns.push_back({column.name, {}});
    const auto kept = renaming.ColumnsOf(table);
    if (!kept) {
        Tell(preview, kept.error());
        return shown;
    }
    for (const ColumnName& column : *kept) shown.columns[column.source].target = column.target;
    return shown;
}

/// The settings as far as a preview needs them; their problems are told.
dms::TaskSettings ReadSettings(const std::string& text, MappingPreview& preview) {
    auto read = dms::ParseTaskSettings(text);
    for (Problem& problem : read.problems) {
        problem.path = "taskSettings" + problem.path.substr(problem.path.starts_with('$') ? 1 : 0);
        preview.problems.push_back(std::move(problem));
    }
    return read.settings;
}

}  // namespace

Result<MappingPreview> PreviewMapping(const PreviewRequest& request, connectors::Source& source) {
    MappingPreview preview;
    dms::TableMappingsResult read = dms::ParseTableMappings(request.table_mappings);
    preview.problems = std::move(read.problems);
    const dms::TaskSettings settings = ReadSettings(request.task_settings, preview);
    if (HasErrors(preview.problems)) return preview;
    for (Problem& problem : CheckCarriedOut(read.mappings, dms::TaskSettings{})) {
        preview.problems.push_back(std::move(problem));
    }

    const Result<std::vector<Table>> listed = source.ListTables();
    if (!listed) return listed.error();
    const Selection selection = SelectTables(read.mappings, *listed);
    preview.selected = selection.tables.size();
    for (const std::string& warning : selection.warnings) Warn(preview, warning);
    for (const TableId& id : selection.missing) {
        Warn(preview, id.ToString() + ": the table does not exist at the source");
    }
    if (selection.tables.empty()) Warn(preview, "the rules take no table of the source");

    const Renaming renaming(read.mappings, settings, request.source_engine, request.target);
    std::map<TableId, TableId> taken;
    std::vector<TableId> ids;
    std::vector<TableId> targets;
    for (const SelectedTable& table : selection.tables) {
        Result<TableId> target = renaming.TargetOf(table.id);
        if (!target) {
            Tell(preview, target.error());
            continue;
        }
        const auto [first, is_new] = taken.try_emplace(*target, table.id);
        if (!is_new) {
            Tell(preview, Error{ErrorCode::kInvalidArgument,
                                fmt::format("the tables {} and {} would both become {}",
                                            first->second.ToString(), table.id.ToString(),
                                            target->ToString())}
                              .Hint("rename or exclude one of them by a mapping rule"));
        }
        if (ids.size() == request.most_tables) continue;
        ids.push_back(table.id);
        targets.push_back(*std::move(target));
    }
    if (ids.empty()) return preview;
    const Result<std::vector<Table>> described = source.DescribeTables(ids);
    if (!described) return described.error();
    for (std::size_t i = 0; i < described->size() && i < targets.size(); ++i) {
        preview.tables.push_back(Show((*described)[i], targets[i], renaming, preview));
    }
    return preview;
}

}  // namespace dmsnode::migration
