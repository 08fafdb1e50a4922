#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "tasks/keep.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::tasks {

struct ShellKindOptions {
    std::size_t max_scripts = 64;                             ///< At once.
    std::chrono::milliseconds kill_grace{10'000};             ///< Between SIGTERM and SIGKILL.
    std::chrono::milliseconds keep_patience = kKeepPatience;  ///< For a store that is away.
    std::size_t longest_line = 8U << 10U;                     ///< A longer one is logged in pieces.
    std::size_t most_log_bytes = 256U << 20U;                 ///< Of one attempt.
    /// `NAME=value`: what scripts have in their environment beside their parameters. Empty: PATH,
    /// HOME, USER, LOGNAME, LANG, LC_ALL, TZ and TMPDIR of this process, and no more: its own
    /// secrets are none of a script's business.
    std::vector<std::string> environment = {};
    /// Where control groups for limits are made; empty: in this process's own group.
    std::filesystem::path control_group_folder = {};
};

/// The SHELL node: runs a script by /bin/bash in the attempt's folder, in a process group of its
/// own. docs/task-kinds.md describes it for the user.
/// Stop ends the running scripts; what they kept stays, and the next process tells their loss.
class ShellKind final : public TaskKind {
public:
    explicit ShellKind(ShellKindOptions options = {});
    ~ShellKind() override;
    ShellKind(const ShellKind&) = delete;
    ShellKind& operator=(const ShellKind&) = delete;

    std::string_view Type() const override { return "SHELL"; }
    bool TakesSlot() const override { return true; }
    /// None: a script sets those that the node declares.
    std::vector<std::string> OutputNames() const override { return {}; }
    std::vector<Problem> Check(const TaskContext& context,
                               const std::vector<std::string>& later_names) const override;
    Json DryRun(const TaskContext& context, std::vector<Problem>& problems) const override;
    Result<AttemptId> Start(TaskAttempt attempt) override;
    void Kill(AttemptId id, KillReason reason) override;
    void Stop() override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace dmsnode::tasks
