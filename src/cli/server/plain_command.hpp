#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/server/session.hpp"

/// Commands that are one request, as values: what is asked, what goes in, what is shown.
namespace dmsnode::cli {

/// An argument or option, and where it goes.
struct Input {
    enum class Kind {
        kText,
        kNumber,
        kOn,        ///< A flag: true if given.
        kOff,       ///< A flag: false if given.
        kYesNo,     ///< `yes` or `no`.
        kWords,     ///< May be given several times: a list.
        kPairs,     ///< `NAME=VALUE`, several times: a list of parameters.
        kFile,      ///< A file's name: its text.
        kJsonFile,  ///< A file's name: its JSON.
        kPassword,  ///< `--password-file` and its sisters; asked for if none is given.
    };
    std::string name;    ///< `NAME` (must be given), `[NAME]`, or `--option`.
    std::string target;  ///< `path.x`, `query.x` or `body.x`.
    std::string help;
    Kind kind = Kind::kText;
    bool required = false;  ///< Of an option.
    std::vector<std::string> choices{};
    /// A list (a path template) in which a name stands; its code is what is sent.
    std::string list{};
};

struct Column {
    std::string title;
    std::string member;  ///< Of an item; `a.b` for a member's member (or members).
};

struct PlainCommand {
    std::string name;
    std::string help;
    std::string method;
    std::string path;  ///< See FillPath. With `{project}` it takes `--project`.
    std::vector<Input> inputs{};
    /// Of a list. Empty: the answer is one thing, shown member by member.
    std::vector<Column> columns{};
    std::string examples;
    bool once = false;  ///< The operation honours an Idempotency-Key.
    /// A PUT of the whole: what is not given stays as a GET of the same path says.
    bool keeps_others = false;
    /// The change is made whatever the thing is like by now.
    bool replaces = false;
};

void AddPlainCommands(Command& parent, World& world, const std::vector<PlainCommand>& commands);

/// A list as a table; an object as a table of its members.
std::string ShowItems(const Json& items, const std::vector<Column>& columns);
std::string ShowObject(const Json& object);

}  // namespace dmsnode::cli
