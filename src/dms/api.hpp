// Written by scripts/generate_dms_shapes.py from the public DMS service model 2016-01-01. Do not
// edit.
#pragma once

#include "base/result.hpp"
#include "dms/shapes.hpp"

namespace dmsnode::dms {

/// The DMS API: one method per operation. AWS (aws::DmsClient) and the embedded service
/// (service::DmsService) stand behind it and are interchangeable. Errors: `Error::fault` carries
/// the service's fault code (see faults.hpp); transport failures have none. Threads:
/// implementations may be called from any thread; a call blocks for at most the client's total
/// timeout.
class Api {
public:
    virtual ~Api() = default;

    virtual Result<CreateReplicationTaskReply> CreateReplicationTask(
        const CreateReplicationTaskRequest& request) = 0;
    virtual Result<ModifyReplicationTaskReply> ModifyReplicationTask(
        const ModifyReplicationTaskRequest& request) = 0;
    virtual Result<DeleteReplicationTaskReply> DeleteReplicationTask(
        const DeleteReplicationTaskRequest& request) = 0;
    virtual Result<StartReplicationTaskReply> StartReplicationTask(
        const StartReplicationTaskRequest& request) = 0;
    virtual Result<StopReplicationTaskReply> StopReplicationTask(
        const StopReplicationTaskRequest& request) = 0;
    virtual Result<MoveReplicationTaskReply> MoveReplicationTask(
        const MoveReplicationTaskRequest& request) = 0;
    virtual Result<DescribeReplicationTasksReply> DescribeReplicationTasks(
        const DescribeReplicationTasksRequest& request) = 0;
    virtual Result<ReloadTablesReply> ReloadTables(const ReloadTablesRequest& request) = 0;
    virtual Result<DescribeTableStatisticsReply> DescribeTableStatistics(
        const DescribeTableStatisticsRequest& request) = 0;
    virtual Result<CreateEndpointReply> CreateEndpoint(const CreateEndpointRequest& request) = 0;
    virtual Result<ModifyEndpointReply> ModifyEndpoint(const ModifyEndpointRequest& request) = 0;
    virtual Result<DeleteEndpointReply> DeleteEndpoint(const DeleteEndpointRequest& request) = 0;
    virtual Result<DescribeEndpointsReply> DescribeEndpoints(
        const DescribeEndpointsRequest& request) = 0;
    virtual Result<DescribeEndpointTypesReply> DescribeEndpointTypes(
        const DescribeEndpointTypesRequest& request) = 0;
    virtual Result<TestConnectionReply> TestConnection(const TestConnectionRequest& request) = 0;
    virtual Result<DescribeConnectionsReply> DescribeConnections(
        const DescribeConnectionsRequest& request) = 0;
    virtual Result<DeleteConnectionReply> DeleteConnection(
        const DeleteConnectionRequest& request) = 0;
    virtual Result<RefreshSchemasReply> RefreshSchemas(const RefreshSchemasRequest& request) = 0;
    virtual Result<DescribeRefreshSchemasStatusReply> DescribeRefreshSchemasStatus(
        const DescribeRefreshSchemasStatusRequest& request) = 0;
    virtual Result<DescribeSchemasReply> DescribeSchemas(const DescribeSchemasRequest& request) = 0;
    virtual Result<CreateReplicationInstanceReply> CreateReplicationInstance(
        const CreateReplicationInstanceRequest& request) = 0;
    virtual Result<ModifyReplicationInstanceReply> ModifyReplicationInstance(
        const ModifyReplicationInstanceRequest& request) = 0;
    virtual Result<DeleteReplicationInstanceReply> DeleteReplicationInstance(
        const DeleteReplicationInstanceRequest& request) = 0;
    virtual Result<RebootReplicationInstanceReply> RebootReplicationInstance(
        const RebootReplicationInstanceRequest& request) = 0;
    virtual Result<DescribeReplicationInstancesReply> DescribeReplicationInstances(
        const DescribeReplicationInstancesRequest& request) = 0;
    virtual Result<DescribeOrderableReplicationInstancesReply>
    DescribeOrderableReplicationInstances(
        const DescribeOrderableReplicationInstancesRequest& request) = 0;
    virtual Result<AddTagsToResourceReply> AddTagsToResource(
        const AddTagsToResourceRequest& request) = 0;
    virtual Result<RemoveTagsFromResourceReply> RemoveTagsFromResource(
        const RemoveTagsFromResourceRequest& request) = 0;
    virtual Result<ListTagsForResourceReply> ListTagsForResource(
        const ListTagsForResourceRequest& request) = 0;
    virtual Result<DescribeAccountAttributesReply> DescribeAccountAttributes(
        const DescribeAccountAttributesRequest& request) = 0;
};

}  // namespace dmsnode::dms
