#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "workflow/parameters.hpp"

namespace dmsnode::tasks::shell {

struct ScriptContext {
    const workflow::ParameterScope& scope;
    const std::vector<std::string>& later_names;  ///< Known at run time only: left as they are.
    std::string_view environment;                 ///< Shell text that stands before the script.
    const std::string& path;                      ///< Of the script, for problems.
};

/// The script with `${name}` and `$[time]` replaced. A `${x}` that is no parameter is the shell's:
/// it stays, with a warning if it looks like a name that nothing gives a value; so does `$[…]` that
/// is no time. `$${` and `$$[` give a literal `${` and `$[`. Values go in as they are. CRLF becomes
/// LF.
/// Source: DolphinScheduler, SHELL task: what its placeholders do not know is left to the shell.
std::string SubstituteScript(std::string_view script, const ScriptContext& context,
                             std::vector<Problem>& problems);

/// `NAME=value` of every visible parameter, as `DMS_PARAM_<name>`: a script that uses these needs
/// no care with quotes. What is no letter, digit or `_` in a name becomes `_`; where two names
/// become one, the one that needed no change counts, else the later in the alphabet. Values that
/// cannot stand in an environment (longer than 64 KiB, a zero byte, beyond 512 KiB in all) are left
/// out and told in `left_out`.
std::vector<std::string> ParameterVariables(const workflow::ParameterScope& scope,
                                            std::vector<std::string>& left_out);

}  // namespace dmsnode::tasks::shell
