#include "cli/command.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/exit_code.hpp"

namespace dmsnode::cli {

struct Command::Parts {
    CLI::App program;
    std::vector<std::unique_ptr<Command>> commands;
    std::function<int()> chosen;
};

std::unique_ptr<Command> Command::Root(const std::string& description, const std::string& version) {
    auto parts = std::make_unique<Parts>();
    parts->program.name("dmsnode");
    parts->program.description(description);
    parts->program.set_version_flag("--version", version, "Print the version and exit");
    parts->program.require_subcommand(1);
    std::unique_ptr<Command> root(new Command(&parts->program, parts.get()));
    root->owned_ = std::move(parts);
    return root;
}

Command::Command(CLI::App* app, Parts* parts) : app_(app), parts_(parts) {}
Command::~Command() = default;

Command& Command::Sub(const std::string& name, const std::string& description) {
    app_->require_subcommand(1);
    CLI::App* app = app_->add_subcommand(name, description);
    parts_->commands.push_back(std::unique_ptr<Command>(new Command(app, parts_)));
    return *parts_->commands.back();
}

void Command::Positional(const std::string& name, std::string& value, const std::string& help) {
    app_->add_option(name, value, help)->required();
}

void Command::OptionalPositional(const std::string& name, std::string& value,
                                 const std::string& help) {
    app_->add_option(name, value, help);
}

void Command::Option(const std::string& name, std::string& value, const std::string& help) {
    app_->add_option(name, value, help);
}

void Command::Required(const std::string& name, std::string& value, const std::string& help) {
    app_->add_option(name, value, help)->required();
}

void Command::Choice(const std::string& name, std::string& value,
                     const std::vector<std::string>& choices, const std::string& help) {
    app_->add_option(name, value, help)->check(CLI::IsMember(choices));
}

void Command::RequiredChoice(const std::string& name, std::string& value,
                             const std::vector<std::string>& choices, const std::string& help) {
    app_->add_option(name, value, help)->check(CLI::IsMember(choices))->required();
}

void Command::Number(const std::string& name, std::int64_t& value, std::int64_t least,
                     std::int64_t most, const std::string& help) {
    app_->add_option(name, value, help)->check(CLI::Range(least, most));
}

void Command::List(const std::string& name, std::vector<std::string>& values,
                   const std::string& help) {
    // One value each time, or a file name after the option would be taken for one more.
    app_->add_option(name, values, help)->expected(1)->take_all()->allow_extra_args(false);
}

void Command::Flag(const std::string& name, bool& value, const std::string& help) {
    app_->add_flag(name, value, help);
}

void Command::Examples(const std::string& text) {
    app_->footer("\nExamples:\n" + text);
}

void Command::Action(std::function<int()> action) {
    app_->callback([parts = parts_, action = std::move(action)] { parts->chosen = action; });
}

int Command::Run(int argc, char** argv) {
    try {
        app_->parse(argc, argv);
    } catch (const CLI::CallForHelp&) {
        fmt::print("{}", app_->help());
        return kSuccess;
    } catch (const CLI::CallForAllHelp&) {
        fmt::print("{}", app_->help("", CLI::AppFormatMode::All));
        return kSuccess;
    } catch (const CLI::CallForVersion& version) {
        fmt::print("{}\n", version.what());
        return kSuccess;
    } catch (const CLI::ParseError& failure) {
        fmt::print(stderr, "dmsnode: {}\nRun with --help for more information.\n", failure.what());
        return kUsage;
    }
    return parts_->chosen ? parts_->chosen() : static_cast<int>(kUsage);
}

namespace {

void DescribeInto(const CLI::App& app, const std::string& path,
                  std::vector<Command::Description>& list) {
    Command::Description description;
    description.path = path;
    for (const CLI::App* sub : app.get_subcommands({})) {
        description.commands.push_back(sub->get_name());
    }
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            description.options.push_back("--" + name);
        }
        description.takes_file = description.takes_file || option->get_positional();
    }
    list.push_back(description);
    for (const CLI::App* sub : app.get_subcommands({})) {
        DescribeInto(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), list);
    }
}

}  // namespace

std::vector<Command::Description> Command::Describe() const {
    std::vector<Description> list;
    DescribeInto(*app_, "", list);
    return list;
}

}  // namespace dmsnode::cli
