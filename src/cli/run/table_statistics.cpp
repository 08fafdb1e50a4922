#include "cli/run/table_statistics.hpp"

#include <algorithm>
#include <tuple>

namespace dmsnode::cli {

Result<std::vector<dms::TableStatistics>> ReadTableStatistics(dms::Api& api,
                                                              const std::string& task_arn) {
    constexpr int kMostPages = 1000;  // of 500 tables
    std::vector<dms::TableStatistics> tables;
    dms::DescribeTableStatisticsRequest request;
    request.replication_task_arn = task_arn;
    request.max_records = 500;
    for (int page = 0; page < kMostPages; ++page) {
        Result<dms::DescribeTableStatisticsReply> reply = api.DescribeTableStatistics(request);
        if (!reply) return reply.error();
        for (dms::TableStatistics& table : reply->table_statistics) {
            tables.push_back(std::move(table));
        }
        if (!reply->marker || reply->marker->empty()) break;
        request.marker = reply->marker;
    }
    std::sort(tables.begin(), tables.end(), [](const auto& a, const auto& b) {
        return std::tie(a.schema_name, a.table_name) < std::tie(b.schema_name, b.table_name);
    });
    return tables;
}

}  // namespace dmsnode::cli
