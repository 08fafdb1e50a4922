#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "aws/connection_settings.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "dms/api.hpp"
#include "migration/compare.hpp"
#include "store/database.hpp"
#include "store/service_access_keys.hpp"

namespace dmsnode::cli {

struct ServeOptions {
    std::filesystem::path data_folder;
    std::string address = "127.0.0.1";
    std::uint16_t port = 12345;
    bool insecure_no_auth = false;
    std::filesystem::path tls_certificate;  ///< PEM; empty: plain HTTP.
    std::filesystem::path tls_key;
    bool allow_plain_http = false;  ///< Plain HTTP beyond loopback, behind a proxy that does TLS.
    LogLevel log_level = LogLevel::kInfo;
};

/// What the commands need of the world. src/app/ stands behind it: only there do the embedded
/// service, the connectors and the AWS client meet.
/// Lifetime: what it opens lives until it ends. Threads: one.
class World {
public:
    virtual ~World() = default;
    virtual Clock& clock() = 0;

    /// What becomes of replication tasks that ran when the last process ended.
    enum class Tasks { kResume, kLeave };
    /// The embedded service on a data folder, in this process.
    /// Errors: kUnavailable if another process owns the folder; the text names it and the way out.
    virtual Result<dms::Api*> OpenEmbedded(const std::filesystem::path& data_folder,
                                           Tasks tasks) = 0;
    /// AWS DMS, or another process's embedded service behind an URL. Errors: of the settings and of
    /// their files; nothing is called yet.
    virtual Result<dms::Api*> OpenAws(const std::string& name,
                                      const aws::ConnectionSettings& settings) = 0;
    /// The store of the data folder, beside the process that may own it.
    virtual Result<store::Database*> OpenStore(const std::filesystem::path& data_folder) = 0;
    virtual Result<store::AccessKeyStore*> OpenKeys(const std::filesystem::path& data_folder) = 0;

    /// Serves the DMS API until `stop`. `on_ready` gets the port it listens on.
    virtual Status Serve(const ServeOptions& options, std::function<void(std::uint16_t)> on_ready,
                         std::stop_token stop) = 0;

    /// Compares what a task of the embedded service selects, source and target.
    virtual Result<std::vector<migration::TableComparison>> Compare(
        const std::filesystem::path& data_folder, const std::string& task,
        std::stop_token stop) = 0;
};

}  // namespace dmsnode::cli
