#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "http/impl/request_reader.hpp"

/// The decoder in front of all HTTP: bytes as a network may cut them. The first byte says how
/// large the pieces are. Whatever the bytes: no read outside of them, an end for every piece, and
/// the same request however it was cut.

namespace {

using dmsnode::http::Request;
using dmsnode::http::RequestReader;

constexpr std::size_t kMaxHeader = 2048;
constexpr std::size_t kMaxBody = 8192;

struct Outcome {
    bool done = false;
    bool flawed = false;
    Request request;
};

Outcome ReadInPieces(std::string_view bytes, std::size_t piece) {
    RequestReader reader(kMaxHeader, kMaxBody);
    std::string waiting;
    while (!bytes.empty() && !reader.is_done() && !reader.flaw()) {
        waiting += bytes.substr(0, piece);
        bytes.remove_prefix(std::min(piece, bytes.size()));
        const std::size_t used = reader.Feed(waiting);
        if (used > waiting.size()) __builtin_trap();
        waiting.erase(0, used);
        static_cast<void>(reader.wants_continue());
    }
    Outcome outcome{.done = reader.is_done(), .flawed = reader.flaw().has_value(), .request = {}};
    if (outcome.done) outcome.request = reader.Take();
    return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const Outcome whole = ReadInPieces(bytes, size);
    const Outcome pieces = ReadInPieces(bytes, std::size_t{data[0]} + 1);
    // A flaw may be seen earlier in one piece than in many; two finished requests are the same.
    if (whole.done && pieces.done) {
        if (whole.request.body != pieces.request.body) __builtin_trap();
        if (whole.request.target != pieces.request.target) __builtin_trap();
        if (whole.request.headers.size() != pieces.request.headers.size()) __builtin_trap();
    }
    return 0;
}
