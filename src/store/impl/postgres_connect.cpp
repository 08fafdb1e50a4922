#include "store/impl/postgres_connect.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "store/impl/postgres_errors.hpp"

namespace dmsnode::store {
namespace {

constexpr int kOldestVersion = 120000;

/// A peer that vanished is noticed within half a minute, also while we wait for its answer. Where a
/// URL names several servers, the one that takes writes is meant.
constexpr std::array kDefaults = {
    std::pair{"application_name", "dmsnode"},
    std::pair{"keepalives", "1"},
    std::pair{"keepalives_idle", "15"},
    std::pair{"keepalives_interval", "5"},
    std::pair{"keepalives_count", "3"},
    std::pair{"tcp_user_timeout", "30000"},
    std::pair{"target_session_attrs", "read-write"},
};

Error BadUrl(std::string_view why) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("the store's URL {}", why)}.Hint(
        "write postgresql://user:password@host:port/database?sslmode=verify-full, and special "
        "characters of user and password as %XX");
}

/// False if user and password are not written so that libpq finds their end: an `@` or `/` in them
/// would make a part of the password a host or a database, which errors show.
bool HasPlainUserInfo(std::string_view url) {
    url.remove_prefix(url.find("://") + 3);
    url = url.substr(0, url.find('?'));
    const std::size_t at = url.find('@');
    return at == std::string_view::npos || (url.rfind('@') == at && url.find('/') > at);
}

std::string MakePlace(const std::map<std::string, Secret>& words) {
    const auto word = [&](const char* name) {
        const auto found = words.find(name);
        return found == words.end() ? std::string() : found->second.Reveal();
    };
    std::string place = "postgresql://";
    if (const std::string user = word("user"); !user.empty()) place += user + "@";
    place += word("host").empty() ? word("hostaddr") : word("host");
    if (const std::string port = word("port"); !port.empty()) place += ":" + port;
    return place + "/" + word("dbname");
}

/// Drives the connection to its end. False: it failed and libpq knows why, or time is over.
bool Drive(PGconn* connection, std::chrono::steady_clock::time_point deadline, bool* timed_out) {
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        *timed_out = left.count() <= 0;
        if (*timed_out) return false;
        pollfd fd{PQsocket(connection),
                  static_cast<short>(state == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
        const int ready = ::poll(&fd, 1, static_cast<int>(left.count()) + 1);
        if (ready < 0 && errno != EINTR) return false;
        if (ready > 0) state = PQconnectPoll(connection);
    }
    return state == PGRES_POLLING_OK;
}

}  // namespace

Result<PostgresTarget> ReadPostgresUrl(const Secret& url) {
    const std::string& text = url.Reveal();
    if (!text.starts_with("postgresql://") && !text.starts_with("postgres://")) {
        return BadUrl("does not begin with postgresql://");
    }
    if (text.find('\0') != std::string::npos) return BadUrl("holds a zero byte");
    if (!HasPlainUserInfo(text)) return BadUrl("has an @ or a / in user or password");
    char* reason = nullptr;  // May repeat a part of the URL, so it is not shown.
    const Handle<PQconninfoOption, PQconninfoFree> parsed(PQconninfoParse(text.c_str(), &reason));
    PQfreemem(reason);
    if (!parsed) {
        return BadUrl("cannot be read: a parameter, a port or a %XX of it is not as it should be");
    }
    PostgresTarget target;
    for (const auto& [name, value] : kDefaults) target.words[name] = Secret(value);
    for (const PQconninfoOption* word = parsed.get(); word->keyword != nullptr; ++word) {
        if (word->val != nullptr) target.words[word->keyword] = Secret(word->val);
    }
    target.words["client_encoding"] = Secret("UTF8");
    target.place = MakePlace(target.words);
    return target;
}

Result<PgConnection> ConnectToPostgres(const PostgresTarget& target,
                                       std::chrono::milliseconds timeout) {
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : target.words) {
        names.push_back(name.c_str());
        values.push_back(value.Reveal().c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    PgConnection connection(PQconnectStartParams(names.data(), values.data(), 0));
    if (!connection) return Error{ErrorCode::kResourceExhausted, "out of memory"};
    // Verbose texts hold the SQLSTATE, which a failed connection gives in no other way.
    PQsetErrorVerbosity(connection.get(), PQERRORS_VERBOSE);
    PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
    bool timed_out = false;
    const bool begun = PQstatus(connection.get()) != CONNECTION_BAD;
    if (!begun ||
        !Drive(connection.get(), std::chrono::steady_clock::now() + timeout, &timed_out)) {
        const std::string why = timed_out ? fmt::format("no answer within {} ms", timeout.count())
                                          : std::string(PQerrorMessage(connection.get()));
        return ConnectError(why).At(target.place);
    }
    PQsetErrorVerbosity(connection.get(), PQERRORS_DEFAULT);
    PQsetnonblocking(connection.get(), 1);
    if (PQserverVersion(connection.get()) < kOldestVersion) {
        return Error{ErrorCode::kUnsupported,
                     fmt::format("the server is PostgreSQL {}; the store needs 12 or later",
                                 PQserverVersion(connection.get()) / 10000)}
            .At(target.place);
    }
    return connection;
}

}  // namespace dmsnode::store
