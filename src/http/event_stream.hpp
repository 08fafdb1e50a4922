#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace dmsnode::http {

/// One server-sent event. Source: WHATWG HTML, 9.2 Server-sent events.
struct ServerEvent {
    std::string name;  ///< The `event` field; empty for the default, `message`.
    std::string data;  ///< May have line breaks.
    std::string id{};  ///< What a client that comes again names in Last-Event-ID; may be empty.
};

/// The event as it stands on the wire.
std::string FormatEvent(const ServerEvent& event);

/// A reply that goes on: the handler's side pushes events from any thread, the connection writes
/// them as the client takes them. It holds no thread. Threads: any.
///
/// The queue is bounded: a client that does not take its events is cut off, not waited for; it
/// comes again with Last-Event-ID.
class EventStream {
public:
    explicit EventStream(std::size_t max_queued_bytes = 256U << 10U)
        : max_queued_bytes_(max_queued_bytes) {}
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// Queues an event. False, and nothing is queued, once the stream is closed: by either side, by
    /// the server's end, or because the queue is full.
    bool Push(const ServerEvent& event);
    /// Ends the reply when what is queued has been written. May be called twice.
    void Close();
    /// How much waits to be written: who has more to say waits until it is little.
    std::size_t queued_bytes() const;
    /// Nobody reads any more, or Close was called.
    bool is_closed() const;

    /// What a connection asks of its stream; nobody else calls these.
    struct Pending {
        std::string bytes;
        bool ended = false;  ///< Nothing comes after these bytes.
    };
    /// `wake` is called, on the thread that pushes, when there is something to take after Take gave
    /// nothing. It is called under the stream's lock, so that none comes after Detach: it may only
    /// post.
    void Attach(std::function<void()> wake);
    /// Everything that is queued.
    Pending Take();
    /// The connection is gone.
    void Detach();

private:
    void Wake();

    const std::size_t max_queued_bytes_;
    mutable std::mutex mutex_;  // guards what follows
    std::function<void()> wake_;
    std::string queued_;
    bool asleep_ = false;  ///< Take gave nothing since the last wake.
    bool closed_ = false;
};

}  // namespace dmsnode::http
