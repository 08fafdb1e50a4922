#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"

namespace dmsnode::tasks {

/// Reads the members of a node's taskParams. Each call reports what is wrong and gives the default
/// then; Finish reports the members that nobody asked for. `localParams` and `resourceList` are the
/// worker's and always known.
/// Lifetime: the object and the problems outlive the reader.
class ParameterReader {
public:
    ParameterReader(const Json& object, std::string path, std::vector<Problem>& problems);

    /// Null if absent or null; the name counts as known.
    const Json* Find(std::string_view name);
    std::string PathOf(std::string_view name) const { return path_ + "." + std::string(name); }

    /// A text; numbers are taken as the author wrote them.
    std::string Text(std::string_view name);
    /// A text that must be there and not blank.
    std::string NeededText(std::string_view name, std::string_view hint);
    /// true, false, or a text that says so, as DolphinScheduler's UI sends it.
    bool Flag(std::string_view name, bool fallback);
    /// A number, or a text that holds one.
    std::int64_t Whole(std::string_view name, std::int64_t least, std::int64_t most,
                       std::int64_t fallback);
    /// One of `words`; the reply is its index.
    std::optional<std::size_t> OneOf(std::string_view name, const std::vector<std::string>& words);
    /// A text or a list of texts; blank ones are left out.
    std::vector<std::string> Texts(std::string_view name);
    /// Members that DolphinScheduler's files carry and that do nothing here: a warning each.
    void WithoutEffect(const std::vector<std::string>& names);

    void Report(std::string_view name, std::string message, std::string expected = "",
                std::string hint = "", bool warning = false);
    void Finish();

private:
    void ReportKind(std::string_view name, const Json& value, std::string expected);

    const Json& object_;
    std::string path_;
    std::vector<Problem>& problems_;
    std::vector<std::string> known_;
};

}  // namespace dmsnode::tasks
