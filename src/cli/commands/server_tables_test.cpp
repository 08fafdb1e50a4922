#include "cli/commands/server_tables.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/files.hpp"
#include "cli/server/members.hpp"
#include "support/source_tree.hpp"

namespace dmsnode::cli {
namespace {

std::vector<PlainCommand> All() {
    std::vector<PlainCommand> all;
    for (auto* commands :
         {ProjectCommands, ProjectParameterCommands, ProjectMemberCommands, WorkflowCommands,
          WorkflowInstanceCommands, ScheduleCommands, EnvironmentCommands,
          ProjectEnvironmentCommands, WorkerGroupCommands, WorkerCommands, TaskGroupCommands,
          ResourceCommands, AlarmChannelCommands, AlarmGroupCommands, AlarmCommands, UserCommands,
          TokenCommands}) {
        const std::vector<PlainCommand> some = commands();
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

/// The path with `{}` for what is in braces.
std::string Shape(const std::string& path) {
    std::string shape;
    bool inside = false;
    for (const char c : path) {
        if (c == '}') inside = false;
        if (!inside) shape += c;
        if (c == '{') inside = true;
    }
    return shape;
}

/// What a part of the API's paths has in common: `projects/instances`, `alarms`.
std::string Family(const std::string& shape) {
    if (shape.find("/schedule") != std::string::npos) return "schedules";
    std::string family;
    int words = 0;
    for (std::size_t begin = 1; begin < shape.size() && words < 2;) {
        const std::size_t end = std::min(shape.find('/', begin), shape.size());
        const std::string word = shape.substr(begin, end - begin);
        if (word != "{}" && word != "me") family += (words++ == 0 ? "" : "/") + word;
        begin = end + 1;
    }
    return family;
}

class Description {
public:
    Description() {
        const auto text = ReadFile(testing::SourcePath("docs/api/openapi.json"));
        document_ = *ParseJson(*text);
        for (const auto& [path, operations] : document_["paths"].items()) {
            operations_[Shape(path)] = operations;
            families_.insert(Family(Shape(path)));
        }
    }
    bool HasFamily(const std::string& shape) const { return families_.contains(Family(shape)); }
    /// Null if there is none.
    Json Operation(const std::string& shape, std::string method) const {
        for (char& c : method) c = static_cast<char>(c - 'A' + 'a');
        const auto found = operations_.find(shape);
        if (found == operations_.end() || !found->second.contains(method)) return nullptr;
        return found->second[method];
    }
    /// The names of the members of a schema.
    std::set<std::string> Members(const Json& schema) const {
        std::set<std::string> names;
        if (const std::string ref = TextOf(schema, "$ref"); !ref.empty()) {
            const Json& schemas = MemberOf(MemberOf(document_, "components"), "schemas");
            return Members(MemberOf(schemas, ref.substr(ref.rfind('/') + 1)));
        }
        for (const auto& [name, member] : MemberOf(schema, "properties").items()) {
            names.insert(name);
        }
        return names;
    }
    static const Json& SchemaOf(const Json& body_or_reply) {
        return MemberOf(MemberOf(MemberOf(body_or_reply, "content"), "application/json"), "schema");
    }
    static const Json& Body(const Json& operation) {
        return SchemaOf(MemberOf(operation, "requestBody"));
    }
    /// The schema of a list's items; null if the answer is no list.
    static const Json& Items(const Json& operation) {
        const Json& done = MemberOf(MemberOf(operation, "responses"), "200");
        return MemberOf(MemberOf(MemberOf(SchemaOf(done), "properties"), "items"), "items");
    }

private:
    Json document_;
    std::map<std::string, Json> operations_;
    std::set<std::string> families_;
};

// The server is written by others: its description says what it takes and gives.
TEST(ServerTables, SayWhatTheApiSays) {
    const Description api;
    int checked = 0;
    for (const PlainCommand& command : All()) {
        const std::string shape = Shape(command.path);
        const std::string what = command.method + " " + command.path;
        if (!api.HasFamily(shape)) continue;  // not served by this build
        const Json operation = api.Operation(shape, command.method);
        if (operation.is_null()) {
            ADD_FAILURE() << what << " is not served";
            continue;
        }
        ++checked;
        std::set<std::string> query;
        bool once = false;
        for (const Json& parameter : MemberOf(operation, "parameters")) {
            if (TextOf(parameter, "in") == "query") query.insert(TextOf(parameter, "name"));
            once = once || TextOf(parameter, "name") == "Idempotency-Key";
        }
        // A token is shown once: the answer to a second request could not show it.
        const bool shown_once = what == "POST /me/tokens";
        EXPECT_EQ(command.once, once && !shown_once) << what;
        const std::set<std::string> body = api.Members(api.Body(operation));
        for (const Input& input : command.inputs) {
            const std::string member = input.target.substr(input.target.find('.') + 1);
            if (input.target.starts_with("query.")) {
                EXPECT_TRUE(query.contains(member)) << what << ": query " << member;
            } else if (input.target.starts_with("body.")) {
                EXPECT_TRUE(body.contains(member)) << what << ": body " << member;
            } else {
                EXPECT_TRUE(command.path.find("{" + member + "}") != std::string::npos ||
                            command.path.find("{=" + member + "}") != std::string::npos)
                    << what << ": path " << member;
            }
        }
        const Json items = api.Items(operation);
        EXPECT_EQ(command.columns.empty(), items.is_null()) << what;
        if (items.is_null()) continue;
        const std::set<std::string> members = api.Members(items);
        for (const Column& column : command.columns) {
            EXPECT_TRUE(members.contains(column.member.substr(0, column.member.find('.'))))
                << what << ": column " << column.member;
        }
    }
    EXPECT_GE(checked, 8);
}

TEST(ServerTables, EveryCommandHasHelpAndExamples) {
    for (const PlainCommand& command : All()) {
        EXPECT_FALSE(command.help.empty()) << command.path;
        EXPECT_TRUE(command.examples.starts_with("  dmsnode ")) << command.path << command.name;
        for (const Input& input : command.inputs) {
            if (input.kind != Input::Kind::kPassword) {
                EXPECT_FALSE(input.help.empty()) << command.path << " " << input.name;
            }
        }
    }
}

TEST(ServerTables, ItemsAndObjectsAreShown) {
    const Json items = {{{"name", "a"}, {"n", 7}, {"on", true}, {"in", {{"x", "deep"}}}},
                        {{"name", "b\x1b[2J"}, {"n", 12}, {"list", {"p", "q"}}}};
    EXPECT_EQ(ShowItems(items, {{"NAME", "name"}, {"N", "n"}, {"ON", "on"}, {"X", "in.x"}}),
              "NAME    N  ON   X\na       7  yes  deep\nb?[2J  12\n");
    EXPECT_EQ(ShowObject({{"code", "1"}, {"list", {"p", "q"}}, {"problems", {1}}}),
              "FIELD  VALUE\ncode   1\nlist   p, q\n");
}

}  // namespace
}  // namespace dmsnode::cli
