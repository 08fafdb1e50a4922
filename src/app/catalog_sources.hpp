#pragma once

#include "scheduler/ports.hpp"
#include "store/database.hpp"

/// The scheduler's ports over the catalogue: what users have made is looked up when it is needed.
/// Lifetime of all: the database outlives them. Threads: any.
namespace dmsnode::app {

/// Rows that are read at once.
inline constexpr std::int64_t kPage = 1'000;

class CatalogDefinitions final : public scheduler::DefinitionSource {
public:
    explicit CatalogDefinitions(store::Database& database) : database_(database) {}
    Result<scheduler::FoundWorkflow> Find(std::int64_t project_code, std::int64_t workflow_code,
                                          std::int64_t version) override;

private:
    store::Database& database_;
};

class CatalogParameters final : public scheduler::ProjectParameters {
public:
    explicit CatalogParameters(store::Database& database) : database_(database) {}
    Result<std::vector<workflow::Parameter>> Of(std::int64_t project_code) override;

private:
    store::Database& database_;
};

class CatalogEnvironments final : public scheduler::EnvironmentTexts {
public:
    explicit CatalogEnvironments(store::Database& database) : database_(database) {}
    Result<std::string> TextOf(std::int64_t project_code, const std::string& environment) override;

private:
    store::Database& database_;
};

/// Resources belong to all projects. A name ending in `/` is everything below that folder.
class CatalogResources final : public scheduler::ResourceFetcher {
public:
    explicit CatalogResources(store::Database& database) : database_(database) {}
    Status Fetch(std::int64_t project_code, const std::vector<std::string>& names,
                 const std::filesystem::path& folder) override;

private:
    Status FetchOne(const std::string& path, const std::filesystem::path& folder);

    store::Database& database_;
};

class CatalogTaskGroups final : public scheduler::TaskGroupSizes {
public:
    Result<std::optional<std::int64_t>> SizeOf(store::Connection& db, std::int64_t project_code,
                                               const std::string& name) override;
};

class CatalogSchedules final : public scheduler::ScheduleSource {
public:
    explicit CatalogSchedules(store::Database& database) : database_(database) {}
    Result<std::vector<scheduler::Schedule>> Online() override;
    Status TellNextFire(std::int64_t schedule, std::optional<TimePoint> next) override;

private:
    store::Database& database_;
};

/// scheduler::NextFire over the cron expressions of the workflow folder.
Result<std::optional<TimePoint>> NextCronFire(const std::string& cron, const std::string& zone,
                                              TimePoint after);

}  // namespace dmsnode::app
