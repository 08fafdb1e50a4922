#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dmsnode {

/// What kind of thing went wrong. Free of protocols: the DMS front turns codes into faults, the CLI
/// into exit codes.
enum class ErrorCode {
    kInvalidArgument,    ///< The caller's input is wrong; the same call will fail again.
    kNotFound,           ///< The named thing does not exist.
    kAlreadyExists,      ///< The identifier is taken.
    kConflict,           ///< Not allowed in the present state; may be allowed later.
    kPermissionDenied,   ///< Known caller, missing right.
    kUnauthenticated,    ///< Wrong password, key or signature.
    kUnsupported,        ///< Valid, but this program does not do it (yet).
    kUnavailable,        ///< A peer cannot be reached or went away; a retry may help.
    kThrottled,          ///< A peer asked us to slow down; a retry will help.
    kTimeout,            ///< A deadline passed.
    kCancelled,          ///< Stopped on request.
    kResourceExhausted,  ///< Disk, memory or a quota is full.
    kDataLoss,           ///< A value cannot be carried without changing it.
    kProtocol,           ///< A peer sent something its protocol does not allow.
    kTruncated,          ///< Input ended in the middle of a value.
    kInternal,           ///< A defect of this program.
};

/// The code's stable name, as it stands in logs and JSON (`invalid_argument`).
std::string_view ErrorCodeName(ErrorCode code);

/// A failure: what, where, why, and what to do. Built by value and passed up; context is added on
/// the way.
struct Error {
    ErrorCode code = ErrorCode::kInternal;
    std::string message;  ///< What happened and why, safe to show: never contains a secret.
    std::string where;    ///< Place: `file:line`, JSON path, `schema.table.column`; empty if none.
    std::string hint;     ///< What to do about it; empty if nothing is known.
    std::string
        fault;  ///< The remote service's own code (`InvalidResourceStateFault`, SQLSTATE), if any.

    Error() = default;
    Error(ErrorCode error_code, std::string text) : code(error_code), message(std::move(text)) {}

    /// Sets the place if none is set, else puts `outer` before it (`workflow.yaml: $.tasks[0]`).
    Error At(std::string_view outer) &&;
    /// Sets the hint.
    Error Hint(std::string text) &&;
    /// Sets the remote code.
    Error Fault(std::string remote_code) &&;
    /// Puts `context: ` before the message.
    Error Because(std::string_view context) &&;

    /// True if the same call may succeed later without anybody changing anything.
    bool IsTransient() const;
    /// `where: message (hint)` on one line.
    std::string ToString() const;
};

/// One entry of a validation report. All problems are collected before anything is done.
struct Problem {
    std::string path;      ///< JSON path of the value (`$.tasks[1].taskParams.migrationType`).
    std::string message;   ///< What is wrong with it.
    std::string expected;  ///< The expected form; empty if the message says it.
    std::string hint;      ///< What to do; empty if obvious.
    bool warning = false;  ///< True: reported, does not stop the run.

    std::string ToString() const;
};

/// True if any problem is not a warning.
bool HasErrors(const std::vector<Problem>& problems);

}  // namespace dmsnode
