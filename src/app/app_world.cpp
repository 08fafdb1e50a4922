#include "app/app_world.hpp"

#include <fmt/format.h>

namespace dmsnode::app {
namespace {

/// Without an HTTP front only our own nodes look, and they understand a load that was short.
constexpr std::chrono::milliseconds kNobodyPolls{0};

/// The way out of a folder that a server owns.
Error InUse(const Error& error) {
    return Error(error).Hint(
        "if it is `dmsnode serve`, name its URL in a connection (type: aws, endpoint: "
        "http://127.0.0.1:12345) of another data folder's connections.yaml and use --connection; "
        "or stop it; or choose another folder with --data");
}

}  // namespace

AppWorld::AppWorld() = default;
AppWorld::~AppWorld() = default;

Status AppWorld::OpenData(const std::filesystem::path& data_folder, store::DataDir::Use use) {
    const bool own = use == store::DataDir::Use::kOwn;
    if (database_ && (owns_data_ || !own)) return {};
    if (!data_ || own) {
        Result<store::DataDir> data = store::DataDir::Open(data_folder, use);
        if (!data) {
            return data.error().code == ErrorCode::kUnavailable ? InUse(data.error())
                                                                : data.error();
        }
        data_.emplace(*std::move(data));
        owns_data_ = own;
    }
    if (database_) return {};
    log_ = std::make_unique<FileLog>(data_->log_folder() / "dmsnode.log", clock_);
    Result<std::unique_ptr<store::Database>> database =
        store::Database::Open(data_->database_file());
    if (!database) return database.error();
    database_ = *std::move(database);
    Result<store::SecretBox> secrets = store::SecretBox::Open(*database_, data_->key_file());
    if (!secrets) return secrets.error();
    secrets_.emplace(*std::move(secrets));
    return {};
}

Result<service::DmsService*> AppWorld::OpenService(const std::filesystem::path& data_folder,
                                                   Tasks tasks, LogSink& log,
                                                   std::chrono::milliseconds least_running_time) {
    if (service_) return service_.get();
    service::Options options;
    options.least_running_time = least_running_time;
    options.log_folder = data_->log_folder();
    options.resume_tasks = tasks == Tasks::kResume;
    Result<std::unique_ptr<service::DmsService>> opened =
        service::DmsService::Open({.database = *database_,
                                   .secrets = *secrets_,
                                   .factory = factory_,
                                   .clock = clock_,
                                   .log = log},
                                  std::move(options));
    if (!opened) return Error(opened.error()).At(data_folder.string());
    service_ = *std::move(opened);
    return service_.get();
}

Result<dms::Api*> AppWorld::OpenEmbedded(const std::filesystem::path& data_folder, Tasks tasks) {
    if (Status opened = OpenData(data_folder, store::DataDir::Use::kOwn); !opened) {
        return opened.error();
    }
    Result<service::DmsService*> service = OpenService(data_folder, tasks, *log_, kNobodyPolls);
    if (!service) return service.error();
    return *service;
}

Result<dms::Api*> AppWorld::OpenAws(const std::string& name,
                                    const aws::ConnectionSettings& settings) {
    static NullLog no_log;
    LogSink& log = log_ ? static_cast<LogSink&>(*log_) : no_log;
    Result<std::unique_ptr<aws::Connection>> connection =
        aws::Connection::Open(settings, clock_, log);
    if (!connection) {
        return Error(connection.error()).Because(fmt::format("connection \"{}\"", name));
    }
    aws_.push_back(*std::move(connection));
    return &aws_.back()->api();
}

Result<store::Database*> AppWorld::OpenStore(const std::filesystem::path& data_folder) {
    if (Status opened = OpenData(data_folder, store::DataDir::Use::kShare); !opened) {
        return opened.error();
    }
    return database_.get();
}

Result<store::AccessKeyStore*> AppWorld::OpenKeys(const std::filesystem::path& data_folder) {
    if (Status opened = OpenData(data_folder, store::DataDir::Use::kShare); !opened) {
        return opened.error();
    }
    if (!keys_) {
        Result<store::AccessKeyStore> keys = store::AccessKeyStore::Open(*database_, *secrets_);
        if (!keys) return keys.error();
        keys_.emplace(*std::move(keys));
    }
    return &*keys_;
}

Result<std::vector<migration::TableComparison>> AppWorld::Compare(
    const std::filesystem::path& data_folder, const std::string& task, std::stop_token stop) {
    if (Status opened = OpenData(data_folder, store::DataDir::Use::kOwn); !opened) {
        return opened.error();
    }
    Result<service::DmsService*> service =
        OpenService(data_folder, Tasks::kLeave, *log_, kNobodyPolls);
    if (!service) return service.error();
    Result<migration::TaskSpec> spec = (*service)->SpecOf(task);
    if (!spec) return spec.error();
    return migration::Compare(*spec, factory_, *log_, stop);
}

}  // namespace dmsnode::app
