#include "connectors/postgres/impl/indexes.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "connectors/postgres/impl/catalog.hpp"
#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::size_t kMaxSessions = 4;

/// Sorting in memory is worth much to an index build. What a server gives its cache says how large
/// it is; all builds of a table together take no more than that, or 256 MB.
std::string MemorySql(std::size_t sessions) {
    return "SELECT set_config('maintenance_work_mem', greatest(m.setting::int8, "
           "least(1048576, greatest(b.setting::int8 * 8, 262144)) / " +
           std::to_string(sessions) +
           ")::text || 'kB', false) FROM pg_settings m, pg_settings b "
           "WHERE m.name = 'maintenance_work_mem' AND b.name = 'shared_buffers'; "
           "SET max_parallel_maintenance_workers = " +
           std::string(sessions > 1 ? "0" : "2");
}

/// The sessions that work for one call, so that a stop request reaches all of them.
class Workforce {
public:
    Workforce(std::shared_ptr<SessionPool> pool, std::stop_token stop)
        : pool_(std::move(pool)), stop_(std::move(stop)), on_stop_(stop_, [this] { RaiseAll(); }) {}

    /// Runs `sql` on a session of its own.
    Status Run(const std::string& setup, const std::string& sql, const std::string& doing) {
        Result<std::unique_ptr<Session>> acquired = pool_->Acquire();
        if (!acquired) return acquired.error();
        PooledSession session(pool_, *std::move(acquired));
        active_.With([&](auto& active) { active.push_back(&*session); });
        Status done = RunOn(*session, setup, sql, doing);
        active_.With([&](auto& active) { std::erase(active, &*session); });
        return done;
    }
    bool IsStopped() const { return stop_.stop_requested(); }

private:
    Status RunOn(Session& session, const std::string& setup, const std::string& sql,
                 const std::string& doing) {
        if (stop_.stop_requested()) session.RaiseInterrupt();
        for (const std::string* statement : {&setup, &sql}) {
            if (statement->empty()) continue;
            Result<Rows> done = session.Run(*statement, doing, Patience::kForever);
            if (!done) return done.error();
        }
        return {};
    }
    void RaiseAll() {
        active_.With([](auto& active) {
            for (Session* session : active) session->RaiseInterrupt();
        });
    }

    std::shared_ptr<SessionPool> pool_;
    std::stop_token stop_;
    Guarded<std::vector<Session*>> active_;
    std::stop_callback<std::function<void()>> on_stop_;  // last: it may call at once
};

/// The server lacks what an index of the source needs: an extension, a function, an operator class.
/// A value too large for an index entry counts too, except in the primary key.
bool HasNoEqual(const IndexBuild& build, const Error& error) {
    if (error.code == ErrorCode::kUnsupported) return build.source_name != "primary key";
    return build.may_be_missing && error.fault.starts_with("42") && error.fault != "42501";
}

/// Another relation of the schema has the name: take one that is ours alone.
Status CreateRenamed(Workforce& workforce, const TargetTable& table, IndexBuild& build,
                     const std::string& setup, const std::string& doing) {
    const std::string renamed = FitIdentifier(build.name + "_of_" + table.id.name + "_" +
                                              std::string(64, '0'));  // always hashed
    const auto rename = [&](std::string& sql) {
        const std::string from = QuoteIdentifier(build.name);
        for (std::size_t at = sql.find(from); at != std::string::npos; at = sql.find(from, at)) {
            sql.replace(at, from.size(), QuoteIdentifier(renamed));
            at += renamed.size();
        }
    };
    rename(build.create_sql);
    rename(build.attach_sql);
    build.name = renamed;
    return workforce.Run(setup, build.create_sql, doing);
}

Status Create(Workforce& workforce, const TargetTable& table, IndexBuild& build,
              const std::string& setup) {
    if (build.create_sql.empty()) return {};
    const std::string doing = "build " + build.source_name + " of " + table.id.ToString();
    Status created = workforce.Run(setup, build.create_sql, doing);
    if (!created && created.error().fault == "42P07") {
        created = CreateRenamed(workforce, table, build, setup, doing);
    }
    return created;
}

/// Builds all of `plan` on several sessions. Gives each one's outcome.
std::vector<Status> CreateAll(Workforce& workforce, const TargetTable& table,
                              std::vector<IndexBuild>& plan) {
    std::vector<Status> outcomes(plan.size());
    const std::size_t sessions = std::min(plan.size(), kMaxSessions);
    const std::string setup = MemorySql(std::max<std::size_t>(sessions, 1));
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (std::size_t i = next++; i < plan.size(); i = next++) {
            outcomes[i] = Create(workforce, table, plan[i], setup);
        }
    };
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < sessions; ++i) helpers.emplace_back(work);
    work();
    helpers.clear();
    return outcomes;
}

/// Sets the counter behind an identity column to its highest value, never back.
Status SetCounter(Session& session, const TargetTable& table, const std::string& column) {
    const std::string doing = "set the counter of " + table.id.ToString() + "." + column;
    Result<Rows> found =
        session.Run("SELECT pg_get_serial_sequence(" + QuoteLiteral(QuoteTable(table.id)) + ", " +
                        QuoteLiteral(column) + ")",
                    doing);
    if (!found) return found.error();
    if (found->size() == 0 || found->IsNull(0, 0)) return {};
    const std::string sequence = found->String(0, 0);
    Result<Rows> set =
        session.Run("SELECT setval(" + QuoteLiteral(sequence) + ", m.top) FROM " + sequence +
                        " s, (SELECT max(" + QuoteIdentifier(column) + ")::int8 AS top FROM " +
                        QuoteTable(table.id) +
                        ") m WHERE m.top > s.last_value - CASE WHEN s.is_called THEN 0 ELSE 1 END",
                    doing, Patience::kForever);
    if (!set) return set.error();
    return {};
}

Status Attach(Workforce& workforce, const TargetTable& table, const std::vector<IndexBuild>& plan,
              const std::vector<Status>& outcomes) {
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if (!outcomes[i] || plan[i].attach_sql.empty()) continue;
        Status attached = workforce.Run(
            "", plan[i].attach_sql,
            "make " + plan[i].source_name + " of " + table.id.ToString() + " a constraint");
        if (!attached) return attached;
    }
    return {};
}

Status Finish(Workforce& workforce, std::shared_ptr<SessionPool> pool, const TargetTable& table) {
    Result<std::unique_ptr<Session>> acquired = pool->Acquire();
    if (!acquired) return acquired.error();
    PooledSession session(std::move(pool), *std::move(acquired));
    for (const TargetColumn& column : table.columns) {
        if (!column.is_identity) continue;
        if (Status set = SetCounter(*session, table, column.name); !set) return set;
    }
    return workforce.Run("", "ANALYZE " + QuoteTable(table.id), "analyze " + table.id.ToString());
}

Result<Table> Existing(SessionPool& pool, const TableId& id) {
    Result<std::unique_ptr<Session>> session = pool.Acquire();
    if (!session) return session.error();
    Result<std::vector<Table>> tables = DescribeTables(**session, {id});
    pool.Release(*std::move(session));
    if (!tables) return tables.error();
    if (tables->front().id.name.empty()) {
        return Error(ErrorCode::kNotFound, "the target table does not exist").At(id.ToString());
    }
    return std::move(tables->front());
}

}  // namespace

Result<std::vector<std::string>> BuildIndexes(std::shared_ptr<SessionPool> pool,
                                              const TargetTable& table, std::stop_token stop) {
    const Result<Table> existing = Existing(*pool, table.id);
    if (!existing) return existing.error();
    std::vector<std::string> notes;
    std::vector<IndexBuild> plan = PlanIndexes(table, *existing, notes);
    Workforce workforce(pool, std::move(stop));
    std::vector<Status> outcomes = CreateAll(workforce, table, plan);
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if (outcomes[i]) continue;
        if (!HasNoEqual(plan[i], outcomes[i].error())) {
            return std::move(outcomes[i].error()).At(table.id.ToString());
        }
        notes.push_back(plan[i].source_name + " is not carried: " + outcomes[i].error().message);
    }
    if (Status attached = Attach(workforce, table, plan, outcomes); !attached) {
        return std::move(attached.error()).At(table.id.ToString());
    }
    if (Status finished = Finish(workforce, std::move(pool), table); !finished) {
        return std::move(finished.error()).At(table.id.ToString());
    }
    return notes;
}

}  // namespace dmsnode::connectors::postgres
