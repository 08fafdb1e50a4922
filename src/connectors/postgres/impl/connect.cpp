#include <poll.h>

#include <array>
#include <cerrno>
#include <filesystem>

#include "connectors/postgres/impl/session.hpp"

/// Opening a session: libpq's keywords, the deadline, our settings.
namespace dmsnode::connectors::postgres {
namespace {

constexpr int kDefaultPort = 5432;
constexpr int kOldestVersion = 100000;

/// Where the systems that we know keep the certificates they trust; libpq 15 has no word for it.
constexpr std::array kSystemCertificates = {
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem"};

/// Search path, zone and formats are fixed, so that names and values read the same everywhere.
/// row_security off makes a hidden row an error, not a silent gap.
constexpr const char* kSettings =
    "SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = "
    "'postgres'; "
    "SET extra_float_digits = 3; SET bytea_output = 'hex'; SET xmloption = 'content'; "
    "SET standard_conforming_strings = on; SET row_security = off; "
    "SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '60s'; "
    "SET statement_timeout = '5min'";

const char* SslModeName(SslMode mode) {
    switch (mode) {
        case SslMode::kNone: return "disable";
        case SslMode::kRequire: return "require";
        case SslMode::kVerifyCa: return "verify-ca";
        case SslMode::kVerifyFull: return "verify-full";
    }
    return "verify-full";
}

bool VerifiesServer(SslMode mode) {
    return mode == SslMode::kVerifyCa || mode == SslMode::kVerifyFull;
}

std::string SystemCertificates() {
    for (const char* path : kSystemCertificates) {
        std::error_code error;
        if (std::filesystem::exists(path, error)) return path;
    }
    return "";
}

struct Keywords {
    std::vector<const char*> names;
    std::vector<const char*> values;

    void Add(const char* name, const char* value) {
        names.push_back(name);
        values.push_back(value);
    }
};

/// libpq's own words for the endpoint. Lifetime: the texts must live until the connection is begun.
Keywords MakeKeywords(const Endpoint& endpoint, const std::string& port, const std::string& ca) {
    Keywords words;
    words.Add("host", endpoint.host.c_str());
    words.Add("port", port.c_str());
    words.Add("user", endpoint.user.c_str());
    words.Add("password", endpoint.password.Reveal().c_str());
    words.Add("dbname", endpoint.database.c_str());
    words.Add("application_name", "dmsnode");
    words.Add("client_encoding", "UTF8");
    words.Add("options", "");
    words.Add("sslmode", SslModeName(endpoint.ssl_mode));
    // An empty value would make libpq look into the home folder, and turn require into verify-ca.
    words.Add("sslrootcert", VerifiesServer(endpoint.ssl_mode) ? ca.c_str() : "/nonexistent");
    words.Add("gssencmode", "disable");
    words.Add("keepalives", "1");
    words.Add("keepalives_idle", "20");
    words.Add("keepalives_interval", "10");
    words.Add("keepalives_count", "4");
    words.Add("tcp_user_timeout", "60000");
    words.Add(nullptr, nullptr);
    return words;
}

/// Drives the connection to its end. False: it failed, and libpq has the reason, or time is over.
bool Drive(PGconn* connection, std::chrono::steady_clock::time_point deadline, bool* timed_out) {
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        if (left.count() <= 0) {
            *timed_out = true;
            return false;
        }
        pollfd fd{PQsocket(connection),
                  static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = ::poll(&fd, 1, static_cast<int>(left.count()) + 1);
        if (ready < 0 && errno != EINTR) return false;
        if (ready > 0) state = PQconnectPoll(connection);
    }
    return state == PGRES_POLLING_OK;
}

Status CheckEndpoint(const Endpoint& endpoint) {
    if (endpoint.host.empty()) {
        return Error(ErrorCode::kInvalidArgument, "the PostgreSQL endpoint has no server name");
    }
    if (endpoint.database.empty()) {
        return Error(ErrorCode::kInvalidArgument, "the PostgreSQL endpoint has no database name")
            .Hint("PostgreSQL connects to one database: give its name");
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Session>> Session::Connect(const Endpoint& endpoint) {
    if (Status valid = CheckEndpoint(endpoint); !valid) return valid.error();
    auto session = std::unique_ptr<Session>(new Session(endpoint));
    if (Status opened = session->Open(endpoint); !opened) return opened.error();
    return session;
}

Status Session::Open(const Endpoint& endpoint) {
    const std::string port = std::to_string(endpoint.port == 0 ? kDefaultPort : endpoint.port);
    const std::string place = endpoint.host + ":" + port;
    std::string ca;
    if (VerifiesServer(endpoint.ssl_mode) && endpoint.ca_certificate.empty()) {
        ca = SystemCertificates();
    } else if (VerifiesServer(endpoint.ssl_mode)) {
        Result<std::unique_ptr<PrivateFile>> file = PrivateFile::Create(endpoint.ca_certificate);
        if (!file) return file.error();
        ca_file_ = *std::move(file);
        ca = ca_file_->path();
    }
    const Keywords words = MakeKeywords(endpoint, port, ca);
    connection_.reset(PQconnectStartParams(words.names.data(), words.values.data(), 0));
    if (!connection_) return Error{ErrorCode::kResourceExhausted, "out of memory"};
    // Verbose texts hold the SQLSTATE, which a failed connection gives in no other way.
    PQsetErrorVerbosity(connection_.get(), PQERRORS_VERBOSE);
    PQsetNoticeProcessor(connection_.get(), [](void*, const char*) {}, nullptr);
    const bool begun = PQstatus(connection_.get()) != CONNECTION_BAD;
    const auto deadline = std::chrono::steady_clock::now() + kConnectLimit;
    bool timed_out = false;
    if (!begun || !Drive(connection_.get(), deadline, &timed_out)) {
        return ToConnectError(
            timed_out ? "timeout expired after 15 s" : PQerrorMessage(connection_.get()), place,
            endpoint.user, endpoint.database);
    }
    PQsetErrorVerbosity(connection_.get(), PQERRORS_DEFAULT);
    PQsetnonblocking(connection_.get(), 1);
    if (server_version() < kOldestVersion) {
        return Error(ErrorCode::kUnsupported, "the server at " + place + " is PostgreSQL " +
                                                  Parameter("server_version") +
                                                  "; version 10 or later is needed");
    }
    Result<Rows> settings = Run(kSettings, "set up the session");
    if (!settings) return settings.error();
    return {};
}

}  // namespace dmsnode::connectors::postgres
