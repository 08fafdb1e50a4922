#include <fmt/format.h>

#include "aws/impl/credential_parts.hpp"

namespace dmsnode::aws {
namespace {

struct Names {
    std::string_view file;
    std::string_view id;
    std::string_view secret;
};
constexpr Names kCommonProperties{"common.properties", "resource.aws.access.key.id",
                                  "resource.aws.secret.access.key"};
constexpr Names kAwsYaml{"aws.yaml", "aws.dms.access.key.id", "aws.dms.access.key.secret"};

class FileKeys final : public CredentialProvider {
public:
    FileKeys(const DolphinSchedulerFiles& files, const Names& names)
        : names_(names), id_(files.Find(names.id)), secret_(files.Find(names.secret)) {}
    std::string Name() const override { return std::string(names_.file); }
    Result<std::optional<Credentials>> Load() override {
        const auto value = [](const std::optional<FoundSetting>& found) {
            return found ? std::optional(found->value) : std::nullopt;
        };
        const std::string source = id_ ? id_->source : secret_ ? secret_->source : Name();
        return impl::PairOfKeys(source, names_.id, value(id_), names_.secret, value(secret_),
                                std::nullopt);
    }

private:
    Names names_;
    std::optional<FoundSetting> id_;
    std::optional<FoundSetting> secret_;
};

class UnknownType final : public CredentialProvider {
public:
    explicit UnknownType(FoundSetting type) : type_(std::move(type)) {}
    std::string Name() const override { return "aws.yaml"; }
    Result<std::optional<Credentials>> Load() override {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("aws.dms.credentials.provider.type is \"{}\"", type_.value)}
            .At(type_.source)
            .Hint("use AWSStaticCredentialsProvider or InstanceProfileCredentialsProvider");
    }

private:
    FoundSetting type_;
};

}  // namespace

Provider CommonPropertiesKeys(const DolphinSchedulerFiles& files) {
    return std::make_unique<FileKeys>(files, kCommonProperties);
}

Provider AwsYamlKeys(const DolphinSchedulerFiles& files, const CredentialWorld& world) {
    const auto type = files.Find("aws.dms.credentials.provider.type");
    if (!type || type->value == "AWSStaticCredentialsProvider") {
        return std::make_unique<FileKeys>(files, kAwsYaml);
    }
    if (type->value == "InstanceProfileCredentialsProvider") return InstanceMetadataKeys(world);
    return std::make_unique<UnknownType>(*type);
}

}  // namespace dmsnode::aws
