#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string>

#include "workflow/definition.hpp"

/// Workflow definitions without problems, of every shape that a file can hold; for property tests.
namespace dmsnode::testing {

class RandomDefinition {
public:
    explicit RandomDefinition(unsigned seed) : random_(seed) {}

    workflow::WorkflowDefinition Make(bool with_codes) {
        workflow::WorkflowDefinition definition;
        definition.name = Name();
        if (Chance(50)) definition.description = Text();
        definition.timeout = std::chrono::minutes(Chance(50) ? 0 : Below(100'000));
        definition.execution_type = static_cast<workflow::ExecutionType>(Below(4));
        definition.global_params = Parameters();
        if (Chance(30)) definition.connections["prod"] = Connection("prod");
        if (Chance(20)) definition.connections["embedded"].name = "embedded";
        std::set<std::string> names;
        const int count = 1 + Below(8);
        for (int i = 0; i < count; ++i) definition.tasks.push_back(Task(i, with_codes, names));
        for (std::size_t i = 1; i < definition.tasks.size(); ++i) Edges(definition, i);
        std::shuffle(definition.tasks.begin(), definition.tasks.end(), random_);
        return definition;
    }

    int Below(int bound) {
        return std::uniform_int_distribution<int>(0, std::max(bound - 1, 0))(random_);
    }
    bool Chance(int percent) { return Below(100) < percent; }

    /// Texts on which writers stumble.
    std::string Text() {
        static const std::array<std::string, 34> texts = {
            "",
            "plain",
            "with space",
            "0123",
            "1.10",
            "true",
            "No",
            "null",
            "~",
            "- a",
            "a: b",
            "a #b",
            " lead",
            "trail ",
            "'single'",
            "\"double\"",
            "back\\slash",
            "{\"rules\": [1, 'x']}",
            "${name}-$[yyyyMMdd-1]",
            "$${literal}",
            "two\nlines",
            "#!/bin/bash\nset -e\n\n  echo \"$x\"\n\techo tab\n",
            "ends\n\n",
            "\nstarts",
            "a\n   \nb",
            "tab\tinside",
            "carriage\r\nreturn",
            "bell\x07 and delete\x7f",
            "grüße ✓ 😀",
            "next\xc2\x85line\xe2\x80\xa8 separator \xef\xbb\xbf mark",
            "---",
            "%directive @at `tick` &anchor *alias !tag |block >fold",
            "2026-01-31 12:00:00",
            "123456789012345678901234567890",
        };
        return texts[static_cast<std::size_t>(Below(static_cast<int>(texts.size())))];
    }

    Json Value(int depth) {
        switch (Below(depth > 0 ? 8 : 6)) {
            case 0: return nullptr;
            case 1: return Chance(50);
            case 2: return Below(1000) - 500;
            case 3: return (Below(1000) - 500) / 8.0;
            case 4: return Chance(50) ? Json(INT64_MIN) : Json(UINT64_MAX);
            case 5: return Text();
            case 6: {
                Json list = Json::array();
                for (int i = Below(4); i > 0; --i) list.push_back(Value(depth - 1));
                return list;
            }
            default: {
                Json object = Json::object();
                for (int i = Below(4); i > 0; --i) object[Key()] = Value(depth - 1);
                return object;
            }
        }
    }

private:
    std::string Key() { return Chance(3) ? std::string(1500, 'k') : "k" + Text(); }

    std::string Name() {
        static const std::array<std::string, 8> names = {"load", "0123",  "a b: c", "größe",
                                                         "true", "\"q\"", "x'y",    "- n"};
        return names[static_cast<std::size_t>(Below(8))];
    }

    workflow::Parameter Parameter(std::string name) {
        workflow::Parameter parameter{
            .name = std::move(name), .direction = {}, .type = {}, .value = {}};
        parameter.direction =
            Chance(70) ? workflow::ParameterDirection::kIn : workflow::ParameterDirection::kOut;
        if (Chance(30)) {
            parameter.type = workflow::ParameterType::kInteger;
            parameter.value = std::to_string(Below(1000));
        } else {
            parameter.value = Text();
        }
        return parameter;
    }

    std::vector<workflow::Parameter> Parameters() {
        std::vector<workflow::Parameter> parameters;
        for (int i = Below(4); i > 0; --i) {
            parameters.push_back(Parameter(fmt::format("{}{}", Name(), i)));
        }
        return parameters;
    }

    workflow::ConnectionDefinition Connection(const std::string& name) {
        workflow::ConnectionDefinition connection;
        connection.name = name;
        connection.type = workflow::ConnectionType::kAws;
        connection.region = "eu-west-1";
        if (Chance(50)) connection.endpoint = "http://127.0.0.1:12345";
        if (Chance(50)) connection.profile = Name();
        if (Chance(50)) {
            connection.access_key_id = "AKIA";
            connection.secret_access_key.environment = "KEY";
            connection.session_token.file = "token file";
        }
        return connection;
    }

    workflow::TaskDefinition Task(int index, bool with_codes, std::set<std::string>& names) {
        static const std::array<const char*, 3> types = {"DMS", "SHELL", "SQL"};
        workflow::TaskDefinition task;
        if (with_codes) task.code = 122'000'000'000'000 + index;
        task.name = Name();
        if (!names.insert(task.name).second) task.name += fmt::format(" {}", index);
        names.insert(task.name);
        task.task_type = types[static_cast<std::size_t>(Below(3))];
        task.description = Text();
        task.prohibited = Chance(20);
        task.priority = static_cast<workflow::TaskPriority>(Below(5));
        task.retry_times = Below(4);
        task.retry_interval = std::chrono::minutes(Below(4));
        task.delay = std::chrono::minutes(Below(3));
        if (Chance(50)) {
            task.timeout = workflow::TaskTimeout{std::chrono::minutes(1 + Below(500)),
                                                 static_cast<workflow::TimeoutStrategy>(Below(3))};
        }
        if (Chance(30)) task.connection = "prod";
        if (Chance(30)) task.worker_group = Name();
        if (Chance(30)) task.environment = Name();
        if (Chance(30)) task.task_group = workflow::TaskGroupUse{Name(), Below(10) - 3};
        task.cache = Chance(20);
        if (Chance(30)) task.cpu_quota = 1 + Below(400);
        if (Chance(30)) task.memory_max_mb = 1 + Below(9000);
        if (Chance(60)) {
            task.position = workflow::CanvasPosition{Below(4000) / 2.0, Below(4000) - 2000.0};
        }
        task.local_params = Parameters();
        for (int i = Below(4); i > 0; --i) task.task_params[Key()] = Value(3);
        if (task.task_type == "DMS" && Chance(50)) {
            task.task_params["migrationType"] = "full-load";
            task.task_params["finishWhen"] = "stopped";
            task.task_params["tableMappings"] = Value(2);
        }
        return task;
    }

    void Edges(workflow::WorkflowDefinition& definition, std::size_t index) {
        std::set<int> before;
        for (int i = Below(3); i > 0; --i) before.insert(Below(static_cast<int>(index)));
        for (const int i : before) {
            definition.tasks[index].predecessors.push_back(
                definition.tasks[static_cast<std::size_t>(i)].name);
        }
    }

    std::mt19937 random_;
};

}  // namespace dmsnode::testing
