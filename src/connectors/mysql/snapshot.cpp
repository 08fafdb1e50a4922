#include "connectors/mysql/snapshot.hpp"

#include <algorithm>

#include "base/guarded.hpp"
#include "connectors/mysql/catalog.hpp"
#include "connectors/mysql/reader.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr int kTries = 10;
constexpr int kLockWaitSeconds = 5;
// A row may be long in coming: the server sorts, or a filter lets few through. Keepalive finds a
// dead peer long before.
constexpr std::chrono::seconds kRowTimeout = std::chrono::hours(1);

using Sessions = std::vector<std::unique_ptr<Session>>;

class SharedSnapshot final : public Snapshot {
public:
    SharedSnapshot(Sessions sessions, std::string description)
        : pool_(std::make_shared<Guarded<Sessions>>()), description_(std::move(description)) {
        pool_->With([&](Sessions& idle) { idle = std::move(sessions); });
    }

    Result<std::unique_ptr<Reader>> OpenReader(const ReadPlan& plan) override {
        std::unique_ptr<Session> session = Take();
        if (!session) {
            return Error{ErrorCode::kResourceExhausted,
                         "all sessions of the snapshot are reading, or were lost"}
                .At(plan.table.ToString())
                .Hint("run the task again: a new snapshot has new sessions");
        }
        return OpenTableReader(
            std::move(session), plan, [pool = pool_](std::unique_ptr<Session> back, bool usable) {
                if (!usable) return;
                pool->With([&](Sessions& idle) { idle.push_back(std::move(back)); });
            });
    }

    std::string Describe() const override { return description_; }

private:
    std::unique_ptr<Session> Take() {
        return pool_->With([](Sessions& idle) -> std::unique_ptr<Session> {
            if (idle.empty()) return nullptr;
            std::unique_ptr<Session> session = std::move(idle.back());
            idle.pop_back();
            return session;
        });
    }

    // Owners: the snapshot, and each reader until it gives its session back; either may go first.
    std::shared_ptr<Guarded<Sessions>> pool_;
    std::string description_;
};

Status BeginViews(const Sessions& sessions) {
    for (const auto& session : sessions) {
        if (Status begun =
                session->Execute("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
            !begun) {
            return begun.error();
        }
    }
    return {};
}

/// `mysql-bin.000003:1234`, the place of the session's view; empty if the server does not say.
Result<std::string> ViewPlace(Session& session) {
    if (!session.Version().is_mariadb) return std::string();
    Result<std::vector<TextRow>> rows = session.Query("SHOW STATUS LIKE 'binlog_snapshot_%'");
    if (!rows) return rows.error();
    std::string place;
    for (const TextRow& row : *rows) {
        const std::string value = row.size() > 1 ? row[1].value_or("") : "";
        if (value.empty() || value == "0") continue;
        place += (place.empty() ? "" : ":") + value;
    }
    return place;
}

/// The common place of all views; empty if they differ or nobody knows.
Result<std::string> CommonPlace(const Sessions& sessions) {
    std::string common;
    for (const auto& session : sessions) {
        const Result<std::string> place = ViewPlace(*session);
        if (!place) return place.error();
        if (place->empty() || (!common.empty() && *place != common)) return std::string();
        common = *place;
    }
    return common;
}

Result<std::string> AgreeByPlace(const Sessions& sessions) {
    for (int i = 0; i < kTries; ++i) {
        if (Status begun = BeginViews(sessions); !begun) return begun.error();
        Result<std::string> place = CommonPlace(sessions);
        if (!place || !place->empty()) return place;
        const Result<std::string> one = ViewPlace(*sessions.front());
        if (!one || one->empty()) break;  // no binary log: trying again tells nothing new
    }
    return std::string();
}

/// Takes the views while commits are held back. False if we may not, or the lock does not come.
Result<bool> AgreeByLock(const Endpoint& endpoint, const Sessions& sessions) {
    Result<std::unique_ptr<Session>> locker = Session::Open(endpoint);
    if (!locker) return locker.error();
    const std::string wait = "SET SESSION lock_wait_timeout=" + std::to_string(kLockWaitSeconds);
    if (Status set = (*locker)->Execute(wait); !set) return set.error();
    if (!(*locker)->Execute("FLUSH TABLES WITH READ LOCK")) return false;
    Status begun = BeginViews(sessions);
    const Status unlocked = (*locker)->Execute("UNLOCK TABLES");
    if (!begun) return begun.error();
    if (!unlocked) return unlocked.error();
    return true;
}

Result<std::string> TakeViews(const Endpoint& endpoint, const Sessions& sessions) {
    const std::string count = std::to_string(sessions.size());
    const Result<std::string> place = AgreeByPlace(sessions);
    if (!place) return place.error();
    if (!place->empty()) return "one snapshot in " + count + " sessions at " + *place;
    if (sessions.size() == 1) {
        if (Status begun = BeginViews(sessions); !begun) return begun.error();
        return "one snapshot in 1 session";
    }
    const Result<bool> locked = AgreeByLock(endpoint, sessions);
    if (!locked) return locked.error();
    if (*locked) return "one snapshot in " + count + " sessions, taken under a short read lock";
    if (Status begun = BeginViews(sessions); !begun) return begun.error();
    return count +
           " sessions whose snapshots may differ by some commits: the server tells no"
           " common place and '" +
           endpoint.user +
           "' may not hold commits back. Each table is consistent in itself; for one state of all"
           " GRANT RELOAD to the user, or stop writes, or set MaxFullLoadSubTasks to 1";
}

std::string UnsafeNote(const std::vector<std::string>& tables) {
    if (tables.empty()) return {};
    std::string names;
    for (const std::string& name : tables) names += (names.empty() ? "" : ", ") + name;
    return "; not part of it, because their engine has no transactions: " + names;
}

}  // namespace

Result<std::unique_ptr<Snapshot>> OpenSharedSnapshot(const Endpoint& endpoint, int max_readers,
                                                     LogSink& log) {
    Sessions sessions;
    for (int i = 0; i < std::max(max_readers, 1); ++i) {
        Result<std::unique_ptr<Session>> session =
            Session::Open(endpoint, {.read_timeout = kRowTimeout});
        if (!session) return session.error();
        if (Status set =
                (*session)->Execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
            !set) {
            return set.error();
        }
        sessions.push_back(*std::move(session));
    }
    const Result<std::vector<std::string>> unsafe = ListUnsafeTables(*sessions.front());
    if (!unsafe) return unsafe.error();
    Result<std::string> description = TakeViews(endpoint, sessions);
    if (!description) return description.error();
    *description += UnsafeNote(*unsafe);
    log.Log(LogLevel::kDebug, *description);
    return std::make_unique<SharedSnapshot>(std::move(sessions), *std::move(description));
}

}  // namespace dmsnode::connectors::mysql
