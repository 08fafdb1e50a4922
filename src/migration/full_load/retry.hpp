#pragma once

#include <random>

#include "base/clock.hpp"
#include "dms/documents/task_settings.hpp"

namespace dmsnode::migration {

/// How often and after what waits a lost connection is tried again.
/// Source: AWS DMS user guide, ErrorBehavior: RecoverableErrorCount, …Interval, …Throttling.
class RetryBudget {
public:
    RetryBudget(const dms::TaskSettings& settings, unsigned seed);

    int attempts() const { return attempts_; }
    /// The wait before the next try, or nothing when the budget is spent. Doubles, and varies by a
    /// fifth so that several loaders do not knock at the same moment.
    bool Next(Duration& wait);
    /// A try that moved rows starts the count anew.
    void Reset() { attempts_ = 0; }

private:
    int most_;
    int attempts_ = 0;
    Duration interval_;
    Duration longest_;
    bool doubles_;
    std::minstd_rand random_;
};

}  // namespace dmsnode::migration
