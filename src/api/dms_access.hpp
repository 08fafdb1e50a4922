#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "store/secret_box.hpp"
#include "store/service_access_keys.hpp"

namespace dmsnode::api {

/// A connection that is not the store's: the embedded service, or one of DIR/connections.yaml.
struct GivenConnection {
    std::string name;
    bool embedded = false;
    std::string region{};
    std::string endpoint{};
    std::string profile{};
    std::string access_key_id{};
};

/// What a connection of the store says of itself.
struct ConnectionContent {
    std::string region{};
    std::string endpoint{};
    std::string profile{};
    std::string access_key_id{};
    Secret secret_access_key{};
};

/// Which tables of a source are wanted. Patterns are those of selection rules (`%`, `_`).
struct TablesWanted {
    std::string endpoint_arn;
    std::string schema_pattern = "%";
    std::string table_pattern = "%";
    std::size_t limit = 500;  ///< Tables over all schemas.
    bool estimates = true;    ///< With row counts as the source's catalogue estimates them.
};

struct PreviewWanted {
    std::string endpoint_arn;
    std::string target_endpoint_arn{};  ///< Empty: a database of the source's kind.
    std::string table_mappings;
    std::string task_settings{};  ///< Empty: the defaults.
    std::size_t limit = 200;      ///< Tables that are shown.
};

/// The DMS services that nodes' connections lead to, as requests reach them. src/app/ stands
/// behind it. Errors of all: kNotFound for a connection that does not exist; a service's faults
/// carry their code in `fault`; kTimeout and kThrottled where too much is asked at once.
/// Threads: any; calls block for a minute at most.
class DmsAccess {
public:
    virtual ~DmsAccess() = default;

    /// The embedded service first. Errors: kInvalidArgument if the file cannot be read.
    virtual Result<std::vector<GivenConnection>> Given() = 0;
    virtual Result<bool> IsEmbedded(const std::string& connection) = 0;
    /// Whether it can be used, as far as is known without a call.
    virtual Status Check(const ConnectionContent& content) = 0;
    /// One operation of the DMS API, in its form on the wire.
    virtual Result<Json> Call(const std::string& connection, std::string_view operation,
                              const Json& request) = 0;
    /// `{"schemas": [{"name", "tables": [{"name", "kind", "estimatedRows"}]}], "truncated"}`.
    /// Errors: kUnsupported for a connection that is not embedded.
    virtual Result<Json> SourceTables(const std::string& connection,
                                      const TablesWanted& wanted) = 0;
    /// `{"tables": [{"schema", "table", "kind", "targetSchema", "targetTable", "columns"}],
    /// "selected", "problems", "truncated"}`. Errors: kUnsupported as above.
    virtual Result<Json> PreviewMapping(const std::string& connection,
                                        const PreviewWanted& wanted) = 0;
};

/// What the resources on connections and DMS services need. Null: this process has none.
struct DmsParts {
    DmsAccess* access = nullptr;
    store::AccessKeyStore* keys = nullptr;      ///< Those of the embedded service.
    const store::SecretBox* secrets = nullptr;  ///< Of the store that connections are kept in.
};

}  // namespace dmsnode::api
