#include "cli/run/attempt.hpp"

namespace dmsnode::cli {

void Attempt::Log(LogLevel level, std::string_view text) {
    if (file_) file_->Log(level, text);
    inbox_.Put(Inbox::Line{identity_.task, level, std::string(text)});
}

Status Attempt::Save(const tasks::NodeState& state) {
    return runs_.SaveNodeState(identity_.workflow_instance,
                               static_cast<std::int64_t>(identity_.task), identity_.number,
                               DumpJson(tasks::ToJson(state)));
}

void Attempt::Show(const tasks::Progress& progress) {
    inbox_.Put(identity_.task, progress);
}

void Attempt::Ended(const tasks::Outcome& outcome) {
    inbox_.Put(Inbox::End{identity_.task, identity_.number, outcome});
}

}  // namespace dmsnode::cli
