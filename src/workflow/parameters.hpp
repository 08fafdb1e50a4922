#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "workflow/time_zone.hpp"

/// Parameters of a workflow, and how `${name}` and `$[time expression]` in a text are replaced by
/// their values. Pure: the time comes in with the scope.
///
/// Source: Apache DolphinScheduler guide, "Parameter" (names, levels, time expressions). Where it
/// leaves an unknown `${name}` standing in the text, we report it: a migration task named
/// `${id}-load` helps nobody.
namespace dmsnode::workflow {

enum class ParameterType {
    kVarchar,
    kInteger,
    kLong,
    kFloat,
    kDouble,
    kDate,
    kTime,
    kTimestamp,
    kBoolean,
    kList,
    kFile,
};
std::string_view Word(ParameterType type);
std::optional<ParameterType> ParseParameterType(std::string_view word);

enum class ParameterDirection { kIn, kOut };
std::string_view Word(ParameterDirection direction);
std::optional<ParameterDirection> ParseParameterDirection(std::string_view word);

/// One entry of `globalParams` or `localParams`: `{prop, direct, type, value}`. Values are texts;
/// the type says what the text must look like (CheckParameterValue).
struct Parameter {
    std::string name;
    ParameterDirection direction = ParameterDirection::kIn;
    ParameterType type = ParameterType::kVarchar;
    std::string value;

    bool operator==(const Parameter&) const = default;
};

/// Why `value` is no value of the type, in words; nothing if it is one.
std::optional<std::string> CheckParameterValue(ParameterType type, std::string_view value);

/// Where a value comes from. A later level hides the earlier ones.
enum class ParameterLevel { kBuiltIn, kProject, kGlobal, kUpstream, kLocal, kStartup };

/// The names that a text may use, and the time that `$[…]` counts from, with the zone whose clocks
/// it is written by.
class ParameterScope {
public:
    explicit ParameterScope(TimePoint base_time, TimeZone zone = TimeZone())
        : base_time_(base_time), zone_(std::move(zone)) {}

    /// Within one level the last value set wins.
    void Set(ParameterLevel level, Parameter parameter);
    /// The value with the highest level; null if the name is not known.
    /// Lifetime: until the next Set.
    const Parameter* Find(std::string_view name) const;
    /// What is visible, by name.
    std::vector<Parameter> Visible() const;
    TimePoint base_time() const { return base_time_; }
    const TimeZone& zone() const { return zone_; }

private:
    TimePoint base_time_;
    TimeZone zone_;
    std::map<std::string, std::map<ParameterLevel, Parameter>, std::less<>> values_;
};

/// What the built-in parameters (`system.…`) are made of. An empty text: the parameter is not set.
struct BuiltInFacts {
    TimePoint schedule_time;
    std::string workflow_name;
    std::string workflow_instance_id;
    std::string task_name;
    std::string task_instance_id;
};
/// Sets `system.biz.date`, `system.biz.curdate`, `system.datetime`, `system.workflow.instance.id`,
/// `system.workflow.definition.name`, `system.task.instance.id`, `system.task.definition.name`.
/// Times are written by the clocks of the scope's zone.
void SetBuiltIns(const BuiltInFacts& facts, ParameterScope& scope);

enum class Escaping {
    kNone,        ///< Values go in as they are.
    kJsonString,  ///< The text is JSON: inside its string literals values are escaped, outside of
                  ///< them they go in as they are (numbers, objects).
};

/// Replaces every `${name}` and `$[expression]`. Names may nest (`${a${b}}`), values are resolved
/// too. `$${` and `$$[` stand for a literal `${` and `$[`; `$[7]` (one digit) stays as it is.
/// Errors: unknown names, circular references, unclosed placeholders and bad expressions are added
///     to `problems` with `path` and the place in the text; the placeholder then stays.
std::string Substitute(std::string_view text, const ParameterScope& scope, Escaping escaping,
                       const std::string& path, std::vector<Problem>& problems);

/// The same for every string inside a JSON value (names of members are left alone). Problems carry
/// the path of the string below `path`.
Json SubstituteInJson(const Json& value, const ParameterScope& scope, const std::string& path,
                      std::vector<Problem>& problems);

/// True if `text` has something that Substitute would replace.
bool HasPlaceholder(std::string_view text);

}  // namespace dmsnode::workflow
