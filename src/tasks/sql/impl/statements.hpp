#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "connectors/types.hpp"
#include "workflow/parameters.hpp"

namespace dmsnode::tasks::sql {

struct ReadyStatement {
    std::string text;   ///< What goes to the server.
    std::string shown;  ///< For logs: as written, on one line, shortened; values not put in.
};

struct StatementContext {
    const workflow::ParameterScope& scope;
    const std::vector<std::string>& later_names;  ///< Known at run time only: not checked yet.
    connectors::Engine engine;
    const std::string& path;  ///< Of the text, for problems.
};

/// The statements of a text with `${name}` and `$[time]` replaced:
///  - inside quotes (`'…'`, `E'…'`, `"…"`, `` `…` ``) the value is escaped for these quotes, and so
///    can only be a part of that literal or name;
///  - outside of quotes the value is put in as it is, but must be whole in itself: a `;`, a comment
///    or a quote that is not closed is a problem, and so is a value that makes something else of
///    its neighbours (`-` before `-1`);
///  - in a dollar quote or a bracket it must not hold `$` or `]`;
///  - in a comment nothing is replaced.
/// An unknown name is a problem, as everywhere but in scripts.
std::vector<ReadyStatement> PrepareStatements(std::string_view text,
                                              const StatementContext& context,
                                              std::vector<Problem>& problems);

/// The statement with its literals hidden if it looks as if one were a password (`IDENTIFIED BY`,
/// `PASSWORD`).
std::string HideSecrets(std::string_view statement, connectors::Engine engine);

}  // namespace dmsnode::tasks::sql
