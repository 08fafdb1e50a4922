#include "http/mux.hpp"

#include <algorithm>

namespace dmsnode::http {
namespace {

bool IsBelow(std::string_view path, std::string_view prefix) {
    if (prefix == "/") return path.starts_with('/');
    return path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/');
}

}  // namespace

void Mux::Add(Match match, Handler& handler) {
    entries_.push_back({.match = std::move(match), .handler = &handler});
}

Handler* Mux::Find(const Request& request) const {
    for (const Entry& entry : entries_) {
        const Match& match = entry.match;
        if (!IsBelow(request.path(), match.prefix)) continue;
        if (!match.methods.empty() &&
            std::ranges::find(match.methods, request.method) == match.methods.end()) {
            continue;
        }
        if (!match.header.empty() && request.header(match.header).empty()) continue;
        return entry.handler;
    }
    return nullptr;
}

Reply Mux::Handle(const Request& request) {
    Handler* const handler = Find(request);
    return handler == nullptr ? ProblemReply(404, "nothing is served here")
                              : handler->Handle(request);
}

Reply Mux::Refuse(const Request& head, int status, std::string_view why) {
    Handler* const handler = Find(head);
    return handler == nullptr ? Handler::Refuse(head, status, why)
                              : handler->Refuse(head, status, why);
}

}  // namespace dmsnode::http
