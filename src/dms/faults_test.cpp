#include "dms/faults.hpp"

#include <gtest/gtest.h>

#include <array>

namespace dmsnode::dms::fault {
namespace {

TEST(Faults, EachCodeHasItsErrorCode) {
    EXPECT_EQ(ToErrorCode(kResourceNotFound, 400), ErrorCode::kNotFound);
    EXPECT_EQ(ToErrorCode(kInvalidResourceState, 400), ErrorCode::kConflict);
    EXPECT_EQ(ToErrorCode(kResourceAlreadyExists, 400), ErrorCode::kAlreadyExists);
    EXPECT_EQ(ToErrorCode(kResourceQuotaExceeded, 400), ErrorCode::kResourceExhausted);
    EXPECT_EQ(ToErrorCode(kAccessDenied, 400), ErrorCode::kPermissionDenied);
    EXPECT_EQ(ToErrorCode(kAccessDeniedException, 400), ErrorCode::kPermissionDenied);
    EXPECT_EQ(ToErrorCode(kThrottling, 400), ErrorCode::kThrottled);
    EXPECT_EQ(ToErrorCode(kExpiredToken, 400), ErrorCode::kUnauthenticated);
    EXPECT_EQ(ToErrorCode(kInternalFailure, 500), ErrorCode::kUnavailable);
}

TEST(Faults, UnknownCodeIsJudgedByItsHttpStatus) {
    EXPECT_EQ(ToErrorCode("SomethingNew", 400), ErrorCode::kInvalidArgument);
    EXPECT_EQ(ToErrorCode("SomethingNew", 429), ErrorCode::kThrottled);
    EXPECT_EQ(ToErrorCode("SomethingNew", 500), ErrorCode::kUnavailable);
    EXPECT_EQ(ToErrorCode("", 503), ErrorCode::kUnavailable);
}

TEST(Faults, OwnFaultOfAnErrorComesFirst) {
    EXPECT_EQ(FromError(Error{ErrorCode::kNotFound, "x"}), kResourceNotFound);
    EXPECT_EQ(FromError(Error{ErrorCode::kNotFound, "x"}.Fault("Own")), "Own");
}

TEST(Faults, EveryErrorCodeHasAFaultThatMeansTheSameToTheClient) {
    constexpr std::array kKept{ErrorCode::kInvalidArgument,  ErrorCode::kNotFound,
                               ErrorCode::kAlreadyExists,    ErrorCode::kConflict,
                               ErrorCode::kPermissionDenied, ErrorCode::kUnauthenticated,
                               ErrorCode::kUnsupported,      ErrorCode::kUnavailable,
                               ErrorCode::kThrottled,        ErrorCode::kResourceExhausted};
    for (const ErrorCode code : kKept) {
        const std::string_view fault_code = FromError(Error{code, "x"});
        EXPECT_EQ(ToErrorCode(fault_code, HttpStatus(fault_code)), code) << fault_code;
    }
    EXPECT_EQ(FromError(Error{ErrorCode::kInternal, "x"}), kInternalFailure);
    EXPECT_EQ(FromError(Error{ErrorCode::kTimeout, "x"}), kServiceUnavailable);
    EXPECT_EQ(FromError(Error{ErrorCode::kDataLoss, "x"}), kInvalidParameterValue);
}

TEST(Faults, OnlyServerFaultsAreFiveHundreds) {
    EXPECT_EQ(HttpStatus(kInternalFailure), 500);
    EXPECT_EQ(HttpStatus(kServiceUnavailable), 503);
    EXPECT_EQ(HttpStatus(kThrottling), 400);
    EXPECT_EQ(HttpStatus(kResourceNotFound), 400);
}

TEST(Faults, MakeCarriesCodeFaultAndText) {
    const Error error = Make(kResourceNotFound, "no such task");
    EXPECT_EQ(error.code, ErrorCode::kNotFound);
    EXPECT_EQ(error.ToString(), "ResourceNotFoundFault: no such task");
}

}  // namespace
}  // namespace dmsnode::dms::fault
