#include "connectors/postgres/impl/admin_session.hpp"

namespace dmsnode::connectors::postgres {

Result<Session*> AdminSession::Get() {
    if (session_ && session_->IsHealthy()) return session_.get();
    Result<std::unique_ptr<Session>> session = Session::Connect(endpoint_);
    if (!session) return session.error();
    session_ = *std::move(session);
    return session_.get();
}

}  // namespace dmsnode::connectors::postgres
