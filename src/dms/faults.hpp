#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

/// The closed set of fault codes that the DMS API answers with, and how they map to our error
/// codes. Source: DMS service model 2016-01-01 and the codes seen on the wire that the model leaves
/// out.
namespace dmsnode::dms::fault {

inline constexpr std::string_view kResourceNotFound = "ResourceNotFoundFault";
inline constexpr std::string_view kInvalidResourceState = "InvalidResourceStateFault";
inline constexpr std::string_view kResourceAlreadyExists = "ResourceAlreadyExistsFault";
inline constexpr std::string_view kResourceQuotaExceeded = "ResourceQuotaExceededFault";
inline constexpr std::string_view kStorageQuotaExceeded = "StorageQuotaExceededFault";
inline constexpr std::string_view kInsufficientResourceCapacity =
    "InsufficientResourceCapacityFault";
inline constexpr std::string_view kAccessDenied = "AccessDeniedFault";
inline constexpr std::string_view kKmsKeyNotAccessible = "KMSKeyNotAccessibleFault";
inline constexpr std::string_view kUpgradeDependencyFailure = "UpgradeDependencyFailureFault";
inline constexpr std::string_view kInvalidSubnet = "InvalidSubnet";
inline constexpr std::string_view kSubnetGroupLacksZones =
    "ReplicationSubnetGroupDoesNotCoverEnoughAZs";
inline constexpr std::string_view kS3AccessDenied = "S3AccessDeniedFault";
inline constexpr std::string_view kInvalidOperation = "InvalidOperationFault";
// Answered although the model has no shape for them.
inline constexpr std::string_view kInvalidParameterValue = "InvalidParameterValueException";
inline constexpr std::string_view kInvalidParameterCombination =
    "InvalidParameterCombinationException";
inline constexpr std::string_view kValidation = "ValidationException";
inline constexpr std::string_view kSerialization = "SerializationException";
inline constexpr std::string_view kThrottling = "ThrottlingException";
inline constexpr std::string_view kAccessDeniedException = "AccessDeniedException";
inline constexpr std::string_view kUnknownOperation = "UnknownOperationException";
inline constexpr std::string_view kMissingAuthenticationToken =
    "MissingAuthenticationTokenException";
inline constexpr std::string_view kIncompleteSignature = "IncompleteSignatureException";
inline constexpr std::string_view kInvalidSignature = "InvalidSignatureException";
inline constexpr std::string_view kUnrecognizedClient = "UnrecognizedClientException";
inline constexpr std::string_view kExpiredToken = "ExpiredTokenException";
inline constexpr std::string_view kInternalFailure = "InternalFailure";
inline constexpr std::string_view kServiceUnavailable = "ServiceUnavailable";

/// The error code that a fault code stands for. An unknown code is kUnavailable if the HTTP status
/// is 5xx, kThrottled for 429, else kInvalidArgument.
ErrorCode ToErrorCode(std::string_view fault_code, int http_status);

/// The fault code for one of our errors: its own `fault` if set, else the nearest one.
std::string_view FromError(const Error& error);

/// HTTP status that AWS answers a fault with: 400, or 500 and 503 for server faults.
int HttpStatus(std::string_view fault_code);

/// An error that carries `fault_code`.
Error Make(std::string_view fault_code, std::string message);

}  // namespace dmsnode::dms::fault
