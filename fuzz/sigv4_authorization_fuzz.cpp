// The Authorization header as anybody on the network may send it.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aws/sigv4.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace dmsnode;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const Result<aws::Authorization> authorization = aws::ParseAuthorization(text);
    if (!authorization) {
        // A refusal always has a fault that the front can answer with.
        if (authorization.error().fault.empty()) std::abort();
        return 0;
    }
    // What was accepted is well formed, and goes on to Verify, which nobody passes by guessing.
    if (authorization->signature.size() != 64 || authorization->signed_headers.empty())
        std::abort();
    const std::vector<aws::HttpHeader> headers{{"Host", "h"}, {"X-Amz-Date", "20261122T101702Z"}};
    const TimePoint now(std::chrono::seconds(1'795'342'622));
    const Status verified = aws::Verify(
        {.path = text.substr(0, size / 2), .query = text.substr(size / 2), .headers = headers},
        *authorization, Secret("secret"), now);
    if (verified) std::abort();
    return 0;
}
