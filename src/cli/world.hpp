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
    /// The file with the URL of a store on PostgreSQL; empty: DMSNODE_STORE_URL, else the data
    /// folder's own store.
    std::filesystem::path store_url_file;
    bool work = true;  ///< Run attempts of workflows, not only lead them.
    std::vector<std::string> groups = {"default"};
    int slots = 16;
};

struct WorkOptions {
    std::filesystem::path data_folder;
    std::filesystem::path store_url_file;  ///< As ServeOptions's.
    std::vector<std::string> groups = {"default"};
    int slots = 16;
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

    /// Serves the DMS API and the REST API, and runs workflows, until `stop`. `on_ready` gets the
    /// port it listens on.
    virtual Status Serve(const ServeOptions& options, std::function<void(std::uint16_t)> on_ready,
                         std::stop_token stop) = 0;
    /// Runs attempts for a store that servers share, until `stop`. `on_ready` gets the worker's
    /// name. Errors: kInvalidArgument if no store is named.
    virtual Status Work(const WorkOptions& options,
                        std::function<void(const std::string&)> on_ready, std::stop_token stop) = 0;

    /// Compares what a task of the embedded service selects, source and target.
    virtual Result<std::vector<migration::TableComparison>> Compare(
        const std::filesystem::path& data_folder, const std::string& task,
        std::stop_token stop) = 0;
};

}  // namespace dmsnode::cli
