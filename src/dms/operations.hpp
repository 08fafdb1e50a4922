// Written by scripts/generate_dms_shapes.py from the public DMS service model 2016-01-01. Do not
// edit.
#pragma once

#include <string_view>

#include "dms/api.hpp"

/// Each operation as a type: its name on the wire, its request and reply, and how to call it. The
/// client and the HTTP front walk `ForEachOperation` instead of listing operations again.
namespace dmsnode::dms::operations {

struct CreateReplicationTask {
    using Request = CreateReplicationTaskRequest;
    using Reply = CreateReplicationTaskReply;
    static constexpr std::string_view kName = "CreateReplicationTask";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.CreateReplicationTask(request);
    }
};

struct ModifyReplicationTask {
    using Request = ModifyReplicationTaskRequest;
    using Reply = ModifyReplicationTaskReply;
    static constexpr std::string_view kName = "ModifyReplicationTask";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.ModifyReplicationTask(request);
    }
};

struct DeleteReplicationTask {
    using Request = DeleteReplicationTaskRequest;
    using Reply = DeleteReplicationTaskReply;
    static constexpr std::string_view kName = "DeleteReplicationTask";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DeleteReplicationTask(request);
    }
};

struct StartReplicationTask {
    using Request = StartReplicationTaskRequest;
    using Reply = StartReplicationTaskReply;
    static constexpr std::string_view kName = "StartReplicationTask";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.StartReplicationTask(request);
    }
};

struct StopReplicationTask {
    using Request = StopReplicationTaskRequest;
    using Reply = StopReplicationTaskReply;
    static constexpr std::string_view kName = "StopReplicationTask";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.StopReplicationTask(request);
    }
};

struct MoveReplicationTask {
    using Request = MoveReplicationTaskRequest;
    using Reply = MoveReplicationTaskReply;
    static constexpr std::string_view kName = "MoveReplicationTask";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.MoveReplicationTask(request);
    }
};

struct DescribeReplicationTasks {
    using Request = DescribeReplicationTasksRequest;
    using Reply = DescribeReplicationTasksReply;
    static constexpr std::string_view kName = "DescribeReplicationTasks";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeReplicationTasks(request);
    }
};

struct ReloadTables {
    using Request = ReloadTablesRequest;
    using Reply = ReloadTablesReply;
    static constexpr std::string_view kName = "ReloadTables";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.ReloadTables(request);
    }
};

struct DescribeTableStatistics {
    using Request = DescribeTableStatisticsRequest;
    using Reply = DescribeTableStatisticsReply;
    static constexpr std::string_view kName = "DescribeTableStatistics";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeTableStatistics(request);
    }
};

struct CreateEndpoint {
    using Request = CreateEndpointRequest;
    using Reply = CreateEndpointReply;
    static constexpr std::string_view kName = "CreateEndpoint";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.CreateEndpoint(request);
    }
};

struct ModifyEndpoint {
    using Request = ModifyEndpointRequest;
    using Reply = ModifyEndpointReply;
    static constexpr std::string_view kName = "ModifyEndpoint";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.ModifyEndpoint(request);
    }
};

struct DeleteEndpoint {
    using Request = DeleteEndpointRequest;
    using Reply = DeleteEndpointReply;
    static constexpr std::string_view kName = "DeleteEndpoint";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DeleteEndpoint(request);
    }
};

struct DescribeEndpoints {
    using Request = DescribeEndpointsRequest;
    using Reply = DescribeEndpointsReply;
    static constexpr std::string_view kName = "DescribeEndpoints";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeEndpoints(request);
    }
};

struct DescribeEndpointTypes {
    using Request = DescribeEndpointTypesRequest;
    using Reply = DescribeEndpointTypesReply;
    static constexpr std::string_view kName = "DescribeEndpointTypes";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeEndpointTypes(request);
    }
};

struct TestConnection {
    using Request = TestConnectionRequest;
    using Reply = TestConnectionReply;
    static constexpr std::string_view kName = "TestConnection";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.TestConnection(request);
    }
};

struct DescribeConnections {
    using Request = DescribeConnectionsRequest;
    using Reply = DescribeConnectionsReply;
    static constexpr std::string_view kName = "DescribeConnections";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeConnections(request);
    }
};

struct DeleteConnection {
    using Request = DeleteConnectionRequest;
    using Reply = DeleteConnectionReply;
    static constexpr std::string_view kName = "DeleteConnection";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DeleteConnection(request);
    }
};

struct RefreshSchemas {
    using Request = RefreshSchemasRequest;
    using Reply = RefreshSchemasReply;
    static constexpr std::string_view kName = "RefreshSchemas";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.RefreshSchemas(request);
    }
};

struct DescribeRefreshSchemasStatus {
    using Request = DescribeRefreshSchemasStatusRequest;
    using Reply = DescribeRefreshSchemasStatusReply;
    static constexpr std::string_view kName = "DescribeRefreshSchemasStatus";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeRefreshSchemasStatus(request);
    }
};

struct DescribeSchemas {
    using Request = DescribeSchemasRequest;
    using Reply = DescribeSchemasReply;
    static constexpr std::string_view kName = "DescribeSchemas";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeSchemas(request);
    }
};

struct CreateReplicationInstance {
    using Request = CreateReplicationInstanceRequest;
    using Reply = CreateReplicationInstanceReply;
    static constexpr std::string_view kName = "CreateReplicationInstance";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.CreateReplicationInstance(request);
    }
};

struct ModifyReplicationInstance {
    using Request = ModifyReplicationInstanceRequest;
    using Reply = ModifyReplicationInstanceReply;
    static constexpr std::string_view kName = "ModifyReplicationInstance";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.ModifyReplicationInstance(request);
    }
};

struct DeleteReplicationInstance {
    using Request = DeleteReplicationInstanceRequest;
    using Reply = DeleteReplicationInstanceReply;
    static constexpr std::string_view kName = "DeleteReplicationInstance";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DeleteReplicationInstance(request);
    }
};

struct RebootReplicationInstance {
    using Request = RebootReplicationInstanceRequest;
    using Reply = RebootReplicationInstanceReply;
    static constexpr std::string_view kName = "RebootReplicationInstance";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.RebootReplicationInstance(request);
    }
};

struct DescribeReplicationInstances {
    using Request = DescribeReplicationInstancesRequest;
    using Reply = DescribeReplicationInstancesReply;
    static constexpr std::string_view kName = "DescribeReplicationInstances";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeReplicationInstances(request);
    }
};

struct DescribeOrderableReplicationInstances {
    using Request = DescribeOrderableReplicationInstancesRequest;
    using Reply = DescribeOrderableReplicationInstancesReply;
    static constexpr std::string_view kName = "DescribeOrderableReplicationInstances";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeOrderableReplicationInstances(request);
    }
};

struct AddTagsToResource {
    using Request = AddTagsToResourceRequest;
    using Reply = AddTagsToResourceReply;
    static constexpr std::string_view kName = "AddTagsToResource";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.AddTagsToResource(request);
    }
};

struct RemoveTagsFromResource {
    using Request = RemoveTagsFromResourceRequest;
    using Reply = RemoveTagsFromResourceReply;
    static constexpr std::string_view kName = "RemoveTagsFromResource";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.RemoveTagsFromResource(request);
    }
};

struct ListTagsForResource {
    using Request = ListTagsForResourceRequest;
    using Reply = ListTagsForResourceReply;
    static constexpr std::string_view kName = "ListTagsForResource";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.ListTagsForResource(request);
    }
};

struct DescribeAccountAttributes {
    using Request = DescribeAccountAttributesRequest;
    using Reply = DescribeAccountAttributesReply;
    static constexpr std::string_view kName = "DescribeAccountAttributes";
    static Result<Reply> Call(Api& api, const Request& request) {
        return api.DescribeAccountAttributes(request);
    }
};

/// Calls `visitor.template operator()<Operation>()` for every operation.
template <class Visitor>
void ForEachOperation(Visitor&& visitor) {
    visitor.template operator()<CreateReplicationTask>();
    visitor.template operator()<ModifyReplicationTask>();
    visitor.template operator()<DeleteReplicationTask>();
    visitor.template operator()<StartReplicationTask>();
    visitor.template operator()<StopReplicationTask>();
    visitor.template operator()<MoveReplicationTask>();
    visitor.template operator()<DescribeReplicationTasks>();
    visitor.template operator()<ReloadTables>();
    visitor.template operator()<DescribeTableStatistics>();
    visitor.template operator()<CreateEndpoint>();
    visitor.template operator()<ModifyEndpoint>();
    visitor.template operator()<DeleteEndpoint>();
    visitor.template operator()<DescribeEndpoints>();
    visitor.template operator()<DescribeEndpointTypes>();
    visitor.template operator()<TestConnection>();
    visitor.template operator()<DescribeConnections>();
    visitor.template operator()<DeleteConnection>();
    visitor.template operator()<RefreshSchemas>();
    visitor.template operator()<DescribeRefreshSchemasStatus>();
    visitor.template operator()<DescribeSchemas>();
    visitor.template operator()<CreateReplicationInstance>();
    visitor.template operator()<ModifyReplicationInstance>();
    visitor.template operator()<DeleteReplicationInstance>();
    visitor.template operator()<RebootReplicationInstance>();
    visitor.template operator()<DescribeReplicationInstances>();
    visitor.template operator()<DescribeOrderableReplicationInstances>();
    visitor.template operator()<AddTagsToResource>();
    visitor.template operator()<RemoveTagsFromResource>();
    visitor.template operator()<ListTagsForResource>();
    visitor.template operator()<DescribeAccountAttributes>();
}

}  // namespace dmsnode::dms::operations
