#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/times.hpp"

/// Texts in and out of tests.
namespace dmsnode::testing {

/// The moment that an ISO 8601 text names.
inline TimePoint At(std::string_view text) {
    const std::optional<TimePoint> time = ParseIso8601(text);
    EXPECT_TRUE(time) << text;
    return time.value_or(TimePoint());
}

/// A line each.
inline std::vector<std::string> Texts(const std::vector<Problem>& problems) {
    std::vector<std::string> texts;
    for (const Problem& problem : problems) texts.push_back(problem.ToString());
    return texts;
}

}  // namespace dmsnode::testing
