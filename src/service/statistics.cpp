#include "service/impl/parts.hpp"
#include "service/impl/task_view.hpp"

namespace dmsnode::service {

Result<dms::DescribeTableStatisticsReply> DmsService::DescribeTableStatistics(
    const dms::DescribeTableStatisticsRequest& request) {
    constexpr std::string_view kList = "table-statistics";
    const auto page = ReadPage(kList, request.max_records, request.marker, kMostTableStatistics);
    if (!page) return page.error();
    store::ProgressFilter filter;
    Status read = ReadFilters(request.filters, {{"schema-name", &filter.schemas},
                                                {"table-name", &filter.tables},
                                                {"table-state", &filter.states}});
    if (!read) return read.error();
    using Reply = dms::DescribeTableStatisticsReply;
    return parts_->Read([&](store::Connection& db) -> Result<Reply> {
        auto task = NeedTask(db, request.replication_task_arn);
        if (!task) return task.error();
        auto rows = store::ListProgress(db, task->arn, filter, *page);
        if (!rows) return rows.error();
        Reply reply;
        reply.replication_task_arn = task->arn;
        reply.marker = CutPage(kList, *page, *rows);
        for (const store::TableProgressRow& row : *rows) {
            reply.table_statistics.push_back(ToShape(row));
        }
        return reply;
    });
}

}  // namespace dmsnode::service
