#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

std::string Enclosed(std::string_view text, char quote) {
    std::string out;
    out.reserve(text.size() + 2);
    out.push_back(quote);
    for (const char c : text) {
        if (c == quote) out.push_back(quote);
        out.push_back(c);
    }
    out.push_back(quote);
    return out;
}

}  // namespace

std::string QuoteIdentifier(std::string_view name) {
    return Enclosed(name, '"');
}

std::string QuoteLiteral(std::string_view text) {
    return Enclosed(text, '\'');
}

std::string QuoteTable(const TableId& id) {
    return QuoteIdentifier(id.schema) + "." + QuoteIdentifier(id.name);
}

std::string QuoteList(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
        if (!out.empty()) out += ", ";
        out += QuoteIdentifier(name);
    }
    return out;
}

std::string QuoteTextArray(const std::vector<std::string>& texts) {
    std::string array = "{";
    for (const std::string& text : texts) {
        if (array.size() > 1) array += ",";
        array += '"';
        for (const char c : text) {
            if (c == '"' || c == '\\') array += '\\';
            array += c;
        }
        array += '"';
    }
    return QuoteLiteral(array + "}");
}

}  // namespace dmsnode::connectors::postgres
