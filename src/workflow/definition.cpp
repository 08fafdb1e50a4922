#include "workflow/definition.hpp"

#include <array>
#include <utility>

namespace dmsnode::workflow {
namespace {

template <class Enum, std::size_t kSize>
std::string_view WordOf(const std::array<std::pair<Enum, std::string_view>, kSize>& words,
                        Enum value) {
    for (const auto& [known, word] : words) {
        if (known == value) return word;
    }
    return words[0].second;
}

template <class Enum, std::size_t kSize>
std::optional<Enum> Parse(const std::array<std::pair<Enum, std::string_view>, kSize>& words,
                          std::string_view word) {
    for (const auto& [value, known] : words) {
        if (known == word) return value;
    }
    return std::nullopt;
}

constexpr std::array<std::pair<TaskPriority, std::string_view>, 5> kPriorities = {{
    {TaskPriority::kHighest, "HIGHEST"},
    {TaskPriority::kHigh, "HIGH"},
    {TaskPriority::kMedium, "MEDIUM"},
    {TaskPriority::kLow, "LOW"},
    {TaskPriority::kLowest, "LOWEST"},
}};

constexpr std::array<std::pair<TimeoutStrategy, std::string_view>, 3> kTimeoutStrategies = {{
    {TimeoutStrategy::kWarn, "WARN"},
    {TimeoutStrategy::kFail, "FAILED"},
    {TimeoutStrategy::kWarnAndFail, "WARNFAILED"},
}};

constexpr std::array<std::pair<ExecutionType, std::string_view>, 4> kExecutionTypes = {{
    {ExecutionType::kParallel, "PARALLEL"},
    {ExecutionType::kSerialWait, "SERIAL_WAIT"},
    {ExecutionType::kSerialDiscard, "SERIAL_DISCARD"},
    {ExecutionType::kSerialPriority, "SERIAL_PRIORITY"},
}};

}  // namespace

std::string_view Word(TaskPriority priority) {
    return WordOf(kPriorities, priority);
}
std::optional<TaskPriority> ParseTaskPriority(std::string_view word) {
    return Parse(kPriorities, word);
}

std::string_view Word(TimeoutStrategy strategy) {
    return WordOf(kTimeoutStrategies, strategy);
}
std::optional<TimeoutStrategy> ParseTimeoutStrategy(std::string_view word) {
    return Parse(kTimeoutStrategies, word);
}

std::string_view Word(ExecutionType type) {
    return WordOf(kExecutionTypes, type);
}
std::optional<ExecutionType> ParseExecutionType(std::string_view word) {
    return Parse(kExecutionTypes, word);
}

}  // namespace dmsnode::workflow
