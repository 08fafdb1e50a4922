#include "service/endpoint_database.hpp"

#include "service/impl/endpoint_rules.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
namespace {

Result<store::EndpointRow> NeedEndpointNamed(store::Connection& db,
                                             const std::string& arn_or_identifier) {
    if (arn_or_identifier.starts_with("arn:")) return NeedEndpoint(db, arn_or_identifier);
    store::EndpointFilter filter;
    filter.identifiers = {arn_or_identifier};
    auto endpoints = store::ListEndpoints(db, filter, {.after_seq = 0, .limit = 1});
    if (!endpoints) return endpoints.error();
    if (endpoints->empty()) return NotFound(ResourceKind::kEndpoint, arn_or_identifier);
    return std::move(endpoints->front());
}

}  // namespace

Result<connectors::Endpoint> DatabaseOf(store::Database& database, const store::SecretBox& secrets,
                                        const std::string& arn_or_identifier) {
    return database.Read([&](store::Connection& db) -> Result<connectors::Endpoint> {
        const auto endpoint = NeedEndpointNamed(db, arn_or_identifier);
        if (!endpoint) return endpoint.error();
        return ToConnectorEndpoint(*endpoint, secrets);
    });
}

}  // namespace dmsnode::service
