// Holds every shape of every operation against the public service model that Debian's
// python3-botocore ships, in both directions: nothing missing, nothing superfluous.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "base/files.hpp"
#include "base/json.hpp"
#include "dms/codec.hpp"
#include "dms/operations.hpp"

namespace dmsnode::dms {
namespace {

constexpr const char* kModelFile =
    "/usr/lib/python3/dist-packages/botocore/data/dms/2016-01-01/service-2.json";

const Json& Model() {
    static const Json model = [] {
        const Result<std::string> text = ReadFile(kModelFile);
        if (!text) {
            ADD_FAILURE() << text.error().ToString() << "; install the package python3-botocore";
            return Json::object();
        }
        const Result<Json> json = ParseJson(*text);
        EXPECT_TRUE(json) << json.error().ToString();
        return json ? *json : Json::object();
    }();
    return model;
}

const Json& ShapeOf(const std::string& name) {
    static const Json none = Json::object();
    const auto shapes = Model().find("shapes");
    if (shapes == Model().end() || !shapes->contains(name)) {
        ADD_FAILURE() << "the model has no shape " << name;
        return none;
    }
    return (*shapes)[name];
}

template <class T>
struct Unwrapped {
    using Type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using Type = T;
};

/// The model's words for a scalar C++ type.
template <class T>
std::set<std::string> WordsFor() {
    if constexpr (std::is_same_v<T, std::string>) return {"string"};
    if constexpr (std::is_same_v<T, Secret>) return {"sensitive string"};
    if constexpr (std::is_same_v<T, std::int64_t>) return {"integer", "long"};
    if constexpr (std::is_same_v<T, bool>) return {"boolean"};
    if constexpr (std::is_same_v<T, TimePoint>) return {"timestamp"};
    if constexpr (std::is_same_v<T, double>) return {"double"};
    return {};
}

class ModelCheck {
public:
    template <class T>
    void Type(const std::string& shape_name, const std::string& path) {
        const Json& shape = ShapeOf(shape_name);
        const std::string type = shape.value("type", "");
        if constexpr (impl::Shape<T>) {
            EXPECT_EQ(T::kShape, shape_name) << path;
            EXPECT_EQ(type, "structure") << path;
            Structure<T>();
        } else if constexpr (impl::IsVector<T>::value) {
            ASSERT_EQ(type, "list") << path;
            Type<typename T::value_type>(shape["member"]["shape"].get<std::string>(), path + "[]");
        } else {
            const bool sensitive = shape.value("sensitive", false);
            EXPECT_TRUE(WordsFor<T>().contains((sensitive ? "sensitive " : "") + type))
                << path << " is a " << type << (sensitive ? " (sensitive)" : "") << " in the model";
        }
    }

    template <impl::Shape T>
    void Structure() {
        const std::string name(T::kShape);
        if (!seen_.insert(name).second) return;
        const Json& shape = ShapeOf(name);
        std::set<std::string> missing;
        for (const auto& member : shape["members"].items()) missing.insert(member.key());
        std::set<std::string> required;
        for (const Json& member : shape.value("required", Json::array())) required.insert(member);

        T value;
        T::Members(value, [&](std::string_view member_view, auto& field, Need need) {
            const std::string member(member_view);
            const std::string path = name + "." + member;
            using Field = std::decay_t<decltype(field)>;
            ++members_;
            ASSERT_EQ(missing.erase(member), 1U) << path << " is not in the model, or stands twice";
            EXPECT_EQ(need == Need::kRequired, required.contains(member)) << path;
            if constexpr (!impl::IsVector<Field>::value) {
                EXPECT_EQ(need == Need::kOptional, impl::IsOptional<Field>::value) << path;
            }
            Type<typename Unwrapped<Field>::Type>(
                shape["members"][member]["shape"].template get<std::string>(), path);
        });
        EXPECT_TRUE(missing.empty()) << name << " lacks " << *missing.begin();
    }

    std::size_t structures() const { return seen_.size(); }
    std::size_t members() const { return members_; }

private:
    std::set<std::string> seen_;
    std::size_t members_ = 0;
};

TEST(DmsModel, EveryMemberOfEveryShapeIsThatOfTheServiceModel) {
    ASSERT_TRUE(Model().contains("operations"));
    ModelCheck check;
    operations::ForEachOperation([&]<class Operation>() {
        const std::string name(Operation::kName);
        SCOPED_TRACE(name);
        ASSERT_TRUE(Model()["operations"].contains(name));
        const Json& operation = Model()["operations"][name];
        check.Type<typename Operation::Request>(operation["input"]["shape"], name + " request");
        check.Type<typename Operation::Reply>(operation["output"]["shape"], name + " reply");
    });
    // So that a walk that visits nothing cannot pass.
    EXPECT_GE(check.structures(), 90U);
    EXPECT_GE(check.members(), 600U);
}

TEST(DmsModel, EachOperationIsListedOnce) {
    std::set<std::string_view> names;
    std::size_t count = 0;
    operations::ForEachOperation([&]<class Operation>() {
        names.insert(Operation::kName);
        ++count;
    });
    EXPECT_EQ(names.size(), count);
    EXPECT_EQ(count, 30U);
}

TEST(DmsModel, ProtocolIsTheOneWeSpeak) {
    const Json& metadata = Model()["metadata"];
    EXPECT_EQ(metadata["protocol"], "json");
    EXPECT_EQ(metadata["jsonVersion"], "1.1");
    EXPECT_EQ(metadata["targetPrefix"], "AmazonDMSv20160101");
    EXPECT_EQ(metadata["endpointPrefix"], "dms");
    EXPECT_EQ(metadata["signatureVersion"], "v4");
}

/// The faults that the model names for our operations, and those that `faults.hpp` knows as words
/// of the model, must be spelt alike: SDKs turn the code into a typed exception by its spelling.
TEST(DmsModel, FaultsAreSpeltAsInTheModel) {
    for (const std::string_view code :
         {fault::kResourceNotFound, fault::kInvalidResourceState, fault::kResourceAlreadyExists,
          fault::kResourceQuotaExceeded, fault::kStorageQuotaExceeded,
          fault::kInsufficientResourceCapacity, fault::kAccessDenied, fault::kKmsKeyNotAccessible,
          fault::kUpgradeDependencyFailure, fault::kInvalidSubnet, fault::kSubnetGroupLacksZones,
          fault::kS3AccessDenied, fault::kInvalidOperation}) {
        EXPECT_TRUE(ShapeOf(std::string(code)).value("exception", false)) << code;
    }
}

}  // namespace
}  // namespace dmsnode::dms
