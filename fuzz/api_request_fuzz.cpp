#include <cstddef>
#include <cstdint>
#include <string>

#include "api/call.hpp"
#include "api/route.hpp"
#include "http/target.hpp"

/// What the REST API reads of a request: path, query, cursor, media types, cookies, and a body
/// against a schema. The first line is the target, the rest the body. Whatever the bytes: no read
/// outside of them, decoded texts are UTF-8, and problems are bounded.

namespace {

using namespace dmsnode;

void Check(bool holds) {
    if (!holds) __builtin_trap();
}

const api::Components& Shapes() {
    using api::Optional;
    using api::Required;
    using api::Schema;
    static const api::Components components{
        {"Node",
         Schema::Object(
             {Required("code", Schema::Code()), Optional("name", Schema::Word("a-z0-9_-", 1, 8)),
              Optional("when", Schema::Time().OrNull()), Optional("kind", Schema::Enum({"a", "b"})),
              Optional("count", Schema::Integer().Range(-5, 5)),
              Optional("text", Schema::String().Length(1, 3)),
              Optional("map", Schema::Map(Schema::Boolean())),
              Optional("either", Schema::AnyOf({Schema::Ref("Node"), Schema::Number()})),
              Optional("nodes", Schema::Array(Schema::Ref("Node")).Items(0, 3))})}};
    return components;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string_view target = bytes.substr(0, bytes.find('\n'));
    const http::Request request{.method = "GET", .target = std::string(target)};
    if (const auto segments = http::SplitPath(request.path())) {
        for (const std::string& segment : *segments) {
            Check(http::IsUtf8Text(segment) && !segment.empty());
            Check(*http::DecodePercent(http::EncodePercent(segment)) == segment);
        }
    }
    if (const auto query = http::ParseQuery(request.query())) {
        for (const http::QueryParameter& each : *query) {
            Check(http::IsUtf8Text(each.name) && http::IsUtf8Text(each.value));
            if (const auto cursor = api::DecodeCursor(each.value)) {
                Check(*api::DecodeCursor(api::EncodeCursor(*cursor)) == *cursor);
            }
        }
    }
    static_cast<void>(http::MediaTypeOf(target));
    static_cast<void>(http::IsUtf8Charset(target));
    static_cast<void>(http::Accepts(target, "application/json"));
    Check(http::CookieOf(target, "a").size() <= target.size());
    if (target.size() == bytes.size()) return 0;
    if (const auto json = ParseJson(bytes.substr(target.size() + 1), {.max_depth = 50})) {
        const auto problems = api::Validate(*json, api::Schema::Ref("Node"), Shapes());
        Check(problems.size() <= 20);
    }
    return 0;
}
