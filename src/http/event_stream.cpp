#include "http/event_stream.hpp"

#include <utility>

namespace dmsnode::http {
namespace {

/// A field on one line: a line break inside of it would begin another field.
void AppendField(std::string& text, std::string_view name, std::string_view value) {
    text += name;
    text += ": ";
    for (const char c : value) text += c == '\n' || c == '\r' || c == '\0' ? ' ' : c;
    text += '\n';
}

}  // namespace

std::string FormatEvent(const ServerEvent& event) {
    std::string text;
    if (!event.id.empty()) AppendField(text, "id", event.id);
    if (!event.name.empty()) AppendField(text, "event", event.name);
    std::string_view rest = event.data;
    while (true) {
        // CR, LF and CRLF end a line on the other side too.
        const std::size_t end = rest.find_first_of("\r\n");
        AppendField(text, "data", rest.substr(0, end));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(rest.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    return text + "\n";
}

bool EventStream::Push(const ServerEvent& event) {
    std::string text = FormatEvent(event);
    const std::lock_guard lock(mutex_);
    if (closed_) return false;
    if (queued_.size() + text.size() > max_queued_bytes_) {
        closed_ = true;
        queued_.clear();
        Wake();
        return false;
    }
    queued_ += text;
    Wake();
    return true;
}

void EventStream::Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    Wake();
}

std::size_t EventStream::queued_bytes() const {
    const std::lock_guard lock(mutex_);
    return queued_.size();
}

bool EventStream::is_closed() const {
    const std::lock_guard lock(mutex_);
    return closed_;
}

void EventStream::Attach(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

EventStream::Pending EventStream::Take() {
    const std::lock_guard lock(mutex_);
    Pending pending{.bytes = std::exchange(queued_, {}), .ended = closed_};
    asleep_ = pending.bytes.empty();
    return pending;
}

void EventStream::Detach() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    queued_.clear();
    wake_ = nullptr;
}

void EventStream::Wake() {
    if (asleep_ && wake_) {
        asleep_ = false;
        wake_();
    }
}

}  // namespace dmsnode::http
