#include "dms/faults.hpp"

#include <array>
#include <utility>

namespace dmsnode::dms::fault {
namespace {

constexpr std::array<std::pair<std::string_view, ErrorCode>, 28> kCodes{{
    {kResourceNotFound, ErrorCode::kNotFound},
    {kInvalidResourceState, ErrorCode::kConflict},
    {kResourceAlreadyExists, ErrorCode::kAlreadyExists},
    {kResourceQuotaExceeded, ErrorCode::kResourceExhausted},
    {kStorageQuotaExceeded, ErrorCode::kResourceExhausted},
    {kInsufficientResourceCapacity, ErrorCode::kResourceExhausted},
    {kAccessDenied, ErrorCode::kPermissionDenied},
    {kKmsKeyNotAccessible, ErrorCode::kPermissionDenied},
    {kUpgradeDependencyFailure, ErrorCode::kConflict},
    {kInvalidSubnet, ErrorCode::kInvalidArgument},
    {kSubnetGroupLacksZones, ErrorCode::kInvalidArgument},
    {kS3AccessDenied, ErrorCode::kPermissionDenied},
    {kInvalidOperation, ErrorCode::kUnsupported},
    {kInvalidParameterValue, ErrorCode::kInvalidArgument},
    {kInvalidParameterCombination, ErrorCode::kInvalidArgument},
    {kValidation, ErrorCode::kInvalidArgument},
    {kSerialization, ErrorCode::kInvalidArgument},
    {kThrottling, ErrorCode::kThrottled},
    {kAccessDeniedException, ErrorCode::kPermissionDenied},
    {kUnknownOperation, ErrorCode::kUnsupported},
    {kMissingAuthenticationToken, ErrorCode::kUnauthenticated},
    {kIncompleteSignature, ErrorCode::kUnauthenticated},
    {kInvalidSignature, ErrorCode::kUnauthenticated},
    {kUnrecognizedClient, ErrorCode::kUnauthenticated},
    {kExpiredToken, ErrorCode::kUnauthenticated},
    {kInternalFailure, ErrorCode::kUnavailable},
    {kServiceUnavailable, ErrorCode::kUnavailable},
    {"RequestLimitExceeded", ErrorCode::kThrottled},
}};

}  // namespace

ErrorCode ToErrorCode(std::string_view fault_code, int http_status) {
    for (const auto& [name, code] : kCodes) {
        if (name == fault_code) return code;
    }
    if (http_status == 429) return ErrorCode::kThrottled;
    return http_status >= 500 ? ErrorCode::kUnavailable : ErrorCode::kInvalidArgument;
}

std::string_view FromError(const Error& error) {
    if (!error.fault.empty()) return error.fault;
    switch (error.code) {
        case ErrorCode::kInvalidArgument:
        case ErrorCode::kTruncated:
        case ErrorCode::kDataLoss: return kInvalidParameterValue;
        case ErrorCode::kNotFound: return kResourceNotFound;
        case ErrorCode::kAlreadyExists: return kResourceAlreadyExists;
        case ErrorCode::kConflict:
        case ErrorCode::kCancelled: return kInvalidResourceState;
        case ErrorCode::kPermissionDenied: return kAccessDenied;
        case ErrorCode::kUnauthenticated: return kUnrecognizedClient;
        case ErrorCode::kUnsupported: return kInvalidOperation;
        case ErrorCode::kThrottled: return kThrottling;
        case ErrorCode::kResourceExhausted: return kResourceQuotaExceeded;
        case ErrorCode::kUnavailable:
        case ErrorCode::kTimeout: return kServiceUnavailable;
        case ErrorCode::kProtocol:
        case ErrorCode::kInternal: return kInternalFailure;
    }
    return kInternalFailure;
}

int HttpStatus(std::string_view fault_code) {
    if (fault_code == kInternalFailure) return 500;
    return fault_code == kServiceUnavailable ? 503 : 400;
}

Error Make(std::string_view fault_code, std::string message) {
    return Error{ToErrorCode(fault_code, HttpStatus(fault_code)), std::move(message)}.Fault(
        std::string(fault_code));
}

}  // namespace dmsnode::dms::fault
