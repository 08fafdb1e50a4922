#include <fmt/format.h>

#include <charconv>

#include "scheduler/decision.hpp"
#include "store/scheduler_schema.hpp"

namespace dmsnode::scheduler {

namespace rows = store::scheduler;

std::string GroupKey(std::int64_t project_code, const std::string& name) {
    return fmt::format("{}/{}", project_code, name);
}

Status GrantPlacesOf(store::Connection& db, const std::string& key, TaskGroupSizes* sizes,
                     TimePoint now) {
    if (Status mine = rows::LockName(db, "group/" + key, now); !mine) return mine;
    std::optional<std::int64_t> size;
    if (sizes != nullptr) {
        const std::size_t slash = key.find('/');
        std::int64_t project = 0;
        std::from_chars(key.data(), key.data() + slash, project);
        const auto found = sizes->SizeOf(db, project, key.substr(slash + 1));
        if (!found) return found.error();
        size = *found;
    }
    const auto granted = rows::GrantPlaces(db, key, size);
    if (!granted) return granted.error();
    return {};
}

}  // namespace dmsnode::scheduler
