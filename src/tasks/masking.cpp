#include "tasks/masking.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace dmsnode::tasks {
namespace {

constexpr std::size_t kShortest = 4;
constexpr std::size_t kMostValues = 1000;  // a line is looked through once for each

constexpr std::array<std::string_view, 9> kSecretWords = {"password",   "passwd", "passphrase",
                                                          "secret",     "token",  "accesskey",
                                                          "privatekey", "apikey", "credential"};

std::string_view Trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

}  // namespace

bool IsSecretName(std::string_view name) {
    std::string letters;
    for (const char c : name) {
        if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
            letters += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        }
    }
    return std::any_of(kSecretWords.begin(), kSecretWords.end(), [&](std::string_view word) {
        return letters.find(word) != std::string::npos;
    });
}

void Masker::Add(std::string value) {
    if (value.size() < kShortest || values_.size() >= kMostValues) return;
    const auto place = std::find_if(values_.begin(), values_.end(), [&](const std::string& other) {
        return other.size() < value.size();
    });
    values_.insert(place, std::move(value));
}

void Masker::AddParameters(const workflow::ParameterScope& scope) {
    for (const workflow::Parameter& parameter : scope.Visible()) {
        if (!IsSecretName(parameter.name)) continue;
        std::vector<Problem> unresolved;  // whoever uses the parameter tells them
        const std::string value =
            workflow::Substitute("${" + parameter.name + "}", scope, workflow::Escaping::kNone,
                                 parameter.name, unresolved);
        if (unresolved.empty()) Add(value);
    }
}

void Masker::AddExports(std::string_view shell_text) {
    while (!shell_text.empty()) {
        const std::size_t end = std::min(shell_text.find('\n'), shell_text.size());
        std::string_view line = Trimmed(shell_text.substr(0, end));
        shell_text.remove_prefix(std::min(end + 1, shell_text.size()));
        if (line.starts_with("export ")) line = Trimmed(line.substr(7));
        const std::size_t equals = line.find('=');
        if (equals == std::string_view::npos || !IsSecretName(line.substr(0, equals))) continue;
        std::string_view value = Trimmed(line.substr(equals + 1));
        const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                            (value.front() == '\'' || value.front() == '"');
        if (quoted) value = value.substr(1, value.size() - 2);
        Add(std::string(value));
    }
}

std::string Masker::Mask(std::string_view text) const {
    std::string masked(text);
    for (const std::string& value : values_) {
        for (std::size_t at = masked.find(value); at != std::string::npos;
             at = masked.find(value, at + 3)) {
            masked.replace(at, value.size(), "***");
        }
    }
    return masked;
}

}  // namespace dmsnode::tasks
