#include "tasks/problems.hpp"

namespace dmsnode::tasks {

void LogProblems(const std::vector<Problem>& problems, LogSink& log) {
    for (const Problem& problem : problems) {
        log.Log(problem.warning ? LogLevel::kWarning : LogLevel::kError, problem.ToString());
    }
}

Outcome WrongParameters(const std::vector<Problem>& problems) {
    Outcome outcome;
    outcome.hopeless = true;
    for (const Problem& problem : problems) {
        if (problem.warning) continue;
        outcome.message += (outcome.message.empty() ? "" : "; ") + problem.ToString();
    }
    return outcome;
}

Outcome FailureOf(const Error& error) {
    Outcome outcome;
    outcome.message = error.where.empty() ? error.message : error.where + ": " + error.message;
    outcome.hint = error.hint;
    outcome.fault = error.fault;
    return outcome;
}

}  // namespace dmsnode::tasks
