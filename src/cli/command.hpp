#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

// The argument parser stays in command.cpp: its header alone costs seconds in every file.
namespace CLI {
class App;
}

namespace dmsnode::cli {

/// One command of the program and the options it takes. Values are written before the action runs.
/// Lifetime: the variables outlive the program's run; the root owns all commands below it.
class Command {
public:
    /// The program itself.
    static std::unique_ptr<Command> Root(const std::string& description,
                                         const std::string& version);
    ~Command();

    Command& Sub(const std::string& name, const std::string& description);

    void Positional(const std::string& name, std::string& value, const std::string& help);
    void OptionalPositional(const std::string& name, std::string& value, const std::string& help);
    /// `name` is `--name`, or `-n,--name`.
    void Option(const std::string& name, std::string& value, const std::string& help);
    void Required(const std::string& name, std::string& value, const std::string& help);
    void Choice(const std::string& name, std::string& value,
                const std::vector<std::string>& choices, const std::string& help);
    void RequiredChoice(const std::string& name, std::string& value,
                        const std::vector<std::string>& choices, const std::string& help);
    void Number(const std::string& name, std::int64_t& value, std::int64_t least, std::int64_t most,
                const std::string& help);
    /// May be given several times.
    void List(const std::string& name, std::vector<std::string>& values, const std::string& help);
    void Flag(const std::string& name, bool& value, const std::string& help);
    /// Lines shown below the help.
    void Examples(const std::string& text);
    void Action(std::function<int()> action);

    /// Parses the arguments and runs the chosen action. Help and errors of usage are printed here.
    /// Returns the exit code.
    int Run(int argc, char** argv);

    /// What a completion script needs.
    struct Description {
        std::string path;  ///< `task create`; empty for the program.
        std::vector<std::string> commands;
        std::vector<std::string> options;
        bool takes_file = false;  ///< Has a positional that is a file.
    };
    std::vector<Description> Describe() const;

private:
    struct Parts;  // shared by the commands of one program
    Command(CLI::App* app, Parts* parts);

    CLI::App* app_;
    Parts* parts_;
    std::unique_ptr<Parts> owned_;  // by the root only
};

}  // namespace dmsnode::cli
