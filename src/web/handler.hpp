#pragma once

#include "http/server.hpp"
#include "web/pack.hpp"

namespace dmsnode::web {

/// Serves the web UI: a single page that asks the REST API for everything else. Paths that are no
/// file are places inside the page, so a browser gets index.html for them. Threads: any.
///
/// Files below /assets/ have their content's hash in the name and may be kept for ever; the others
/// are asked for again each time (ETag). Nothing here needs credentials or tells about data.
class Handler final : public http::Handler {
public:
    /// Lifetime: the pack's bytes outlive it. An empty pack: every page says how to build the UI.
    explicit Handler(Pack pack) : pack_(std::move(pack)) {}

    http::Reply Handle(const http::Request& request) override;

private:
    http::Reply Find(const http::Request& request) const;

    Pack pack_;
};

}  // namespace dmsnode::web
