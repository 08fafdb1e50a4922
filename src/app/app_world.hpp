#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/connector_factory.hpp"
#include "app/file_log.hpp"
#include "aws/connection.hpp"
#include "cli/world.hpp"
#include "service/service.hpp"
#include "store/data_dir.hpp"
#include "store/secret_box.hpp"

namespace dmsnode::app {

/// The real world: opens the data folder, the embedded service on it, and AWS.
/// Threads: one.
class AppWorld final : public cli::World {
public:
    AppWorld();
    ~AppWorld() override;

    Clock& clock() override { return clock_; }
    Result<dms::Api*> OpenEmbedded(const std::filesystem::path& data_folder, Tasks tasks) override;
    Result<dms::Api*> OpenAws(const std::string& name,
                              const aws::ConnectionSettings& settings) override;
    Result<store::Database*> OpenStore(const std::filesystem::path& data_folder) override;
    Result<store::AccessKeyStore*> OpenKeys(const std::filesystem::path& data_folder) override;
    Status Serve(const cli::ServeOptions& options, std::function<void(std::uint16_t)> on_ready,
                 std::stop_token stop) override;
    Status Work(const cli::WorkOptions& options, std::function<void(const std::string&)> on_ready,
                std::stop_token stop) override;
    Result<std::vector<migration::TableComparison>> Compare(
        const std::filesystem::path& data_folder, const std::string& task,
        std::stop_token stop) override;

private:
    Status OpenData(const std::filesystem::path& data_folder, store::DataDir::Use use);
    Result<service::DmsService*> OpenService(const std::filesystem::path& data_folder, Tasks tasks,
                                             LogSink& log,
                                             std::chrono::milliseconds least_running_time);
    /// The store of workflows, users and alarms: one that is shared, else the data folder's. With
    /// the key of its secrets in `shared_secrets_` if it is shared.
    Result<store::Database*> OpenSchedulerStore(const std::optional<Secret>& url);

    SystemClock clock_;
    ConnectorFactory factory_;
    // In the order in which they stand on each other.
    std::optional<store::DataDir> data_;
    bool owns_data_ = false;
    std::unique_ptr<FileLog> log_;
    std::unique_ptr<store::Database> database_;
    std::optional<store::SecretBox> secrets_;
    std::optional<store::AccessKeyStore> keys_;
    std::unique_ptr<store::Database> shared_;  ///< Null: everything lies in the data folder.
    std::optional<store::SecretBox> shared_secrets_;
    std::unique_ptr<service::DmsService> service_;
    std::vector<std::unique_ptr<aws::Connection>> aws_;
};

}  // namespace dmsnode::app
