#pragma once

namespace dmsnode::cli {

/// What the program's exit codes mean. docs/cli.md shows them to the user.
enum ExitCode : int {
    kSuccess = 0,
    kFailed = 1,           ///< A node failed, or the service answered with a fault.
    kUsage = 2,            ///< The command line is wrong.
    kInvalidWorkflow = 3,  ///< The workflow file has errors; nothing was started.
    kKilled = 4,           ///< Stopped by Ctrl-C or SIGTERM.
    kDifferent = 5,        ///< `compare`: source and target differ.
    kUnavailable = 6,      ///< The data folder, a connection or a file cannot be used.
    kNotAllowed = 7,       ///< The server does not know who asks, or they may not.
};

}  // namespace dmsnode::cli
