#include "app/store_url.hpp"

#include <cstdlib>

#include "base/files.hpp"

namespace dmsnode::app {

Result<std::optional<Secret>> StoreUrl(const std::filesystem::path& file) {
    if (file.empty()) {
        const char* url = std::getenv("DMSNODE_STORE_URL");
        if (url == nullptr || *url == '\0') return std::optional<Secret>();
        return std::optional(Secret(url));
    }
    Result<std::string> text = ReadFile(file, 64U << 10U);
    if (!text) return text.error();
    while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
    if (text->empty()) {
        return Error{ErrorCode::kInvalidArgument, "the file with the store's URL is empty"}
            .At(file.string())
            .Hint("write postgresql://user:password@host:port/database into it");
    }
    return std::optional(Secret(*std::move(text)));
}

Result<std::unique_ptr<store::Database>> OpenSharedStore(const Secret& url) {
    store::PostgresOptions options;
    options.url = url;
    // Master, keeper, worker, its heart, deliverer, streams, four handlers of requests, and kinds
    // that keep their states.
    options.connections = 14;
    return store::Database::OpenPostgres(options);
}

}  // namespace dmsnode::app
