#pragma once

#include <string>
#include <utility>

namespace dmsnode {

/// A text that must not be printed: it has no stream operator and no formatter, and its memory is
/// wiped.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    Secret(Secret&& other) noexcept : value_(std::exchange(other.value_, {})) {}
    Secret& operator=(Secret&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Secret();

    /// The clear text; name it only where it is handed to a driver or encrypted.
    const std::string& Reveal() const { return value_; }
    bool empty() const { return value_.empty(); }
    bool operator==(const Secret&) const = default;

private:
    std::string value_;
};

}  // namespace dmsnode
