#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "aws/host.hpp"
#include "aws/http.hpp"
#include "aws/retry.hpp"
#include "support/recording_log.hpp"

/// The world as src/aws sees it, played by tests.
namespace dmsnode::testing {

class FakeEnvironment final : public aws::Environment {
public:
    std::optional<std::string> Get(std::string_view name) const override {
        const auto found = variables.find(std::string(name));
        if (found == variables.end() || found->second.empty()) return std::nullopt;
        return found->second;
    }
    std::filesystem::path HomeFolder() const override { return home; }

    std::map<std::string, std::string> variables;
    std::filesystem::path home = "/home/ada";
};

class FakeFiles final : public aws::FileReader {
public:
    Result<std::string> Read(const std::filesystem::path& path) const override {
        const auto found = files.find(path.string());
        if (found != files.end()) return found->second;
        return Error{ErrorCode::kNotFound, "no such file"}.At(path.string());
    }

    std::map<std::string, std::string> files;
};

class FakeProcesses final : public aws::ProcessRunner {
public:
    Result<std::string> Run(const std::vector<std::string>& arguments,
                            std::chrono::milliseconds) override {
        runs.push_back(arguments);
        return output;
    }

    Result<std::string> output = std::string();
    std::vector<std::vector<std::string>> runs;
};

/// Answers by a function of the test; the n-th exchange fails if the test says so. Threads: any.
class FakeTransport final : public aws::HttpTransport {
public:
    using Handler = std::function<Result<aws::HttpResponse>(const aws::HttpRequest&)>;

    Result<aws::HttpResponse> Exchange(const aws::HttpRequest& request) override {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
        const auto failure = failures_.find(requests_.size());
        if (failure != failures_.end()) return failure->second;
        if (!handler_) return Error{ErrorCode::kUnavailable, "nobody answers"};
        return handler_(request);
    }

    void Answer(Handler handler) { handler_ = std::move(handler); }
    /// Answers one after the other; the last one again and again.
    void AnswerInTurn(std::vector<Result<aws::HttpResponse>> answers) {
        handler_ = [answers = std::move(answers), next = std::size_t{0}](const auto&) mutable {
            return answers[std::min(next++, answers.size() - 1)];
        };
    }
    /// `number` counts from 1.
    void FailAt(std::size_t number, Error error) { failures_.emplace(number, std::move(error)); }
    std::vector<aws::HttpRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

private:
    mutable std::mutex mutex_;
    Handler handler_;
    std::map<std::size_t, Error> failures_;
    std::vector<aws::HttpRequest> requests_;
};

/// The same number again and again.
class FakeRandom final : public aws::Random {
public:
    explicit FakeRandom(double unit = 0.5) : unit_(unit) {}
    double Unit() override { return unit_; }

private:
    double unit_;
};

}  // namespace dmsnode::testing
