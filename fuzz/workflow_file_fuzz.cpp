#include <cstdint>
#include <string_view>

#include "workflow/task_scope.hpp"
#include "workflow/workflow_file.hpp"

/// Any bytes are a workflow file or have problems; what was read can be walked.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto file =
        dmsnode::workflow::ReadWorkflowFile(text, data[0] % 2 == 0 ? "w.yaml" : "w.json");
    for (const dmsnode::Problem& problem : file.problems) {
        if (problem.message.empty()) __builtin_trap();
        file.PlaceOf(problem.path);
    }
    const auto graph = dmsnode::workflow::GraphOf(file.definition);
    if (!dmsnode::HasErrors(file.problems) &&
        dmsnode::workflow::TopologicalOrder(graph).size() != graph.size()) {
        __builtin_trap();
    }
    std::vector<dmsnode::Problem> problems;
    const dmsnode::workflow::ParameterScope scope{dmsnode::TimePoint()};
    dmsnode::workflow::Substitute(text, scope, dmsnode::workflow::Escaping::kJsonString, "$",
                                  problems);
    return 0;
}
