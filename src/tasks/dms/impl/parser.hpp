#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/dms/impl/fields.hpp"

namespace dmsnode::tasks::impl {

/// Reads typed values out of an object whose placeholders are resolved. Every wrong type, unknown
/// or wrongly spelt name becomes a problem; the rest is read all the same.
class Parser {
public:
    Parser(DmsParameters& parameters, std::vector<Problem>& problems)
        : parameters_(parameters), problems_(problems) {}

    /// Reads taskParams. `foreign` are the caller's keys.
    void ReadForm(const Json& object, const std::string& path,
                  const std::vector<std::string>& foreign);
    /// Reads the object of jsonData, in the API's spelling.
    void ReadJsonData(const Json& object, const std::string& path);

private:
    void ReadPluginField(const Field& field, const Json& value, const std::string& path);
    void ReadOwnField(const Field& field, const Json& value, const std::string& path);
    void ReadText(const Field& field, const Json& value, const std::string& path);
    void ReadDocument(const Field& field, const Json& value, const std::string& path);
    void ReadFlag(const Json& value, const std::string& path, bool& flag);
    void ReadTags(const Json& value, const std::string& path);
    void ReadSeconds(const Json& value, const std::string& path, std::chrono::seconds& seconds);
    void ReadCount(const Json& value, const std::string& path, std::int64_t& count);
    void ReadStopReasons(const Json& value, const std::string& path);
    void ReadPollInterval(const Json& value, const std::string& path);
    void ReportUnknown(const std::string& name, const std::string& path, bool in_json_data);
    void Report(const std::string& path, std::string message, std::string expected = "",
                std::string hint = "", bool warning = false);

    DmsParameters& parameters_;
    std::vector<Problem>& problems_;
};

/// `a number`, `an object` …: what a JSON value is, in words.
std::string_view KindOf(const Json& value);

}  // namespace dmsnode::tasks::impl
