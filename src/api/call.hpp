#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/auth/rights.hpp"
#include "base/clock.hpp"
#include "base/json.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace dmsnode::api {

/// Which part of a list is wanted.
struct Page {
    std::string after;        ///< What the last page's cursor stood for; empty for the first page.
    std::int64_t limit = 50;  ///< 1 to 200.
};

/// One request, checked against its route: what a handler finds here has the types and bounds that
/// the route says.
struct Call {
    std::map<std::string, std::string, std::less<>> path;  ///< Parameters of the path template.
    Json query = Json::object();  ///< Typed, with defaults; absent if neither given nor defaulted.
    Json body;                    ///< Null if the route takes none.
    Principal principal;
    TimePoint now;
    std::string request_id;
    std::string peer;
    bool secure = false;
    std::string user_agent{};
    std::string idempotency_key{};  ///< Of a route that keeps its keys itself; empty: none.
    std::string last_event{};       ///< Last-Event-ID of a stream that is taken up again.
    std::string raw_body{};         ///< Of a route that takes bytes.
    std::string if_match{};         ///< The header If-Match, as it came.

    /// A `{…Code}` of the path.
    std::int64_t Code(std::string_view name) const;
    const std::string& Text(std::string_view name) const;
    /// The query parameters of PageQuery().
    Page page() const;
    bool Has(std::string_view member) const { return body.is_object() && body.contains(member); }
};

/// What a handler answers. Made by the functions below.
struct Answer {
    int status = 0;           ///< 0: the route's.
    Json body{};              ///< Null: none.
    std::string text{};       ///< Of a route whose reply is no JSON.
    std::string text_type{};  ///< Of `text`, if it is not the route's reply_type.
    std::vector<http::Header> headers{};
    std::shared_ptr<http::EventStream> events{};
    /// What was done to what, for the audit log: `user 123 (anna)`. Never a secret.
    std::string object{};
};

Answer Ok(Json body);
Answer Ok(Json body, std::string object);
Answer NoContent(std::string object = {});
Answer OkText(std::string text);
Answer Stream(std::shared_ptr<http::EventStream> events);
/// A refusal with several problems; status 400.
Answer Refused(const std::string& detail, const std::vector<Problem>& problems);

/// One page of a list: `{"items": […], "nextCursor": "…"}`. Give one item more than the page's
/// limit, if there is one: that is how it is known that more comes. `after` makes the text of an
/// item from which the next page goes on.
template <class Row, class Write, class After>
Json MakePage(const std::vector<Row>& rows, const Page& page, Write&& write, After&& after);

/// Opaque for clients; for us, a text. Errors: kInvalidArgument.
std::string EncodeCursor(std::string_view text);
Result<std::string> DecodeCursor(std::string_view cursor);

template <class Row, class Write, class After>
Json MakePage(const std::vector<Row>& rows, const Page& page, Write&& write, After&& after) {
    Json items = Json::array();
    const auto limit = static_cast<std::size_t>(page.limit);
    for (std::size_t i = 0; i < rows.size() && i < limit; ++i) items.push_back(write(rows[i]));
    Json reply{{"items", std::move(items)}};
    if (rows.size() > limit) reply["nextCursor"] = EncodeCursor(after(rows[limit - 1]));
    return reply;
}

}  // namespace dmsnode::api
