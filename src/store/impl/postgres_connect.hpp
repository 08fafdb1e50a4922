#pragma once

#include <libpq-fe.h>

#include <map>
#include <string>

#include "base/handle.hpp"
#include "store/database.hpp"

namespace dmsnode::store {

using PgConnection = Handle<PGconn, PQfinish>;

/// A URL in libpq's words, our defaults for what it leaves open added.
struct PostgresTarget {
    std::map<std::string, Secret> words;
    std::string place;  ///< The URL without password and parameters.
};

/// Errors: kInvalidArgument; its text repeats nothing of the URL, where the password may stand in
/// the wrong place.
Result<PostgresTarget> ReadPostgresUrl(const Secret& url);

/// A connection in non-blocking mode. Errors: as Database::OpenPostgres.
Result<PgConnection> ConnectToPostgres(const PostgresTarget& target,
                                       std::chrono::milliseconds timeout);

}  // namespace dmsnode::store
