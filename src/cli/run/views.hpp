#pragma once

#include <cstdio>
#include <memory>

#include "base/clock.hpp"
#include "cli/run/run_view.hpp"

namespace dmsnode::cli {

/// One line for each change, with its time: for a log file or a pipe.
std::unique_ptr<RunView> MakePlainView(std::FILE* out, Clock& clock);

/// One JSON object a line; docs/cli.md lists the events.
std::unique_ptr<RunView> MakeJsonView(std::FILE* out, Clock& clock);

/// A line for each node that is drawn again in its place, log lines above. `out` is a terminal.
std::unique_ptr<RunView> MakeTerminalView(std::FILE* out, Clock& clock, bool colour);

/// The end of a run as text: each node's result, then its tables.
std::string DescribeSummary(const RunSummary& summary);

/// `following  45 %  12,345 rows  3,200 rows/s  6/8 tables`.
std::string DescribeProgress(const tasks::Progress& progress);

}  // namespace dmsnode::cli
