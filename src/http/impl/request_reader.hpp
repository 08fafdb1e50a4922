#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace dmsnode::http {

/// Decodes one HTTP/1.1 request from bytes as they come. No I/O.
class RequestReader {
public:
    RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes);
    ~RequestReader();
    RequestReader(RequestReader&&) noexcept;
    RequestReader& operator=(RequestReader&&) noexcept;

    /// Why bytes are no request that we take: the HTTP status to answer, and a text.
    struct Flaw {
        int status = 400;
        std::string_view why;
    };
    /// Takes bytes and gives how many it used: those left over belong to the next request, or must
    /// be given again with more behind them. After a flaw the connection is of no more use.
    std::size_t Feed(std::string_view bytes);
    const std::optional<Flaw>& flaw() const { return flaw_; }
    bool is_done() const;
    /// The header is there, the body not, and the client waits for `100 Continue`.
    bool wants_continue() const;
    /// The request, once it is done.
    Request Take();
    /// What of the request is known: all but the body once the header is there, before it nothing.
    Request Head() const;

private:
    struct Parser;

    std::unique_ptr<Parser> parser_;
    std::optional<Flaw> flaw_;
};

}  // namespace dmsnode::http
