#pragma once

#include <mysql.h>

#include <string>
#include <string_view>

namespace dmsnode::connectors::mysql {

/// Keeps a connection from logging in without TLS.
///
/// The client library asks for TLS, but goes on in clear text with a server that does not offer it,
/// unless the certificate's name is checked too. Then anybody between can strip TLS. So the guard
/// reads the server's greeting along with the library, and shuts the socket before the login is
/// sent if the greeting does not offer TLS.
/// Source: MariaDB Knowledge Base, "Connection" (initial handshake packet).
/// Threads: watches the calls of the thread that made it.
class TlsGuard {
public:
    TlsGuard(MYSQL* mysql, bool required);
    ~TlsGuard();
    TlsGuard(const TlsGuard&) = delete;
    TlsGuard& operator=(const TlsGuard&) = delete;

    /// True if the guard shut the connection.
    bool Refused() const { return refused_; }

    void OnRead(MYSQL* mysql, const unsigned char* bytes, std::size_t size);

private:
    MYSQL* mysql_;
    bool watching_;
    bool refused_ = false;
    std::string greeting_;
};

enum class TlsOffer { kUnknown, kYes, kNo };

/// What the beginning of a connection says; kUnknown while the deciding bytes are missing, kNo for
/// bytes that are no greeting. Pure.
TlsOffer ReadTlsOffer(std::string_view greeting);

}  // namespace dmsnode::connectors::mysql
