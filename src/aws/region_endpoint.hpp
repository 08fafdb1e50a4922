#pragma once

#include "aws/connection_settings.hpp"

namespace dmsnode::aws {

/// Where to connect, and who said so.
struct Target {
    FoundSetting region;
    FoundSetting endpoint;  ///< Absolute URL, no slash at its end.
};

/// Region: the connection, common.properties, aws.yaml, AWS_REGION, AWS_DEFAULT_REGION, profile.
/// Endpoint: the connection, common.properties (`dms.endpoint`), aws.yaml,
/// AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE, AWS_ENDPOINT_URL, the profile's `services` section,
/// the profile, else AWS's own host of the region. AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true skips
/// the four that AWS's tools share. Any region text is accepted with an endpoint of one's own.
/// Errors: kInvalidArgument (no region; an endpoint that is no URL; a region that cannot be part of
///     a host name where no endpoint is set).
Result<Target> ResolveTarget(const ConnectionSettings& settings,
                             const DolphinSchedulerFiles& dolphinscheduler,
                             const SharedProfiles& profiles, const Environment& environment);

/// `https://<service>.<region>.amazonaws.com`, with China's own suffix.
Result<std::string> AwsHostUrl(std::string_view service, std::string_view region);

/// The URL of STS: AWS_ENDPOINT_URL_STS, AWS_ENDPOINT_URL, profile, else AWS's of the region.
Result<std::string> StsUrl(const SharedProfiles& profiles, std::string_view profile,
                           std::string_view region, const Environment& environment);

}  // namespace dmsnode::aws
