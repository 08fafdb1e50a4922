#include "workflow/impl/json_places.hpp"

#include <fmt/format.h>

namespace dmsnode::workflow {
namespace {

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) {}

    std::map<std::string, Document::Place, std::less<>> Run() {
        Value("$");
        return std::move(places_);
    }

private:
    // The depth is bounded: ParseJson refused deeper documents.
    void Value(const std::string& path) {
        SkipSpace();
        places_[path] = Document::Place{line_, column_, {}};
        if (Peek() == '{') return Members(path);
        if (Peek() == '[') return Elements(path);
        if (Peek() == '"') {
            String();
            return;
        }
        while (at_ < text_.size() &&
               std::string_view(",]} \t\r\n").find(Peek()) == std::string::npos) {
            Step();
        }
    }

    void Members(const std::string& path) {
        Step();
        for (SkipSpace(); at_ < text_.size() && Peek() != '}'; SkipSpace()) {
            const std::string name = String();
            SkipSpace();
            Step();  // the colon
            Value(path + "." + name);
            SkipSpace();
            if (Peek() == ',') Step();
        }
        Step();
    }

    void Elements(const std::string& path) {
        Step();
        std::size_t index = 0;
        for (SkipSpace(); at_ < text_.size() && Peek() != ']'; SkipSpace()) {
            Value(fmt::format("{}[{}]", path, index++));
            SkipSpace();
            if (Peek() == ',') Step();
        }
        Step();
    }

    /// The literal's value.
    std::string String() {
        const std::size_t start = at_;
        Step();
        while (at_ < text_.size() && Peek() != '"') {
            if (Peek() == '\\') Step();
            Step();
        }
        Step();
        const std::string_view literal = text_.substr(start, at_ - start);
        if (literal.find('\\') == std::string_view::npos && literal.size() >= 2) {
            return std::string(literal.substr(1, literal.size() - 2));
        }
        const Result<Json> value = ParseJson(literal);
        return value && value->is_string() ? value->get<std::string>() : std::string(literal);
    }

    void SkipSpace() {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n").find(Peek()) != std::string::npos) {
            Step();
        }
    }

    char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    void Step() {
        if (at_ >= text_.size()) return;
        if (text_[at_++] == '\n') {
            ++line_;
            column_ = 1;
        } else {
            ++column_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
    int column_ = 1;
    std::map<std::string, Document::Place, std::less<>> places_;
};

}  // namespace

std::map<std::string, Document::Place, std::less<>> PlacesInJson(std::string_view text) {
    return Scanner(text).Run();
}

}  // namespace dmsnode::workflow
