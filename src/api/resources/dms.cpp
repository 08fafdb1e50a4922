#include <array>

#include "api/problem.hpp"
#include "api/resources/connections.hpp"
#include "api/resources/rows.hpp"

namespace dmsnode::api {
namespace {

struct Operation {
    std::string_view name;
    Right right;
    bool asks;  ///< It changes nothing.
};

// Every operation of the DMS API that there is in this program, and who may call it. Endpoints,
// instances and tags are an administrator's: they hold credentials, or cost money.
constexpr std::array kOperations{
    Operation{"DescribeReplicationTasks", Right::kDmsRead, true},
    Operation{"DescribeTableStatistics", Right::kDmsRead, true},
    Operation{"DescribeEndpoints", Right::kDmsRead, true},
    Operation{"DescribeEndpointTypes", Right::kDmsRead, true},
    Operation{"DescribeConnections", Right::kDmsRead, true},
    Operation{"DescribeSchemas", Right::kDmsRead, true},
    Operation{"DescribeRefreshSchemasStatus", Right::kDmsRead, true},
    Operation{"DescribeReplicationInstances", Right::kDmsRead, true},
    Operation{"DescribeOrderableReplicationInstances", Right::kDmsRead, true},
    Operation{"DescribeAccountAttributes", Right::kDmsRead, true},
    Operation{"ListTagsForResource", Right::kDmsRead, true},
    Operation{"CreateReplicationTask", Right::kDmsOperate, false},
    Operation{"ModifyReplicationTask", Right::kDmsOperate, false},
    Operation{"DeleteReplicationTask", Right::kDmsOperate, false},
    Operation{"StartReplicationTask", Right::kDmsOperate, false},
    Operation{"StopReplicationTask", Right::kDmsOperate, false},
    Operation{"MoveReplicationTask", Right::kDmsOperate, false},
    Operation{"ReloadTables", Right::kDmsOperate, false},
    Operation{"TestConnection", Right::kDmsOperate, false},
    Operation{"DeleteConnection", Right::kDmsOperate, false},
    Operation{"RefreshSchemas", Right::kDmsOperate, false},
    Operation{"CreateEndpoint", Right::kDmsManage, false},
    Operation{"ModifyEndpoint", Right::kDmsManage, false},
    Operation{"DeleteEndpoint", Right::kDmsManage, false},
    Operation{"CreateReplicationInstance", Right::kDmsManage, false},
    Operation{"ModifyReplicationInstance", Right::kDmsManage, false},
    Operation{"DeleteReplicationInstance", Right::kDmsManage, false},
    Operation{"RebootReplicationInstance", Right::kDmsManage, false},
    Operation{"AddTagsToResource", Right::kDmsManage, false},
    Operation{"RemoveTagsFromResource", Right::kDmsManage, false},
};

/// `connection aws: ReplicationTaskArn arn:aws:dms:…`. Only names and ARNs, never a secret.
std::string ObjectOf(const Call& call) {
    std::string object = ConnectionObject(call.Text("connectionName"));
    for (const char* member :
         {"ReplicationTaskIdentifier", "ReplicationTaskArn", "EndpointIdentifier", "EndpointArn",
          "ReplicationInstanceIdentifier", "ReplicationInstanceArn", "ResourceArn"}) {
        const auto found = call.body.is_object() ? call.body.find(member) : call.body.end();
        if (found == call.body.end() || !found->is_string()) continue;
        return object + ": " + member + " " + found->get_ref<const std::string&>().substr(0, 300);
    }
    return object;
}

Result<Answer> CallOperation(const ApiParts& on, const Call& call, std::string_view operation) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    Result<Json> reply = (*access)->Call(call.Text("connectionName"), operation,
                                         call.body.is_null() ? Json::object() : call.body);
    if (reply) return Ok(*std::move(reply), ObjectOf(call));
    Result<Answer> told = ToldFault(reply.error());
    if (told) told->object = ObjectOf(call);
    return told;
}

Result<Answer> SourceTables(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    const Json& body = call.body;
    Result<Json> reply = (*access)->SourceTables(
        call.Text("connectionName"), {.endpoint_arn = body["endpointArn"].get<std::string>(),
                                      .schema_pattern = body.value("schemaPattern", "%"),
                                      .table_pattern = body.value("tablePattern", "%"),
                                      .limit = body.value("limit", std::size_t{500}),
                                      .estimates = body.value("estimates", true)});
    if (!reply) return ToldFault(reply.error());
    return Ok(*std::move(reply));
}

/// A document as text, or as JSON.
std::string DocumentOf(const Json& body, const char* member) {
    const auto found = body.find(member);
    if (found == body.end()) return "";
    return found->is_string() ? found->get<std::string>() : DumpJson(*found);
}

Result<Answer> PreviewMapping(const ApiParts& on, const Call& call) {
    const auto access = DmsOf(on);
    if (!access) return access.error();
    const Json& body = call.body;
    Result<Json> reply = (*access)->PreviewMapping(
        call.Text("connectionName"), {.endpoint_arn = body["endpointArn"].get<std::string>(),
                                      .target_endpoint_arn = body.value("targetEndpointArn", ""),
                                      .table_mappings = DocumentOf(body, "tableMappings"),
                                      .task_settings = DocumentOf(body, "taskSettings"),
                                      .limit = body.value("limit", std::size_t{200})});
    if (!reply) return ToldFault(reply.error());
    return Ok(*std::move(reply));
}

void AddOperations(RouteTable& table, const ApiParts& parts) {
    for (const Operation& operation : kOperations) {
        const std::string name(operation.name);
        table.Add({.method = "POST",
                   .path = "/connections/{connectionName}/dms/" + name,
                   .operation = "dms" + name,
                   .tag = "dms",
                   .summary = "The DMS API's " + name + ", on the connection's service",
                   .right = operation.right,
                   .body = Schema::Map(Schema::Any()).Describe("the operation's request"),
                   .reply = Schema::Map(Schema::Any()).Describe("the operation's reply"),
                   .body_optional = true,
                   .max_body = 8U << 20U,
                   .asks = operation.asks,
                   .handle = [parts, called = operation.name](const Call& call) {
                       return CallOperation(parts, call, called);
                   }});
    }
}

Schema TablesReply() {
    const Schema table = Schema::Object(
        {Required("name", Schema::String()), Required("kind", Schema::Enum({"table", "view"})),
         Optional("estimatedRows", Schema::Integer().Describe("as the source's catalogue says"))});
    return Schema::Object({Required("schemas", Schema::Array(Schema::Object(
                                                   {Required("name", Schema::String()),
                                                    Required("tables", Schema::Array(table))}))),
                           Required("truncated", Schema::Boolean())});
}

Schema PreviewReply() {
    const Schema text = Schema::String();
    const Schema column = Schema::Object({Required("name", text),
                                          Required("targetName", text.Describe("empty: excluded")),
                                          Optional("excluded", Schema::Boolean())});
    const Schema table = Schema::Object(
        {Required("schema", text), Required("table", text),
         Required("kind", Schema::Enum({"table", "view"})), Required("targetSchema", text),
         Required("targetTable", text), Required("columns", Schema::Array(column))});
    return Schema::Object(
        {Required("tables", Schema::Array(table)),
         Required("selected", Schema::Integer().Describe("how many tables the rules take")),
         Required("problems", Schema::Array(ProblemEntrySchema())
                                  .Describe("paths are those of the mapping document")),
         Required("truncated", Schema::Boolean())});
}

}  // namespace

void AddDmsRoutes(RouteTable& table, const ApiParts& parts) {
    AddOperations(table, parts);
    const Schema arn = Schema::String().Length(1, 500).Describe("ARN or identifier of an endpoint");
    const Schema document =
        Schema::AnyOf({Schema::String().Length(0, 8 << 20), Schema::Map(Schema::Any())});
    const Schema pattern =
        Schema::String().Length(1, 500).Describe("as in selection rules: % and _; default: all");
    table.Add(
        {.method = "POST",
         .path = "/connections/{connectionName}/source-tables",
         .operation = "listSourceTables",
         .tag = "dms",
         .summary = "The schemas and tables of an endpoint's database (embedded service only)",
         .right = Right::kDmsOperate,
         .body = Schema::Object(
             {Required("endpointArn", arn), Optional("schemaPattern", pattern),
              Optional("tablePattern", pattern),
              Optional("limit", Schema::Integer().Range(1, 5000).Describe(
                                    "tables over all schemas; default: 500")),
              Optional("estimates",
                       Schema::Boolean().Describe("with row counts as estimated; default: true"))}),
         .reply = TablesReply(),
         .asks = true,
         .handle = On(parts, SourceTables)});
    table.Add(
        {.method = "POST",
         .path = "/connections/{connectionName}/mapping-preview",
         .operation = "previewMapping",
         .tag = "dms",
         .summary = "What table mappings make of an endpoint's tables (embedded service only)",
         .right = Right::kDmsOperate,
         .body = Schema::Object(
             {Required("endpointArn", arn), Required("tableMappings", document),
              Optional("targetEndpointArn",
                       arn.Describe("of the target: its engine decides on some names")),
              Optional("taskSettings", document),
              Optional("limit", Schema::Integer().Range(1, 1000).Describe(
                                    "tables that are shown; default: 200"))}),
         .reply = PreviewReply(),
         .max_body = 8U << 20U,
         .asks = true,
         .handle = On(parts, PreviewMapping)});
}

}  // namespace dmsnode::api
