#include "workflow/closest_name.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <numeric>

namespace dmsnode::workflow {
namespace {

char Lower(char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// Levenshtein distance, letter case ignored.
std::size_t Distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t change = diagonal + (Lower(a[i]) == Lower(b[j]) ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row[b.size()];
}

}  // namespace

std::optional<std::string> ClosestName(std::string_view name,
                                       const std::vector<std::string>& candidates) {
    constexpr std::size_t kLongestCompared = 200;  // The distance costs the product of the lengths.
    if (name.size() > kLongestCompared) return std::nullopt;
    std::size_t least = std::max<std::size_t>(1, std::min<std::size_t>(3, name.size() / 3)) + 1;
    std::optional<std::string> closest;
    for (const std::string& candidate : candidates) {
        if (candidate.size() > kLongestCompared) continue;
        const std::size_t distance = Distance(name, candidate);
        if (distance < least) {
            least = distance;
            closest = candidate;
        }
    }
    return closest;
}

std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates) {
    const std::optional<std::string> closest = ClosestName(name, candidates);
    return closest ? fmt::format("did you mean \"{}\"?", *closest) : "";
}

}  // namespace dmsnode::workflow
