#include "dms/codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dms/operations.hpp"

namespace dmsnode::dms {
namespace {

Json Parse(std::string_view text) {
    const Result<Json> json = ParseJson(text);
    EXPECT_TRUE(json) << json.error().ToString();
    return json ? *json : Json();
}

/// Gives every member a value of its own, so that a mix-up of two members shows.
class Filler {
public:
    template <class T>
    void Fill(T& value) {
        if constexpr (impl::IsOptional<T>::value) {
            Fill(value.emplace());
        } else if constexpr (impl::IsVector<T>::value) {
            Fill(value.emplace_back());
            Fill(value.emplace_back());
        } else if constexpr (impl::Shape<T>) {
            T::Members(value, [this](std::string_view, auto& field, Need) { Fill(field); });
        } else if constexpr (std::is_same_v<T, bool>) {
            value = ++count_ % 2 == 0;
        } else if constexpr (std::is_same_v<T, TimePoint>) {
            value = TimePoint(std::chrono::milliseconds(1'590'524'772'000 + 501 * ++count_));
        } else if constexpr (std::is_same_v<T, std::string>) {
            value = "text \u00e9 " + std::to_string(++count_);
        } else if constexpr (std::is_same_v<T, Secret>) {
            value = Secret("secret " + std::to_string(++count_));
        } else if constexpr (std::is_same_v<T, double>) {
            value = 0.1 + static_cast<double>(++count_);
        } else {
            value = ++count_ % 2 == 0 ? count_ : -count_;
        }
    }

private:
    std::int64_t count_ = 0;
};

template <class T>
void ExpectRoundTrip(std::string_view operation) {
    T original;
    Filler().Fill(original);
    const Json wire = Parse(DumpJson(EncodeReply(original)));
    const Result<T> back = Decode<T>(wire);
    ASSERT_TRUE(back) << operation << ": " << back.error().ToString();
    EXPECT_EQ(EncodeReply(*back), wire) << operation;
}

TEST(Codec, EveryRequestAndReplySurvivesTheWireFullyFilled) {
    operations::ForEachOperation([]<class Operation>() {
        ExpectRoundTrip<typename Operation::Request>(Operation::kName);
        ExpectRoundTrip<typename Operation::Reply>(Operation::kName);
    });
}

TEST(Codec, AbsentOptionalsAreLeftOut) {
    CreateEndpointRequest request;
    request.endpoint_identifier = "a";
    request.endpoint_type = "source";
    request.engine_name = "mysql";
    request.port = 3306;
    EXPECT_EQ(
        DumpJson(EncodeRequest(request)),
        R"({"EndpointIdentifier":"a","EndpointType":"source","EngineName":"mysql","Port":3306})");
    EXPECT_EQ(DumpJson(EncodeRequest(DescribeEndpointsRequest{})), "{}");
}

TEST(Codec, RepliesKeepEmptyListsRequestsDoNot) {
    EXPECT_EQ(DumpJson(EncodeReply(DescribeEndpointsReply{})), R"({"Endpoints":[]})");
    EXPECT_EQ(DumpJson(EncodeRequest(DescribeEndpointsReply{})), "{}");
}

TEST(Codec, NullCountsAsAbsent) {
    const Result<DescribeEndpointsRequest> request =
        Decode<DescribeEndpointsRequest>(Parse(R"({"Filters":null,"MaxRecords":null})"));
    ASSERT_TRUE(request) << request.error().ToString();
    EXPECT_TRUE(request->filters.empty());
    EXPECT_FALSE(request->max_records);
}

TEST(Codec, NullOfARequiredMemberIsMissing) {
    const auto request =
        Decode<StopReplicationTaskRequest>(Parse(R"({"ReplicationTaskArn":null})"));
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().fault, fault::kValidation);
}

TEST(Codec, UnknownMembersAreIgnored) {
    const auto request = Decode<StopReplicationTaskRequest>(
        Parse(R"({"ReplicationTaskArn":"arn","FutureMember":{"a":[1]}})"));
    ASSERT_TRUE(request);
    EXPECT_EQ(request->replication_task_arn, "arn");
}

TEST(Codec, MissingRequiredMemberIsNamedWithItsPath) {
    const auto request = Decode<StopReplicationTaskRequest>(Parse("{}"));
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(request.error().ToString(),
              "$.ReplicationTaskArn: ValidationException: the required member is missing");
    const auto nested =
        Decode<DescribeEndpointsRequest>(Parse(R"({"Filters":[{"Name":"a","Values":[]},{}]})"));
    ASSERT_FALSE(nested);
    EXPECT_EQ(nested.error().where, "$.Filters[1].Name");
}

TEST(Codec, TimesAreReadInEveryForm) {
    const auto time_of = [](const std::string& number) {
        const auto request = Decode<StartReplicationTaskRequest>(
            Parse(R"({"ReplicationTaskArn":"a","StartReplicationTaskType":"b","CdcStartTime":)" +
                  number + "}"));
        EXPECT_TRUE(request) << number << ": " << request.error().ToString();
        return request ? FormatIso8601(*request->cdc_start_time) : "";
    };
    EXPECT_EQ(time_of("1520511132"), "2018-03-08T12:12:12.000Z");
    EXPECT_EQ(time_of("1520511132.0"), "2018-03-08T12:12:12.000Z");
    EXPECT_EQ(time_of("1520511132.505"), "2018-03-08T12:12:12.505Z");
    EXPECT_EQ(time_of("1.520511132505E9"), "2018-03-08T12:12:12.505Z");
    EXPECT_EQ(time_of("0"), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(time_of("-1.5"), "1969-12-31T23:59:58.500Z");
    EXPECT_EQ(time_of("\"2018-03-08T13:12:12.5+01:00\""), "2018-03-08T12:12:12.500Z");
    EXPECT_EQ(time_of("\"2018-03-08T12:12:12.123456\""), "2018-03-08T12:12:12.123Z");
}

TEST(Codec, TimesAreWrittenAsSecondsWithAtMostThreeDecimals) {
    ReplicationTask task;
    task.replication_task_creation_date = TimePoint(std::chrono::microseconds(1590524772505999));
    EXPECT_EQ(DumpJson(EncodeReply(task)), R"({"ReplicationTaskCreationDate":1590524772.505})");
    task.replication_task_creation_date = TimePoint(std::chrono::seconds(1590524772));
    EXPECT_EQ(DumpJson(EncodeReply(task)), R"({"ReplicationTaskCreationDate":1590524772})");
}

struct WrongType {
    std::string name;
    std::string json;
    std::string text;
};

class WrongTypes : public ::testing::TestWithParam<WrongType> {};

TEST_P(WrongTypes, IsRefusedWithPathAndExpectation) {
    const auto decoded = Decode<DescribeReplicationTasksReply>(Parse(GetParam().json));
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(decoded.error().fault, fault::kSerialization);
    EXPECT_EQ(decoded.error().where + ": " + decoded.error().message, GetParam().text);
}

std::string InTask(const std::string& members) {
    return R"({"ReplicationTasks":[{},{)" + members + "}]}";
}
const std::string kTask = "$.ReplicationTasks[1]";

INSTANTIATE_TEST_SUITE_P(
    Codec, WrongTypes,
    ::testing::Values(
        WrongType{"Document", "[]", "$: expected an object, got array"},
        WrongType{"List", R"({"ReplicationTasks":{}})",
                  "$.ReplicationTasks: expected a list, got object"},
        WrongType{"Item", R"({"ReplicationTasks":[{},"x"]})",
                  kTask + ": expected an object, got string"},
        WrongType{"NullItem", R"({"ReplicationTasks":[{},null]})",
                  kTask + ": expected an object, got null"},
        WrongType{"Text", InTask(R"("Status":1)"),
                  kTask + ".Status: expected a string, got number"},
        WrongType{"Time", InTask(R"("ReplicationTaskStartDate":"yesterday")"),
                  kTask + ".ReplicationTaskStartDate: expected a time in epoch seconds, "
                          "got string"},
        WrongType{"TimeOutOfRange", InTask(R"("ReplicationTaskStartDate":1e13)"),
                  kTask + ".ReplicationTaskStartDate: expected a time in epoch seconds within "
                          "the range of dates, got number"},
        WrongType{"Structure", InTask(R"("ReplicationTaskStats":[])"),
                  kTask + ".ReplicationTaskStats: expected an object, got array"},
        WrongType{"WholeNumber", InTask(R"("ReplicationTaskStats":{"TablesLoaded":1.5})"),
                  kTask + ".ReplicationTaskStats.TablesLoaded: expected a whole number, "
                          "got number"},
        WrongType{"HugeNumber",
                  InTask(R"("ReplicationTaskStats":{"TablesLoaded":9223372036854775808})"),
                  kTask + ".ReplicationTaskStats.TablesLoaded: expected a whole number of at "
                          "most 63 bits, got number"}),
    [](const auto& wrong) { return wrong.param.name; });

TEST(Codec, BooleanAndSecretHaveTheirTypesToo) {
    const auto flag =
        Decode<DescribeReplicationTasksRequest>(Parse(R"({"WithoutSettings":"yes"})"));
    ASSERT_FALSE(flag);
    EXPECT_EQ(flag.error().message, "expected true or false, got string");
    const auto secret = Decode<ModifyEndpointRequest>(Parse(R"({"EndpointArn":"a","Password":7})"));
    ASSERT_FALSE(secret);
    EXPECT_EQ(secret.error().ToString(),
              "$.Password: SerializationException: expected a string, got number");
}

TEST(Codec, FirstProblemIsTheOneReported) {
    const auto request =
        Decode<CreateEndpointRequest>(Parse(R"({"EndpointIdentifier":1,"Port":"x"})"));
    ASSERT_FALSE(request);
    EXPECT_EQ(request.error().where, "$.EndpointIdentifier");
}

TEST(Codec, ErrorsNeverRepeatAValue) {
    const auto request =
        Decode<ModifyEndpointRequest>(Parse(R"({"EndpointArn":"a","Password":["hunter2"]})"));
    ASSERT_FALSE(request);
    EXPECT_THAT(request.error().ToString(), ::testing::Not(::testing::HasSubstr("hunter2")));
}

TEST(Codec, TextIsCarriedByteForByte) {
    StopReplicationTaskRequest request;
    request.replication_task_arn = "a\"\\\n\t\u0001\u00e9\U0001F600";
    const auto back = Decode<StopReplicationTaskRequest>(Parse(DumpJson(EncodeRequest(request))));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->replication_task_arn, request.replication_task_arn);
}

}  // namespace
}  // namespace dmsnode::dms
