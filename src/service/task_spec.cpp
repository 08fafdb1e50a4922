#include "service/impl/endpoint_rules.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

Result<store::TaskRow> NeedTaskNamed(store::Connection& db, const std::string& arn_or_identifier) {
    if (arn_or_identifier.starts_with("arn:")) return NeedTask(db, arn_or_identifier);
    store::TaskFilter filter;
    filter.identifiers = {arn_or_identifier};
    auto tasks = store::ListTasks(db, filter, {.after_seq = 0, .limit = 1});
    if (!tasks) return tasks.error();
    if (tasks->empty()) return NotFound(ResourceKind::kTask, arn_or_identifier);
    return std::move(tasks->front());
}

}  // namespace

Result<migration::TaskSpec> DmsService::SpecOf(const std::string& arn_or_identifier) {
    return parts_->Read([&](store::Connection& db) -> Result<migration::TaskSpec> {
        const auto task = NeedTaskNamed(db, arn_or_identifier);
        if (!task) return task.error();
        const auto source = NeedEndpoint(db, task->source_arn);
        if (!source) return source.error();
        const auto target = NeedEndpoint(db, task->target_arn);
        if (!target) return target.error();
        Result<connectors::Endpoint> from = ToConnectorEndpoint(*source, parts_->on.secrets);
        if (!from) return from.error();
        Result<connectors::Endpoint> to = ToConnectorEndpoint(*target, parts_->on.secrets);
        if (!to) return to.error();
        migration::TaskSpec spec;
        spec.task_id = std::string(IdOfArn(task->arn));
        spec.source = *std::move(from);
        spec.target = *std::move(to);
        spec.mappings = dms::ParseTableMappings(task->table_mappings).mappings;
        spec.settings = dms::ParseTaskSettings(task->settings).settings;
        return spec;
    });
}

}  // namespace dmsnode::service
