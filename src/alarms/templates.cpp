#include "alarms/templates.hpp"

#include <fmt/format.h>

#include "alarms/impl/text.hpp"
#include "base/json.hpp"

namespace dmsnode::alarms {
namespace {

using impl::EscapeHtml;

constexpr std::size_t kMaxExpanded = 64U << 10U;
constexpr std::size_t kMaxTitleTemplate = 500;
constexpr std::size_t kMaxTextTemplate = 16U << 10U;

std::string EscapeLines(std::string_view text) {
    std::string html;
    for (const char c : text) html += c == '\n' ? "<br>\n" : EscapeHtml({&c, 1});
    return html;
}

std::string PlainFields(const TemplateValues& values) {
    std::string text;
    for (const Field& field : values.fields()) {
        if (!text.empty()) text += '\n';
        text += values.Label(field.name) + ": " + field.value;
    }
    return text;
}

std::string HtmlFields(const TemplateValues& values) {
    std::string html = "<table>";
    for (const Field& field : values.fields()) {
        html += fmt::format("<tr><th align=\"left\">{}</th><td>{}</td></tr>",
                            EscapeHtml(values.Label(field.name)), EscapeLines(field.value));
    }
    return html + "</table>";
}

std::string HtmlLink(const std::string& link) {
    const std::string escaped = EscapeHtml(link);
    // Another scheme (javascript:) must not become something to click on.
    if (!link.starts_with("https://") && !link.starts_with("http://")) return escaped;
    return fmt::format("<a href=\"{0}\">{0}</a>", escaped);
}

/// Walks a template: `literal` gets the text between placeholders, `name` what stands in them.
template <class Literal, class Name>
void Walk(std::string_view text, Literal&& literal, Name&& name) {
    while (!text.empty()) {
        const std::size_t dollar = text.find('$');
        literal(text.substr(0, dollar));
        if (dollar == std::string_view::npos) return;
        text.remove_prefix(dollar);
        const std::size_t close = text.find('}');
        if (text.starts_with("$${")) {
            literal("${");
            text.remove_prefix(3);
        } else if (text.starts_with("${") && close != std::string_view::npos) {
            name(text.substr(2, close - 2));
            text.remove_prefix(close + 1);
        } else {
            literal("$");
            text.remove_prefix(1);
        }
    }
}

struct Label {
    std::string_view name, english, chinese;
};

constexpr Label kLabels[] = {
    {"workflow", "Workflow", "工作流"}, {"instance", "Instance", "工作流实例"},
    {"task", "Task", "任务"},           {"attempt", "Attempt", "尝试次数"},
    {"state", "State", "状态"},         {"message", "Message", "信息"},
    {"started", "Started", "开始时间"}, {"ended", "Ended", "结束时间"},
    {"duration", "Duration", "耗时"},   {"worker_group", "Worker group", "Worker 分组"},
    {"schedule", "Schedule", "定时"},   {"due", "Due", "应开始时间"},
    {"timeout", "Timeout", "超时限制"}, {"channel", "Channel", "告警渠道"},
};

std::string WithDetails(std::string_view sentence) {
    return std::string(sentence) + "\n\n${fields}\n\n${link}";
}

Template English(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::kWorkflowSuccess:
            return {"Workflow ${workflow} succeeded",
                    WithDetails("A run of the workflow ${workflow} has succeeded.")};
        case AlarmKind::kWorkflowFailure:
            return {"Workflow ${workflow} failed",
                    WithDetails("A run of the workflow ${workflow} has failed.")};
        case AlarmKind::kWorkflowTimeout:
            return {
                "Workflow ${workflow} takes too long",
                WithDetails("A run of the workflow ${workflow} takes longer than its timeout.")};
        case AlarmKind::kTaskFailure:
            return {"Task ${task} of ${workflow} failed",
                    WithDetails("The task ${task} of the workflow ${workflow} has failed.")};
        case AlarmKind::kTaskTimeout:
            return {
                "Task ${task} of ${workflow} takes too long",
                WithDetails("The task ${task} of the workflow ${workflow} takes longer than its "
                            "timeout.")};
        case AlarmKind::kTaskAttention:
            return {
                "Task ${task} of ${workflow} needs attention",
                WithDetails("The task ${task} of the workflow ${workflow} goes on, but somebody "
                            "should look at it.")};
        case AlarmKind::kNoWorker:
            return {"No worker in the group ${worker_group}",
                    WithDetails("Tasks wait for a worker of the group ${worker_group}, and none is "
                                "alive.")};
        case AlarmKind::kScheduleMissed:
            return {"A start of ${workflow} was missed",
                    WithDetails("The workflow ${workflow} was not started when it was due.")};
        case AlarmKind::kTest:
            return {"Test alarm of dmsnode",
                    WithDetails("This is a test. Alarms reach you by this channel.")};
    }
    return {};
}

Template Chinese(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::kWorkflowSuccess:
            return {"工作流 ${workflow} 执行成功", WithDetails("工作流 ${workflow} 已执行成功。")};
        case AlarmKind::kWorkflowFailure:
            return {"工作流 ${workflow} 执行失败", WithDetails("工作流 ${workflow} 执行失败。")};
        case AlarmKind::kWorkflowTimeout:
            return {"工作流 ${workflow} 执行超时",
                    WithDetails("工作流 ${workflow} 的执行时间超过了超时限制。")};
        case AlarmKind::kTaskFailure:
            return {"工作流 ${workflow} 的任务 ${task} 失败",
                    WithDetails("工作流 ${workflow} 的任务 ${task} 执行失败。")};
        case AlarmKind::kTaskTimeout:
            return {"工作流 ${workflow} 的任务 ${task} 超时",
                    WithDetails("工作流 ${workflow} 的任务 ${task} 的执行时间超过了超时限制。")};
        case AlarmKind::kTaskAttention:
            return {"工作流 ${workflow} 的任务 ${task} 需要关注",
                    WithDetails("工作流 ${workflow} 的任务 ${task} 仍在运行，但需要有人查看。")};
        case AlarmKind::kNoWorker:
            return {"分组 ${worker_group} 没有可用的 Worker",
                    WithDetails("有任务在等待分组 ${worker_group} 的 Worker，但该分组没有存活的 "
                                "Worker。")};
        case AlarmKind::kScheduleMissed:
            return {"工作流 ${workflow} 错过了定时启动",
                    WithDetails("工作流 ${workflow} 未能在预定时间启动。")};
        case AlarmKind::kTest:
            return {"dmsnode 测试告警", WithDetails("这是一条测试消息，告警可以通过此渠道送达。")};
    }
    return {};
}

std::optional<std::string> ReadPart(const Json& entry, const std::string& path,
                                    std::size_t max_bytes, std::vector<Problem>& problems) {
    if (!entry.is_string()) {
        problems.push_back({.path = path, .message = "is not a text", .expected = {}, .hint = {}});
        return std::nullopt;
    }
    std::string text = entry.get<std::string>();
    if (text.size() > max_bytes) {
        problems.push_back({.path = path,
                            .message = fmt::format("is longer than {} bytes", max_bytes),
                            .expected = {},
                            .hint = {}});
        return std::nullopt;
    }
    return text;
}

OwnTemplate ReadOne(const Json& entry, const std::string& path, std::vector<Problem>& problems) {
    OwnTemplate own;
    if (!entry.is_object()) {
        problems.push_back({.path = path,
                            .message = "is not an object",
                            .expected = R"({"title": "…", "text": "…"})",
                            .hint = {}});
        return own;
    }
    for (const auto& [name, value] : entry.items()) {
        const std::string place = path + "." + name;
        if (name == "title") {
            own.title = ReadPart(value, place, kMaxTitleTemplate, problems);
        } else if (name == "text") {
            own.text = ReadPart(value, place, kMaxTextTemplate, problems);
        } else {
            problems.push_back({.path = place,
                                .message = "is no part of a template",
                                .expected = "title or text",
                                .hint = {}});
        }
    }
    return own;
}

}  // namespace

Template BuiltInTemplate(AlarmKind kind, Language language) {
    return language == Language::kChinese ? Chinese(kind) : English(kind);
}

OwnTemplates ParseTemplates(std::string_view json, std::vector<Problem>& problems) {
    OwnTemplates own;
    if (json.empty()) return own;
    const Result<Json> parsed = ParseJson(json, {.max_bytes = 256U << 10U, .max_depth = 8});
    if (!parsed || !parsed->is_object()) {
        problems.push_back({.path = "$",
                            .message = parsed ? "is not an object" : parsed.error().ToString(),
                            .expected = "an object: kind of alarm → template",
                            .hint = {}});
        return own;
    }
    for (const auto& [name, entry] : parsed->items()) {
        const std::optional<AlarmKind> kind = ParseAlarmKind(name);
        if (!kind) {
            problems.push_back({.path = "$." + name,
                                .message = "is no kind of alarm",
                                .expected = "workflow_failure, task_failure, …",
                                .hint = "docs/alarms.md lists the kinds"});
            continue;
        }
        own[*kind] = ReadOne(entry, "$." + name, problems);
    }
    return own;
}

std::optional<std::string> TemplateValues::Find(std::string_view name) const {
    if (name == "title") return alarm_.title;
    if (name == "kind") return std::string(AlarmKindName(alarm_.kind));
    if (name == "group") return group_;
    if (name == "created") return FormatIso8601(alarm_.created);
    if (name == "link") return alarm_.link;
    if (name == "alarm_id") return std::to_string(alarm_.id);
    for (const Field& field : alarm_.fields) {
        if (field.name == name) return field.value;
    }
    return std::nullopt;
}

std::string TemplateValues::Label(std::string_view field) const {
    for (const struct Label& label : kLabels) {
        if (label.name != field) continue;
        return std::string(language_ == Language::kChinese ? label.chinese : label.english);
    }
    return std::string(field);
}

std::string Expand(std::string_view text, const TemplateValues& values,
                   std::set<std::string>* missing) {
    std::string result;
    const auto append = [&](std::string_view piece) {
        if (result.size() + piece.size() <= kMaxExpanded) result += piece;
    };
    Walk(text, append, [&](std::string_view name) {
        if (name == "fields") return append(PlainFields(values));
        const std::optional<std::string> value = values.Find(name);
        if (!value && missing != nullptr) missing->emplace(name);
        append(value.value_or(""));
    });
    while (result.ends_with('\n')) result.pop_back();  // of a link or fields that are empty
    return result;
}

std::string ExpandHtml(std::string_view text, const TemplateValues& values) {
    std::string result;
    const auto append = [&](std::string_view piece) {
        // HTML is up to six times as long as its text.
        if (result.size() + piece.size() <= 6 * kMaxExpanded) result += piece;
    };
    Walk(
        text, [&](std::string_view literal) { append(EscapeLines(literal)); },
        [&](std::string_view name) {
            if (name == "fields") return append(HtmlFields(values));
            if (name == "link") return append(HtmlLink(values.Find("link").value_or("")));
            append(EscapeLines(values.Find(name).value_or("")));
        });
    return result;
}

}  // namespace dmsnode::alarms
