#include "scheduler/running_attempt.hpp"

namespace dmsnode::scheduler {

namespace rows = store::scheduler;

void EndBox::Put(End end) {
    ends_.With([&](std::vector<End>& ends) { ends.push_back(std::move(end)); });
    bell_.Ring();
}

std::vector<EndBox::End> EndBox::Take() {
    return ends_.With([](std::vector<End>& ends) { return std::exchange(ends, {}); });
}

void RunningAttempt::Log(LogLevel level, std::string_view text) {
    if (log_ != nullptr) log_->Log(level, text);
}

Status RunningAttempt::Keep(const std::string& state) {
    const Error gone = Error{ErrorCode::kConflict,
                             "another worker has taken the attempt over: this one was not heard of "
                             "for too long"};
    if (lost_) return gone;
    const Result<bool> saved =
        database_.Write([&](store::Connection& db) { return rows::SaveKept(db, hold, state); });
    if (!saved) return saved.error();
    if (*saved) return {};
    lost_ = true;
    return gone;
}

void RunningAttempt::Show(const Json& progress) {
    std::string text = DumpJson(progress);
    progress_.With([&](std::optional<std::string>& latest) { latest = std::move(text); });
}

void RunningAttempt::Refer(const Json& reference) {
    std::string text = DumpJson(reference);
    if (text == reference_) return;
    const Result<bool> saved =
        database_.Write([&](store::Connection& db) { return rows::SaveReference(db, hold, text); });
    if (saved && *saved) reference_ = std::move(text);
}

std::optional<std::string> RunningAttempt::TakeProgress() {
    return progress_.With(
        [](std::optional<std::string>& latest) { return std::exchange(latest, std::nullopt); });
}

}  // namespace dmsnode::scheduler
