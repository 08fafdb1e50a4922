#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace dmsnode::workflow {

/// A YAML or JSON text as a value, and where in the text each part of it stands.
struct Document {
    struct Place {
        int line = 0;        ///< Counts from 1.
        int column = 0;      ///< Counts from 1.
        std::string scalar;  ///< A plain YAML scalar as it is written (`1.10`); else empty.
    };

    Json root;
    std::map<std::string, Place, std::less<>> places;  ///< By JSON path (`$.tasks[0].name`).

    /// The line of the value at `path`, or of the nearest value around it; 0 if nothing is known.
    int LineOf(std::string_view path) const;
    /// The text of the scalar at `path` as the author wrote it; a number keeps its trailing zeros.
    std::string TextOf(const std::string& path, const Json& value) const;
};

enum class DocumentFormat { kYaml, kJson };

/// By the file's name (`.json`, `.yaml`, `.yml`), else by its first character.
DocumentFormat FormatOf(std::string_view file_name, std::string_view text);

struct DocumentLimits {
    std::size_t max_bytes = 4U << 20U;
    std::size_t max_values = 100'000;  ///< Of a YAML document; aliases count each time.
};

/// Reads one document. YAML follows the core schema of YAML 1.2 (`yes` and `0123` are texts).
/// Errors: kInvalidArgument with `where` = `line L, column C`: broken text, a name twice in one
///     mapping, more than one document, unknown tags, more than 64 levels, and the limits.
Result<Document> ReadDocument(std::string_view text, DocumentFormat format,
                              DocumentLimits limits = {});

}  // namespace dmsnode::workflow
