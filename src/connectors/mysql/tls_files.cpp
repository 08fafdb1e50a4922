#include "connectors/mysql/tls_files.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <utility>

namespace dmsnode::connectors::mysql {
namespace {

Result<std::string> WritePrivateFile(const std::string& text) {
    std::error_code no_folder;
    const std::filesystem::path folder = std::filesystem::temp_directory_path(no_folder);
    if (no_folder) {
        return Error{ErrorCode::kUnavailable, "there is no folder for temporary files"}.Hint(
            "set TMPDIR to one");
    }
    std::string path = (folder / "dmsnode-ca-XXXXXX").string();
    const int file = ::mkstemp(path.data());  // made with mode 0600
    if (file < 0) {
        return Error{ErrorCode::kUnavailable, "cannot make a temporary file for the CA certificate"}
            .At(folder.string());
    }
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t count = ::write(file, text.data() + written, text.size() - written);
        if (count <= 0) break;
        written += static_cast<std::size_t>(count);
    }
    if (::close(file) != 0 || written != text.size()) {
        ::unlink(path.c_str());
        return Error{ErrorCode::kResourceExhausted, "cannot write the CA certificate"}
            .At(path)
            .Hint("free space in the folder for temporary files");
    }
    return path;
}

Result<std::string> SystemBundle() {
    constexpr std::array kPlaces = {"/etc/ssl/certs/ca-certificates.crt",
                                    "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                                    "/etc/ssl/cert.pem"};
    if (const char* named = std::getenv("SSL_CERT_FILE"); named != nullptr && *named != '\0') {
        return std::string(named);
    }
    for (const char* place : kPlaces) {
        if (::access(place, R_OK) == 0) return std::string(place);
    }
    return Error{ErrorCode::kNotFound, "this system has no bundle of CA certificates"}.Hint(
        "give the endpoint a CA certificate, or install ca-certificates");
}

}  // namespace

Result<CaFile> CaFile::Make(const Endpoint& endpoint) {
    if (endpoint.ssl_mode != SslMode::kVerifyCa && endpoint.ssl_mode != SslMode::kVerifyFull) {
        return CaFile({}, false);
    }
    if (endpoint.ca_certificate.empty()) {
        Result<std::string> bundle = SystemBundle();
        if (!bundle) return bundle.error();
        return CaFile(*std::move(bundle), false);
    }
    if (endpoint.ca_certificate.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
        return Error{ErrorCode::kInvalidArgument, "the CA certificate is not PEM text"}.Hint(
            "it starts with -----BEGIN CERTIFICATE-----");
    }
    Result<std::string> path = WritePrivateFile(endpoint.ca_certificate);
    if (!path) return path.error();
    return CaFile(*std::move(path), true);
}

CaFile::CaFile(CaFile&& other) noexcept
    : path_(std::move(other.path_)), owned_(std::exchange(other.owned_, false)) {}

CaFile::~CaFile() {
    if (owned_) ::unlink(path_.c_str());
}

}  // namespace dmsnode::connectors::mysql
