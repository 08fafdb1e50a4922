/// How much the scheduler itself costs: DAGs of nodes that do nothing, one process, SQLite with
/// full durability. `scheduler_bench [nodes…]`, default 100 1000 10000. Numbers are for one
/// machine; what counts is that the time for each node does not grow.
#include <fmt/format.h>
#include <stdlib.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <vector>

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
        ++runs;
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
    std::atomic<std::int64_t> runs{0};
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

struct Arguments {
    std::string postgres;
    int processes = 1;
    std::vector<std::int64_t> sizes;
};

Result<std::unique_ptr<store::Database>> OpenStore(const Arguments& arguments,
                                                   const std::filesystem::path& folder) {
    if (arguments.postgres.empty()) return store::Database::Open(folder / "bench.db");
    return store::Database::OpenPostgres({.url = Secret(arguments.postgres)});
}

/// What one process has.
struct Process {
    std::unique_ptr<store::Database> database;
    Bell bell;
    NoWork kind;
    std::unique_ptr<Scheduler> scheduler;
};

int RunOne(const Arguments& arguments, std::int64_t nodes) {
    std::string pattern = (std::filesystem::temp_directory_path() / "scheduler_bench_XXXXXX");
    const char* made = mkdtemp(pattern.data());
    if (made == nullptr) return 1;
    const std::filesystem::path folder = made;
    SystemClock clock;
    StderrLog log(LogLevel::kWarning);
    std::vector<std::unique_ptr<Process>> processes;
    for (int i = 0; i < arguments.processes; ++i) {
        auto process = std::make_unique<Process>();
        auto database = OpenStore(arguments, folder);
        if (!database) {
            fmt::print(stderr, "{}\n", database.error().ToString());
            return 1;
        }
        process->database = *std::move(database);
        if (Status migrated = store::Migrate(*process->database, rows::SchemaSteps()); !migrated) {
            fmt::print(stderr, "{}\n", migrated.error().ToString());
            return 1;
        }
        SchedulerOptions options;
        options.master.name = fmt::format("master{}", i);
        options.worker.name = fmt::format("worker{}", i);
        options.worker.data_folder = folder;
        options.worker.slots = 64;
        process->scheduler =
            std::make_unique<Scheduler>(SchedulerPorts{.database = *process->database,
                                                       .clock = clock,
                                                       .log = log,
                                                       .bell = process->bell,
                                                       .kinds = {&process->kind},
                                                       .read = Layers},
                                        options);
        process->scheduler->Start();
        processes.push_back(std::move(process));
    }
    clock.SleepFor(std::chrono::milliseconds(200), {});  // everybody has looked once

    store::Database& database = *processes[0]->database;
    Sizes definitions;
    Commands commands({.database = database,
                       .clock = clock,
                       .definitions = definitions,
                       .read = Layers,
                       .alarms = nullptr,
                       .bell = &processes[0]->bell});
    const auto begun = Steady::now();
    StartRequest request;
    request.workflow_code = nodes;
    const auto started = commands.Start(request);
    if (!started) return 1;
    std::string state;
    while (state != "success" && Seconds(Steady::now() - begun) < 600) {
        clock.SleepFor(std::chrono::milliseconds(20), {});
        const auto row = database.Read(
            [&](store::Connection& db) { return rows::FindInstance(db, started->id); });
        if (row && *row) state = (*row)->state;
    }
    const double total = Seconds(Steady::now() - begun);
    const auto attempts =
        database.Read([&](store::Connection& db) { return rows::AttemptsOf(db, started->id); });
    double first = total;
    std::int64_t runs = 0;
    for (const auto& process : processes) {
        runs += process->kind.runs;
        if (process->kind.first == 0) continue;
        const Steady::time_point moment{Steady::duration(process->kind.first.load())};
        first = std::min(first, Seconds(moment - begun));
    }
    fmt::print(
        "{:>6} nodes  {:>8.3f} s  {:>7.3f} ms a node  first node after {:>6.1f} ms  {}, {} "
        "attempts, {} runs\n",
        nodes, total, 1000 * total / static_cast<double>(nodes), 1000 * first, state,
        attempts ? attempts->size() : 0, runs);
    for (const auto& process : processes) process->scheduler->Stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return state == "success" ? 0 : 1;
}

}  // namespace
}  // namespace dmsnode::scheduler

int main(int argc, char** argv) {
    dmsnode::scheduler::Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--postgres" && i + 1 < argc) {
            arguments.postgres = argv[++i];
        } else if (argument == "--processes" && i + 1 < argc) {
            arguments.processes = std::max(1, std::atoi(argv[++i]));
        } else {
            arguments.sizes.push_back(std::strtoll(argv[i], nullptr, 10));
        }
    }
    if (arguments.sizes.empty()) arguments.sizes = {100, 1000, 10'000};
    for (const std::int64_t nodes : arguments.sizes) {
        const int failed = dmsnode::scheduler::RunOne(arguments, nodes);
        if (failed != 0) return failed;
    }
    return 0;
}
