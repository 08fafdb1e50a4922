#include "tasks/dms/prepare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tasks/dms/impl/file_values.hpp"
#include "tasks/dms/impl/parser.hpp"
#include "tasks/dms/impl/validation.hpp"

namespace dmsnode::tasks {
namespace {

using impl::Field;
using impl::FieldKind;
using workflow::Escaping;

/// One preparation: substitution and files around the parser.
class Preparer {
public:
    Preparer(const workflow::ParameterScope& scope, const FileAccess& files,
             const PrepareOptions& options)
        : scope_(scope), files_(files), options_(options), later_names_(options.later_names) {
        FindIndirectlyLaterNames();
    }

    PreparedNode Run(const Json& task_params, const std::string& path) {
        if (!task_params.is_object()) {
            Report(path, fmt::format("got {}", impl::KindOf(task_params)),
                   "an object with the parameters of the node");
            return std::move(node_);
        }
        Json form = Json::object();
        for (const auto& [name, value] : task_params.items()) {
            const Field* field = impl::FindField(name);
            const std::string field_path = fmt::format("{}.{}", path, name);
            // Host keys and unknown names pass through: the parser speaks about them.
            form[name] = field == nullptr || field->form == "jsonData"
                             ? value
                             : Resolve(*field, value, field_path);
        }
        impl::Parser parser(node_.parameters, node_.problems);
        const Json json_data = form.contains("jsonData") ? form["jsonData"] : Json();
        parser.ReadForm(form, path, options_.foreign_keys);
        if (node_.parameters.is_json_format && !TakeJsonDataApart(json_data, path, parser)) {
            return std::move(node_);
        }
        const std::vector<Problem> checks =
            impl::Validate(node_.parameters, path, {.later = later_, .sources = sources_});
        // A value that could not be read is reported once, not again as missing.
        for (const Problem& check : checks) {
            if (!IsReported(check.path)) node_.problems.push_back(check);
        }
        return std::move(node_);
    }

private:
    void Report(const std::string& path, std::string message, std::string expected = "",
                std::string hint = "", bool warning = false) {
        node_.problems.push_back(
            {path, std::move(message), std::move(expected), std::move(hint), warning});
    }

    bool IsReported(const std::string& path) const {
        return std::any_of(node_.problems.begin(), node_.problems.end(),
                           [&](const Problem& p) { return !p.warning && p.path == path; });
    }

    bool IsLater(std::string_view text) const {
        return std::any_of(later_names_.begin(), later_names_.end(), [&](const std::string& name) {
            return text.find("${" + name + "}") != std::string_view::npos;
        });
    }

    /// A parameter whose value uses such a name is known no earlier.
    void FindIndirectlyLaterNames() {
        if (later_names_.empty()) return;
        const std::vector<workflow::Parameter> visible = scope_.Visible();
        for (bool found = true; found;) {
            found = false;
            for (const workflow::Parameter& parameter : visible) {
                const bool known = std::find(later_names_.begin(), later_names_.end(),
                                             parameter.name) != later_names_.end();
                if (known || !IsLater(parameter.value)) continue;
                later_names_.push_back(parameter.name);
                found = true;
            }
        }
    }

    /// A field's value with placeholders replaced and its file read. null if it is known only later
    /// or could not be had.
    Json Resolve(const Field& field, const Json& value, const std::string& path) {
        if (IsLater(DumpJson(value))) {
            later_.insert(std::string(field.form));
            return nullptr;
        }
        if (field.kind != FieldKind::kDocument || !value.is_string()) {
            return workflow::SubstituteInJson(value, scope_, path, node_.problems);
        }
        const auto& text = value.get_ref<const std::string&>();
        const bool may_be_file = field.form != "taskData";
        if (!may_be_file || !impl::IsFileValue(text)) {
            return workflow::Substitute(text, scope_, Escaping::kJsonString, path, node_.problems);
        }
        return ReadDocument(field, text, path);
    }

    Json ReadDocument(const Field& field, const std::string& text, const std::string& path) {
        const std::string file =
            workflow::Substitute(text, scope_, Escaping::kNone, path, node_.problems);
        const Result<std::string> content = impl::ReadFileValue(file, files_);
        if (!content) {
            Report(path, content.error().message, "", content.error().hint);
            return nullptr;
        }
        sources_[std::string(field.form)] = file;
        if (IsLater(*content)) {
            later_.insert(std::string(field.form));
            return nullptr;
        }
        return workflow::Substitute(*content, scope_, Escaping::kJsonString,
                                    fmt::format("{}({})", path, file), node_.problems);
    }

    /// False if there is nothing left to check: the document cannot be read.
    bool TakeJsonDataApart(const Json& given, const std::string& form_path, impl::Parser& parser) {
        const std::string path = form_path + ".jsonData";
        Json document = given;
        if (given.is_string()) {
            const auto& text = given.get_ref<const std::string&>();
            if (text.empty()) return true;  // Validation says that it is missing.
            std::optional<Json> parsed = ParseJsonDataText(text, path);
            if (!parsed) return false;
            document = *std::move(parsed);
        }
        if (document.is_null()) return true;
        if (!document.is_object()) {
            Report(path, fmt::format("got {}", impl::KindOf(document)),
                   "an object with the parameters in the spelling of the AWS API");
            return false;
        }
        ClearFormFields(form_path);
        Json resolved = Json::object();
        for (const auto& [name, value] : document.items()) {
            const auto fields = impl::PluginFields();
            const auto field = std::find_if(fields.begin(), fields.end(),
                                            [&](const Field& f) { return f.aws == name; });
            resolved[name] = field == fields.end()
                                 ? value
                                 : Resolve(*field, value, fmt::format("{}.{}", path, name));
        }
        parser.ReadJsonData(resolved, path);
        return true;
    }

    /// A placeholder inside a text of the document is replaced after parsing, so that its value is
    /// escaped rightly however deep it stands; one outside of texts (a number, say) before it.
    std::optional<Json> ParseJsonDataText(const std::string& given, const std::string& path) {
        std::string text = given;
        if (impl::IsFileValue(text)) {
            const std::string file =
                workflow::Substitute(text, scope_, Escaping::kNone, path, node_.problems);
            Result<std::string> content = impl::ReadFileValue(file, files_);
            if (!content) {
                Report(path, content.error().message, "", content.error().hint);
                return std::nullopt;
            }
            text = *std::move(content);
        }
        Result<Json> parsed = ParseJson(text);
        if (!parsed && workflow::HasPlaceholder(text)) {
            if (IsLater(text)) {
                later_.insert("jsonData");
                return std::nullopt;
            }
            parsed = ParseJson(
                workflow::Substitute(text, scope_, Escaping::kJsonString, path, node_.problems));
        }
        if (parsed) return *std::move(parsed);
        const Error& error = parsed.error();
        Report(path, error.where.empty() ? error.message : error.where + ": " + error.message,
               "a JSON object", error.hint);
        return std::nullopt;
    }

    /// In JSON mode the document stands for all parameters of the task: what the form held for them
    /// does not count.
    void ClearFormFields(const std::string& path) {
        const DmsParameters old = node_.parameters;
        DmsParameters& p = node_.parameters;
        for (const Field& field : impl::PluginFields()) {
            if (field.aws.empty() || field.text == nullptr) continue;
            if (!(old.*field.text).empty()) {
                Report(fmt::format("{}.{}", path, field.form),
                       "not used: with isJsonFormat the task's parameters come from jsonData", "",
                       fmt::format("put it into jsonData as {}, or remove it", field.aws), true);
            }
            (p.*field.text).clear();
            later_.erase(std::string(field.form));
            sources_.erase(std::string(field.form));
        }
        p.cdc_start_time.reset();
        p.tags.clear();
    }

    const workflow::ParameterScope& scope_;
    const FileAccess& files_;
    const PrepareOptions& options_;
    std::vector<std::string> later_names_;
    PreparedNode node_;
    std::set<std::string> later_;
    std::map<std::string, std::string> sources_;
};

}  // namespace

PreparedNode PrepareDmsNode(const Json& task_params, std::string_view path,
                            const workflow::ParameterScope& scope, const FileAccess& files,
                            const PrepareOptions& options) {
    return Preparer(scope, files, options).Run(task_params, std::string(path));
}

PreparedNode ParseDmsParameters(const Json& task_params, std::string_view path,
                                const std::vector<std::string>& foreign_keys) {
    PreparedNode node;
    if (!task_params.is_object()) {
        node.problems.push_back({std::string(path),
                                 fmt::format("got {}", impl::KindOf(task_params)),
                                 "an object with the parameters of the node", "", false});
        return node;
    }
    impl::Parser(node.parameters, node.problems)
        .ReadForm(task_params, std::string(path), foreign_keys);
    return node;
}

std::vector<Problem> ValidateDmsNode(const DmsParameters& parameters, std::string_view path) {
    return impl::Validate(parameters, std::string(path), {});
}

}  // namespace dmsnode::tasks
