#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// The three file formats that AWS and DolphinScheduler keep settings in. Pure: text in, values
/// out. Errors name the line and never repeat its text, which may be a key.
namespace dmsnode::aws {

/// One section of an AWS shared file. Property names are in lower case.
struct IniSection {
    std::map<std::string, std::string> values;
    /// Properties whose value is a block of indented `name = value` lines.
    std::map<std::string, std::map<std::string, std::string>> nested;
};
/// By section name as written, blanks folded (`default`, `profile dev`, `services local`).
using IniFile = std::map<std::string, IniSection>;

/// `[section]`, `name = value`, indented sub-properties, comments with `#` or `;` (inside a line
/// only after a blank). A section that stands twice is merged, the later value wins.
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
/// Errors: kInvalidArgument, `where` = `line L`.
Result<IniFile> ParseIni(std::string_view text);

/// Java properties: `name=value`, `name:value`, `name value`, comments with `#` or `!`, a backslash
/// at a line's end continues it, `\uXXXX` escapes. Source: java.util.Properties.load. Text that is
/// not escaped is taken as UTF-8.
/// Errors: kInvalidArgument (a broken escape), `where` = `line L`.
Result<std::map<std::string, std::string>> ParseProperties(std::string_view text);

/// YAML as flat names: maps joined with dots, so that `aws: {dms: {region: r}}` and
/// `aws.dms.region: r` are the same. Lists are left out, null is the empty text.
/// Errors: kInvalidArgument with `where` = `line L, column C`; too deep; not a map.
Result<std::map<std::string, std::string>> ParseYamlFlat(std::string_view text);

}  // namespace dmsnode::aws
