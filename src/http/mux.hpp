#pragma once

#include <string>
#include <vector>

#include "http/server.hpp"

namespace dmsnode::http {

/// Hands each request to the first of several handlers that matches it.
/// Threads: Add before the server starts, then any.
class Mux final : public Handler {
public:
    struct Match {
        std::string prefix = "/";            ///< `/api` matches `/api` and `/api/x`, not `/apix`.
        std::vector<std::string> methods{};  ///< Empty: any.
        std::string header{};                ///< Must be there, if set.
    };
    /// Lifetime: the handler outlives this.
    void Add(Match match, Handler& handler);

    Reply Handle(const Request& request) override;
    Reply Refuse(const Request& head, int status, std::string_view why) override;

private:
    struct Entry {
        Match match;
        Handler* handler;
    };
    Handler* Find(const Request& request) const;

    std::vector<Entry> entries_;
};

}  // namespace dmsnode::http
