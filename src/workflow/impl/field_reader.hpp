#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"
#include "workflow/document.hpp"

namespace dmsnode::workflow {

/// A hundred years, in the fields that count minutes.
inline constexpr std::int64_t kMostMinutes = 60L * 24 * 365 * 100;
/// In bytes, of a workflow and of a task.
inline constexpr std::size_t kLongestName = 255;

/// Where problems go while a file is read.
struct ReadContext {
    const Document& document;
    std::vector<Problem>& problems;

    void Report(const std::string& path, std::string message, std::string expected = "",
                std::string hint = "") const;
    void Warn(const std::string& path, std::string message, std::string hint = "") const;
};

/// Reads the members of one object. Each call reports what is wrong and gives the default then.
/// At the end, Finish reports the members that nobody asked for.
/// Lifetime: the object and the context outlive the reader.
class FieldReader {
public:
    FieldReader(const Json& object, std::string path, const ReadContext& context);

    bool Has(std::string_view name) const;
    /// Null if absent or null; the name counts as known.
    const Json* Find(std::string_view name);
    std::string PathOf(std::string_view name) const { return path_ + "." + std::string(name); }

    /// Numbers and booleans are taken as the author wrote them.
    std::string Text(std::string_view name);
    /// A number, or a text that holds one, as DolphinScheduler's UI sends it.
    std::int64_t Whole(std::string_view name, std::int64_t least, std::int64_t most,
                       std::int64_t fallback, std::string_view unit = "");
    /// One of `words`; the reply is its index.
    std::optional<std::size_t> OneOf(std::string_view name, const std::vector<std::string>& words);
    /// A number; a text that holds one is taken too.
    std::optional<double> Number(std::string_view name, double least, double most);
    /// A text, or a list of texts.
    std::vector<std::string> Texts(std::string_view name);

    void Finish();
    /// The members that nobody asked for, in place of Finish.
    std::vector<std::string> Unknown() const;
    const ReadContext& context() const { return context_; }

private:
    const Json& object_;
    std::string path_;
    const ReadContext& context_;
    std::vector<std::string> known_;
};

/// A whole number, or a text that holds one.
std::optional<std::int64_t> AsWhole(const Json& value);

/// `a, b or c`.
std::string JoinWords(const std::vector<std::string>& words);

/// `"abc"`, `12`, `a list`: how a wrong value is named in a message.
std::string Describe(const Json& value);

}  // namespace dmsnode::workflow
