#include "api/rest_api.hpp"

#include "api/resources/resources.hpp"
#include "api/run_metrics.hpp"
#include "store/alarm_schema.hpp"
#include "store/catalog_schema.hpp"
#include "store/scheduler_schema.hpp"

namespace dmsnode::api {

RestApi::RestApi(store::Database& database, const RunParts& runs, store::AuthStore auth,
                 store::ApiRequestStore requests, Clock& clock, LogSink& log,
                 const RestApiOptions& options)
    : auth_(auth),
      requests_(requests),
      authenticator_(auth_, clock, options.passwords, options.sessions),
      streams_(database, runs.bell, clock, log) {
    AddRunMetrics(metrics_, database, clock);
    const ApiParts parts{.commands = runs.commands,
                         .streams = streams_,
                         .authenticator = authenticator_,
                         .auth = auth_,
                         .requests = requests_,
                         .metrics = metrics_,
                         .clock = clock,
                         .log = log,
                         .database = database,
                         .check_nodes = options.check_nodes,
                         .alarms = options.alarms,
                         .dms = options.dms};
    api_ = std::make_unique<Api>(parts, MakeRoutes(parts), options.limits);
}

Result<std::unique_ptr<RestApi>> RestApi::Open(store::Database& database, const RunParts& runs,
                                               Clock& clock, LogSink& log,
                                               const RestApiOptions& options) {
    Result<store::AuthStore> auth = store::AuthStore::Open(database);
    if (!auth) return auth.error();
    Result<store::ApiRequestStore> requests = store::ApiRequestStore::Open(database);
    if (!requests) return requests.error();
    if (Status done = store::catalog::MigrateCatalog(database); !done) return done.error();
    if (Status done = store::MigrateAlarms(database); !done) return done.error();
    if (Status done = store::Migrate(database, store::scheduler::SchemaSteps()); !done) {
        return done.error();
    }
    return std::unique_ptr<RestApi>(
        new RestApi(database, runs, *auth, *requests, clock, log, options));
}

}  // namespace dmsnode::api
