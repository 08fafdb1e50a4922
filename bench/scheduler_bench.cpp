/// How much the scheduler itself costs: DAGs of nodes that do nothing, one process, SQLite with
/// full durability. `scheduler_bench [nodes…]`, default 100 1000 10000. Numbers are for one
/// machine; what counts is that the time for each node does not grow.
#include <fmt/format.h>
#include <stdlib.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <filesystem>

#include "scheduler/scheduler.hpp"
#include "store/scheduler_schema.hpp"
#include "store/scheduler_tasks.hpp"

namespace dmsnode::scheduler {
namespace {

using Steady = std::chrono::steady_clock;
namespace rows = store::scheduler;

/// Ends each attempt in its start.
class NoWork final : public tasks::TaskKind {
public:
    std::string_view Type() const override { return "NONE"; }
    bool TakesSlot() const override { return true; }
    std::vector<std::string> OutputNames() const override { return {}; }
    std::vector<Problem> Check(const tasks::TaskContext&,
                               const std::vector<std::string>&) const override {
        return {};
    }
    Json DryRun(const tasks::TaskContext&, std::vector<Problem>&) const override {
        return Json::array();
    }
    Result<tasks::AttemptId> Start(tasks::TaskAttempt attempt) override {
        std::int64_t none = 0;
        first.compare_exchange_strong(none, Steady::now().time_since_epoch().count());
        tasks::Outcome outcome;
        outcome.result = tasks::NodeResult::kSuccess;
        attempt.on_done(outcome);
        return 1;
    }
    void Kill(tasks::AttemptId, tasks::KillReason) override {}
    void Stop() override {}

    std::atomic<std::int64_t> first{0};
};

/// Layers of 100 nodes; each node waits for three of the layer before. The document is the number
/// of nodes.
Result<workflow::WorkflowDefinition> Layers(const std::string& document) {
    std::size_t nodes = 0;
    std::from_chars(document.data(), document.data() + document.size(), nodes);
    workflow::WorkflowDefinition definition;
    definition.name = "layers";
    constexpr std::size_t kWidth = 100;
    for (std::size_t i = 0; i < nodes; ++i) {
        workflow::TaskDefinition task;
        task.name = fmt::format("n{}", i);
        task.task_type = "NONE";
        for (std::size_t k = 0; i >= kWidth && k < 3; ++k) {
            const std::size_t layer = (i / kWidth - 1) * kWidth;
            task.predecessors.push_back(fmt::format("n{}", layer + (i + k) % kWidth));
        }
        definition.tasks.push_back(std::move(task));
    }
    return definition;
}

class Sizes final : public DefinitionSource {
public:
    Result<FoundWorkflow> Find(std::int64_t, std::int64_t code, std::int64_t) override {
        return FoundWorkflow{"bench", "layers", 1, std::to_string(code)};
    }
};

double Seconds(Steady::duration time) {
    return std::chrono::duration<double>(time).count();
}

int RunOne(std::int64_t nodes) {
    std::string pattern = (std::filesystem::temp_directory_path() / "scheduler_bench_XXXXXX");
    const char* made = mkdtemp(pattern.data());
    if (made == nullptr) return 1;
    const std::filesystem::path folder = made;
    auto database = store::Database::Open(folder / "bench.db");
    if (!database || !store::Migrate(**database, rows::SchemaSteps())) return 1;
    SystemClock clock;
    StderrLog log(LogLevel::kWarning);
    Bell bell;
    NoWork kind;
    Sizes definitions;
    Commands commands({.database = **database,
                       .clock = clock,
                       .definitions = definitions,
                       .read = Layers,
                       .alarms = nullptr,
                       .bell = &bell});
    SchedulerOptions options;
    options.worker.data_folder = folder;
    options.worker.slots = 64;
    Scheduler scheduler({.database = **database,
                         .clock = clock,
                         .log = log,
                         .bell = bell,
                         .kinds = {&kind},
                         .read = Layers},
                        options);
    scheduler.Start();
    clock.SleepFor(std::chrono::milliseconds(200), {});  // everybody has looked once

    const auto begun = Steady::now();
    StartRequest request;
    request.workflow_code = nodes;
    const auto started = commands.Start(request);
    if (!started) return 1;
    std::string state;
    while (state != "success" && Seconds(Steady::now() - begun) < 600) {
        clock.SleepFor(std::chrono::milliseconds(20), {});
        const auto row = (*database)->Read(
            [&](store::Connection& db) { return rows::FindInstance(db, started->id); });
        if (row && *row) state = (*row)->state;
    }
    const double total = Seconds(Steady::now() - begun);
    const double first = Seconds(Steady::time_point(Steady::duration(kind.first.load())) - begun);
    fmt::print("{:>6} nodes  {:>8.3f} s  {:>7.3f} ms a node  first node after {:>6.1f} ms  {}\n",
               nodes, total, 1000 * total / static_cast<double>(nodes), 1000 * first, state);
    scheduler.Stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return state == "success" ? 0 : 1;
}

}  // namespace
}  // namespace dmsnode::scheduler

int main(int argc, char** argv) {
    std::vector<std::int64_t> sizes;
    for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoll(argv[i], nullptr, 10));
    if (sizes.empty()) sizes = {100, 1000, 10'000};
    for (const std::int64_t nodes : sizes) {
        if (const int failed = dmsnode::scheduler::RunOne(nodes); failed != 0) return failed;
    }
    return 0;
}
