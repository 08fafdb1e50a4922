#pragma once

#include "connectors/connector.hpp"
#include "connectors/query.hpp"

namespace dmsnode::app {

/// Chooses the connector by the endpoint's engine.
class ConnectorFactory final : public connectors::Factory, public connectors::QueryFactory {
public:
    Result<std::unique_ptr<connectors::Source>> OpenSource(const connectors::Endpoint& endpoint,
                                                           LogSink& log) override;
    Result<std::unique_ptr<connectors::Target>> OpenTarget(const connectors::Endpoint& endpoint,
                                                           LogSink& log) override;
    Result<std::unique_ptr<connectors::QuerySession>> OpenQuery(
        const connectors::Endpoint& endpoint, LogSink& log) override;
};

}  // namespace dmsnode::app
