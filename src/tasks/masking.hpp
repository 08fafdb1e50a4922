#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "workflow/parameters.hpp"

namespace dmsnode::tasks {

/// True for a name that usually stands for a secret: password, secret, token, access key, …
bool IsSecretName(std::string_view name);

/// Replaces values that are secrets by `***` wherever they stand in a text. A value shorter than 4
/// bytes is left: it would stand everywhere. Threads: any, once it is filled.
class Masker {
public:
    void Add(std::string value);
    /// The values of visible parameters with a secret's name.
    void AddParameters(const workflow::ParameterScope& scope);
    /// The values of `export NAME=value` lines with a secret's name.
    void AddExports(std::string_view shell_text);

    std::string Mask(std::string_view text) const;

private:
    std::vector<std::string> values_;  // longest first: one may be a part of another
};

}  // namespace dmsnode::tasks
