#include <fmt/format.h>

#include "aws/http.hpp"
#include "aws/impl/text.hpp"
#include "aws/settings_files.hpp"

namespace dmsnode::aws {
namespace {

using impl::Trim;

bool IsBlank(char c) {
    return c == ' ' || c == '\t';
}

/// A comment begins at the line's start, or after a blank.
std::string_view WithoutComment(std::string_view line) {
    for (std::size_t i = 0; i < line.size(); ++i) {
        if ((line[i] == '#' || line[i] == ';') && (i == 0 || IsBlank(line[i - 1]))) {
            return line.substr(0, i);
        }
    }
    return line;
}

/// `profile   "my team"` → `profile my team`.
std::string SectionName(std::string_view inner) {
    std::string name;
    for (const char c : Trim(inner)) {
        if (c == '"' || c == '\'') continue;
        if (IsBlank(c) && (name.empty() || name.back() == ' ')) continue;
        name += IsBlank(c) ? ' ' : c;
    }
    return name;
}

class IniReader {
public:
    Status Line(std::string_view raw) {
        const bool indented = !raw.empty() && IsBlank(raw[0]);
        const std::string_view line = Trim(WithoutComment(raw));
        if (line.empty()) return {};
        if (!indented && line[0] == '[') return Section(line);
        const std::size_t equals = line.find('=');
        if (section_ == nullptr) return Fail("a setting stands before the first [section]");
        if (equals == std::string_view::npos || Trim(line.substr(0, equals)).empty()) {
            return Fail("expected name = value");
        }
        const std::string name = LowerAscii(Trim(line.substr(0, equals)));
        const std::string value(Trim(line.substr(equals + 1)));
        if (indented && !last_name_.empty()) {
            section_->nested[last_name_][name] = value;
        } else {
            section_->values[name] = value;
            last_name_ = value.empty() ? name : "";  // only an empty property opens a block
        }
        return {};
    }
    IniFile Take() { return std::move(file_); }

private:
    Status Section(std::string_view line) {
        if (line.back() != ']') return Fail("the section's ] is missing");
        const std::string name = SectionName(line.substr(1, line.size() - 2));
        if (name.empty()) return Fail("the section has no name");
        section_ = &file_[name];
        last_name_.clear();
        return {};
    }
    static Status Fail(std::string message) {
        return Error{ErrorCode::kInvalidArgument, std::move(message)};
    }

    IniFile file_;
    IniSection* section_ = nullptr;  ///< Points into file_: a map's elements do not move.
    std::string last_name_;
};

}  // namespace

Result<IniFile> ParseIni(std::string_view text) {
    IniReader reader;
    int number = 0;
    for (const std::string_view raw : impl::Split(text, '\n')) {
        ++number;
        const std::string_view line = raw.ends_with('\r') ? raw.substr(0, raw.size() - 1) : raw;
        if (Status read = reader.Line(line); !read) {
            return std::move(read.error()).At(fmt::format("line {}", number));
        }
    }
    return reader.Take();
}

}  // namespace dmsnode::aws
