#include "tasks/outcome.hpp"

namespace dmsnode::tasks {

std::string_view Word(NodeResult result) {
    switch (result) {
        case NodeResult::kSuccess: return "SUCCESS";
        case NodeResult::kFailure: return "FAILURE";
        case NodeResult::kKilled: return "KILLED";
    }
    return "FAILURE";
}

}  // namespace dmsnode::tasks
