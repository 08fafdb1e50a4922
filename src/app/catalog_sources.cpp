#include "app/catalog_sources.hpp"

#include <fmt/format.h>

#include <system_error>

#include "base/files.hpp"
#include "store/catalog_environments.hpp"
#include "store/catalog_projects.hpp"
#include "store/catalog_resources.hpp"
#include "store/catalog_workflows.hpp"

namespace dmsnode::app {
namespace {

namespace catalog = store::catalog;

Error NoWorkflow(std::int64_t project_code, std::int64_t workflow_code) {
    return Error{ErrorCode::kNotFound, fmt::format("project {} has no workflow definition {}",
                                                   project_code, workflow_code)};
}

}  // namespace

Result<scheduler::FoundWorkflow> CatalogDefinitions::Find(std::int64_t project_code,
                                                          std::int64_t workflow_code,
                                                          std::int64_t version) {
    return database_.Read([&](store::Connection& db) -> Result<scheduler::FoundWorkflow> {
        const auto workflow = catalog::FindWorkflow(db, workflow_code);
        if (!workflow) return workflow.error();
        if (!*workflow || (*workflow)->project != project_code) {
            return NoWorkflow(project_code, workflow_code);
        }
        if ((*workflow)->release_state != catalog::ReleaseState::kOnline) {
            return Error{ErrorCode::kConflict, fmt::format("the workflow definition \"{}\" is "
                                                           "offline",
                                                           (*workflow)->name)}
                .Hint("take it online first");
        }
        const auto project = catalog::FindProject(db, project_code);
        if (!project) return project.error();
        const std::int64_t wanted = version == 0 ? (*workflow)->version : version;
        auto found = catalog::FindWorkflowVersion(db, workflow_code, wanted);
        if (!found) return found.error();
        if (!*found) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("the workflow definition \"{}\" has no version {}",
                                     (*workflow)->name, wanted)};
        }
        return scheduler::FoundWorkflow{*project ? (*project)->name : "", (*workflow)->name, wanted,
                                        std::move((*found)->document)};
    });
}

Result<std::vector<workflow::Parameter>> CatalogParameters::Of(std::int64_t project_code) {
    return database_.Read([&](store::Connection& db) -> Result<std::vector<workflow::Parameter>> {
        std::vector<workflow::Parameter> all;
        catalog::Page page{.after = {}, .limit = kPage};
        while (true) {
            const auto rows = catalog::ListProjectParameters(db, project_code, page);
            if (!rows) return rows.error();
            for (const catalog::ProjectParameter& row : *rows) {
                all.push_back({.name = row.name,
                               .direction = workflow::ParameterDirection::kIn,
                               .type = workflow::ParseParameterType(row.type).value_or(
                                   workflow::ParameterType::kVarchar),
                               .value = row.value});
            }
            if (rows->size() < static_cast<std::size_t>(kPage)) return all;
            page.after = rows->back().name;
        }
    });
}

Result<std::string> CatalogEnvironments::TextOf(std::int64_t project_code,
                                                const std::string& environment) {
    auto found = database_.Read([&](store::Connection& db) {
        return catalog::FindEnvironmentFor(db, project_code, environment);
    });
    if (!found) return found.error();
    if (*found) return std::move((*found)->shell_text);
    return Error{ErrorCode::kNotFound, fmt::format("there is no environment \"{}\"", environment)}
        .Hint("make it, or name another one in the node");
}

Status CatalogResources::Fetch(std::int64_t, const std::vector<std::string>& names,
                               const std::filesystem::path& folder) {
    for (const std::string& name : names) {
        // DolphinScheduler writes paths from the root of its storage.
        const std::string path = name.starts_with('/') ? name.substr(1) : name;
        if (!path.ends_with('/')) {
            if (Status one = FetchOne(path, folder); !one) return one;
            continue;
        }
        catalog::Page page{.after = {}, .limit = kPage};
        while (true) {
            const auto rows = database_.Read(
                [&](store::Connection& db) { return catalog::ListResources(db, path, page); });
            if (!rows) return rows.error();
            for (const catalog::Resource& row : *rows) {
                if (Status one = FetchOne(row.path, folder); !one) return one;
            }
            if (rows->size() < static_cast<std::size_t>(kPage)) break;
            page.after = rows->back().path;
        }
    }
    return {};
}

Status CatalogResources::FetchOne(const std::string& path, const std::filesystem::path& folder) {
    // Keeps the file below the folder, whatever the workflow file says.
    if (Status sound = catalog::CheckResourcePath(path); !sound) return sound;
    const auto content = database_.Read([&](store::Connection& db) -> Result<std::string> {
        const auto row = catalog::FindResourceByPath(db, path);
        if (!row) return row.error();
        if (!*row) {
            return Error{ErrorCode::kNotFound, fmt::format("there is no resource \"{}\"", path)}
                .Hint("upload it, or take it out of the node's resourceList");
        }
        return catalog::ReadResource(db, (*row)->code);
    });
    if (!content) return content.error();
    const std::filesystem::path file = folder / path;
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    if (failure) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("cannot make the folder: {}", failure.message())}
            .At(file.parent_path().string());
    }
    return WriteFileAtomically(file, *content, 0700);
}

Result<std::optional<std::int64_t>> CatalogTaskGroups::SizeOf(store::Connection& db,
                                                              std::int64_t project_code,
                                                              const std::string& name) {
    const auto group = catalog::FindTaskGroupByName(db, project_code, name);
    if (!group) return group.error();
    if (!*group || !(*group)->open) return std::optional<std::int64_t>();
    return std::optional((*group)->size);
}

}  // namespace dmsnode::app
