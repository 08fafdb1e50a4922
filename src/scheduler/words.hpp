#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "workflow/parameters.hpp"

/// Words and lists as they stand in the store's rows.
namespace dmsnode::scheduler {

/// Of which ends of an instance its alarm group is told.
enum class Notify { kNone, kSuccess, kFailure, kAll };
std::string_view Word(Notify notify);
std::optional<Notify> ParseNotify(std::string_view word);

/// What brought an instance to run (last).
enum class Command { kStart, kSchedule, kBackfill, kResume, kRerun, kRecover, kRunNode };
std::string_view Word(Command command);

/// `[{"prop": …, "direct": …, "type": …, "value": …}]`
std::string ParametersToJson(const std::vector<workflow::Parameter>& parameters);
/// What cannot be read is left out: the text is our own.
std::vector<workflow::Parameter> ParametersFromJson(std::string_view text);

std::string NamesToJson(const std::vector<std::string>& names);
std::vector<std::string> NamesFromJson(std::string_view text);

/// OUT parameters: `{"name": "value"}`.
std::string OutputsToJson(const std::map<std::string, std::string>& outputs);
std::map<std::string, std::string> OutputsFromJson(std::string_view text);

/// The text without what a database refuses: invalid UTF-8 is replaced, NUL left out.
std::string CleanText(const std::string& text);

/// SHA-256 in hexadecimal.
std::string HashOf(std::string_view text);

}  // namespace dmsnode::scheduler
