#pragma once

#include <span>
#include <string>
#include <string_view>

#include "aws/sigv4.hpp"

namespace dmsnode::aws::impl {

/// What a key is derived for. Lifetime: views.
struct Scope {
    std::string_view date;
    std::string_view region;
    std::string_view service;

    /// `20261122/eu-central-1/dms/aws4_request`.
    std::string ToString() const;
};

/// The signature (64 hex digits) that `secret` gives `request` at `time_text` (X-Amz-Date).
std::string Signature(const SignableRequest& request, std::span<const std::string> signed_names,
                      const Scope& scope, std::string_view time_text, const Secret& secret);

}  // namespace dmsnode::aws::impl
