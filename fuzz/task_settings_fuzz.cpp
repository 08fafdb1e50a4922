#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dms/documents/task_settings.hpp"

/// What was accepted must be accepted again when it comes back as the echoed document.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace dmsnode;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const dms::TaskSettingsResult first = dms::ParseTaskSettings(text);
    if (HasErrors(first.problems)) return 0;
    const dms::TaskSettingsResult again = dms::ParseTaskSettings(DumpJson(first.settings.document));
    if (HasErrors(again.problems)) __builtin_trap();
    return 0;
}
