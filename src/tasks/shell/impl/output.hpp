#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// A script's output on its way to the log: pure, in blocks as they come.
namespace dmsnode::tasks::shell {

/// Text as it may stand in a log: bytes that are not UTF-8 and control characters become U+FFFD,
/// colours and other terminal sequences are left out; tabs stay.
std::string CleanLine(std::string_view line);

/// The same for a value: only what is not UTF-8 is replaced.
std::string ValidUtf8(std::string_view text);

/// Cuts a stream into lines. A line longer than the limit comes in pieces; a carriage return ends a
/// line too, as progress bars use it. Blank lines stay.
class LineSplitter {
public:
    explicit LineSplitter(std::size_t longest) : longest_(longest) {}
    /// Cleaned lines that ended in this block.
    std::vector<std::string> Feed(std::string_view block);
    /// The rest without a line's end; at the end of the stream.
    std::vector<std::string> Finish();

private:
    void Emit(std::size_t size, std::vector<std::string>& lines);

    std::size_t longest_;
    std::string open_;
    bool ended_by_return_ = false;  // so that \r\n ends one line
};

/// Finds `${setValue(name=value)}` and `#{setValue(name=value)}` in a stream, several in a line or
/// one over several lines. The value ends at the first `)}`. One that begins before another has
/// ended is dropped, and so is one longer than 64 KiB.
/// Source: DolphinScheduler, SHELL task, "custom parameters".
class SetValueScanner {
public:
    using Found = std::function<void(std::string name, std::string value)>;
    void Feed(std::string_view block, const Found& found);

private:
    std::string open_;
};

}  // namespace dmsnode::tasks::shell
