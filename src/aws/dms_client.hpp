#pragma once

#include <string>

#include "aws/service_caller.hpp"
#include "dms/api.hpp"

namespace dmsnode::aws {

/// AWS DMS, or whatever else speaks its API, over HTTP: JSON 1.1, signed with Signature Version 4.
/// Errors: as ServiceCaller; kProtocol for a reply that is not the operation's.
/// Threads: any. Lifetime: what is handed in by reference outlives the client.
class DmsClient final : public dms::Api {
public:
    struct Target {
        std::string endpoint;  ///< Absolute URL.
        std::string region;
    };
    DmsClient(Target target, ServiceCaller& caller, CredentialSource& credentials);

    Result<dms::CreateReplicationTaskReply> CreateReplicationTask(
        const dms::CreateReplicationTaskRequest& request) override;
    Result<dms::ModifyReplicationTaskReply> ModifyReplicationTask(
        const dms::ModifyReplicationTaskRequest& request) override;
    Result<dms::DeleteReplicationTaskReply> DeleteReplicationTask(
        const dms::DeleteReplicationTaskRequest& request) override;
    Result<dms::StartReplicationTaskReply> StartReplicationTask(
        const dms::StartReplicationTaskRequest& request) override;
    Result<dms::StopReplicationTaskReply> StopReplicationTask(
        const dms::StopReplicationTaskRequest& request) override;
    Result<dms::MoveReplicationTaskReply> MoveReplicationTask(
        const dms::MoveReplicationTaskRequest& request) override;
    Result<dms::DescribeReplicationTasksReply> DescribeReplicationTasks(
        const dms::DescribeReplicationTasksRequest& request) override;
    Result<dms::ReloadTablesReply> ReloadTables(const dms::ReloadTablesRequest& request) override;
    Result<dms::DescribeTableStatisticsReply> DescribeTableStatistics(
        const dms::DescribeTableStatisticsRequest& request) override;
    Result<dms::CreateEndpointReply> CreateEndpoint(
        const dms::CreateEndpointRequest& request) override;
    Result<dms::ModifyEndpointReply> ModifyEndpoint(
        const dms::ModifyEndpointRequest& request) override;
    Result<dms::DeleteEndpointReply> DeleteEndpoint(
        const dms::DeleteEndpointRequest& request) override;
    Result<dms::DescribeEndpointsReply> DescribeEndpoints(
        const dms::DescribeEndpointsRequest& request) override;
    Result<dms::DescribeEndpointTypesReply> DescribeEndpointTypes(
        const dms::DescribeEndpointTypesRequest& request) override;
    Result<dms::TestConnectionReply> TestConnection(
        const dms::TestConnectionRequest& request) override;
    Result<dms::DescribeConnectionsReply> DescribeConnections(
        const dms::DescribeConnectionsRequest& request) override;
    Result<dms::DeleteConnectionReply> DeleteConnection(
        const dms::DeleteConnectionRequest& request) override;
    Result<dms::RefreshSchemasReply> RefreshSchemas(
        const dms::RefreshSchemasRequest& request) override;
    Result<dms::DescribeRefreshSchemasStatusReply> DescribeRefreshSchemasStatus(
        const dms::DescribeRefreshSchemasStatusRequest& request) override;
    Result<dms::DescribeSchemasReply> DescribeSchemas(
        const dms::DescribeSchemasRequest& request) override;
    Result<dms::CreateReplicationInstanceReply> CreateReplicationInstance(
        const dms::CreateReplicationInstanceRequest& request) override;
    Result<dms::ModifyReplicationInstanceReply> ModifyReplicationInstance(
        const dms::ModifyReplicationInstanceRequest& request) override;
    Result<dms::DeleteReplicationInstanceReply> DeleteReplicationInstance(
        const dms::DeleteReplicationInstanceRequest& request) override;
    Result<dms::RebootReplicationInstanceReply> RebootReplicationInstance(
        const dms::RebootReplicationInstanceRequest& request) override;
    Result<dms::DescribeReplicationInstancesReply> DescribeReplicationInstances(
        const dms::DescribeReplicationInstancesRequest& request) override;
    Result<dms::DescribeOrderableReplicationInstancesReply> DescribeOrderableReplicationInstances(
        const dms::DescribeOrderableReplicationInstancesRequest& request) override;
    Result<dms::AddTagsToResourceReply> AddTagsToResource(
        const dms::AddTagsToResourceRequest& request) override;
    Result<dms::RemoveTagsFromResourceReply> RemoveTagsFromResource(
        const dms::RemoveTagsFromResourceRequest& request) override;
    Result<dms::ListTagsForResourceReply> ListTagsForResource(
        const dms::ListTagsForResourceRequest& request) override;
    Result<dms::DescribeAccountAttributesReply> DescribeAccountAttributes(
        const dms::DescribeAccountAttributesRequest& request) override;

private:
    template <class Operation>
    Result<typename Operation::Reply> Call(const typename Operation::Request& request);

    Target target_;
    ServiceCaller& caller_;
    CredentialSource& credentials_;
};

/// What a JSON 1.1 service says instead of a reply: the code of `__type` (after the last `#`,
/// before the first `:`), else of the header x-amzn-ErrorType; the text of `message`, else
/// `Message`, else the body.
ServiceFault ReadJsonFault(const HttpResponse& response);

}  // namespace dmsnode::aws
