#include <fmt/format.h>

#include <utility>

#include "dms/codec.hpp"
#include "service/impl/connection_tests.hpp"
#include "service/impl/endpoint_rules.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

using dms::fault::kInvalidOperation;
using dms::fault::kInvalidParameterCombination;

constexpr std::string_view kEndpointList = "endpoints";

bool IsPostgres(const store::EndpointRow& row) {
    const Result<EngineName> engine = CheckEngine(row.engine);
    return engine && engine->engine == connectors::Engine::kPostgres;
}

bool IsSqlite(const store::EndpointRow& row) {
    return row.engine == "sqlite";
}

/// Refuses the settings block of another engine: it would be stored and do nothing.
template <class Request>
Status CheckBlocks(const Request& request, const store::EndpointRow& row) {
    const std::string_view own = IsSqlite(row)     ? ""
                                 : IsPostgres(row) ? "PostgreSQLSettings"
                                                   : "MySQLSettings";
    Status fits;
    Request::Members(request, [&](std::string_view name, const auto& field, dms::Need) {
        using Field = std::decay_t<decltype(field)>;
        if constexpr (dms::impl::IsOptional<Field>::value) {
            if constexpr (dms::impl::Shape<typename Field::value_type>) {
                if (field && name != own) {
                    fits = dms::fault::Make(
                        kInvalidParameterCombination,
                        fmt::format("{} does not belong to EngineName {}", name, row.engine));
                }
            }
        }
    });
    return fits;
}

template <class Request>
Status CheckNotServed(const Request& request) {
    if (!request.certificate_arn.value_or("").empty()) {
        return dms::fault::Make(kInvalidOperation,
                                "CertificateArn: this service keeps no certificates; name the CA's "
                                "PEM file by the extra "
                                "connection attribute caFile=/path");
    }
    if (!request.service_access_role_arn.value_or("").empty()) {
        return dms::fault::Make(kInvalidOperation,
                                "ServiceAccessRoleArn: the engines of this service log in with "
                                "Username and Password; leave it out");
    }
    return {};
}

Json BlockOf(const store::EndpointRow& row) {
    const Result<Json> block = ParseJson(row.settings.empty() ? "{}" : row.settings);
    return block && block->is_object() ? *block : Json::object();
}

/// What a settings block says of the login goes where the plain members go; the rest is kept to be
/// echoed.
template <class Block>
Status ApplyBlock(const Block& block, bool exact, store::EndpointRow& row,
                  std::optional<Secret>& password) {
    if (block.secrets_manager_secret_id || block.secrets_manager_access_role_arn) {
        return dms::fault::Make(kInvalidOperation,
                                "SecretsManagerSecretId: this service reads no secrets manager; "
                                "give Username and Password");
    }
    if (block.server_name) row.server_name = *block.server_name;
    if (block.port) row.port = *block.port;
    if (block.username) row.username = *block.username;
    if (block.database_name) row.database_name = *block.database_name;
    if (block.password) password = block.password;
    Block shown = block;
    shown.password.reset();
    Json kept = exact ? Json::object() : BlockOf(row);
    kept.update(dms::EncodeRequest(shown));
    row.settings = DumpJson(kept);
    return {};
}

template <class Request>
Status Apply(const Request& request, bool exact, const store::SecretBox& secrets,
             store::EndpointRow& row) {
    if (Status served = CheckNotServed(request); !served) return served;
    if (Status fits = CheckBlocks(request, row); !fits) return fits;
    std::optional<Secret> password = request.password;
    Status applied;
    if (request.postgre_sql_settings) {
        applied = ApplyBlock(*request.postgre_sql_settings, exact, row, password);
    }
    if (request.my_sql_settings) {
        applied = ApplyBlock(*request.my_sql_settings, exact, row, password);
    }
    if (!applied) return applied;
    if (request.username) row.username = *request.username;
    if (request.server_name) row.server_name = *request.server_name;
    if (request.port) row.port = *request.port;
    if (request.database_name) row.database_name = *request.database_name;
    if (request.extra_connection_attributes) {
        row.extra_attributes = *request.extra_connection_attributes;
    }
    if (request.ssl_mode) row.ssl_mode = *request.ssl_mode;
    if (password) row.sealed_password = secrets.Seal(*password, PasswordPlace(row));
    return CheckEndpoint(row);
}

Error TakenEndpointName(store::Connection& db, const std::string& identifier) {
    store::EndpointFilter filter;
    filter.identifiers = {identifier};
    const auto found = store::ListEndpoints(db, filter, {.after_seq = 0, .limit = 1});
    return AlreadyExists(ResourceKind::kEndpoint, identifier,
                         found && !found->empty() ? found->front().arn : "");
}

void WarnOfUnknown(LogSink& log, const store::EndpointRow& row) {
    const Result<ExtraAttributes> attributes = ParseExtraAttributes(row.extra_attributes);
    if (!attributes) return;
    for (const std::string& name : attributes->unknown) {
        log.Log(LogLevel::kWarning,
                fmt::format("endpoint {}: the extra connection attribute {} is not known; it is "
                            "kept, and changes nothing unless the connector takes it",
                            row.identifier, name));
    }
}

Result<bool> IsUsed(store::Connection& db, const std::string& arn) {
    store::TaskFilter filter;
    filter.endpoint_arns = {arn};
    const auto tasks = store::ListTasks(db, filter, {.after_seq = 0, .limit = 1});
    if (!tasks) return tasks.error();
    return !tasks->empty();
}

}  // namespace

Result<dms::CreateEndpointReply> DmsService::CreateEndpoint(
    const dms::CreateEndpointRequest& request) {
    const Status named =
        CheckIdentifier(ResourceKind::kEndpoint, "EndpointIdentifier", request.endpoint_identifier);
    if (!named) return named.error();
    if (const auto engine = CheckEngine(request.engine_name); !engine) return engine.error();
    Result<std::string> arn =
        parts_->arns.New(ResourceKind::kEndpoint, request.resource_identifier);
    if (!arn) return arn.error();
    store::EndpointRow row;
    row.arn = *arn;
    row.identifier = StoredIdentifier(ResourceKind::kEndpoint, request.endpoint_identifier);
    row.type = LowerCase(request.endpoint_type);
    row.engine = request.engine_name;
    row.ssl_mode = "none";
    row.kms_key_id = request.kms_key_id.value_or("");
    row.created = parts_->on.clock.Now();
    if (Status applied = Apply(request, true, parts_->on.secrets, row); !applied) {
        return applied.error();
    }
    auto reply = parts_->Write([&](store::Connection& db) -> Result<dms::CreateEndpointReply> {
        auto used = store::CountEndpoints(db);
        if (!used) return used.error();
        Status room = CheckQuota(ResourceKind::kEndpoint, *used, kMostEndpoints);
        if (!room) return room.error();
        if (Status inserted = store::InsertEndpoint(db, row); !inserted) {
            if (inserted.error().code != ErrorCode::kAlreadyExists) return inserted.error();
            return TakenEndpointName(db, row.identifier);
        }
        if (Status tagged = StoreTags(db, row.arn, request.tags); !tagged) return tagged.error();
        dms::CreateEndpointReply created;
        created.endpoint = ToShape(row);
        return created;
    });
    if (reply) WarnOfUnknown(parts_->on.log, row);
    return reply;
}

Result<dms::ModifyEndpointReply> DmsService::ModifyEndpoint(
    const dms::ModifyEndpointRequest& request) {
    std::vector<store::ConnectionRow> tests;
    auto reply = parts_->Write([&](store::Connection& db) -> Result<dms::ModifyEndpointReply> {
        auto found = NeedEndpoint(db, request.endpoint_arn);
        if (!found) return found.error();
        store::EndpointRow row = *found;
        if (request.endpoint_identifier && !request.endpoint_identifier->empty()) {
            const Status named = CheckIdentifier(ResourceKind::kEndpoint, "EndpointIdentifier",
                                                 *request.endpoint_identifier);
            if (!named) return named.error();
            row.identifier =
                StoredIdentifier(ResourceKind::kEndpoint, *request.endpoint_identifier);
        }
        if (request.engine_name) row.engine = *request.engine_name;
        if (const auto engine = CheckEngine(row.engine); !engine) return engine.error();
        if (request.endpoint_type) row.type = LowerCase(*request.endpoint_type);
        if (row.type != found->type) {
            auto used = IsUsed(db, row.arn);
            if (!used) return used.error();
            if (*used) {
                return dms::fault::Make(
                    dms::fault::kInvalidResourceState,
                    fmt::format("Endpoint {} is used by a task as a {}: its type cannot change",
                                row.identifier, found->type));
            }
        }
        Status applied =
            Apply(request, request.exact_settings.value_or(false), parts_->on.secrets, row);
        if (!applied) return applied.error();
        if (Status updated = store::UpdateEndpoint(db, row); !updated) {
            if (updated.error().code != ErrorCode::kAlreadyExists) return updated.error();
            return TakenEndpointName(db, row.identifier);
        }
        auto renewed = RenewTests(db, row.arn);
        if (!renewed) return renewed.error();
        tests = *std::move(renewed);
        dms::ModifyEndpointReply modified;
        modified.endpoint = ToShape(row);
        modified.endpoint->status = "modifying";
        WarnOfUnknown(parts_->on.log, row);
        return modified;
    });
    if (reply) QueueTests(parts_->endpoint_work, parts_->on.database, tests);
    return reply;
}

Result<dms::DeleteEndpointReply> DmsService::DeleteEndpoint(
    const dms::DeleteEndpointRequest& request) {
    return parts_->Write([&](store::Connection& db) -> Result<dms::DeleteEndpointReply> {
        auto row = NeedEndpoint(db, request.endpoint_arn);
        if (!row) return row.error();
        auto used = IsUsed(db, row->arn);
        if (!used) return used.error();
        if (*used) {
            return dms::fault::Make(
                dms::fault::kInvalidResourceState,
                fmt::format("Endpoint {} is part of one or more replication tasks; delete them "
                            "first",
                            row->identifier));
        }
        if (Status deleted = store::DeleteEndpoint(db, row->arn); !deleted) return deleted.error();
        dms::DeleteEndpointReply reply;
        reply.endpoint = ToShape(*row);
        reply.endpoint->status = "deleting";
        return reply;
    });
}

Result<dms::DescribeEndpointsReply> DmsService::DescribeEndpoints(
    const dms::DescribeEndpointsRequest& request) {
    const auto page = ReadPage(kEndpointList, request.max_records, request.marker);
    if (!page) return page.error();
    store::EndpointFilter filter;
    Status read = ReadFilters(request.filters, {{"endpoint-arn", &filter.arns},
                                                {"endpoint-type", &filter.types},
                                                {"endpoint-id", &filter.identifiers},
                                                {"engine-name", &filter.engines}});
    if (!read) return read.error();
    // Replies show SOURCE and TARGET, requests take source and target: accept both.
    if (filter.types) {
        for (std::string& type : *filter.types) type = LowerCase(type);
    }
    return parts_->Read([&](store::Connection& db) -> Result<dms::DescribeEndpointsReply> {
        auto rows = store::ListEndpoints(db, filter, *page);
        if (!rows) return rows.error();
        if (rows->empty() && !request.filters.empty() && page->after_seq == 0) {
            return dms::fault::Make(dms::fault::kResourceNotFound,
                                    "No Endpoints found matching provided filters.");
        }
        dms::DescribeEndpointsReply reply;
        reply.marker = CutPage(kEndpointList, *page, *rows);
        for (const store::EndpointRow& row : *rows) reply.endpoints.push_back(ToShape(row));
        return reply;
    });
}

Result<dms::DescribeEndpointTypesReply> DmsService::DescribeEndpointTypes(
    const dms::DescribeEndpointTypesRequest& request) {
    store::OneOf engines;
    store::OneOf types;
    Status read =
        ReadFilters(request.filters, {{"engine-name", &engines}, {"endpoint-type", &types}});
    if (!read) return read.error();
    const auto passes = [](const store::OneOf& values, std::string_view value) {
        return !values || std::find(values->begin(), values->end(), value) != values->end();
    };
    std::vector<dms::SupportedEndpointType> all;
    for (const EngineName& engine : EngineNames()) {
        for (const std::string_view type : {"source", "target"}) {
            if (!passes(engines, engine.name) || !passes(types, type)) continue;
            dms::SupportedEndpointType& item = all.emplace_back();
            item.engine_name = std::string(engine.name);
            item.supports_cdc = false;
            item.endpoint_type = std::string(type);
            item.replication_instance_engine_minimum_version = "3.5.4";
            item.engine_display_name = std::string(engine.display_name);
        }
    }
    auto paged = PageOf("endpoint-types", std::move(all), request.max_records, request.marker);
    if (!paged) return paged.error();
    dms::DescribeEndpointTypesReply reply;
    reply.supported_endpoint_types = std::move(paged->first);
    reply.marker = std::move(paged->second);
    return reply;
}

}  // namespace dmsnode::service
