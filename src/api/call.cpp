#include "api/call.hpp"

#include <sodium.h>

#include "api/problem.hpp"
#include "api/schema.hpp"
#include "http/target.hpp"

namespace dmsnode::api {

std::int64_t Call::Code(std::string_view name) const {
    return ReadCode(Text(name)).value_or(0);
}

const std::string& Call::Text(std::string_view name) const {
    static const std::string kNone;
    const auto found = path.find(name);
    return found == path.end() ? kNone : found->second;
}

Page Call::page() const {
    Page page{.after = {}, .limit = query.value("limit", std::int64_t{50})};
    if (const auto cursor = query.find("cursor"); cursor != query.end()) {
        // The framework has refused a cursor that cannot be read.
        page.after = DecodeCursor(cursor->get_ref<const std::string&>()).value_or("");
    }
    return page;
}

Answer Ok(Json body) {
    return {.body = std::move(body)};
}
Answer Ok(Json body, std::string object) {
    return {.body = std::move(body), .object = std::move(object)};
}
Answer NoContent(std::string object) {
    return {.status = 204, .object = std::move(object)};
}
Answer OkText(std::string text) {
    return {.text = std::move(text)};
}
Answer Stream(std::shared_ptr<http::EventStream> events) {
    return {.events = std::move(events)};
}
Answer Refused(const std::string& detail, const std::vector<Problem>& problems) {
    return {.status = 400,
            .body = ProblemDocument(400, Error{ErrorCode::kInvalidArgument, detail}, problems)};
}

std::string EncodeCursor(std::string_view text) {
    constexpr int kVariant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string encoded(sodium_base64_ENCODED_LEN(text.size(), kVariant), '\0');
    sodium_bin2base64(encoded.data(), encoded.size(),
                      reinterpret_cast<const unsigned char*>(text.data()), text.size(), kVariant);
    encoded.pop_back();  // the C string's end
    return encoded;
}

Result<std::string> DecodeCursor(std::string_view cursor) {
    std::string text(cursor.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(text.data()), text.size(),
                                         cursor.data(), cursor.size(), nullptr, &size, &end,
                                         sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (failed != 0 || end != cursor.data() + cursor.size()) {
        return Error{ErrorCode::kInvalidArgument, "this is no cursor of ours"}.Hint(
            "give nextCursor of the page before, as it came");
    }
    text.resize(size);
    if (!http::IsUtf8Text(text)) {
        return Error{ErrorCode::kInvalidArgument, "this is no cursor of ours"}.Hint(
            "give nextCursor of the page before, as it came");
    }
    return text;
}

}  // namespace dmsnode::api
