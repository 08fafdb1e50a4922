#include <cstdint>
#include <string_view>

#include "base/json.hpp"
#include "workflow/dolphinscheduler/export.hpp"
#include "workflow/dolphinscheduler/import.hpp"

/// Any bytes are an export file or have problems; what was read is written and read back the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    namespace ds = dmsnode::workflow::dolphinscheduler;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const ds::ImportedFile file = ds::Import(text);
    for (const dmsnode::Problem& problem : file.problems) {
        if (problem.message.empty() || problem.path.empty()) __builtin_trap();
    }
    if (dmsnode::HasErrors(file.problems)) return 0;
    std::int64_t code = 1;
    const ds::ExportedFile written =
        ds::Export(file.workflows, {.family = file.family, .new_code = [&] { return code++; }});
    const ds::ImportedFile again = ds::Import(dmsnode::DumpJson(written.root));
    if (again.workflows.size() != written.workflows.size()) __builtin_trap();
    for (std::size_t i = 0; i < again.workflows.size(); ++i) {
        if (!(again.workflows[i].definition == written.workflows[i].definition)) __builtin_trap();
        if (again.workflows[i].schedule != written.workflows[i].schedule) __builtin_trap();
    }
    return 0;
}
