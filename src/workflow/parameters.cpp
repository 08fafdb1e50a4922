#include "workflow/parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "workflow/time_expression.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::array<std::pair<ParameterType, std::string_view>, 11> kTypeWords = {{
    {ParameterType::kVarchar, "VARCHAR"},
    {ParameterType::kInteger, "INTEGER"},
    {ParameterType::kLong, "LONG"},
    {ParameterType::kFloat, "FLOAT"},
    {ParameterType::kDouble, "DOUBLE"},
    {ParameterType::kDate, "DATE"},
    {ParameterType::kTime, "TIME"},
    {ParameterType::kTimestamp, "TIMESTAMP"},
    {ParameterType::kBoolean, "BOOLEAN"},
    {ParameterType::kList, "LIST"},
    {ParameterType::kFile, "FILE"},
}};

template <class Number>
bool IsWhole(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

/// True if `text` has `0` of the pattern as digits and the other characters as they are.
bool HasShape(std::string_view text, std::string_view pattern) {
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                      [](char c, char p) { return p == '0' ? c >= '0' && c <= '9' : c == p; });
}

std::string Must(bool right, std::string_view form) {
    return right ? std::string() : "must be " + std::string(form);
}

/// Empty if `value` fits.
std::string Complaint(ParameterType type, std::string_view value) {
    switch (type) {
        case ParameterType::kInteger:
            return Must(IsWhole<std::int32_t>(value), "a whole number of 32 bits");
        case ParameterType::kLong:
            return Must(IsWhole<std::int64_t>(value), "a whole number of 64 bits");
        case ParameterType::kFloat:
        case ParameterType::kDouble: return Must(IsWhole<double>(value), "a number");
        case ParameterType::kDate: return Must(HasShape(value, "0000-00-00"), "yyyy-MM-dd");
        case ParameterType::kTime: return Must(HasShape(value, "00:00:00"), "HH:mm:ss");
        case ParameterType::kTimestamp:
            return Must(HasShape(value, "0000-00-00 00:00:00"), "yyyy-MM-dd HH:mm:ss");
        case ParameterType::kBoolean:
            return Must(value == "true" || value == "false", "true or false");
        case ParameterType::kList: {
            const Result<Json> list = ParseJson(value);
            return Must(list && list->is_array(), "a JSON list");
        }
        case ParameterType::kVarchar:
        case ParameterType::kFile: return {};
    }
    return {};
}

}  // namespace

std::string_view Word(ParameterType type) {
    for (const auto& [known, word] : kTypeWords) {
        if (known == type) return word;
    }
    return "VARCHAR";
}

std::optional<ParameterType> ParseParameterType(std::string_view word) {
    for (const auto& [type, known] : kTypeWords) {
        if (known == word) return type;
    }
    return std::nullopt;
}

std::string_view Word(ParameterDirection direction) {
    return direction == ParameterDirection::kOut ? "OUT" : "IN";
}

std::optional<ParameterDirection> ParseParameterDirection(std::string_view word) {
    if (word == "IN") return ParameterDirection::kIn;
    if (word == "OUT") return ParameterDirection::kOut;
    return std::nullopt;
}

std::optional<std::string> CheckParameterValue(ParameterType type, std::string_view value) {
    // A value with placeholders is known only at run time; an empty one means "not given".
    if (value.empty() || HasPlaceholder(value)) return std::nullopt;
    std::string complaint = Complaint(type, value);
    if (complaint.empty()) return std::nullopt;
    return complaint;
}

void ParameterScope::Set(ParameterLevel level, Parameter parameter) {
    std::string name = parameter.name;
    values_[std::move(name)].insert_or_assign(level, std::move(parameter));
}

const Parameter* ParameterScope::Find(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? nullptr : &found->second.rbegin()->second;
}

std::vector<Parameter> ParameterScope::Visible() const {
    std::vector<Parameter> visible;
    for (const auto& [name, levels] : values_) visible.push_back(levels.rbegin()->second);
    return visible;
}

void SetBuiltIns(const BuiltInFacts& facts, ParameterScope& scope) {
    const auto set = [&](std::string_view name, std::string value) {
        if (value.empty()) return;
        scope.Set(ParameterLevel::kBuiltIn,
                  Parameter{.name = std::string(name), .value = std::move(value)});
    };
    const auto time = [&](std::string_view expression) {
        // These expressions are ours; only a clock far outside all calendars makes them fail.
        return EvaluateTimeExpression(expression, facts.schedule_time, scope.zone()).value_or("");
    };
    set("system.biz.date", time("yyyyMMdd-1"));
    set("system.biz.curdate", time("yyyyMMdd"));
    set("system.datetime", time("yyyyMMddHHmmss"));
    set("system.workflow.definition.name", facts.workflow_name);
    set("system.workflow.instance.id", facts.workflow_instance_id);
    set("system.task.definition.name", facts.task_name);
    set("system.task.instance.id", facts.task_instance_id);
}

}  // namespace dmsnode::workflow
