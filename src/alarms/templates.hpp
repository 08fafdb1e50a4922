#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "alarms/alarm.hpp"

/// Texts of alarms. `${name}` stands for a field of the alarm, or for one of
/// title, kind, group, created, link, alarm_id and fields (all fields, a line each); `$${` is a
/// literal `${`. Values are not searched for placeholders again.
namespace dmsnode::alarms {

struct Template {
    std::string title;
    std::string text;
};

Template BuiltInTemplate(AlarmKind kind, Language language);

/// A group's own templates; what a group leaves out is built in.
struct OwnTemplate {
    std::optional<std::string> title{};
    std::optional<std::string> text{};
};
using OwnTemplates = std::map<AlarmKind, OwnTemplate>;

/// Reads `{"workflow_failure": {"title": "…", "text": "…"}, …}`; an empty text is no templates.
/// `problems` gets what is wrong, with JSON paths; what is right is read nevertheless.
OwnTemplates ParseTemplates(std::string_view json, std::vector<Problem>& problems);

/// What placeholders stand for. Lifetime: the alarm outlives it.
class TemplateValues {
public:
    TemplateValues(const Alarm& alarm, std::string group, Language language)
        : alarm_(alarm), group_(std::move(group)), language_(language) {}

    /// Nothing if the alarm has no such value. `fields` is not found here.
    std::optional<std::string> Find(std::string_view name) const;
    const std::vector<Field>& fields() const { return alarm_.fields; }
    /// The name of a well-known field in the reader's language, else the name itself.
    std::string Label(std::string_view field) const;

private:
    const Alarm& alarm_;
    std::string group_;
    Language language_;
};

/// The text with its placeholders replaced; a missing value is empty, and its name goes to
/// `missing` if there is one. The result is at most 64 KiB.
std::string Expand(std::string_view text, const TemplateValues& values,
                   std::set<std::string>* missing);
/// The same as a piece of HTML: all text and values escaped, line ends as `<br>`, `${fields}` as a
/// table, `${link}` as a link if it is http or https.
std::string ExpandHtml(std::string_view text, const TemplateValues& values);

}  // namespace dmsnode::alarms
