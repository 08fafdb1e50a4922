// Bodies of requests: whatever is accepted must survive the way back and forth unchanged.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "dms/codec.hpp"

namespace {

template <class Request>
void Try(const dmsnode::Json& json) {
    using namespace dmsnode;
    const Result<Request> request = dms::Decode<Request>(json);
    if (!request) {
        if (request.error().fault.empty()) std::abort();
        return;
    }
    const Json encoded = dms::EncodeReply(*request);
    const Result<Request> again = dms::Decode<Request>(encoded);
    if (!again || dms::EncodeReply(*again) != encoded) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace dmsnode;
    const Result<Json> json =
        ParseJson(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!json) {
        // The error goes into a JSON reply: it must be UTF-8.
        if (!ParseJson(DumpJson(Json(json.error().ToString())))) std::abort();
        return 0;
    }
    Try<dms::CreateReplicationTaskRequest>(*json);
    Try<dms::CreateEndpointRequest>(*json);
    Try<dms::DescribeReplicationTasksRequest>(*json);
    Try<dms::DescribeReplicationTasksReply>(*json);
    Try<dms::ReloadTablesRequest>(*json);
    return 0;
}
