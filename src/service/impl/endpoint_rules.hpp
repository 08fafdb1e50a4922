#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "dms/shapes.hpp"
#include "store/secret_box.hpp"
#include "store/service_rows.hpp"

/// What an endpoint may say, and what the engine is told of it.
namespace dmsnode::service {

struct EngineName {
    std::string_view name;
    std::string_view display_name;
    connectors::Engine engine;
};

/// The engines served, in the order of DescribeEndpointTypes.
const std::vector<EngineName>& EngineNames();
/// Errors: InvalidParameterValueException that lists the engines served.
Result<EngineName> CheckEngine(std::string_view name);

/// Extra connection attributes, taken apart.
struct ExtraAttributes {
    connectors::ValuePolicy policy;
    std::string ca_file;
    std::map<std::string, std::string> others;  ///< For the connector; names as given.
    std::vector<std::string> unknown;           ///< Names that neither AWS nor we document.
};

/// Reads `name=value;name=value`. Names are compared without case.
/// Errors: InvalidParameterValueException for a part without `=`, a name given twice, a value that
///     its attribute does not have, and for a password: what stands here is shown in replies.
Result<ExtraAttributes> ParseExtraAttributes(std::string_view text);

/// Checks what must fit together: engine, server, database, SslMode, attributes.
/// Errors: InvalidParameterValueException, InvalidParameterCombinationException.
Status CheckEndpoint(const store::EndpointRow& row);

/// The endpoint as the connectors take it; reads the CA file that it names.
/// Errors: those of SecretBox::Unseal and of reading the file.
Result<connectors::Endpoint> ToConnectorEndpoint(const store::EndpointRow& row,
                                                 const store::SecretBox& secrets);

/// The row as replies show it: no password.
dms::Endpoint ToShape(const store::EndpointRow& row);

/// Where an endpoint's password is sealed for.
std::string PasswordPlace(const store::EndpointRow& row);

}  // namespace dmsnode::service
