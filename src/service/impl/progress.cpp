#include "service/impl/progress.hpp"

#include <fmt/format.h>

#include "base/json.hpp"

namespace dmsnode::service {
namespace {

std::string TableLine(const migration::TableProgress& table) {
    const bool renamed = table.source != table.target && !table.target.name.empty();
    std::string line =
        fmt::format("{}{}: {}", table.source.ToString(),
                    renamed ? " -> " + table.target.ToString() : std::string(), table.state);
    if (table.state == dms::table_state::kCompleted || table.state == dms::table_state::kError ||
        table.state == dms::table_state::kCancelled) {
        line += fmt::format(", {} rows committed", table.rows);
    }
    if (table.state == dms::table_state::kBeforeLoad && table.estimated_rows > 0) {
        line += fmt::format(", about {} rows", table.estimated_rows);
    }
    if (table.load_start && table.load_end) {
        const auto taken = std::chrono::duration<double>(*table.load_end - *table.load_start);
        line += fmt::format(" in {:.1f} s", taken.count());
    }
    if (table.changed_values > 0) {
        line += fmt::format(", {} values changed by the value policy", table.changed_values);
    }
    if (!table.error.empty()) line += ": " + table.error;
    return line;
}

}  // namespace

store::TableProgressRow ToRow(const migration::TableProgress& table) {
    return {.seq = 0,
            .schema_name = table.source.schema,
            .table_name = table.source.name,
            .target_schema = table.target.schema,
            .target_name = table.target.name,
            .state = table.state,
            .rows = table.rows,
            .bytes = table.bytes,
            .changed_values = table.changed_values,
            .estimated_rows = table.estimated_rows,
            .error = table.error,
            .notes = table.notes.empty() ? std::string() : DumpJson(Json(table.notes)),
            .load_start = table.load_start,
            .load_end = table.load_end,
            .reloaded = table.reloaded,
            .last_update = table.last_update};
}

migration::TableProgress ToProgress(const store::TableProgressRow& row) {
    migration::TableProgress table{.source = {row.schema_name, row.table_name},
                                   .target = {row.target_schema, row.target_name},
                                   .state = row.state,
                                   .rows = row.rows,
                                   .bytes = row.bytes,
                                   .changed_values = row.changed_values,
                                   .estimated_rows = row.estimated_rows,
                                   .error = row.error,
                                   .notes = {},
                                   .load_start = row.load_start,
                                   .load_end = row.load_end,
                                   .reloaded = row.reloaded,
                                   .last_update = row.last_update};
    const Result<Json> notes = ParseJson(row.notes.empty() ? "[]" : row.notes);
    if (!notes || !notes->is_array()) return table;
    for (const Json& note : *notes) {
        if (note.is_string()) table.notes.push_back(note.get_ref<const std::string&>());
    }
    return table;
}

void ProgressBuffer::OnTables(const std::vector<migration::TableProgress>& tables) {
    for (const migration::TableProgress& table : tables) Keep(table);
}

void ProgressBuffer::OnTable(const migration::TableProgress& table) {
    Keep(table);
}

void ProgressBuffer::Keep(const migration::TableProgress& table) {
    bool new_state = false;
    {
        const std::lock_guard lock(mutex_);
        store::TableProgressRow row = ToRow(table);
        row.reloaded = row.reloaded || reload_;
        const auto [place, is_new] = place_.try_emplace(table.source, changed_.size());
        if (is_new) {
            changed_.push_back(std::move(row));
        } else {
            changed_[place->second] = std::move(row);
        }
        std::string& logged = logged_state_[table.source];
        new_state = logged != table.state;
        logged = table.state;
    }
    if (!new_state) return;
    log_.Log(table.error.empty() ? LogLevel::kInfo : LogLevel::kError, TableLine(table));
    if (table.state != dms::table_state::kCompleted) return;
    for (const std::string& note : table.notes) {
        log_.Log(LogLevel::kWarning, table.source.ToString() + ": " + note);
    }
}

std::vector<store::TableProgressRow> ProgressBuffer::TakeChanged() {
    const std::lock_guard lock(mutex_);
    place_.clear();
    return std::exchange(changed_, {});
}

void ProgressBuffer::PutBack(std::vector<store::TableProgressRow> rows) {
    const std::lock_guard lock(mutex_);
    for (store::TableProgressRow& row : rows) {
        const auto [place, is_new] =
            place_.try_emplace({row.schema_name, row.table_name}, changed_.size());
        if (is_new) changed_.push_back(std::move(row));
    }
}

}  // namespace dmsnode::service
