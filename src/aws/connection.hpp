#pragma once

#include <memory>
#include <stop_token>

#include "aws/connection_settings.hpp"
#include "aws/region_endpoint.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "dms/api.hpp"

namespace dmsnode::aws {

/// An open way to AWS DMS or to a service that speaks its API: target, keys and client together.
/// Opening sends nothing; keys are looked for at the first call.
/// Threads: any.
class Connection {
public:
    /// Reads the files that the settings and the environment name.
    /// Errors: kInvalidArgument (no region, an endpoint that is no URL, a broken file), kNotFound
    /// (a
    ///     file that the settings name).
    /// Lifetime: `clock` and `log` outlive the connection. `stop` ends waits and exchanges.
    static Result<std::unique_ptr<Connection>> Open(const ConnectionSettings& settings,
                                                    Clock& clock, LogSink& log,
                                                    std::stop_token stop = {});
    class Parts;
    explicit Connection(std::unique_ptr<Parts> parts);  ///< For Open: nobody else has Parts.
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    dms::Api& api();
    /// Region and endpoint, with the source of each.
    const Target& target() const;

private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace dmsnode::aws
