#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fakes/fake_clock.hpp"
#include "fakes/scripted_api.hpp"
#include "tasks/dms/node.hpp"

/// What the tests of the node share: a node that runs against a scripted service in fake time.
namespace dmsnode::tasks::testing {

using dmsnode::testing::FakeClock;
using dmsnode::testing::ScriptedApi;

inline constexpr const char* kMappings = R"({"rules": [{"rule-type": "selection", "rule-id": "1",
    "rule-name": "1", "object-locator": {"schema-name": "shop", "table-name": "%"},
    "rule-action": "include"}]})";

/// A node that creates and starts a full load.
inline DmsParameters CreateParameters() {
    DmsParameters p;
    p.migration_type = "full-load";
    p.replication_task_identifier = "shop-load";
    p.replication_instance_arn = ScriptedApi::kInstance;
    p.source_endpoint_arn = ScriptedApi::kSource;
    p.target_endpoint_arn = ScriptedApi::kTarget;
    p.table_mappings = kMappings;
    return p;
}

inline DmsParameters RestartParameters(const std::string& arn,
                                       const std::string& start_type = "reload-target") {
    DmsParameters p;
    p.is_restart_task = true;
    p.replication_task_arn = arn;
    p.start_replication_task_type = start_type;
    return p;
}

inline dms::TableStatistics Table(const std::string& name, const std::string& state,
                                  std::int64_t rows) {
    dms::TableStatistics table;
    table.schema_name = "shop";
    table.table_name = name;
    table.table_state = state;
    table.full_load_rows = rows;
    return table;
}

inline ScriptedApi::Step Shows(std::string status) {
    return ScriptedApi::Status(std::move(status));
}
inline ScriptedApi::Step Running(std::int64_t percent, std::int64_t loaded,
                                 std::int64_t loading = 0, std::int64_t errored = 0) {
    return ScriptedApi::Running(percent, loaded, loading, errored);
}
inline ScriptedApi::Step Stopped(std::string reason, std::int64_t loaded = 1,
                                 std::int64_t errored = 0) {
    return ScriptedApi::Stopped(std::move(reason), loaded, errored);
}

class RecordingLog final : public LogSink {
public:
    void Log(LogLevel level, std::string_view text) override {
        text_ += std::string(LogLevelName(level)) + " " + std::string(text) + "\n";
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// Thrown where a test lets the process die.
struct Crash {};

class RecordingStates final : public StateSink {
public:
    Status Save(const NodeState& state) override {
        if (fail_saves > 0) {
            --fail_saves;
            return Error{ErrorCode::kResourceExhausted, "the disk is full"};
        }
        saved.push_back(state);
        if (crash_after && saved.size() == *crash_after) throw Crash{};
        return {};
    }
    std::vector<NodeState> saved;
    std::optional<std::size_t> crash_after;
    int fail_saves = 0;
};

class RecordingProgress final : public ProgressSink {
public:
    void Show(const Progress& progress) override { shown.push_back(progress); }
    std::vector<Progress> shown;
};

class Harness {
public:
    explicit Harness(DmsParameters p = CreateParameters()) : parameters(std::move(p)) {}

    /// Starts the node (again).
    NodeId Start(std::optional<NodeState> saved = std::nullopt,
                 std::optional<NodeState> earlier = std::nullopt) {
        outcome.reset();
        tracker = std::make_unique<Tracker>(api, clock,
                                            TrackerOptions{.call_threads = 0, .jitter_seed = 7});
        NodeRun run;
        run.parameters = parameters;
        run.run_id = run_id;
        run.log = &log;
        run.states = &states;
        run.progress = &progress;
        run.saved = std::move(saved);
        run.earlier_attempt = std::move(earlier);
        run.on_done = [this](const Outcome& o) {
            ++ends;
            outcome = o;
        };
        Result<NodeId> id = tracker->Start(std::move(run));
        EXPECT_TRUE(id);
        node = *id;
        return *id;
    }

    /// Does what is due and moves the time to the next thing, once.
    bool Step() {
        const TimePoint now = clock.Now();
        const std::optional<TimePoint> next = tracker->RunDue();
        if (outcome || !next) return false;
        clock.Advance(std::max<Duration>(*next - now, std::chrono::milliseconds(1)));
        return true;
    }

    /// Runs until the node has ended. Fails the test if it does not within a bounded number of
    /// steps.
    const Outcome& Finish() {
        for (int step = 0; step < 20000 && Step(); ++step) {
        }
        EXPECT_TRUE(outcome) << log.text();
        if (!outcome) outcome.emplace();
        return *outcome;
    }
    const Outcome& Run() {
        Start();
        return Finish();
    }
    /// Steps until `done` says so.
    template <class Done>
    void StepUntil(Done done) {
        for (int step = 0; step < 20000 && !done(); ++step) {
            if (!Step()) break;
        }
        EXPECT_TRUE(done()) << log.text();
    }
    std::string Phase() const { return progress.shown.empty() ? "" : progress.shown.back().phase; }

    ScriptedApi api;
    FakeClock clock;
    RecordingLog log;
    RecordingStates states;
    RecordingProgress progress;
    DmsParameters parameters;
    std::string run_id = "run/1";
    std::unique_ptr<Tracker> tracker;
    NodeId node = 0;
    std::optional<Outcome> outcome;
    int ends = 0;
};

}  // namespace dmsnode::tasks::testing
