#include "api/run_words.hpp"

namespace dmsnode::api {

Json DmsTaskOf(const std::optional<std::string>& reference) {
    if (!reference) return nullptr;
    Result<Json> json = ParseJson(*reference);
    if (!json || !json->is_object() || !json->contains("replicationTaskArn")) return nullptr;
    return *std::move(json);
}

}  // namespace dmsnode::api
