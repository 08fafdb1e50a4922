#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "dms/api.hpp"

namespace dmsnode::service {

/// A reply's HTTP status and body; `fault` is empty on success.
struct DmsAnswer {
    int status = 200;
    std::string fault;
    std::string body;
};

/// Turns an error into the reply that AWS clients understand: `{"__type":…,"message":…}`.
DmsAnswer FaultAnswer(const Error& error);

/// Decodes the request of any operation, calls it, encodes the reply.
/// Lifetime: the API outlives it. Threads: any.
class Dispatcher {
public:
    explicit Dispatcher(dms::Api& api) : api_(api) {}

    DmsAnswer Call(std::string_view operation, std::string_view body) const;

private:
    dms::Api& api_;
};

}  // namespace dmsnode::service
