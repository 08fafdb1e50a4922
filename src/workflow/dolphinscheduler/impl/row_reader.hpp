#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/dolphinscheduler/impl/names.hpp"
#include "workflow/impl/field_reader.hpp"

namespace dmsnode::workflow::dolphinscheduler {

/// A member that is kept without being acted on.
struct KeptField {
    const char* name;
    std::vector<std::string> harmless;  ///< JSON of values that need no warning; empty: any.
    const char* why = "";
};

/// Reads a row of an export file as Jackson would: enums by name or ordinal. What nobody asked for
/// is kept.
class RowReader : public FieldReader {
public:
    RowReader(const Json& row, std::string path, const ReadContext& context)
        : FieldReader(row, std::move(path), context), row_(row) {}

    /// The index in `words`, whose order is that of the ordinals.
    std::optional<std::size_t> Enum(std::string_view name, const Words& words);
    std::size_t Enum(std::string_view name, const Words& words, std::size_t fallback) {
        return Enum(name, words).value_or(fallback);
    }
    /// A value, or the JSON text of one; null if absent or broken.
    Json Inner(std::string_view name, Json::value_t kind, const char* expected);
    /// Derived from others: read by nobody, written anew.
    void Drop(const std::vector<std::string>& names);
    /// The members that nobody asked for. Warns of those that are unknown, and of those in `kept`
    /// that are not harmless.
    Json Rest(const std::vector<KeptField>& kept) const;

private:
    const Json& row_;
};

/// `localParams`, `globalParams`: what a property has beside the four members goes into `extra`.
std::vector<Parameter> ReadProperties(const Json& list, const std::string& path, Json& extra,
                                      const ReadContext& context);

}  // namespace dmsnode::workflow::dolphinscheduler
