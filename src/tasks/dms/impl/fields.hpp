#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tasks/dms/parameters.hpp"

/// The names of the parameters: one table that parsing, validation and the documentation's test
/// read.
namespace dmsnode::tasks::impl {

enum class FieldKind {
    kFlag,      ///< true or false, as such or as text
    kText,      ///< a text
    kDocument,  ///< a JSON document: as text, as an object, or as `file://path`
    kDate,      ///< a point in time
    kTags,      ///< a list of tags
    kWord,      ///< one of a closed set of words
    kCount,     ///< a whole number
    kSeconds,   ///< a positive whole number of seconds
    kObject,    ///< an object of its own
};

struct Field {
    std::string_view form;  ///< Name in taskParams.
    std::string_view aws;   ///< Name inside jsonData; empty: does not stand there.
    FieldKind kind;
    std::string DmsParameters::* text = nullptr;  ///< Of kText and kDocument.
};

/// DolphinScheduler's 18, in the order of its reference.
std::span<const Field> PluginFields();
/// Ours.
std::span<const Field> OwnFields();
/// Keys that DolphinScheduler writes beside the parameters and that mean nothing to a DMS node.
std::span<const std::string_view> HostKeys();

const Field* FindField(std::string_view form_name);

/// The path of a field below `path`, in the spelling of the mode it was given in.
std::string FieldPath(const DmsParameters& parameters, std::string_view path,
                      std::string_view form_name);

/// A date in one of the forms a workflow may hold: `2026-01-31 12:00:00` and ISO 8601 (without
/// zone: UTC), or a number: epoch seconds, or milliseconds from 10^11 on (which DolphinScheduler
/// reads). Nothing if it is none.
std::optional<TimePoint> ParseDate(const Json& value);
std::optional<TimePoint> ParseDateText(std::string_view text);

inline constexpr std::string_view kDateForms =
    "a date such as \"2026-01-31 12:00:00\" or \"2026-01-31T12:00:00Z\" (UTC), or epoch seconds";

}  // namespace dmsnode::tasks::impl
