#include "aws/connection.hpp"

#include "aws/credential_provider.hpp"
#include "aws/curl_transport.hpp"
#include "aws/dms_client.hpp"
#include "aws/refreshing_credentials.hpp"
#include "aws/system_host.hpp"

namespace dmsnode::aws {
namespace {

/// A connection that says all itself does not fail on a broken file that it would not use.
bool IsComplete(const ConnectionSettings& settings) {
    return !settings.region.empty() && !settings.endpoint.empty() &&
           !settings.access_key_id.empty();
}

std::string CaFile(const ConnectionSettings& settings, const Environment& environment) {
    return settings.ca_file.empty() ? environment.Get("AWS_CA_BUNDLE").value_or("")
                                    : settings.ca_file;
}

CallLimits LimitsOf(const ConnectionSettings& settings, std::stop_token stop) {
    return {.connect_timeout = settings.connect_timeout,
            .total_timeout = settings.total_timeout,
            .max_attempts = settings.max_attempts,
            .stop = std::move(stop)};
}

}  // namespace

/// In the order in which they need each other.
class Connection::Parts {
public:
    Parts(const ConnectionSettings& settings, const DolphinSchedulerFiles& files, Target resolved,
          Clock& clock, LogSink& log, std::stop_token stop)
        : target(std::move(resolved)),
          transport({.ca_file = CaFile(settings, environment)}),
          caller(transport, clock, random, log, LimitsOf(settings, std::move(stop))),
          credentials(DefaultChain(settings, files,
                                   {environment, file_reader, processes, transport, caller, clock},
                                   target.region.value),
                      clock, log),
          client({.endpoint = target.endpoint.value, .region = target.region.value}, caller,
                 credentials) {}

    SystemEnvironment environment;
    SystemFileReader file_reader;
    SystemProcessRunner processes;
    SystemRandom random;
    Target target;
    CurlTransport transport;
    ServiceCaller caller;
    RefreshingCredentials credentials;
    DmsClient client;
};

Connection::Connection(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::Open(const ConnectionSettings& settings,
                                                     Clock& clock, LogSink& log,
                                                     std::stop_token stop) {
    const SystemEnvironment environment;
    const SystemFileReader file_reader;
    const Result<DolphinSchedulerFiles> files =
        DolphinSchedulerFiles::Load(settings, file_reader, environment);
    if (!files) return files.error();
    const Result<SharedProfiles> profiles = IsComplete(settings)
                                                ? Result<SharedProfiles>(SharedProfiles())
                                                : SharedProfiles::Load(file_reader, environment);
    if (!profiles) return profiles.error();
    Result<Target> target = ResolveTarget(settings, *files, *profiles, environment);
    if (!target) return target.error();
    return std::make_unique<Connection>(
        std::make_unique<Parts>(settings, *files, *std::move(target), clock, log, std::move(stop)));
}

dms::Api& Connection::api() {
    return parts_->client;
}

const Target& Connection::target() const {
    return parts_->target;
}

}  // namespace dmsnode::aws
