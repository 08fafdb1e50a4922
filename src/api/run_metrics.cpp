#include "api/run_metrics.hpp"

#include "store/scheduler_reports.hpp"
#include "store/scheduler_workers.hpp"

namespace dmsnode::api {
namespace {

namespace rows = store::scheduler;

void WriteCounts(MetricsWriter& writer, std::string_view name, std::string_view label,
                 std::string_view help, const Result<std::vector<rows::Count>>& counts) {
    if (!counts) return;  // the store cannot be read: no value is better than a wrong one
    writer.Describe(name, "gauge", help);
    for (const auto& [value, count] : *counts) {
        writer.Value(name, {{std::string(label), value}}, static_cast<double>(count));
    }
}

void WriteWorkers(MetricsWriter& writer, const std::vector<rows::WorkerRow>& workers,
                  TimePoint now) {
    const auto write = [&](std::string_view name, std::string_view help, auto value) {
        writer.Describe(name, "gauge", help);
        for (const rows::WorkerRow& worker : workers) {
            if (worker.lease < now) continue;
            writer.Value(name, {{"worker", worker.name}}, static_cast<double>(value(worker)));
        }
    };
    write("dmsnode_worker_slots", "Slots of each living worker.",
          [](const rows::WorkerRow& worker) { return worker.slots; });
    write("dmsnode_worker_slots_used", "Slots in use.",
          [](const rows::WorkerRow& worker) { return worker.used; });
    write("dmsnode_worker_attempts", "Attempts that run, also those that take no slot.",
          [](const rows::WorkerRow& worker) { return worker.attempts; });
}

}  // namespace

void AddRunMetrics(Metrics& metrics, store::Database& database, const Clock& clock) {
    metrics.AddCollector([&database, &clock](MetricsWriter& writer) {
        WriteCounts(writer, "dmsnode_workflow_instances", "state", "Workflow instances by state.",
                    database.Read(rows::CountInstances));
        WriteCounts(writer, "dmsnode_queued_attempts", "worker_group",
                    "Attempts that wait for a worker.", database.Read(rows::CountQueued));
        if (const auto workers = database.Read(rows::Workers)) {
            WriteWorkers(writer, *workers, clock.Now());
        }
    });
}

}  // namespace dmsnode::api
