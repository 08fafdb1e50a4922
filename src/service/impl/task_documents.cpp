#include "service/impl/task_documents.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "dms/documents/table_mappings.hpp"
#include "dms/documents/task_settings.hpp"
#include "dms/faults.hpp"
#include "migration/task.hpp"

namespace dmsnode::service {
namespace {

constexpr std::string_view kMappingsFault = "Invalid Table Mappings document";
constexpr std::string_view kSettingsFault = "Invalid task settings JSON";

Error Refuse(std::string_view document, const std::vector<Problem>& problems) {
    constexpr int kMost = 10;
    std::string text;
    int errors = 0;
    for (const Problem& problem : problems) {
        if (problem.warning) continue;
        if (++errors <= kMost) text += (text.empty() ? "" : "; ") + problem.ToString();
    }
    if (errors > kMost) text += fmt::format("; and {} more", errors - kMost);
    return dms::fault::Make(dms::fault::kInvalidParameterValue,
                            fmt::format("{}: {}", document, text));
}

bool IsOfMappings(const Problem& problem) {
    return problem.path.starts_with("$.rules");
}

}  // namespace

Result<TaskDocuments> CheckTaskDocuments(const std::string& mappings, const std::string& settings,
                                         const std::string& base) {
    if (mappings.empty()) {
        return dms::fault::Make(dms::fault::kInvalidParameterValue,
                                fmt::format("{}: it is empty", kMappingsFault));
    }
    dms::TableMappingsResult parsed = dms::ParseTableMappings(mappings);
    if (HasErrors(parsed.problems)) return Refuse(kMappingsFault, parsed.problems);
    Json stored = nullptr;
    if (!base.empty()) {
        Result<Json> document = ParseJson(base);
        if (!document) return document.error();
        stored = *std::move(document);
    }
    dms::TaskSettingsResult full = dms::ParseTaskSettings(settings, stored);
    if (HasErrors(full.problems)) return Refuse(kSettingsFault, full.problems);
    const std::vector<Problem> open = migration::CheckCarriedOut(parsed.mappings, full.settings);
    if (HasErrors(open)) {
        const bool of_mappings = std::any_of(open.begin(), open.end(), [](const Problem& problem) {
            return !problem.warning && IsOfMappings(problem);
        });
        return Refuse(of_mappings ? kMappingsFault : kSettingsFault, open);
    }
    TaskDocuments documents{.mappings = mappings,
                            .settings = DumpJson(full.settings.document),
                            .warnings = std::move(parsed.problems)};
    documents.warnings.insert(documents.warnings.end(), full.problems.begin(), full.problems.end());
    documents.warnings.insert(documents.warnings.end(), open.begin(), open.end());
    return documents;
}

}  // namespace dmsnode::service
