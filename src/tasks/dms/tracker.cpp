#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <random>
#include <thread>

#include "base/guarded.hpp"
#include "tasks/call_pool.hpp"
#include "tasks/dms/impl/calls.hpp"
#include "tasks/dms/impl/lifecycle.hpp"
#include "tasks/dms/node.hpp"

namespace dmsnode::tasks {
namespace {

using impl::Ask;
using impl::AskKind;
using impl::Lifecycle;
using impl::Observation;

constexpr Duration kSaveRetryCap = std::chrono::seconds(30);
constexpr Duration kLongestSleep = std::chrono::seconds(60);

/// The run id stands in a tag, and an empty one would be everybody's.
bool IsRunId(const std::string& id) {
    return !id.empty() && id.size() <= 128 &&
           std::all_of(id.begin(), id.end(),
                       [](char c) {
                           const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
                           const bool digit = c >= '0' && c <= '9';
                           return letter || digit ||
                                  std::string_view(" _.:/=+-").find(c) != std::string_view::npos;
                       }) &&
           !id.starts_with("aws:") && !id.starts_with("dms:");
}

NodeState FreshState(const NodeRun& run) {
    NodeState state;
    state.run_id = run.run_id;
    if (run.earlier_attempt && run.parameters.is_restart_task) {
        // The run that the attempt before started: IsOwnRun knows it by its start date.
        state.started_at = run.earlier_attempt->started_at;
        state.created_at = run.earlier_attempt->created_at;
        state.adopted_run = state.started_at.has_value();
    }
    return state;
}

/// One running node. Owned and touched by the tracker's thread only; a call under way reads the
/// parameters, which never change.
struct Node {
    Node(NodeId node_id, NodeRun node_run, impl::PollBounds poll, TimePoint now)
        : id(node_id),
          run(std::move(node_run)),
          life(run.parameters, FreshState(run), run.saved, poll, now),
          saved(run.saved) {}

    NodeId id;
    NodeRun run;
    Lifecycle life;
    std::optional<NodeState> saved;  ///< What the sink has.
    bool in_flight = false;
    bool alone = false;  ///< Its last batch was refused: describe it alone.
    std::optional<KillReason> kill;
    TimePoint scheduled_at;
    TimePoint due;
    int save_failures = 0;
    TimePoint save_again;
};

struct Answer {
    NodeId id = 0;
    std::optional<Observation> observation;  ///< Nothing: the batch was refused as a whole.
};

struct Inbox {
    std::vector<std::pair<NodeId, NodeRun>> started;
    std::vector<std::pair<NodeId, KillReason>> kills;
    std::vector<Answer> answers;
    std::size_t running = 0;
    NodeId last_id = 0;
    bool stopped = false;
    std::stop_source wake;
};

}  // namespace

class Tracker::Impl {
public:
    Impl(dms::Api& api, Clock& clock, TrackerOptions options)
        : api_(api),
          clock_(clock),
          options_(options),
          wall_start_(clock.Now()),
          steady_start_(clock.Steady()),
          random_(options.jitter_seed == 0 ? std::random_device()() : options.jitter_seed),
          pool_(options.call_threads) {
        if (options_.call_threads > 0) {
            loop_ = std::jthread([this](const std::stop_token& stop) { Loop(stop); });
        }
    }

    Result<NodeId> Start(NodeRun run) {
        if (!IsRunId(run.run_id)) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("\"{}\" is no run id", run.run_id)}
                .Hint("1 to 128 letters, digits, blanks and _ . : / = + -");
        }
        if (run.saved && run.saved->run_id != run.run_id) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the saved state is of run {}, not of {}", run.saved->run_id,
                                     run.run_id)};
        }
        return inbox_.With([&](Inbox& inbox) -> Result<NodeId> {
            if (inbox.stopped) return Error{ErrorCode::kCancelled, "the tracker was stopped"};
            if (inbox.running >= options_.max_nodes) {
                return Error{ErrorCode::kResourceExhausted,
                             fmt::format("{} DMS nodes run already", inbox.running)}
                    .Hint("start the node later, or raise the limit");
            }
            ++inbox.running;
            inbox.started.emplace_back(++inbox.last_id, std::move(run));
            inbox.wake.request_stop();
            return inbox.last_id;
        });
    }

    void Kill(NodeId id, KillReason reason) {
        inbox_.With([&](Inbox& inbox) {
            inbox.kills.emplace_back(id, reason);
            inbox.wake.request_stop();
        });
    }

    void Stop() {
        inbox_.With([](Inbox& inbox) {
            inbox.stopped = true;
            inbox.wake.request_stop();
        });
        if (loop_.joinable()) {
            loop_.request_stop();
            if (loop_.get_id() != std::this_thread::get_id()) loop_.join();
        }
        pool_.Stop();
    }

    std::optional<TimePoint> RunDue() {
        // Each round may make the next thing due at once; a node that never waits would be a
        // defect, and must not hang its owner.
        for (int round = 0; round < 1000; ++round) {
            TakeInbox();
            const bool called = Round();
            if (!called && !HasMail()) break;
        }
        return NextDue();
    }

private:
    TimePoint Now() const {
        // Wall time at the start, and steady from there: a clock that is set moves no deadline.
        const auto elapsed = clock_.Steady() - steady_start_;
        return wall_start_ + std::chrono::duration_cast<Duration>(elapsed);
    }

    bool HasMail() {
        return inbox_.With([](Inbox& inbox) {
            return !inbox.started.empty() || !inbox.kills.empty() || !inbox.answers.empty();
        });
    }

    void Loop(const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            std::stop_source wake;
            inbox_.With([&](Inbox& inbox) { inbox.wake = wake; });
            const std::optional<TimePoint> next = RunDue();
            const Duration sleep =
                next ? std::clamp<Duration>(*next - Now(), Duration::zero(), kLongestSleep)
                     : kLongestSleep;
            if (sleep > Duration::zero()) clock_.SleepFor(sleep, wake.get_token());
        }
    }

    void TakeInbox() {
        Inbox mail;
        inbox_.With([&](Inbox& inbox) {
            mail.started.swap(inbox.started);
            mail.kills.swap(inbox.kills);
            mail.answers.swap(inbox.answers);
        });
        const TimePoint now = Now();
        for (auto& [id, run] : mail.started) {
            impl::PollBounds poll{options_.poll_min, options_.poll_max};
            if (run.parameters.poll_min) poll.min = *run.parameters.poll_min;
            if (run.parameters.poll_max) poll.max = *run.parameters.poll_max;
            poll.max = std::max(poll.min, poll.max);
            auto node = std::make_unique<Node>(id, std::move(run), poll, now);
            Schedule(*node, now);
            nodes_.emplace(id, std::move(node));
        }
        for (const auto& [id, reason] : mail.kills) {
            const auto found = nodes_.find(id);
            if (found != nodes_.end() && !found->second->kill) found->second->kill = reason;
        }
        for (Answer& answer : mail.answers) {
            const auto found = nodes_.find(answer.id);
            if (found == nodes_.end()) continue;
            Node& node = *found->second;
            node.in_flight = false;
            if (answer.observation) {
                node.alone = false;
                Feed(node, *answer.observation, now);
            } else {
                node.alone = true;
                node.due = now;
            }
        }
    }

    void Feed(Node& node, const Observation& observation, TimePoint now) {
        node.life.On(observation, now);
        Publish(node);
        Schedule(node, now);
    }

    void Publish(Node& node) {
        for (const impl::LogLine& line : node.life.TakeLog()) {
            if (node.run.log != nullptr) node.run.log->Log(line.level, line.text);
        }
        if (node.life.TakeProgressChanged() && node.run.progress != nullptr) {
            node.run.progress->Show(node.life.CurrentProgress());
        }
    }

    /// When the next thing is due: as the lifecycle says, give or take a little, so that many nodes
    /// do not fall into step.
    void Schedule(Node& node, TimePoint now) {
        const Ask ask = node.life.NextAsk();
        node.scheduled_at = now;
        node.due = ask.not_before;
        if (ask.not_before > now) {
            std::uniform_real_distribution<double> factor(0.85, 1.15);
            const auto wait = static_cast<double>((ask.not_before - now).count());
            node.due = now + Duration(static_cast<std::int64_t>(wait * factor(random_)));
        }
    }

    /// One pass over all nodes. True if a call was made.
    bool Round() {
        const TimePoint now = Now();
        std::vector<Node*> polls;
        bool called = false;
        std::vector<NodeId> done;
        for (auto& [id, node] : nodes_) {
            if (node->in_flight) continue;
            if (node->kill) {
                Feed(*node, impl::Killed{*std::exchange(node->kill, std::nullopt)}, now);
            }
            if (!node->life.outcome() && now >= node->life.NextAsk().deadline) {
                Feed(*node, impl::Tick{}, now);
            }
            if (node->life.outcome()) {
                done.push_back(id);
                continue;
            }
            Publish(*node);
            if (!Save(*node, now)) continue;
            if (node->life.NextAsk().kind == AskKind::kDescribe) {
                polls.push_back(node.get());
            } else if (now >= node->due) {
                Call(*node);
                called = true;
            }
        }
        called = Poll(polls, now) || called;
        for (const NodeId id : done) End(id);
        return called;
    }

    /// True if the sink has the state of now.
    bool Save(Node& node, TimePoint now) {
        if (node.saved == node.life.state()) return true;
        if (node.run.states == nullptr) return true;
        if (node.save_failures > 0 && now < node.save_again) return false;
        const Status status = node.run.states->Save(node.life.state());
        if (status) {
            node.saved = node.life.state();
            node.save_failures = 0;
            return true;
        }
        ++node.save_failures;
        const int doublings = std::min(node.save_failures - 1, 5);
        node.save_again =
            now + std::min<Duration>(kSaveRetryCap, std::chrono::seconds(1) * (1 << doublings));
        if (node.run.log != nullptr && node.save_failures <= 2) {
            node.run.log->Log(LogLevel::kError,
                              fmt::format("the node's state cannot be saved, waiting: {}",
                                          status.error().ToString()));
        }
        return false;
    }

    void Call(Node& node) {
        node.in_flight = true;
        pool_.Run([this, id = node.id, ask = node.life.NextAsk(), state = node.life.state(),
                   parameters = &node.life.parameters()] {
            Observation observation = impl::Perform(api_, ask, *parameters, state);
            Deliver({Answer{id, std::move(observation)}});
        });
    }

    void Deliver(std::vector<Answer> answers) {
        inbox_.With([&](Inbox& inbox) {
            std::move(answers.begin(), answers.end(), std::back_inserter(inbox.answers));
            inbox.wake.request_stop();
        });
    }

    /// Describes what is due in batches, and takes along what would be due soon.
    bool Poll(std::vector<Node*>& polls, TimePoint now) {
        const bool any_due = std::any_of(polls.begin(), polls.end(),
                                         [&](const Node* node) { return now >= node->due; });
        if (!any_due) return false;
        std::vector<Node*> batch;
        for (Node* node : polls) {
            const bool soon = now >= node->due - (node->due - node->scheduled_at) / 2;
            if (!soon) continue;
            if (node->alone) {
                DescribeTogether({node});
                continue;
            }
            batch.push_back(node);
            if (batch.size() == impl::kBatchSize) DescribeTogether(std::exchange(batch, {}));
        }
        if (!batch.empty()) DescribeTogether(batch);
        return true;
    }

    void DescribeTogether(const std::vector<Node*>& nodes) {
        std::vector<std::pair<NodeId, std::string>> wanted;
        for (Node* node : nodes) {
            node->in_flight = true;
            wanted.emplace_back(node->id, node->life.state().replication_task_arn);
        }
        pool_.Run([this, wanted = std::move(wanted)] {
            std::vector<std::string> arns;
            for (const auto& [id, arn] : wanted) {
                if (std::find(arns.begin(), arns.end(), arn) == arns.end()) arns.push_back(arn);
            }
            const auto tasks = impl::DescribeBatch(api_, arns);
            std::vector<Answer> answers;
            for (const auto& [id, arn] : wanted) {
                if (!tasks) {
                    // One bad ARN must not fail its neighbours.
                    const bool alone = wanted.size() == 1 || tasks.error().IsTransient();
                    answers.push_back(
                        {id, alone ? std::optional<Observation>(impl::CallFailed{tasks.error()})
                                   : std::nullopt});
                    continue;
                }
                const auto found = tasks->find(arn);
                answers.push_back({id, found == tasks->end() ? impl::TaskSeen{std::nullopt}
                                                             : impl::TaskSeen{found->second}});
            }
            Deliver(std::move(answers));
        });
    }

    void End(NodeId id) {
        const auto found = nodes_.find(id);
        const std::unique_ptr<Node> node = std::move(found->second);
        nodes_.erase(found);
        inbox_.With([](Inbox& inbox) { --inbox.running; });
        Publish(*node);
        if (node->run.on_done) node->run.on_done(*node->life.outcome());
    }

    std::optional<TimePoint> NextDue() const {
        std::optional<TimePoint> next;
        for (const auto& [id, node] : nodes_) {
            if (node->in_flight) continue;
            TimePoint due = std::min(node->due, node->life.NextAsk().deadline);
            if (node->save_failures > 0) due = node->save_again;
            if (!next || due < *next) next = due;
        }
        return next;
    }

    dms::Api& api_;
    Clock& clock_;
    const TrackerOptions options_;
    const TimePoint wall_start_;
    const std::chrono::steady_clock::time_point steady_start_;
    std::mt19937_64 random_;
    Guarded<Inbox> inbox_;
    std::map<NodeId, std::unique_ptr<Node>> nodes_;  // the loop's thread only
    CallPool pool_;
    std::jthread loop_;
};

Tracker::Tracker(dms::Api& api, Clock& clock, TrackerOptions options)
    : impl_(std::make_unique<Impl>(api, clock, options)) {}

Tracker::~Tracker() {
    Stop();
}

Result<NodeId> Tracker::Start(NodeRun run) {
    return impl_->Start(std::move(run));
}

void Tracker::Kill(NodeId id, KillReason reason) {
    impl_->Kill(id, reason);
}

void Tracker::Stop() {
    impl_->Stop();
}

std::optional<TimePoint> Tracker::RunDue() {
    return impl_->RunDue();
}

}  // namespace dmsnode::tasks
