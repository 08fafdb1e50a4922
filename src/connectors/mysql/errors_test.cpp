#include "connectors/mysql/errors.hpp"

#include <gmock/gmock.h>

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::HasSubstr;

const ErrorPlace kPlace{.host = "db.example", .port = 3306, .user = "ada", .database = "shop"};

Error Of(unsigned number, std::string sqlstate = "HY000", std::string message = "text") {
    return ToError({.number = number, .sqlstate = std::move(sqlstate), .message = message}, kPlace);
}

TEST(MysqlErrors, NumbersBecomeCodes) {
    const std::vector<std::pair<unsigned, ErrorCode>> cases = {
        {1007, ErrorCode::kAlreadyExists},    {1040, ErrorCode::kUnavailable},
        {1044, ErrorCode::kPermissionDenied}, {1045, ErrorCode::kUnauthenticated},
        {1049, ErrorCode::kNotFound},         {1050, ErrorCode::kAlreadyExists},
        {1059, ErrorCode::kUnsupported},      {1062, ErrorCode::kInvalidArgument},
        {1064, ErrorCode::kInternal},         {1114, ErrorCode::kResourceExhausted},
        {1118, ErrorCode::kUnsupported},      {1142, ErrorCode::kPermissionDenied},
        {1146, ErrorCode::kNotFound},         {1153, ErrorCode::kInvalidArgument},
        {1205, ErrorCode::kUnavailable},      {1213, ErrorCode::kUnavailable},
        {1264, ErrorCode::kDataLoss},         {1366, ErrorCode::kDataLoss},
        {1406, ErrorCode::kDataLoss},         {1412, ErrorCode::kConflict},
        {2002, ErrorCode::kUnavailable},      {2003, ErrorCode::kUnavailable},
        {2006, ErrorCode::kUnavailable},      {2013, ErrorCode::kUnavailable},
        {2026, ErrorCode::kUnauthenticated},  {3159, ErrorCode::kInvalidArgument},
        {4166, ErrorCode::kUnsupported},      {59999, ErrorCode::kInvalidArgument},
    };
    for (const auto& [number, code] : cases) {
        SCOPED_TRACE(number);
        EXPECT_EQ(Of(number).code, code);
        EXPECT_FALSE(Of(number).IsTransient() && code != ErrorCode::kUnavailable &&
                     code != ErrorCode::kTimeout);
    }
}

TEST(MysqlErrors, UnknownNumbersGoBySqlState) {
    EXPECT_EQ(Of(59999, "08S01").code, ErrorCode::kUnavailable);
    EXPECT_EQ(Of(59999, "22001").code, ErrorCode::kDataLoss);
    EXPECT_EQ(Of(59999, "28000").code, ErrorCode::kUnauthenticated);
    EXPECT_EQ(Of(59999, "40001").code, ErrorCode::kUnavailable);
    EXPECT_EQ(Of(59999, "").code, ErrorCode::kInvalidArgument);
}

TEST(MysqlErrors, FaultHasNumberAndState) {
    EXPECT_EQ(Of(1045, "28000").fault, "ERROR 1045 (28000)");
    EXPECT_EQ(Of(1045, "").fault, "ERROR 1045");
}

TEST(MysqlErrors, FullDiskIsSeenInWhateverErrorTellsIt) {
    for (const char* text :
         {"Got error 28 \"No space left on device\" from storage engine InnoDB",
          "Error writing file './x' (errno: 28)", "Got error 28 from storage engine"}) {
        SCOPED_TRACE(text);
        EXPECT_EQ(Of(1030, "HY000", text).code, ErrorCode::kResourceExhausted);
        EXPECT_THAT(Of(1030, "HY000", text).hint, HasSubstr("free disk space"));
    }
}

TEST(MysqlErrors, HintsNameWhatIsToBeDone) {
    EXPECT_THAT(Of(1044).hint, HasSubstr("GRANT SELECT ON `shop`.* TO 'ada'"));
    EXPECT_THAT(Of(2003).hint, HasSubstr("db.example:3306"));
    EXPECT_THAT(Of(1153).hint, HasSubstr("max_allowed_packet"));
    EXPECT_THAT(Of(1040).hint, HasSubstr("max_connections"));
    EXPECT_THAT(Of(3159).hint, HasSubstr("SslMode"));
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
