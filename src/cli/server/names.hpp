#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cli/server/rest_client.hpp"

namespace dmsnode::cli {

/// Values for the braces of a path template.
using PathValues = std::map<std::string, std::string, std::less<>>;

/// A path template with its braces filled: `/projects/{project}/workflows/{workflow}`.
///
/// `{x}` takes a code, or a name that is looked up in the list that stands before it
/// (`/projects/12/workflows`) and becomes its code. A text of ten digits or more is a code.
/// `{=x}` takes the text as it is. An empty `project` is $DMSNODE_PROJECT, or the only project
/// there is.
/// Errors: those of the client; with a fault `Not Found` or `Ambiguous` for a name.
Result<std::string> FillPath(RestClient& client, std::string_view path, const PathValues& values);

}  // namespace dmsnode::cli
