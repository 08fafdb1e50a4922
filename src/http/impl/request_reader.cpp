#include "http/impl/request_reader.hpp"

// The narrow Beast headers: the whole of it costs a minute to compile.
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace dmsnode::http {

namespace beast_http = boost::beast::http;

struct RequestReader::Parser : beast_http::request_parser<beast_http::string_body> {};

namespace {

RequestReader::Flaw FlawOf(boost::system::error_code failure) {
    if (failure == beast_http::error::header_limit ||
        failure == beast_http::error::buffer_overflow) {
        return {.status = 431, .why = "the header is larger than this server takes"};
    }
    if (failure == beast_http::error::body_limit) {
        return {.status = 413, .why = "the body is larger than this server takes"};
    }
    if (failure == beast_http::error::bad_version) {
        return {.status = 400, .why = "expected HTTP/1.0 or HTTP/1.1"};
    }
    return {.status = 400, .why = "this is no HTTP request"};
}

}  // namespace

RequestReader::RequestReader(std::size_t max_header_bytes, std::size_t max_body_bytes)
    : parser_(std::make_unique<Parser>()) {
    parser_->header_limit(static_cast<std::uint32_t>(max_header_bytes));
    parser_->body_limit(max_body_bytes);
    parser_->eager(true);
}

RequestReader::~RequestReader() = default;
RequestReader::RequestReader(RequestReader&&) noexcept = default;
RequestReader& RequestReader::operator=(RequestReader&&) noexcept = default;

std::size_t RequestReader::Feed(std::string_view bytes) {
    std::size_t used = 0;
    // One put ends at each border (header, chunk): go on until nothing more is taken.
    while (!flaw_ && !parser_->is_done() && used < bytes.size()) {
        boost::system::error_code failure;
        const std::size_t taken =
            parser_->put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), failure);
        used += taken;
        if (failure == beast_http::error::need_more) break;
        if (failure) flaw_ = FlawOf(failure);
        if (taken == 0) break;
    }
    return used;
}

bool RequestReader::is_done() const {
    return !flaw_ && parser_->is_done();
}

bool RequestReader::wants_continue() const {
    if (flaw_ || !parser_->is_header_done() || parser_->is_done()) return false;
    return boost::beast::iequals(parser_->get()[beast_http::field::expect], "100-continue");
}

Request RequestReader::Take() {
    Request request = Head();
    request.body = std::move(parser_->get().body());
    return request;
}

Request RequestReader::Head() const {
    Request request;
    if (!parser_->is_header_done()) return request;
    const auto& message = parser_->get();
    request.method = std::string(message.method_string());
    request.target = std::string(message.target());
    request.keep_alive = message.keep_alive();
    for (const auto& field : message) {
        request.headers.push_back(
            {.name = std::string(field.name_string()), .value = std::string(field.value())});
    }
    return request;
}

}  // namespace dmsnode::http
