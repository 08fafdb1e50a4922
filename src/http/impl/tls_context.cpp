#include "http/impl/tls_context.hpp"

#include <fmt/format.h>
#include <openssl/ssl.h>

namespace dmsnode::http {
namespace {

Error Broken(std::string_view what, const boost::system::error_code& failure,
             const std::filesystem::path& file) {
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("cannot use {}: {}", what, failure.message())}
        .At(file.string())
        .Hint(
            "give PEM files: the certificate with those that signed it, and its key without a "
            "passphrase");
}

}  // namespace

Result<std::unique_ptr<boost::asio::ssl::context>> MakeTlsContext(const TlsFiles& files) {
    namespace ssl = boost::asio::ssl;
    auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
    boost::system::error_code failure;
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    // Without a callback OpenSSL would ask for a passphrase on the terminal.
    context->set_password_callback(
        [](std::size_t, ssl::context::password_purpose) { return std::string(); }, failure);
    context->use_certificate_chain_file(files.certificate.string(), failure);
    if (failure) return Broken("the TLS certificate", failure, files.certificate);
    context->use_private_key_file(files.key.string(), ssl::context::pem, failure);
    if (failure) return Broken("the TLS key", failure, files.key);
    if (SSL_CTX_check_private_key(context->native_handle()) != 1) {
        return Error{ErrorCode::kInvalidArgument, "the TLS key is another certificate's"}.At(
            files.key.string());
    }
    return context;
}

}  // namespace dmsnode::http
