#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace dmsnode::dms {

using Words = std::span<const std::string_view>;

/// `did you mean "include"?` if one of `words` is close to `given`, else empty.
std::string DidYouMean(std::string_view given, Words words);
/// `a, b or c`.
std::string Alternatives(Words words);

/// Whether a member must be there.
enum class Presence { kOptional, kRequired };

/// One JSON object of a document: hands its members out in their type and reports every wrong,
/// missing and unknown one with its path. A member that is null counts as absent: the AWS console
/// writes such. Lifetime: keeps references to `object` and `problems`.
class ObjectChecker {
public:
    /// `label` stands before each message: `rule 10`.
    ObjectChecker(const Json& object, std::string path, std::string label,
                  std::vector<Problem>& problems);

    bool Has(std::string_view name) const;
    /// The member, or nullptr if it is absent.
    const Json* Member(std::string_view name, Presence need = Presence::kOptional);
    std::string Text(std::string_view name, Presence need, bool may_be_empty = false);
    /// A text or number as text.
    std::string Scalar(std::string_view name, Presence need);
    std::string Word(std::string_view name, Words words, Presence need);
    /// An integer, given as a number or as its digits.
    std::optional<std::int64_t> Integer(
        std::string_view name, std::int64_t least,
        std::int64_t most = std::numeric_limits<std::int64_t>::max());
    const Json* Array(std::string_view name, Presence need);
    const Json* Object(std::string_view name, Presence need);

    Problem& Report(std::string_view name, std::string message);
    /// Reports every member that nobody asked for; `kind` is what the object is: `a rename rule`.
    void Finish(std::string_view kind);

    const std::string& path() const { return path_; }
    const std::string& label() const { return label_; }
    std::vector<Problem>& problems() { return problems_; }
    std::string PathOf(std::string_view name) const { return path_ + "." + std::string(name); }

private:
    const Json& object_;
    std::string path_;
    std::string label_;
    std::vector<Problem>& problems_;
    std::vector<std::string> known_;
};

/// What a JSON value is, in words: `a number`.
std::string KindOf(const Json& value);

}  // namespace dmsnode::dms
