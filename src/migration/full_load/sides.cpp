#include "migration/full_load/sides.hpp"

#include <fmt/format.h>

namespace dmsnode::migration {

Status SourceSide::Open() {
    Result<std::unique_ptr<connectors::Source>> source = factory_.OpenSource(endpoint_, log_);
    if (!source) return Error(source.error()).Because("source");
    source_ = *std::move(source);
    return {};
}

Status SourceSide::TakeSnapshot(int readers) {
    const std::lock_guard lock(mutex_);
    readers_ = readers;
    Result<std::unique_ptr<connectors::Snapshot>> snapshot = source_->OpenSnapshot(readers);
    if (!snapshot) return Error(snapshot.error()).Because("source");
    view_.snapshot = *std::move(snapshot);
    ++view_.generation;
    log_.Log(LogLevel::kInfo, "source: reading " + view_.snapshot->Describe());
    return {};
}

SourceSide::View SourceSide::Current() {
    const std::lock_guard lock(mutex_);
    return view_;
}

Status SourceSide::Renew(int generation) {
    const std::lock_guard lock(mutex_);
    if (view_.generation != generation) return {};
    view_.snapshot.reset();
    Result<std::unique_ptr<connectors::Source>> source = factory_.OpenSource(endpoint_, log_);
    if (!source) return Error(source.error()).Because("source");
    Result<std::unique_ptr<connectors::Snapshot>> snapshot = (*source)->OpenSnapshot(readers_);
    if (!snapshot) return Error(snapshot.error()).Because("source");
    source_ = *std::move(source);
    view_.snapshot = *std::move(snapshot);
    ++view_.generation;
    log_.Log(
        LogLevel::kWarning,
        "source: connected again; tables loaded from now on come from a newer state than those "
        "before: " +
            view_.snapshot->Describe());
    return {};
}

Status TargetSide::Open() {
    Result<std::unique_ptr<connectors::Target>> target = factory_.OpenTarget(endpoint_, log_);
    if (!target) return Error(target.error()).Because("target");
    const std::lock_guard lock(mutex_);
    view_.target = *std::move(target);
    ++view_.generation;
    return {};
}

TargetSide::View TargetSide::Current() {
    const std::lock_guard lock(mutex_);
    return view_;
}

Status TargetSide::Renew(int generation) {
    const std::lock_guard lock(mutex_);
    if (view_.generation != generation) return {};
    Result<std::unique_ptr<connectors::Target>> target = factory_.OpenTarget(endpoint_, log_);
    if (!target) return Error(target.error()).Because("target");
    view_.target = *std::move(target);
    ++view_.generation;
    log_.Log(LogLevel::kInfo, "target: connected again");
    return {};
}

}  // namespace dmsnode::migration
