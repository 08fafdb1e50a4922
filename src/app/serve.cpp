#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>

#include "api/rest_api.hpp"
#include "app/app_world.hpp"
#include "app/dms_services.hpp"
#include "app/node_connections.hpp"
#include "app/scheduler_host.hpp"
#include "app/store_url.hpp"
#include "app/store_wait.hpp"
#include "http/mux.hpp"
#include "service/endpoint_database.hpp"
#include "service/http/front.hpp"
#include "web/handler.hpp"
#include "web/pack/embedded.hpp"

/// What runs until it is told to stop: the server, and a worker beside it.
namespace dmsnode::app {
namespace {

/// How long a start waits for a store on PostgreSQL. One in the data folder is there or broken.
constexpr Duration kStorePatience = std::chrono::minutes(1);

/// A thousand open streams need more files than the usual soft limit allows; the hard one does.
void RaiseFileLimit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, 16384));
    setrlimit(RLIMIT_NOFILE, &limit);
}

Status MakeFirstAdministrator(api::RestApi& rest, const std::filesystem::path& data_folder,
                              LogSink& log) {
    std::optional<std::filesystem::path> given;
    if (const char* file = std::getenv("DMSNODE_ADMIN_PASSWORD_FILE")) given = file;
    auto written = rest.authenticator().MakeFirstAdministrator(data_folder, given);
    if (!written) return written.error();
    if (*written) {
        log.Log(LogLevel::kInfo,
                fmt::format("first start: the password of the user \"admin\" is in "
                            "{}; change it and delete the file",
                            (*written)->string()));
    }
    return {};
}

http::ServerOptions ListenAs(const cli::ServeOptions& options) {
    http::ServerOptions listen;
    listen.address = options.address;
    listen.port = options.port;
    listen.tls = {.certificate = options.tls_certificate, .key = options.tls_key};
    listen.allow_plain_remote = options.allow_plain_http;
    listen.loopback_only = options.insecure_no_auth;
    listen.threads = 8;  // more than may wait for DMS services and databases (DmsServices)
    return listen;
}

api::RestApiOptions ApiOptionsFor(SchedulerHost& host, const store::SecretBox& secrets,
                                  DmsServices& services, store::AccessKeyStore& keys) {
    api::RestApiOptions options;
    options.check_nodes = [&host](std::int64_t /*project*/,
                                  const workflow::WorkflowDefinition& definition) {
        return host.Check(definition);
    };
    options.alarms = {.secrets = &secrets, .channels = &host.channels(), .ring = [&host] {
                          host.RingDeliverer();
                      }};
    options.dms = {.access = &services, .keys = &keys, .secrets = &secrets};
    return options;
}

Result<connectors::Endpoint> NoEndpoints(const std::string& name) {
    return Error{
        ErrorCode::kUnsupported,
        fmt::format("this worker knows no endpoint \"{}\": it has no embedded DMS service", name)}
        .Hint("give the node a worker group that the server with this endpoint serves");
}

void WaitFor(Clock& clock, const std::stop_token& stop) {
    while (clock.SleepFor(std::chrono::hours(1), stop)) {
    }
}

}  // namespace

Result<store::Database*> AppWorld::OpenSchedulerStore(const std::optional<Secret>& url) {
    if (!url) return database_.get();
    if (shared_) return shared_.get();
    Result<std::unique_ptr<store::Database>> shared = OpenSharedStore(*url);
    if (!shared) return shared.error();
    Result<store::SecretBox> secrets = store::SecretBox::Open(**shared, data_->key_file());
    if (!secrets) {
        return Error(secrets.error())
            .Hint(
                "servers that share a store have the same key: copy secret.key of the first one's "
                "data folder into the new data folder before its first start");
    }
    shared_ = *std::move(shared);
    shared_secrets_.emplace(*std::move(secrets));
    return shared_.get();
}

Status AppWorld::Serve(const cli::ServeOptions& options,
                       std::function<void(std::uint16_t)> on_ready, std::stop_token stop) {
    StderrLog log(options.log_level);
    if (Status opened = OpenData(options.data_folder, store::DataDir::Use::kOwn); !opened) {
        return opened;
    }
    Result<store::AccessKeyStore*> keys = OpenKeys(options.data_folder);
    if (!keys) return keys.error();
    const Result<std::optional<Secret>> url = StoreUrl(options.store_url_file);
    if (!url) return url.error();
    StoreWait patiently(clock_, log, stop, *url ? kStorePatience : Duration::zero());
    Result<store::Database*> database = patiently([&] { return OpenSchedulerStore(*url); });
    if (!database) return database.error();
    Result<service::DmsService*> service = OpenService(options.data_folder, Tasks::kResume, log,
                                                       service::Options{}.least_running_time);
    if (!service) return service.error();
    const store::SecretBox& secrets = shared_secrets_ ? *shared_secrets_ : *secrets_;
    const auto database_of = [this](const std::string& name) {
        return service::DatabaseOf(*database_, *secrets_, name);
    };
    NodeConnections connections({.world = *this,
                                 .data_folder = options.data_folder,
                                 .database = **database,
                                 .secrets = &secrets});
    DmsServices services(
        {.connections = connections, .database_of = database_of, .factory = factory_, .log = log});
    const SchedulerHostParts parts{
        .database = **database,
        .secrets = &secrets,
        .clock = clock_,
        .log = log,
        .open_connection = [&](const std::string& name) { return connections.Open(name); },
        .database_of = database_of,
        .queries = factory_};
    Result<std::unique_ptr<SchedulerHost>> host = patiently([&] {
        return SchedulerHost::Open(parts, {.data_folder = options.data_folder,
                                           .work = options.work,
                                           .groups = options.groups,
                                           .slots = options.slots});
    });
    if (!host) return host.error();

    using Authentication = service::DmsFront::Authentication;
    service::DmsFront front(
        {.api = **service, .keys = **keys, .clock = clock_, .log = log},
        options.insecure_no_auth ? Authentication::kNone : Authentication::kSignature);
    Result<std::unique_ptr<api::RestApi>> rest = patiently([&] {
        return api::RestApi::Open(**database,
                                  {.commands = (*host)->commands(), .bell = (*host)->bell()},
                                  clock_, log, ApiOptionsFor(**host, secrets, services, **keys));
    });
    if (!rest) return rest.error();
    Status made =
        patiently([&] { return MakeFirstAdministrator(**rest, options.data_folder, log); });
    if (!made) return made;
    Result<web::Pack> pages = web::Pack::Read(web::EmbeddedPack());
    if (!pages) return pages.error();
    web::Handler web(*std::move(pages));
    http::Mux mux;
    mux.Add({.prefix = "/", .methods = {"POST"}, .header = "X-Amz-Target"}, front);
    for (const std::string& prefix : api::Api::RootPrefixes((*rest)->handler().table())) {
        mux.Add({.prefix = prefix}, (*rest)->handler());
    }
    mux.Add({.prefix = "/", .methods = {"GET", "HEAD"}}, web);
    mux.Add({.prefix = "/"}, front);
    RaiseFileLimit();
    Result<std::unique_ptr<http::Server>> server =
        http::Server::Start(mux, ListenAs(options), clock_, log);
    if (!server) return server.error();
    (*host)->Start();
    on_ready((*server)->port());
    WaitFor(clock_, stop);
    // From the outside to the inside: each uses those after it.
    server->reset();
    rest->reset();
    host->reset();
    (*service)->Close();
    // It logs to a sink of this call.
    service_.reset();
    return {};
}

Status AppWorld::Work(const cli::WorkOptions& options,
                      std::function<void(const std::string&)> on_ready, std::stop_token stop) {
    StderrLog log(options.log_level);
    const Result<std::optional<Secret>> url = StoreUrl(options.store_url_file);
    if (!url) return url.error();
    if (!*url) {
        return Error{ErrorCode::kInvalidArgument, "a worker needs the store that its servers use"}
            .Hint(
                "--store-url-file FILE, or DMSNODE_STORE_URL; a server on its data folder's own "
                "store has a worker in its process");
    }
    // It may be the first process on its data folder, and owns it: attempts and logs lie in there.
    if (!data_) {
        Result<store::DataDir> data = store::DataDir::Open(options.data_folder);
        if (!data) return data.error();
        data_.emplace(*std::move(data));
    }
    StoreWait patiently(clock_, log, stop, kStorePatience);
    Result<std::unique_ptr<store::Database>> database =
        patiently([&] { return OpenSharedStore(**url); });
    if (!database) return database.error();
    shared_ = *std::move(database);
    // With a copy of the servers' key it opens the secrets of connections that the store has.
    Result<std::optional<store::SecretBox>> secrets =
        patiently([&] { return store::SecretBox::OpenIfOurs(*shared_, data_->key_file()); });
    if (!secrets) return secrets.error();
    shared_secrets_ = *std::move(secrets);
    NodeConnections connections({.world = *this,
                                 .data_folder = options.data_folder,
                                 .database = *shared_,
                                 .secrets = shared_secrets_ ? &*shared_secrets_ : nullptr,
                                 .embedded = ConnectionSources::Embedded::kNone});
    const SchedulerHostParts parts{
        .database = *shared_,
        .secrets = nullptr,
        .clock = clock_,
        .log = log,
        .open_connection = [&](const std::string& name) { return connections.Open(name); },
        .database_of = NoEndpoints,
        .queries = factory_};
    Result<std::unique_ptr<SchedulerHost>> host = patiently([&] {
        return SchedulerHost::Open(parts, {.data_folder = options.data_folder,
                                           .lead = false,
                                           .groups = options.groups,
                                           .slots = options.slots});
    });
    if (!host) return host.error();
    (*host)->Start();
    on_ready((*host)->name());
    WaitFor(clock_, stop);
    (*host)->Stop();
    return {};
}

}  // namespace dmsnode::app
