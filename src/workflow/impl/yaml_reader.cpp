#include "workflow/impl/yaml_reader.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

namespace dmsnode::workflow {
namespace {

constexpr int kDeepestYaml = 64;

std::string PlaceText(const YAML::Mark& mark) {
    return mark.is_null() ? "" : fmt::format("line {}, column {}", mark.line + 1, mark.column + 1);
}

Error InvalidAt(const YAML::Mark& mark, std::string message) {
    Error error{ErrorCode::kInvalidArgument, std::move(message)};
    const std::string place = PlaceText(mark);
    return place.empty() ? error : std::move(error).At(place);
}

bool IsDecimal(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// A whole number of the core schema. `0123` stays a text: it is an identifier more often than a
/// number, and the zero would be lost.
std::optional<Json> WholeNumber(std::string_view text) {
    if (!IsDecimal(text)) return std::nullopt;
    const bool positive = text.front() == '+';
    const std::string_view digits = positive ? text.substr(1) : text;
    const std::string_view unsigned_digits = digits.front() == '-' ? digits.substr(1) : digits;
    if (unsigned_digits.size() > 1 && unsigned_digits.front() == '0') return std::nullopt;
    std::int64_t number = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc()) {
        return Json(number);
    }
    std::uint64_t large = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), large).ec == std::errc()) {
        return Json(large);
    }
    return std::nullopt;
}

/// A number with a point or an exponent. `.inf`, `1e999` and the like have no JSON form: texts.
std::optional<Json> RealNumber(std::string_view text) {
    if (text.find_first_of("0123456789") == std::string_view::npos ||
        text.find_first_not_of("+-.eE0123456789") != std::string_view::npos ||
        text.find_first_of(".eE") == std::string_view::npos) {
        return std::nullopt;
    }
    const std::string_view body = text.front() == '+' ? text.substr(1) : text;
    double number = 0;
    const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), number);
    if (error != std::errc() || end != body.data() + body.size() || !std::isfinite(number)) {
        return std::nullopt;
    }
    return Json(number);
}

class Converter {
public:
    explicit Converter(std::size_t max_values) : max_values_(max_values) {}

    Result<Document> Run(const YAML::Node& root) {
        document_.root = Convert(root, "$", 0);
        if (failure_) return *failure_;
        return std::move(document_);
    }

private:
    /// Gives null after the first failure.
    Json Convert(const YAML::Node& node, const std::string& path, int depth) {
        if (failure_) return nullptr;
        Remember(node, path);
        if (depth > kDeepestYaml) {
            return Fail(node, fmt::format("nested deeper than {} levels", kDeepestYaml));
        }
        if (++values_ > max_values_) {
            return Fail(node, fmt::format("more than {} values", max_values_));
        }
        switch (node.Type()) {
            case YAML::NodeType::Undefined:
            case YAML::NodeType::Null: return nullptr;
            case YAML::NodeType::Scalar: return Scalar(node, path);
            case YAML::NodeType::Sequence: return Sequence(node, path, depth);
            case YAML::NodeType::Map: return Map(node, path, depth);
        }
        return nullptr;
    }

    Json Scalar(const YAML::Node& node, const std::string& path) {
        const std::string& tag = node.Tag();
        const std::string& text = node.Scalar();
        if (tag == "!" || tag == "tag:yaml.org,2002:str") return text;  // quoted, block, or !!str
        if (tag != "?" && !tag.empty()) {
            return Fail(node, fmt::format("the tag \"{}\" is not supported", tag));
        }
        Json value = PlainScalar(text);
        if (!value.is_string() && !value.is_null()) document_.places[path].scalar = text;
        return value;
    }

    Json Sequence(const YAML::Node& node, const std::string& path, int depth) {
        Json list = Json::array();
        for (std::size_t i = 0; i < node.size() && !failure_; ++i) {
            list.push_back(Convert(node[i], fmt::format("{}[{}]", path, i), depth + 1));
        }
        return list;
    }

    Json Map(const YAML::Node& node, const std::string& path, int depth) {
        Json object = Json::object();
        for (const auto& member : node) {
            if (failure_) break;
            if (!member.first.IsScalar()) return Fail(member.first, "a name must be a plain text");
            const std::string& name = member.first.Scalar();
            if (object.contains(name)) {
                return Fail(member.first,
                            fmt::format("the name \"{}\" stands twice in one mapping", name));
            }
            const std::string member_path = path + "." + name;
            object[name] = Convert(member.second, member_path, depth + 1);
            // The place of a member is that of its name: that is where the eye looks for it.
            Remember(member.first, member_path);
        }
        return object;
    }

    void Remember(const YAML::Node& node, const std::string& path) {
        const YAML::Mark mark = node.Mark();
        if (mark.is_null()) return;
        Document::Place& place = document_.places[path];
        place.line = mark.line + 1;
        place.column = mark.column + 1;
    }

    Json Fail(const YAML::Node& node, std::string message) {
        if (!failure_) failure_ = InvalidAt(node.Mark(), std::move(message));
        return nullptr;
    }

    Document document_;
    std::size_t max_values_;
    std::size_t values_ = 0;
    std::optional<Error> failure_;
};

/// Where the first values of up to two documents stand.
class DocumentStarts : public YAML::EventHandler {
public:
    int count = 0;
    YAML::Mark marks[2];

    void OnDocumentStart(const YAML::Mark&) override {
        ++count;
        waiting_ = true;
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { Value(mark); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { Value(mark); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  const std::string&) override {
        Value(mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override {
        Value(mark);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override {
        Value(mark);
    }
    void OnMapEnd() override {}

private:
    void Value(const YAML::Mark& mark) {
        if (waiting_) marks[count - 1] = mark;
        waiting_ = false;
    }

    bool waiting_ = false;
};

/// Not YAML::LoadAll: on a text like `,` that reads one empty document after another for ever.
DocumentStarts FirstTwoDocuments(const std::string& text) {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    DocumentStarts starts;
    while (starts.count < 2 && parser.HandleNextDocument(starts)) {
    }
    return starts;
}

std::string_view LineAt(std::string_view text, int line) {
    for (int i = 0; i < line; ++i) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    return text.substr(0, text.find('\n'));
}

Error BrokenYaml(const YAML::Exception& failure, std::string_view text) {
    Error error = InvalidAt(failure.mark, "broken YAML: " + failure.msg);
    const std::string_view line = failure.mark.is_null() ? "" : LineAt(text, failure.mark.line);
    if (line.find('\t') != std::string_view::npos) {
        return std::move(error).Hint("this line has a tab: YAML is indented with spaces only");
    }
    return error;
}

}  // namespace

Json PlainScalar(const std::string& text) {
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") {
        return nullptr;
    }
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    if (std::optional<Json> whole = WholeNumber(text)) return *whole;
    if (std::optional<Json> real = RealNumber(text)) return *real;
    return text;
}

Result<Document> ReadYaml(std::string_view text, std::size_t max_values) {
    // Bytes that UTF-8 never has make the library guess UTF-16 or UTF-32, and it does not come back
    // from broken ones.
    if (text.find_first_of(std::string_view("\0\xfe\xff", 3)) != std::string_view::npos) {
        return Error{ErrorCode::kInvalidArgument, "broken YAML: this is no UTF-8 text"}.Hint(
            "save the file as UTF-8");
    }
    try {
        const DocumentStarts starts = FirstTwoDocuments(std::string(text));
        if (starts.count == 0) return Document{};
        if (starts.count > 1 && starts.marks[0].pos == starts.marks[1].pos) {
            return InvalidAt(starts.marks[0], "broken YAML: no value can begin here");
        }
        if (starts.count > 1) {
            return InvalidAt(starts.marks[1], "the file holds more than one YAML document");
        }
        return Converter(max_values).Run(YAML::Load(std::string(text)));
    } catch (const YAML::Exception& failure) {
        return BrokenYaml(failure, text);
    }
}

}  // namespace dmsnode::workflow
