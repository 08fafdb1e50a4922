#include "tasks/sql/impl/results.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::tasks::sql {
namespace {

using connectors::QueryResult;

constexpr std::size_t kMostResultBytes = 64U << 10U;

Json CellToJson(const std::optional<std::string>& cell) {
    return cell ? Json(*cell) : Json();
}

std::string Shown(const std::optional<std::string>& value) {
    constexpr std::size_t kLongest = 200;
    if (!value) return "NULL";
    if (value->size() > kLongest) return fmt::format("a text of {} bytes", value->size());
    return fmt::format("\"{}\"", *value);
}

}  // namespace

std::int64_t RowsOf(const QueryResult& result) {
    return result.columns.empty() ? result.affected : result.row_count;
}

Json RowsToJson(const QueryResult& result) {
    std::vector<std::string> names;
    for (const std::string& column : result.columns) {
        std::string name = column;
        for (int i = 2; std::find(names.begin(), names.end(), name) != names.end(); ++i) {
            name = fmt::format("{}_{}", column, i);
        }
        names.push_back(std::move(name));
    }
    Json rows = Json::array();
    std::size_t bytes = 0;
    for (const QueryResult::Row& row : result.rows) {
        Json object = Json::object();
        for (std::size_t i = 0; i < row.size(); ++i) object[names[i]] = CellToJson(row[i]);
        bytes += DumpJson(object).size() + 1;
        if (bytes > kMostResultBytes) break;
        rows.push_back(std::move(object));
    }
    return rows;
}

std::optional<std::string> Unexpected(const Expectation& expect, const QueryResult& result) {
    const std::int64_t rows = RowsOf(result);
    if (expect.rows && rows != *expect.rows) {
        return fmt::format("expected {} rows, got {}", *expect.rows, rows);
    }
    if (!expect.has_value) return std::nullopt;
    if (result.row_count == 0) {
        return fmt::format("expected the value {}, got no row", Shown(expect.value));
    }
    if (result.rows.empty() || result.rows.front().empty()) {
        return fmt::format("expected the value {}, but the first row is larger than 1 MiB",
                           Shown(expect.value));
    }
    const std::optional<std::string>& first = result.rows.front().front();
    if (first == expect.value) return std::nullopt;
    return fmt::format("expected the value {}, got {}", Shown(expect.value), Shown(first));
}

std::map<std::string, std::string> OutputsOf(const workflow::TaskDefinition& task,
                                             const QueryResult& result,
                                             std::vector<std::string>& notes) {
    const Json rows = RowsToJson(result);
    std::map<std::string, std::string> out = {{"rows", std::to_string(RowsOf(result))},
                                              {"result", DumpJson(rows)}};
    if (rows.size() < result.rows.size()) {
        notes.push_back(fmt::format("\"result\" holds {} of {} rows: more do not fit into 64 KiB",
                                    rows.size(), result.rows.size()));
    }
    for (const workflow::Parameter& parameter : task.local_params) {
        if (parameter.direction != workflow::ParameterDirection::kOut) continue;
        if (out.contains(parameter.name)) continue;
        const auto column = std::find(result.columns.begin(), result.columns.end(), parameter.name);
        if (column == result.columns.end()) {
            notes.push_back(fmt::format("the result has no column \"{}\"", parameter.name));
            continue;
        }
        if (result.rows.empty()) {
            notes.push_back(fmt::format("there is no row to take \"{}\" from", parameter.name));
            continue;
        }
        const auto index = static_cast<std::size_t>(column - result.columns.begin());
        if (parameter.type == workflow::ParameterType::kList) {
            Json list = Json::array();
            for (const QueryResult::Row& row : result.rows) list.push_back(CellToJson(row[index]));
            out[parameter.name] = DumpJson(list);
        } else {
            out[parameter.name] = result.rows.front()[index].value_or("");
        }
        if (out[parameter.name].size() > kMostResultBytes) {
            notes.push_back(fmt::format("\"{}\" has {} bytes: more than 64 KiB are not handed on",
                                        parameter.name, out[parameter.name].size()));
            out.erase(parameter.name);
        }
    }
    return out;
}

}  // namespace dmsnode::tasks::sql
