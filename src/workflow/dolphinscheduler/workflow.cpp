#include "workflow/dolphinscheduler/workflow.hpp"

#include "workflow/dolphinscheduler/impl/names.hpp"

namespace dmsnode::workflow::dolphinscheduler {

std::string_view Word(Family family) {
    return family == Family::kProcess ? "3.2" : "3.3";
}

std::optional<Family> ParseFamily(std::string_view word) {
    if (word == "3.2") return Family::kProcess;
    if (word == "3.3") return Family::kWorkflow;
    return std::nullopt;
}

std::string_view Word(FailureStrategy strategy) {
    return strategy == FailureStrategy::kEnd ? "END" : "CONTINUE";
}

std::string_view Word(WarningType type) {
    switch (type) {
        case WarningType::kNone: return "NONE";
        case WarningType::kSuccess: return "SUCCESS";
        case WarningType::kFailure: return "FAILURE";
        case WarningType::kAll: return "ALL";
    }
    return "NONE";
}

const FamilyNames& NamesOf(Family family) {
    static const FamilyNames process = {"processDefinition",        "processTaskRelationList",
                                        "processDefinitionCode",    "processDefinitionName",
                                        "processDefinitionVersion", "processInstancePriority"};
    static const FamilyNames workflow = {"workflowDefinition",        "workflowTaskRelationList",
                                         "workflowDefinitionCode",    "workflowDefinitionName",
                                         "workflowDefinitionVersion", "workflowInstancePriority"};
    return family == Family::kProcess ? process : workflow;
}

}  // namespace dmsnode::workflow::dolphinscheduler
