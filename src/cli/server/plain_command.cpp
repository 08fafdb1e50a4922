#include "cli/server/plain_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <memory>

#include "base/files.hpp"
#include "cli/exit_code.hpp"
#include "cli/password.hpp"
#include "cli/server/names.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

using Kind = Input::Kind;

constexpr std::int64_t kMostItems = 20'000;

/// What the command line gave. Shared by the command's options and its action, which outlive the
/// function that makes them.
struct Given {
    ServerOptions server;
    PasswordOptions password;
    std::map<std::string, std::string> texts;  // by Input::name
    std::map<std::string, bool> flags;
    std::map<std::string, std::vector<std::string>> lists;
    std::string project;
    std::int64_t limit = 1000;
};

std::string_view WhereOf(const Input& input) {
    return std::string_view(input.target).substr(0, input.target.find('.'));
}

std::string MemberOf(const Input& input) {
    return input.target.substr(input.target.find('.') + 1);
}

bool TakesProject(const PlainCommand& command) {
    const bool own = std::ranges::any_of(
        command.inputs, [](const Input& input) { return input.target == "path.project"; });
    return !own && command.path.find("{project}") != std::string::npos;
}

Error Wrong(const Input& input, std::string_view why) {
    return Error{ErrorCode::kInvalidArgument, fmt::format("{}: {}", input.name, why)};
}

Result<Json> NumberOf(const Input& input, const std::string& text) {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) return Wrong(input, "is no whole number");
    return Json(number);
}

Result<Json> PairsOf(const Input& input, const std::vector<std::string>& texts) {
    Json list = Json::array();
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            return Wrong(input, "\"" + text.substr(0, equals) + "\" is not NAME=VALUE");
        }
        list.push_back({{"prop", text.substr(0, equals)}, {"value", text.substr(equals + 1)}});
    }
    return list;
}

/// The value of an input; null if it was not given.
Result<Json> ValueOf(const Input& input, const Given& given) {
    const auto text = given.texts.find(input.name);
    const bool has_text = text != given.texts.end() && !text->second.empty();
    switch (input.kind) {
        case Kind::kText: return has_text ? Json(text->second) : Json();
        case Kind::kYesNo: return has_text ? Json(text->second == "yes") : Json();
        case Kind::kNumber: return has_text ? NumberOf(input, text->second) : Result<Json>(Json());
        case Kind::kOn:
        case Kind::kOff: return given.flags.at(input.name) ? Json(input.kind == Kind::kOn) : Json();
        case Kind::kWords: {
            const std::vector<std::string>& words = given.lists.at(input.name);
            return words.empty() ? Json() : Json(words);
        }
        case Kind::kPairs: {
            const std::vector<std::string>& pairs = given.lists.at(input.name);
            return pairs.empty() ? Result<Json>(Json()) : PairsOf(input, pairs);
        }
        case Kind::kFile:
        case Kind::kJsonFile: {
            if (!has_text) return Json();
            Result<std::string> content = ReadFile(text->second, 16U << 20U);
            if (!content) return content.error();
            if (input.kind == Kind::kFile) return Json(*std::move(content));
            Result<Json> json = ParseJson(*content);
            if (!json) return Error(json.error()).At(text->second);
            return json;
        }
        case Kind::kPassword: {
            const Result<Secret> password = ReadOrAskPassword(given.password);
            if (!password) return password.error();
            return Json(password->Reveal());
        }
    }
    return Json();
}

std::string QueryText(const Json& value) {
    return value.is_string() ? value.get<std::string>() : DumpJson(value);
}

/// Where the inputs stand in the request.
struct Filled {
    PathValues path;
    std::vector<std::pair<std::string, std::string>> query;
    Json body;  // null: the command has no input for one
};

Result<Filled> Fill(const PlainCommand& command, const Given& given) {
    Filled filled;
    filled.path["project"] = given.project;
    for (const Input& input : command.inputs) {
        Result<Json> value = ValueOf(input, given);
        if (!value) return value.error();
        const std::string_view where = WhereOf(input);
        if (where == "body" && filled.body.is_null()) filled.body = Json::object();
        if (value->is_null()) continue;
        if (where == "path") filled.path[MemberOf(input)] = value->get<std::string>();
        if (where == "query") filled.query.emplace_back(MemberOf(input), QueryText(*value));
        if (where == "body") filled.body[MemberOf(input)] = *std::move(value);
    }
    return filled;
}

/// Names of things in lists of their own become codes.
Status LookUp(const PlainCommand& command, RestClient& client, Filled& filled) {
    for (const Input& input : command.inputs) {
        if (input.list.empty()) continue;
        const std::string member = MemberOf(input);
        std::string* value = nullptr;
        if (WhereOf(input) == "path") value = &filled.path[member];
        for (auto& [name, text] : filled.query) {
            if (WhereOf(input) == "query" && name == member) value = &text;
        }
        if (value == nullptr) continue;
        PathValues values = filled.path;
        values["item"] = *value;
        const Result<std::string> path = FillPath(client, input.list + "/{item}", values);
        if (!path) return path.error();
        *value = path->substr(path->rfind('/') + 1);
    }
    return {};
}

/// Takes what was not given from the thing as it is.
Status KeepOthers(const PlainCommand& command, RestClient& client, const std::string& path,
                  Json& body) {
    const Result<RestAnswer> now = client.Send({.path = path});
    // A PUT may make what is not there yet.
    if (!now && now.error().code == ErrorCode::kNotFound && command.method == "PUT") return {};
    if (!now) return now.error();
    for (const Input& input : command.inputs) {
        const std::string member = MemberOf(input);
        if (WhereOf(input) != "body" || body.contains(member) || !now->json.contains(member)) {
            continue;
        }
        body[member] = now->json[member];
    }
    // What was read is what is changed: if somebody else was first, the server refuses it.
    if (now->json.contains("revision")) body["revision"] = now->json["revision"];
    return {};
}

Result<int> ShowList(const PlainCommand& command, const ServerSession& session,
                     const std::string& path, const Filled& filled, std::int64_t limit) {
    const Result<RestClient::Listed> listed =
        session.client.List(path, filled.query, static_cast<std::size_t>(limit));
    if (!listed) return listed.error();
    PrintAnswer(session, {{"items", listed->items}},
                [&] { return ShowItems(listed->items, command.columns); });
    if (listed->more) {
        fmt::print(stderr, "dmsnode: there are more; --limit {} shows them\n",
                   std::min(limit * 10, kMostItems));
    }
    return kSuccess;
}

Result<int> Ask(const PlainCommand& command, const Given& given, const ServerSession& session) {
    Result<Filled> filled = Fill(command, given);
    if (!filled) return filled.error();
    if (Status found = LookUp(command, session.client, *filled); !found) return found.error();
    const Result<std::string> path = FillPath(session.client, command.path, filled->path);
    if (!path) return path.error();
    if (!command.columns.empty()) {
        return ShowList(command, session, *path, *filled, given.limit);
    }
    if (command.keeps_others) {
        Status kept = KeepOthers(command, session.client, *path, filled->body);
        if (!kept) return kept.error();
    }
    const Result<RestAnswer> answer =
        session.client.Send({.method = command.method,
                             .path = *path,
                             .query = filled->query,
                             .body = filled->body,
                             .once = command.once,
                             .if_match = command.replaces ? "*" : ""});
    if (!answer) return answer.error();
    if (answer->json.is_null()) {
        fmt::print("{}", answer->text);
    } else {
        PrintAnswer(session, answer->json, [&] { return ShowObject(answer->json); });
    }
    return kSuccess;
}

void AddInput(Command& command, const Input& input, Given& given) {
    switch (input.kind) {
        case Kind::kOn:
        case Kind::kOff: return command.Flag(input.name, given.flags[input.name], input.help);
        case Kind::kWords:
        case Kind::kPairs: return command.List(input.name, given.lists[input.name], input.help);
        case Kind::kPassword: return AddOtherPasswordOptions(command, given.password);
        case Kind::kText:
        case Kind::kNumber:
        case Kind::kYesNo:
        case Kind::kFile:
        case Kind::kJsonFile: break;
    }
    std::string& text = given.texts[input.name];
    if (input.kind == Kind::kYesNo) {
        command.Choice(input.name, text, {"yes", "no"}, input.help);
    } else if (!input.choices.empty() && input.required) {
        command.RequiredChoice(input.name, text, input.choices, input.help);
    } else if (!input.choices.empty()) {
        command.Choice(input.name, text, input.choices, input.help);
    } else if (input.name.starts_with('[')) {
        command.OptionalPositional(input.name.substr(1, input.name.size() - 2), text, input.help);
    } else if (!input.name.starts_with('-')) {
        command.Positional(input.name, text, input.help);
    } else if (input.required) {
        command.Required(input.name, text, input.help);
    } else {
        command.Option(input.name, text, input.help);
    }
}

constexpr std::size_t kLongestJson = 120;

std::string CellOf(const Json& value) {
    if (value.is_null()) return "";
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
    if (value.is_object()) {
        const std::string json = DumpJson(value);
        return json.size() > kLongestJson ? "(--json shows it)" : json;
    }
    if (!value.is_array()) return DumpJson(value);
    std::string text;
    for (const Json& item : value) text += (text.empty() ? "" : ", ") + CellOf(item);
    return text;
}

Json MemberAt(const Json& item, std::string_view path) {
    const std::string name(path.substr(0, path.find('.')));
    const std::string_view rest = path.substr(std::min(path.size(), name.size() + 1));
    if (item.is_array()) {
        Json members = Json::array();
        for (const Json& each : item) members.push_back(MemberAt(each, path));
        return members;
    }
    const auto found = item.is_object() ? item.find(name) : item.end();
    if (!item.is_object() || found == item.end()) return {};
    return rest.empty() ? *found : MemberAt(*found, rest);
}

}  // namespace

std::string ShowItems(const Json& items, const std::vector<Column>& columns) {
    std::vector<TextTable::Column> heads;
    for (const Column& column : columns) {
        // What is a number in all rows stands at the right.
        const bool number = !items.empty() && std::ranges::all_of(items, [&](const Json& item) {
            return MemberAt(item, column.member).is_number();
        });
        heads.push_back(
            {column.title, number ? TextTable::Align::kRight : TextTable::Align::kLeft});
    }
    TextTable table(std::move(heads));
    for (const Json& item : items) {
        std::vector<std::string> cells;
        for (const Column& column : columns) {
            const std::string cell = CellOf(MemberAt(item, column.member));
            cells.push_back(Width(cell) > 80 ? Fit(cell, 80) : cell);
        }
        table.Add(std::move(cells));
    }
    return table.ToString();
}

std::string ShowObject(const Json& object) {
    if (!object.is_object()) return CellOf(object) + "\n";
    TextTable table({{"FIELD"}, {"VALUE"}});
    for (const auto& [name, value] : object.items()) {
        if (name == "problems") continue;
        if (!value.is_array() || value.size() < 4) {
            table.Add({name, CellOf(value)});
            continue;
        }
        for (const Json& item : value) {  // a long list: a line for each
            table.Add({&item == &value.front() ? name : "", CellOf(item)});
        }
    }
    return table.ToString();
}

void AddPlainCommands(Command& parent, World& world, const std::vector<PlainCommand>& commands) {
    for (const PlainCommand& plain : commands) {
        Command& command = parent.Sub(plain.name, plain.help);
        auto given = std::make_shared<Given>();
        for (const Input& input : plain.inputs) AddInput(command, input, *given);
        if (TakesProject(plain)) AddProjectOption(command, given->project);
        if (!plain.columns.empty()) {
            command.Number("--limit", given->limit, 1, kMostItems, "At most so many (1000)");
        }
        AddServerOptions(command, given->server);
        command.Examples(plain.examples);
        command.Action([plain, given, &world] {
            return WithServer(world, given->server, [&](const ServerSession& session) {
                return Ask(plain, *given, session);
            });
        });
    }
}

}  // namespace dmsnode::cli
