#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {

std::string QuoteName(std::string_view name) {
    std::string quoted = "`";
    for (const char c : name) {
        if (c == '`') quoted += '`';
        quoted += c;
    }
    return quoted + '`';
}

std::string QuoteTable(const TableId& id) {
    return QuoteName(id.schema) + '.' + QuoteName(id.name);
}

std::string QuoteNames(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        if (!list.empty()) list += ',';
        list += QuoteName(name);
    }
    return list;
}

void AppendQuotedText(std::string_view text, std::string& out) {
    out += '\'';
    for (const char c : text) {
        switch (c) {
            case '\0': out += "\\0"; break;
            case '\n': out += "\\n"; break;
            case '\r': out += "\\r"; break;
            case '\x1a': out += "\\Z"; break;
            case '\\':
            case '\'':
                out += '\\';
                out += c;
                break;
            default: out += c;
        }
    }
    out += '\'';
}

std::string QuoteText(std::string_view text) {
    std::string quoted;
    quoted.reserve(text.size() + 2);
    AppendQuotedText(text, quoted);
    return quoted;
}

std::string QuoteBytes(std::string_view bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string quoted = "x'";
    for (const char c : bytes) {
        quoted += kDigits[static_cast<unsigned char>(c) >> 4U];
        quoted += kDigits[static_cast<unsigned char>(c) & 15U];
    }
    return quoted + '\'';
}

}  // namespace dmsnode::connectors::mysql
