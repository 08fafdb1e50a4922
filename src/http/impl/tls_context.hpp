#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "base/result.hpp"
#include "http/server.hpp"

namespace dmsnode::http {

/// TLS 1.2 and later with the files' certificate.
/// Errors: kInvalidArgument (a file that is missing, broken, or another certificate's key); `where`
///     is the file.
Result<std::unique_ptr<boost::asio::ssl::context>> MakeTlsContext(const TlsFiles& files);

}  // namespace dmsnode::http
