#include "connectors/postgres/impl/session_pool.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::size_t kMaxIdle = 8;

/// A commit that has returned must survive a crash of the server, whatever the user's settings say.
constexpr const char* kPooledSettings =
    "SET statement_timeout = 0; SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') = 'off'";

}  // namespace

Result<std::unique_ptr<Session>> SessionPool::Acquire() {
    std::unique_ptr<Session> session = state_.With([](State& state) {
        std::unique_ptr<Session> last;
        if (!state.idle.empty()) {
            last = std::move(state.idle.back());
            state.idle.pop_back();
        }
        return last;
    });
    if (session) return session;
    Result<std::unique_ptr<Session>> fresh = Session::Connect(endpoint_);
    if (!fresh) return fresh.error();
    if (Status prepared = Prepare(**fresh); !prepared) return prepared.error();
    return fresh;
}

Status SessionPool::Prepare(Session& session) {
    Result<Rows> limit = session.Run(kPooledSettings, "set up the session");
    if (!limit) return limit.error();
    Result<Rows> role =
        session.Run("SET session_replication_role = replica", "switch triggers off");
    if (role) return {};
    if (role.error().code != ErrorCode::kPermissionDenied) return role.error();
    const bool is_first =
        state_.With([](State& state) { return !std::exchange(state.told_of_triggers, true); });
    if (is_first) {
        log_.Log(
            LogLevel::kInfo,
            "the target's user may not set session_replication_role: triggers and foreign keys "
            "of existing target tables act during the load");
    }
    return {};
}

void SessionPool::Release(std::unique_ptr<Session> session) {
    if (!session->IsIdle()) return;
    session->ClearInterrupt();
    state_.With([&](State& state) {
        if (state.idle.size() < kMaxIdle) state.idle.push_back(std::move(session));
    });
}

}  // namespace dmsnode::connectors::postgres
