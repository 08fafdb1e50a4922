#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "connectors/connector.hpp"
#include "dms/api.hpp"
#include "migration/task.hpp"
#include "store/database.hpp"
#include "store/secret_box.hpp"

/// The embedded DMS service: answers the DMS API in process and really moves the data.
namespace dmsnode::service {

/// The engine's entry, `migration::RunFullLoad` in production; tests give their own.
using RunTask = std::function<migration::TaskOutcome(const migration::TaskSpec&,
                                                     connectors::Factory&, migration::TaskObserver&,
                                                     LogSink&, Clock&, std::stop_token)>;

/// What the service stands on. Lifetime: all of it outlives the service.
struct Dependencies {
    store::Database& database;
    const store::SecretBox& secrets;
    connectors::Factory& factory;
    Clock& clock;
    LogSink& log;
};

struct Options {
    std::string region = "us-east-1";
    std::string account = "000000000000";  ///< 12 digits.
    std::filesystem::path log_folder;      ///< One log file a task; empty: task logs are dropped.
    int max_running_tasks = 8;             ///< Further ones wait in `starting`.
    /// A load that is over sooner still shows `running` for this long: clients that poll once a
    /// second (and botocore's waiters) would otherwise never see it run.
    std::chrono::milliseconds least_running_time{1500};
    RunTask run_task;  ///< Empty: migration::RunFullLoad.
    /// False: tasks that were running stay as they are, for a later Open to resume. For a process
    /// that only looks something up.
    bool resume_tasks = true;
};

/// All P0 operations of the DMS API over the store. Every fault carries its code in
/// `Error::fault`. Resources survive restarts; tasks that ran when the process ended go on when the
/// service is opened again.
/// Threads: any.
class DmsService final : public dms::Api {
public:
    /// Brings the store's schema up to date, makes the replication instance `local` on the first
    /// start, and resumes the tasks that were running.
    /// Errors: those of the store; kInvalidArgument for a region or account that cannot stand in an
    ///     ARN.
    static Result<std::unique_ptr<DmsService>> Open(Dependencies dependencies, Options options);

    /// Calls Close.
    ~DmsService() override;
    /// Ends the work of this process within seconds and waits for it. Running tasks keep their
    /// status: the next Open resumes them. May be called twice; calls after it answer
    /// ServiceUnavailable.
    void Close();

    /// What a task would run: endpoints with their passwords, mappings, settings. For comparing
    /// source and target; not part of the API and never sent anywhere.
    /// Errors: ResourceNotFoundFault.
    Result<migration::TaskSpec> SpecOf(const std::string& arn_or_identifier);

#define DMSNODE_OPERATION(Name) \
    Result<dms::Name##Reply> Name(const dms::Name##Request& request) override;
    // tasks.cpp
    DMSNODE_OPERATION(CreateReplicationTask)
    DMSNODE_OPERATION(ModifyReplicationTask)
    DMSNODE_OPERATION(DeleteReplicationTask)
    DMSNODE_OPERATION(MoveReplicationTask)
    DMSNODE_OPERATION(DescribeReplicationTasks)
    // task_runs.cpp
    DMSNODE_OPERATION(StartReplicationTask)
    DMSNODE_OPERATION(StopReplicationTask)
    DMSNODE_OPERATION(ReloadTables)
    // statistics.cpp
    DMSNODE_OPERATION(DescribeTableStatistics)
    // endpoints.cpp
    DMSNODE_OPERATION(CreateEndpoint)
    DMSNODE_OPERATION(ModifyEndpoint)
    DMSNODE_OPERATION(DeleteEndpoint)
    DMSNODE_OPERATION(DescribeEndpoints)
    DMSNODE_OPERATION(DescribeEndpointTypes)
    // connections.cpp
    DMSNODE_OPERATION(TestConnection)
    DMSNODE_OPERATION(DescribeConnections)
    DMSNODE_OPERATION(DeleteConnection)
    // schemas.cpp
    DMSNODE_OPERATION(RefreshSchemas)
    DMSNODE_OPERATION(DescribeRefreshSchemasStatus)
    DMSNODE_OPERATION(DescribeSchemas)
    // instances.cpp
    DMSNODE_OPERATION(CreateReplicationInstance)
    DMSNODE_OPERATION(ModifyReplicationInstance)
    DMSNODE_OPERATION(DeleteReplicationInstance)
    DMSNODE_OPERATION(RebootReplicationInstance)
    DMSNODE_OPERATION(DescribeReplicationInstances)
    DMSNODE_OPERATION(DescribeOrderableReplicationInstances)
    // tags.cpp
    DMSNODE_OPERATION(AddTagsToResource)
    DMSNODE_OPERATION(RemoveTagsFromResource)
    DMSNODE_OPERATION(ListTagsForResource)
    // account.cpp
    DMSNODE_OPERATION(DescribeAccountAttributes)
#undef DMSNODE_OPERATION

private:
    struct Parts;  // impl/parts.hpp
    explicit DmsService(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace dmsnode::service
