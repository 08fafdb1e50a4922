#include "migration/count_rows.hpp"

namespace dmsnode::migration {
Result<std::int64_t> CountRows(connectors::Snapshot& snapshot, const connectors::ReadPlan& plan,
                               std::stop_token stop) {
    Result<std::unique_ptr<connectors::Reader>> reader = snapshot.OpenReader(plan);
    if (!reader) return reader.error();
    const std::stop_callback cancel(stop, [&] { (*reader)->Cancel(); });
    connectors::RowBatch batch;
    std::int64_t rows = 0;
    while (true) {
        batch.Clear();
        const Result<bool> more = (*reader)->Next(batch, connectors::kBatchBytes, INT64_MAX);
        if (!more) return more.error();
        rows += batch.rows;
        if (!*more) return rows;
    }
}

Result<std::int64_t> CountTargetRows(connectors::Factory& factory,
                                     const connectors::Endpoint& endpoint,
                                     const connectors::Target& target,
                                     const connectors::TableId& table, LogSink& log,
                                     std::stop_token stop) {
    Result<std::unique_ptr<connectors::Source>> source = factory.OpenSource(endpoint, log);
    if (!source) return source.error();
    const Result<std::vector<connectors::Table>> described = (*source)->DescribeTables({table});
    if (!described) return described.error();
    const connectors::Table& found = described->front();
    if (found.columns.empty()) return std::int64_t{0};
    const connectors::Column& column = found.columns.front();
    const Result<connectors::MappedColumn> mapped = target.MapColumn(endpoint.engine, column);
    if (!mapped) return mapped.error();
    connectors::ReadPlan plan;
    plan.table = found.id;
    plan.columns.push_back({.column = column, .format = mapped->format});
    Result<std::unique_ptr<connectors::Snapshot>> snapshot = (*source)->OpenSnapshot(1);
    if (!snapshot) return snapshot.error();
    return CountRows(**snapshot, plan, std::move(stop));
}

}  // namespace dmsnode::migration
