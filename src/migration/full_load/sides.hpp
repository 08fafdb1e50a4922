#pragma once

#include <memory>
#include <mutex>

#include "connectors/connector.hpp"

namespace dmsnode::migration {

/// The source of a run: its connection and its snapshot, both made anew after a lost connection.
/// Threads: any, except Open and source().
class SourceSide {
public:
    SourceSide(connectors::Factory& factory, const connectors::Endpoint& endpoint, LogSink& log)
        : factory_(factory), endpoint_(endpoint), log_(log) {}

    Status Open();
    connectors::Source& source() { return *source_; }
    Status TakeSnapshot(int readers);

    /// A snapshot and its number. Two owners: this side, and the loaders that still read from it.
    struct View {
        std::shared_ptr<connectors::Snapshot> snapshot;
        int generation = 0;
    };
    View Current();
    /// Connects again and takes a new snapshot, unless another loader did since `generation`.
    Status Renew(int generation);

private:
    connectors::Factory& factory_;
    const connectors::Endpoint& endpoint_;
    LogSink& log_;
    // Held while connecting: all loaders wait for the same connection.
    std::mutex mutex_;
    std::unique_ptr<connectors::Source> source_;
    View view_;
    int readers_ = 1;
};

/// The target of a run. Threads: any.
class TargetSide {
public:
    TargetSide(connectors::Factory& factory, const connectors::Endpoint& endpoint, LogSink& log)
        : factory_(factory), endpoint_(endpoint), log_(log) {}

    Status Open();
    /// Two owners: this side, and the loaders whose writers hang on it.
    struct View {
        std::shared_ptr<connectors::Target> target;
        int generation = 0;
    };
    View Current();
    Status Renew(int generation);
    /// To be held around the calls that connectors take one at a time.
    std::mutex& one_at_a_time() { return one_at_a_time_; }

private:
    connectors::Factory& factory_;
    const connectors::Endpoint& endpoint_;
    LogSink& log_;
    std::mutex mutex_;
    std::mutex one_at_a_time_;
    View view_;
};

}  // namespace dmsnode::migration
