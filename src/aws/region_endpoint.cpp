#include "aws/region_endpoint.hpp"

#include <fmt/format.h>

#include "aws/http.hpp"
#include "aws/impl/text.hpp"
#include "aws/impl/url.hpp"

namespace dmsnode::aws {
namespace {

/// The sources in their order; the first that has a value answers.
class FirstOf {
public:
    FirstOf& Or(std::optional<FoundSetting> found) {
        if (!result_ && found && !found->value.empty()) result_ = std::move(found);
        return *this;
    }
    FirstOf& Or(const std::optional<std::string>& value, std::string source) {
        return Or(value ? std::optional(FoundSetting{*value, std::move(source)}) : std::nullopt);
    }
    const std::optional<FoundSetting>& result() const { return result_; }

private:
    std::optional<FoundSetting> result_;
};

Result<FoundSetting> FindRegion(const ConnectionSettings& settings,
                                const DolphinSchedulerFiles& dolphinscheduler,
                                const SharedProfiles& profiles, const Environment& environment) {
    const std::string profile = ProfileName(settings, environment).value;
    FirstOf first;
    first.Or(settings.region, "the connection")
        .Or(dolphinscheduler.Find("resource.aws.region"))
        .Or(dolphinscheduler.Find("aws.dms.region"))
        .Or(environment.Get("AWS_REGION"), "AWS_REGION")
        .Or(environment.Get("AWS_DEFAULT_REGION"), "AWS_DEFAULT_REGION")
        .Or(profiles.Value(profile, "region"), "profile " + profile);
    if (first.result()) return *first.result();
    return Error{ErrorCode::kInvalidArgument, "no AWS region is set"}.Hint(
        "set the connection's region, AWS_REGION, or region in the profile");
}

bool IgnoresSharedEndpoints(const Environment& environment) {
    const auto flag = environment.Get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
    return flag && LowerAscii(*flag) == "true";
}

/// The endpoint settings that AWS's own tools share, for one service.
std::optional<FoundSetting> SharedEndpoint(const SharedProfiles& profiles, std::string_view profile,
                                           const std::string& variable,
                                           const std::string& service_key,
                                           const Environment& environment) {
    if (IgnoresSharedEndpoints(environment)) return std::nullopt;
    return FirstOf()
        .Or(environment.Get(variable), variable)
        .Or(environment.Get("AWS_ENDPOINT_URL"), "AWS_ENDPOINT_URL")
        .Or(profiles.EndpointFor(profile, service_key), fmt::format("profile {}", profile))
        .result();
}

Result<std::string> CheckedEndpoint(const FoundSetting& endpoint) {
    std::string url = endpoint.value;
    if (url.find("://") == std::string::npos) url = "https://" + url;
    const Result<impl::Url> parsed = impl::ParseUrl(url);
    if (!parsed) return Error(parsed.error()).At("endpoint from " + endpoint.source);
    if (!parsed->query.empty()) {
        return Error{ErrorCode::kInvalidArgument, "an endpoint has no query (?…)"}.At(
            "endpoint from " + endpoint.source);
    }
    while (url.ends_with('/')) url.pop_back();
    return url;
}

}  // namespace

Result<std::string> AwsHostUrl(std::string_view service, std::string_view region) {
    for (const char c : region) {
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the region \"{}\" cannot be part of an AWS host name",
                                     impl::Snippet(region, 60))}
                .Hint("set an endpoint, or use a region such as eu-central-1");
        }
    }
    return fmt::format("https://{}.{}.amazonaws.com{}", service, region,
                       region.starts_with("cn-") ? ".cn" : "");
}

Result<Target> ResolveTarget(const ConnectionSettings& settings,
                             const DolphinSchedulerFiles& dolphinscheduler,
                             const SharedProfiles& profiles, const Environment& environment) {
    Result<FoundSetting> region = FindRegion(settings, dolphinscheduler, profiles, environment);
    if (!region) return region.error();
    FirstOf first;
    first.Or(settings.endpoint, "the connection")
        .Or(dolphinscheduler.Find("dms.endpoint"))
        .Or(dolphinscheduler.Find("aws.dms.endpoint"))
        .Or(SharedEndpoint(profiles, ProfileName(settings, environment).value,
                           "AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE",
                           "database_migration_service", environment));
    const std::string source = first.result() ? first.result()->source : "the region";
    Result<std::string> url =
        first.result() ? CheckedEndpoint(*first.result()) : AwsHostUrl("dms", region->value);
    if (!url) return url.error();
    return Target{.region = *std::move(region), .endpoint = {*std::move(url), source}};
}

Result<std::string> StsUrl(const SharedProfiles& profiles, std::string_view profile,
                           std::string_view region, const Environment& environment) {
    const std::optional<FoundSetting> own =
        SharedEndpoint(profiles, profile, "AWS_ENDPOINT_URL_STS", "sts", environment);
    return own ? CheckedEndpoint(*own) : AwsHostUrl("sts", region);
}

}  // namespace dmsnode::aws
