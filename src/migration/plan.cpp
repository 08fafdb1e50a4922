#include "migration/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <numeric>

#include "migration/mapping/renaming.hpp"

namespace dmsnode::migration {
namespace {

using connectors::Column;
using connectors::Engine;
using connectors::Index;
using connectors::Table;
using connectors::TableId;
using connectors::TargetColumn;

std::string Folded(std::string_view name) {
    std::string folded(name);
    for (char& c : folded) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return folded;
}

/// Names that the target engine takes as one.
std::string TableKey(Engine target, const TableId& id) {
    return target == Engine::kSqlite ? Folded(id.ToString()) : id.ToString();
}
std::string ColumnKey(Engine target, const std::string& name) {
    return target == Engine::kPostgres ? name : Folded(name);
}

Status CheckLength(std::string_view what, const std::string& name, std::size_t limit,
                   const std::string& place) {
    if (limit == 0 || name.size() <= limit) return {};
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("the {} name \"{}\" has {} bytes, the target takes {}", what, name,
                             name.size(), limit)}
        .At(place)
        .Hint("shorten it by a transformation rule");
}

std::string HostKey(const std::string& host) {
    const std::string folded = Folded(host);
    return folded == "localhost" || folded == "127.0.0.1" || folded == "::1" ? "" : folded;
}

/// True if a table of one endpoint is the table of the same id of the other.
bool SameDatabase(const connectors::Endpoint& left, const connectors::Endpoint& right) {
    if (!SameFamily(left.engine, right.engine)) return false;
    if (left.engine == Engine::kSqlite) {
        std::error_code ignored;
        return std::filesystem::equivalent(left.database, right.database, ignored);
    }
    const bool same_server =
        HostKey(left.host) == HostKey(right.host) && left.port == right.port && !left.host.empty();
    return same_server && (IsMysql(left.engine) || left.database == right.database);
}

/// Source names to target names; what is not in it was removed.
using NameMap = std::map<std::string, std::string>;

/// One table's way from description to plan.
class TablePlanner {
public:
    TablePlanner(const TaskSpec& spec, const connectors::Target& target, TablePlan& plan)
        : spec_(spec), target_(target), plan_(plan) {}

    Status Plan(const Renaming& renaming) {
        Result<std::vector<ColumnName>> columns = renaming.ColumnsOf(plan_.source);
        if (!columns) return columns.error();
        plan_.read.table = plan_.source.id;
        plan_.read.filters = plan_.selected.filters;
        plan_.read.policy = spec_.target.policy;
        plan_.write.policy = spec_.target.policy;
        plan_.write.table.source_engine = spec_.source.engine;
        for (const ColumnName& column : *columns) {
            names_[plan_.source.columns[column.source].name] = column.target;
        }
        for (const ColumnName& column : *columns) {
            if (Status added = AddColumn(plan_.source.columns[column.source], column.target);
                !added) {
                return added;
            }
        }
        if (Status filters = CheckFilters(); !filters) return filters;
        AddPrimaryKey();
        for (const Index& index : plan_.source.indexes) AddIndex(index);
        AddNotCarried();
        return {};
    }

private:
    bool SameEngine() const { return SameFamily(spec_.source.engine, spec_.target.engine); }

    /// Expressions name columns as the source does.
    bool NamesAreKept() const {
        return names_.size() == plan_.source.columns.size() &&
               std::all_of(names_.begin(), names_.end(),
                           [](const auto& name) { return name.first == name.second; });
    }

    bool InPrimaryKey(const std::string& column) const {
        const auto& key = plan_.source.primary_key;
        return std::find(key.begin(), key.end(), column) != key.end();
    }

    Status AddColumn(const Column& source, const std::string& name) {
        const std::string place = plan_.source.id.ToString() + "." + source.name;
        if (Status length = CheckLength("column", name, target_.MaxIdentifierBytes(), place);
            !length) {
            return length;
        }
        const auto [taken, is_new] =
            taken_.try_emplace(ColumnKey(spec_.target.engine, name), source.name);
        if (!is_new) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the columns {} and {} would both become {}", taken->second,
                                     source.name, name)}
                .At(plan_.source.id.ToString())
                .Hint("rename or remove one of them by a transformation rule");
        }
        TargetColumn column{.name = name,
                            .nullable = source.nullable,
                            .is_identity = source.is_identity,
                            .mapped = {},
                            .source = source};
        // SQLite alone lets NULL into a primary key, and so may keep it.
        if (InPrimaryKey(source.name) && spec_.target.engine != Engine::kSqlite) {
            column.nullable = false;
        }
        if (source.is_generated) SettleGenerated(column);
        Result<connectors::MappedColumn> mapped =
            target_.MapColumn(spec_.source.engine, column.source);
        if (!mapped) return Error(mapped.error()).At(place);
        column.mapped = *std::move(mapped);
        for (std::string& note : column.mapped.notes) {
            plan_.notes.push_back(note.find(source.name) == std::string::npos
                                      ? fmt::format("column {}: {}", source.name, note)
                                      : note);
        }
        plan_.read.columns.push_back({.column = source, .format = column.mapped.format});
        plan_.write.table.columns.push_back(std::move(column));
        return {};
    }

    /// The expression stays only where its words mean the same on the target.
    void SettleGenerated(TargetColumn& column) {
        if (SameEngine() && NamesAreKept()) return;
        plan_.notes.push_back(
            fmt::format("column {}: its values are carried, its generation as {} is not",
                        column.source.name, column.source.generation_expression));
        column.source.is_generated = false;
        column.source.generation_expression.clear();
    }

    Status CheckFilters() const {
        for (const connectors::RowFilter& filter : plan_.read.filters) {
            const auto& columns = plan_.source.columns;
            const bool found =
                std::any_of(columns.begin(), columns.end(),
                            [&](const Column& column) { return column.name == filter.column; });
            if (found) continue;
            return Error{
                ErrorCode::kInvalidArgument,
                fmt::format("the filter names the column {}, which the table does not have",
                            filter.column)}
                .At(plan_.source.id.ToString())
                .Hint("correct column-name in the filter of the selection rule");
        }
        return {};
    }

    void AddPrimaryKey() {
        std::vector<std::string> key;
        for (const std::string& column : plan_.source.primary_key) {
            const auto name = names_.find(column);
            if (name == names_.end()) {
                plan_.notes.push_back(
                    fmt::format("primary key: its column {} is removed by a rule", column));
                return;
            }
            key.push_back(name->second);
        }
        plan_.write.table.primary_key = std::move(key);
    }

    void AddIndex(Index index) {
        const bool has_sql =
            !index.predicate.empty() ||
            std::any_of(index.columns.begin(), index.columns.end(),
                        [](const auto& column) { return !column.expression.empty(); });
        if (has_sql && SameEngine() && !NamesAreKept()) {
            plan_.notes.push_back(
                fmt::format("index {}: its SQL names columns that rules rename", index.name));
            return;
        }
        for (connectors::IndexColumn& column : index.columns) {
            if (column.name.empty()) continue;
            const auto name = names_.find(column.name);
            if (name == names_.end()) {
                plan_.notes.push_back(fmt::format("index {}: its column {} is removed by a rule",
                                                  index.name, column.name));
                return;
            }
            column.name = name->second;
        }
        plan_.write.table.indexes.push_back(std::move(index));
    }

    void AddNotCarried() {
        for (const std::string& other : plan_.source.not_carried) {
            plan_.notes.push_back(other + " is not carried over");
        }
        if (plan_.source.kind == connectors::TableKind::kView) {
            plan_.notes.emplace_back("the view becomes a table");
        }
    }

    const TaskSpec& spec_;
    const connectors::Target& target_;
    TablePlan& plan_;
    NameMap names_;
    std::map<std::string, std::string> taken_;  ///< Target column → source column.
};

std::string List(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

bool SameColumn(Engine target, const std::string& left, const std::string& right) {
    return ColumnKey(target, left) == ColumnKey(target, right);
}

/// A foreign engine's view of the existing column gives the plain form of its cells.
Result<connectors::CellFormat> FormatOfExisting(const Column& existing, Engine target_engine,
                                                const connectors::Target& target,
                                                const TargetColumn& planned, Engine source) {
    if (SameFamily(source, target_engine) || existing.type.kind == connectors::TypeKind::kOther) {
        return planned.mapped.format;
    }
    const Result<connectors::MappedColumn> plain = target.MapColumn(source, existing);
    if (!plain) return planned.mapped.format;
    return plain->format;
}

}  // namespace

bool SameFamily(Engine left, Engine right) {
    return left == right || (IsMysql(left) && IsMysql(right));
}

Result<std::vector<TablePlan>> MakePlan(const TaskSpec& spec,
                                        const std::vector<SelectedTable>& selected,
                                        std::vector<Table> described,
                                        const connectors::Target& target) {
    const Renaming renaming(spec.mappings, spec.settings, spec.source.engine, spec.target);
    std::map<std::string, TableId> taken;
    std::vector<TablePlan> plans;
    for (std::size_t i = 0; i < selected.size(); ++i) {
        TablePlan plan;
        plan.selected = selected[i];
        plan.source = std::move(described[i]);
        const TableId& id = plan.source.id;
        Result<TableId> target_id = renaming.TargetOf(id);
        if (!target_id) return target_id.error();
        const std::size_t limit = target.MaxIdentifierBytes();
        for (const auto& [what, name] :
             {std::pair("schema", target_id->schema), std::pair("table", target_id->name)}) {
            if (Status length = CheckLength(what, name, limit, id.ToString()); !length) {
                return length.error();
            }
        }
        const auto [first, is_new] =
            taken.try_emplace(TableKey(spec.target.engine, *target_id), id);
        if (!is_new) {
            return Error{
                ErrorCode::kInvalidArgument,
                fmt::format("the tables {} and {} would both become {}", first->second.ToString(),
                            id.ToString(), target_id->ToString())}
                .Hint("rename or exclude one of them by a mapping rule");
        }
        if (*target_id == id && SameDatabase(spec.source, spec.target)) {
            return Error{
                ErrorCode::kInvalidArgument,
                fmt::format("the target table {} is the source table itself", id.ToString())}
                .Hint("set TargetSchema, or rename schema or table by a transformation rule");
        }
        plan.write.table.id = *std::move(target_id);
        if (Status planned = TablePlanner(spec, target, plan).Plan(renaming); !planned) {
            plan.error = planned.error();
        }
        plans.push_back(std::move(plan));
    }
    return plans;
}

std::vector<std::size_t> LoadOrder(const std::vector<TablePlan>& plans) {
    std::vector<std::size_t> order(plans.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        const TablePlan& a = plans[left];
        const TablePlan& b = plans[right];
        if (a.selected.load_order != b.selected.load_order) {
            return a.selected.load_order > b.selected.load_order;
        }
        if (a.source.estimated_bytes != b.source.estimated_bytes) {
            return a.source.estimated_bytes > b.source.estimated_bytes;
        }
        if (a.source.estimated_rows != b.source.estimated_rows) {
            return a.source.estimated_rows > b.source.estimated_rows;
        }
        return a.source.id < b.source.id;
    });
    return order;
}

Status FitToExisting(const Table& existing, Engine target_engine, const connectors::Target& target,
                     TablePlan& plan) {
    std::vector<std::string> missing;
    std::vector<bool> filled(existing.columns.size(), false);
    auto& columns = plan.write.table.columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto found = std::find_if(
            existing.columns.begin(), existing.columns.end(), [&](const Column& column) {
                return SameColumn(target_engine, column.name, columns[i].name);
            });
        if (found == existing.columns.end()) {
            missing.push_back(columns[i].name);
            continue;
        }
        filled[static_cast<std::size_t>(found - existing.columns.begin())] = true;
        columns[i].name = found->name;
        const Result<connectors::CellFormat> format = FormatOfExisting(
            *found, target_engine, target, columns[i], plan.write.table.source_engine);
        if (!format) return format.error();
        columns[i].mapped.format = *format;
        plan.read.columns[i].format = *format;
    }
    const std::string place = plan.write.table.id.ToString();
    if (!missing.empty()) {
        return Error{ErrorCode::kInvalidArgument,
                     "the existing target table lacks the columns " + List(missing)}
            .At(place)
            .Hint("add them, remove them by a transformation rule, or use DROP_AND_CREATE");
    }
    std::vector<std::string> unfilled;
    for (std::size_t i = 0; i < existing.columns.size(); ++i) {
        const Column& column = existing.columns[i];
        const bool needs_value = !column.nullable && !column.is_identity && !column.is_generated &&
                                 column.default_value.kind == connectors::DefaultValue::Kind::kNone;
        if (!filled[i] && needs_value) unfilled.push_back(column.name);
    }
    if (unfilled.empty()) return {};
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("the existing target table has the NOT NULL columns {}, which the "
                             "source does not fill",
                             List(unfilled))}
        .At(place)
        .Hint("give them a default, or use DROP_AND_CREATE");
}

}  // namespace dmsnode::migration
