#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/json.hpp"

namespace dmsnode::api {

struct Member;

/// A JSON Schema, built from parts. The same value describes in the OpenAPI document what it checks
/// in a request. Source: JSON Schema 2020-12, of which it uses: type, properties, required,
/// additionalProperties, items, enum, default, minLength, maxLength, minimum, maximum, minItems,
/// maxItems, anyOf, $ref, format (`code`, `date-time`) and pattern in the form `^[…]{m,n}$`.
class Schema {
public:
    static Schema Any();
    static Schema Boolean();
    static Schema Integer();
    static Schema Number();
    /// At most 65536 characters, unless Length says otherwise: all input is bounded.
    static Schema String();
    /// Between `least` and `most` of the characters in `set`, written as in a pattern: `a-z0-9_-`.
    static Schema Word(std::string_view set, int least, int most);
    /// A number of NewCode(), as text: it may exceed what a JavaScript number holds.
    static Schema Code();
    /// ISO 8601 in UTC.
    static Schema Time();
    static Schema Enum(const std::vector<std::string>& words);
    static Schema Array(const Schema& items);
    /// An object with these members and no others.
    static Schema Object(const std::vector<Member>& members);
    /// An object with any member names.
    static Schema Map(const Schema& values);
    static Schema AnyOf(const std::vector<Schema>& choices);
    /// A component of the route table.
    static Schema Ref(std::string_view component);

    Schema Describe(std::string_view text) const;
    Schema Length(int least, int most) const;
    Schema Range(std::int64_t least, std::int64_t most) const;
    Schema Items(int least, int most) const;
    Schema Default(Json value) const;
    Schema OrNull() const;

    const Json& json() const { return json_; }

private:
    explicit Schema(Json json) : json_(std::move(json)) {}
    Schema With(std::string_view keyword, Json value) const;

    Json json_;
};

struct Member {
    std::string name;
    Schema schema;
    bool required = true;
};
inline Member Required(std::string name, Schema schema) {
    return {std::move(name), std::move(schema), true};
}
inline Member Optional(std::string name, Schema schema) {
    return {std::move(name), std::move(schema), false};
}

/// Named schemas that others refer to.
using Components = std::map<std::string, Schema, std::less<>>;

/// What is wrong with a value, by JSON path below `path`; at most 20 problems. Values stand in no
/// message: they may be secret.
std::vector<Problem> Validate(const Json& value, const Schema& schema, const Components& components,
                              const std::string& path = "$");

/// A query or path parameter's text as the type that its schema names; the text itself if it is no
/// such value, so that Validate tells it.
Json ReadText(const std::string& text, const Schema& schema);

/// `"12345"` ↔ 12345: ids stand as text in JSON.
std::string CodeText(std::int64_t code);
std::optional<std::int64_t> ReadCode(std::string_view text);

}  // namespace dmsnode::api
