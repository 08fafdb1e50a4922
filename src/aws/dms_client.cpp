#include "aws/dms_client.hpp"

#include "base/json.hpp"
#include "dms/codec.hpp"
#include "dms/operations.hpp"

namespace dmsnode::aws {
namespace {

namespace op = dms::operations;

std::string PlainCode(std::string_view type) {
    if (const std::size_t hash = type.rfind('#'); hash != std::string_view::npos) {
        type.remove_prefix(hash + 1);
    }
    return std::string(type.substr(0, type.find(':')));
}

std::string TextMember(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

ServiceFault ReadJsonFault(const HttpResponse& response) {
    ServiceFault fault;
    const Result<Json> json = ParseJson(response.body);
    if (json && json->is_object()) {
        fault.code = PlainCode(TextMember(*json, "__type"));
        fault.message = TextMember(*json, "message");
        if (fault.message.empty()) fault.message = TextMember(*json, "Message");
    } else {
        fault.message = response.body;
    }
    if (fault.code.empty()) {
        const std::string* type = FindHeader(response.headers, "x-amzn-errortype");
        if (type != nullptr) fault.code = PlainCode(*type);
    }
    return fault;
}

DmsClient::DmsClient(Target target, ServiceCaller& caller, CredentialSource& credentials)
    : target_(std::move(target)), caller_(caller), credentials_(credentials) {}

template <class Operation>
Result<typename Operation::Reply> DmsClient::Call(const typename Operation::Request& request) {
    const std::string name(Operation::kName);
    const Result<std::string> body =
        caller_.Call({.name = name,
                      .url = target_.endpoint,
                      .service = "dms",
                      .region = target_.region,
                      .headers = {{"Content-Type", "application/x-amz-json-1.1"},
                                  {"X-Amz-Target", "AmazonDMSv20160101." + name}},
                      .body = DumpJson(dms::EncodeRequest(request)),
                      .read_fault = ReadJsonFault},
                     &credentials_);
    if (!body) return body.error();
    const Result<Json> json = ParseJson(*body);
    if (!json) {
        return Error{ErrorCode::kProtocol, "the reply cannot be read: " + json.error().ToString()}
            .At(name);
    }
    Result<typename Operation::Reply> reply = dms::Decode<typename Operation::Reply>(*json);
    if (!reply) {
        return Error{ErrorCode::kProtocol,
                     "the reply is not of the operation's form: " + reply.error().message}
            .At(name + " reply, " + reply.error().where);
    }
    return reply;
}

Result<dms::CreateReplicationTaskReply> DmsClient::CreateReplicationTask(
    const dms::CreateReplicationTaskRequest& request) {
    return Call<op::CreateReplicationTask>(request);
}
Result<dms::ModifyReplicationTaskReply> DmsClient::ModifyReplicationTask(
    const dms::ModifyReplicationTaskRequest& request) {
    return Call<op::ModifyReplicationTask>(request);
}
Result<dms::DeleteReplicationTaskReply> DmsClient::DeleteReplicationTask(
    const dms::DeleteReplicationTaskRequest& request) {
    return Call<op::DeleteReplicationTask>(request);
}
Result<dms::StartReplicationTaskReply> DmsClient::StartReplicationTask(
    const dms::StartReplicationTaskRequest& request) {
    return Call<op::StartReplicationTask>(request);
}
Result<dms::StopReplicationTaskReply> DmsClient::StopReplicationTask(
    const dms::StopReplicationTaskRequest& request) {
    return Call<op::StopReplicationTask>(request);
}
Result<dms::MoveReplicationTaskReply> DmsClient::MoveReplicationTask(
    const dms::MoveReplicationTaskRequest& request) {
    return Call<op::MoveReplicationTask>(request);
}
Result<dms::DescribeReplicationTasksReply> DmsClient::DescribeReplicationTasks(
    const dms::DescribeReplicationTasksRequest& request) {
    return Call<op::DescribeReplicationTasks>(request);
}
Result<dms::ReloadTablesReply> DmsClient::ReloadTables(const dms::ReloadTablesRequest& request) {
    return Call<op::ReloadTables>(request);
}
Result<dms::DescribeTableStatisticsReply> DmsClient::DescribeTableStatistics(
    const dms::DescribeTableStatisticsRequest& request) {
    return Call<op::DescribeTableStatistics>(request);
}
Result<dms::CreateEndpointReply> DmsClient::CreateEndpoint(
    const dms::CreateEndpointRequest& request) {
    return Call<op::CreateEndpoint>(request);
}
Result<dms::ModifyEndpointReply> DmsClient::ModifyEndpoint(
    const dms::ModifyEndpointRequest& request) {
    return Call<op::ModifyEndpoint>(request);
}
Result<dms::DeleteEndpointReply> DmsClient::DeleteEndpoint(
    const dms::DeleteEndpointRequest& request) {
    return Call<op::DeleteEndpoint>(request);
}
Result<dms::DescribeEndpointsReply> DmsClient::DescribeEndpoints(
    const dms::DescribeEndpointsRequest& request) {
    return Call<op::DescribeEndpoints>(request);
}
Result<dms::DescribeEndpointTypesReply> DmsClient::DescribeEndpointTypes(
    const dms::DescribeEndpointTypesRequest& request) {
    return Call<op::DescribeEndpointTypes>(request);
}
Result<dms::TestConnectionReply> DmsClient::TestConnection(
    const dms::TestConnectionRequest& request) {
    return Call<op::TestConnection>(request);
}
Result<dms::DescribeConnectionsReply> DmsClient::DescribeConnections(
    const dms::DescribeConnectionsRequest& request) {
    return Call<op::DescribeConnections>(request);
}
Result<dms::DeleteConnectionReply> DmsClient::DeleteConnection(
    const dms::DeleteConnectionRequest& request) {
    return Call<op::DeleteConnection>(request);
}
Result<dms::RefreshSchemasReply> DmsClient::RefreshSchemas(
    const dms::RefreshSchemasRequest& request) {
    return Call<op::RefreshSchemas>(request);
}
Result<dms::DescribeRefreshSchemasStatusReply> DmsClient::DescribeRefreshSchemasStatus(
    const dms::DescribeRefreshSchemasStatusRequest& request) {
    return Call<op::DescribeRefreshSchemasStatus>(request);
}
Result<dms::DescribeSchemasReply> DmsClient::DescribeSchemas(
    const dms::DescribeSchemasRequest& request) {
    return Call<op::DescribeSchemas>(request);
}
Result<dms::CreateReplicationInstanceReply> DmsClient::CreateReplicationInstance(
    const dms::CreateReplicationInstanceRequest& request) {
    return Call<op::CreateReplicationInstance>(request);
}
Result<dms::ModifyReplicationInstanceReply> DmsClient::ModifyReplicationInstance(
    const dms::ModifyReplicationInstanceRequest& request) {
    return Call<op::ModifyReplicationInstance>(request);
}
Result<dms::DeleteReplicationInstanceReply> DmsClient::DeleteReplicationInstance(
    const dms::DeleteReplicationInstanceRequest& request) {
    return Call<op::DeleteReplicationInstance>(request);
}
Result<dms::RebootReplicationInstanceReply> DmsClient::RebootReplicationInstance(
    const dms::RebootReplicationInstanceRequest& request) {
    return Call<op::RebootReplicationInstance>(request);
}
Result<dms::DescribeReplicationInstancesReply> DmsClient::DescribeReplicationInstances(
    const dms::DescribeReplicationInstancesRequest& request) {
    return Call<op::DescribeReplicationInstances>(request);
}
Result<dms::DescribeOrderableReplicationInstancesReply>
DmsClient::DescribeOrderableReplicationInstances(
    const dms::DescribeOrderableReplicationInstancesRequest& request) {
    return Call<op::DescribeOrderableReplicationInstances>(request);
}
Result<dms::AddTagsToResourceReply> DmsClient::AddTagsToResource(
    const dms::AddTagsToResourceRequest& request) {
    return Call<op::AddTagsToResource>(request);
}
Result<dms::RemoveTagsFromResourceReply> DmsClient::RemoveTagsFromResource(
    const dms::RemoveTagsFromResourceRequest& request) {
    return Call<op::RemoveTagsFromResource>(request);
}
Result<dms::ListTagsForResourceReply> DmsClient::ListTagsForResource(
    const dms::ListTagsForResourceRequest& request) {
    return Call<op::ListTagsForResource>(request);
}
Result<dms::DescribeAccountAttributesReply> DmsClient::DescribeAccountAttributes(
    const dms::DescribeAccountAttributesRequest& request) {
    return Call<op::DescribeAccountAttributes>(request);
}

}  // namespace dmsnode::aws
