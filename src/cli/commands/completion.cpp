#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/commands.hpp"

namespace dmsnode::cli {
namespace {

std::string Words(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

/// The words that may follow: `"path" → commands and options` as the arms of a shell's case.
std::string CaseArms(const Command& root) {
    std::string arms;
    for (const Command::Description& command : root.Describe()) {
        std::vector<std::string> words = command.commands;
        words.insert(words.end(), command.options.begin(), command.options.end());
        arms += fmt::format("        \"{}\") words=\"{}\" ;;\n", command.path, Words(words));
    }
    return arms;
}

std::string AllCommands(const Command& root) {
    std::vector<std::string> names;
    for (const Command::Description& command : root.Describe()) {
        if (!command.path.empty()) names.push_back("\"" + command.path + "\"");
    }
    return Words(names);
}

std::string Bash(const Command& root) {
    return fmt::format(R"(# dmsnode completion for bash: source <(dmsnode completion bash)
_dmsnode() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} path="" word words known
    local -a commands=({1})
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        for known in "${{commands[@]}}"; do
            if [ "$known" = "${{path:+$path }}$word" ]; then path=$known; fi
        done
    done
    words=""
    case $path in
{0}    esac
    COMPREPLY=($(compgen -W "$words" -- "$current"))
    if [ ${{#COMPREPLY[@]}} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
}}
complete -o filenames -F _dmsnode dmsnode
)",
                       CaseArms(root), AllCommands(root));
}

std::string Zsh(const Command& root) {
    return "#compdef dmsnode\n# dmsnode completion for zsh: source <(dmsnode completion zsh)\n"
           "autoload -U +X bashcompinit && bashcompinit\n" +
           Bash(root);
}

std::string Fish(const Command& root) {
    std::string text = "# dmsnode completion for fish: dmsnode completion fish | source\n";
    for (const Command::Description& command : root.Describe()) {
        std::string condition;
        if (command.path.empty()) condition = "__fish_use_subcommand";
        for (std::size_t begin = 0; begin < command.path.size();) {
            const std::size_t end = std::min(command.path.find(' ', begin), command.path.size());
            condition += fmt::format("{}__fish_seen_subcommand_from {}", begin == 0 ? "" : "; and ",
                                     command.path.substr(begin, end - begin));
            begin = end + 1;
        }
        for (const std::string& name : command.commands) {
            text += fmt::format("complete -c dmsnode -f -n '{}' -a {}\n", condition, name);
        }
        for (const std::string& option : command.options) {
            text += fmt::format("complete -c dmsnode -n '{}' -l {}\n", condition, option.substr(2));
        }
    }
    return text;
}

}  // namespace

void AddCompletion(Command& root) {
    auto shell = std::make_shared<std::string>();
    Command& command = root.Sub("completion", "Print a shell completion script");
    command.Positional("SHELL", *shell, "bash, zsh or fish");
    command.Examples(
        "  source <(dmsnode completion bash)\n"
        "  dmsnode completion fish > ~/.config/fish/completions/dmsnode.fish\n");
    command.Action([shell, &root] {
        if (*shell == "bash") {
            fmt::print("{}", Bash(root));
        } else if (*shell == "zsh") {
            fmt::print("{}", Zsh(root));
        } else if (*shell == "fish") {
            fmt::print("{}", Fish(root));
        } else {
            fmt::print(stderr, "dmsnode: no completion for \"{}\"; known are bash, zsh, fish\n",
                       *shell);
            return static_cast<int>(kUsage);
        }
        return static_cast<int>(kSuccess);
    });
}

}  // namespace dmsnode::cli
