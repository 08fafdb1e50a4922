#include "aws/http.hpp"

#include <algorithm>

namespace dmsnode::aws {
namespace {

char Lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

const std::string* FindHeader(std::span<const HttpHeader> headers, std::string_view name) {
    for (const HttpHeader& header : headers) {
        if (std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                       [](char a, char b) { return Lower(a) == Lower(b); })) {
            return &header.value;
        }
    }
    return nullptr;
}

std::string LowerAscii(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
    return lower;
}

}  // namespace dmsnode::aws
