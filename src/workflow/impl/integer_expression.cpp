#include "workflow/impl/integer_expression.hpp"

#include <fmt/format.h>

#include <cctype>
#include <optional>
#include <string>

namespace dmsnode::workflow {
namespace {

constexpr std::int64_t kLargest = 1'000'000'000'000;
constexpr int kDeepestExpression = 32;

/// Recursive descent; after the first failure all parts give 0 and `failure_` tells why.
class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) {}

    Result<std::int64_t> Run() {
        const std::int64_t value = Sum();
        SkipSpace();
        if (!failure_ && at_ < text_.size()) Fail(fmt::format("'{}' is not expected", text_[at_]));
        if (failure_) return *failure_;
        return value;
    }

private:
    std::int64_t Sum() {
        std::int64_t value = Product();
        while (!failure_) {
            if (Take('+')) {
                value = Bounded(value + Product());
            } else if (Take('-')) {
                value = Bounded(value - Product());
            } else {
                break;
            }
        }
        return value;
    }

    std::int64_t Product() {
        std::int64_t value = Factor();
        while (!failure_) {
            if (Take('*')) {
                value = Multiply(value, Factor());
            } else if (Take('/')) {
                const std::int64_t divisor = Factor();
                if (failure_) break;
                if (divisor == 0) return Fail("division by zero");
                value /= divisor;
            } else {
                break;
            }
        }
        return value;
    }

    std::int64_t Factor() {
        if (++depth_ > kDeepestExpression) return Fail("too many parentheses or signs");
        const std::int64_t value = SignedOrGrouped();
        --depth_;
        return value;
    }

    std::int64_t SignedOrGrouped() {
        if (Take('-')) return -Factor();
        if (Take('+')) return Factor();
        if (!Take('(')) return Number();
        const std::int64_t value = Sum();
        if (!failure_ && !Take(')')) return Fail("')' is missing");
        return value;
    }

    std::int64_t Number() {
        SkipSpace();
        if (at_ >= text_.size()) return Fail("a number is missing at the end");
        if (!IsDigit(text_[at_])) return Fail(fmt::format("'{}' is not a number", text_[at_]));
        std::int64_t value = 0;
        while (at_ < text_.size() && IsDigit(text_[at_]) && !failure_) {
            value = Bounded(value * 10 + (text_[at_++] - '0'));
        }
        return value;
    }

    std::int64_t Multiply(std::int64_t left, std::int64_t right) {
        std::int64_t value = 0;
        if (__builtin_mul_overflow(left, right, &value)) return Fail("the number is too large");
        return Bounded(value);
    }

    std::int64_t Bounded(std::int64_t value) {
        if (value > kLargest || value < -kLargest) return Fail("the number is too large");
        return value;
    }

    bool Take(char wanted) {
        SkipSpace();
        if (failure_ || at_ >= text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    void SkipSpace() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }

    static bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

    std::int64_t Fail(std::string why) {
        if (!failure_) failure_ = Error{ErrorCode::kInvalidArgument, std::move(why)};
        return 0;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_ = 0;
    std::optional<Error> failure_;
};

}  // namespace

Result<std::int64_t> EvaluateInteger(std::string_view text) {
    return Parser(text).Run();
}

}  // namespace dmsnode::workflow
