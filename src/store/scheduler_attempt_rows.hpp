#pragma once

#include "store/scheduler_attempts.hpp"

/// What the files about attempts share.
namespace dmsnode::store::scheduler {

/// The columns that ReadAttempt takes, in order.
extern const std::string kAttemptColumns;
Attempt ReadAttempt(const Row& row);

}  // namespace dmsnode::store::scheduler
