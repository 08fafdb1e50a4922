#pragma once

#include <string>

#include "aws/credentials.hpp"
#include "base/result.hpp"

namespace dmsnode::aws {

/// Whoever signs asks this for each attempt, so that keys may change under a long-lived client.
/// Threads: any.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;
    virtual Result<Credentials> Get() = 0;
    /// The service said that these keys have expired: the next Get asks for new ones. Keys that
    /// were replaced meanwhile are left alone.
    virtual void Invalidate(const std::string& access_key_id) = 0;
};

class FixedCredentials final : public CredentialSource {
public:
    explicit FixedCredentials(Credentials credentials) : credentials_(std::move(credentials)) {}
    Result<Credentials> Get() override { return credentials_; }
    void Invalidate(const std::string&) override {}

private:
    Credentials credentials_;
};

}  // namespace dmsnode::aws
