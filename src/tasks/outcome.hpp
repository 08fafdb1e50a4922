#pragma once

#include <map>
#include <string>
#include <string_view>

namespace dmsnode::tasks {

enum class NodeResult { kSuccess, kFailure, kKilled };
std::string_view Word(NodeResult result);

/// How a node ended.
struct Outcome {
    NodeResult result = NodeResult::kFailure;
    bool attention = false;  ///< A person should look, whatever the result.
    bool hopeless = false;   ///< A failure that no retry can mend: the parameters are wrong.
    std::string message;     ///< What happened and why, for an operator.
    std::string hint;        ///< What to do next; empty if nothing.
    std::string fault;       ///< The service's fault code, if one was the cause.
    std::map<std::string, std::string> out;  ///< OUT parameters: those that are known.
};

enum class KillReason {
    kUser,     ///< Ends as KILLED.
    kTimeout,  ///< The node's timeout with the strategy "fail": ends as FAILURE.
};

}  // namespace dmsnode::tasks
