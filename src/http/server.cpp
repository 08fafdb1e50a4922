#include "http/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "base/worker_pool.hpp"
#include "http/impl/connection.hpp"
#include "http/impl/tls_context.hpp"

namespace dmsnode::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr std::chrono::seconds kGrace{10};
constexpr std::chrono::milliseconds kAcceptPause{100};

Error FromSystem(const boost::system::error_code& failure, const tcp::endpoint& endpoint) {
    ErrorCode code = ErrorCode::kInvalidArgument;
    if (failure == asio::error::address_in_use) code = ErrorCode::kAlreadyExists;
    if (failure == asio::error::access_denied) code = ErrorCode::kPermissionDenied;
    return Error{code, fmt::format("cannot listen on {}:{}: {}", endpoint.address().to_string(),
                                   endpoint.port(), failure.message())}
        .Hint(code == ErrorCode::kAlreadyExists
                  ? "another program has the port; choose another, or stop that program"
                  : "choose an address of this machine and a port that this user may use");
}

Status CheckAddress(const ServerOptions& options, bool is_loopback) {
    if (is_loopback) return {};
    if (options.loopback_only) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("without authentication the service listens on loopback only, not "
                                 "on {}",
                                 options.address)}
            .Hint("make an access key and leave the insecure mode out");
    }
    if (options.tls.certificate.empty() && !options.allow_plain_remote) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("{} is no loopback address, and without TLS everybody on the way "
                                 "could read passwords",
                                 options.address)}
            .Hint(
                "give a certificate and its key, or allow plain HTTP explicitly (behind a proxy "
                "that does TLS)");
    }
    return {};
}

}  // namespace

Reply Handler::Refuse(const Request&, int status, std::string_view why) {
    return ProblemReply(status, why);
}

/// Everything but the two flags at the end belongs to the I/O thread.
struct Server::State final : ConnectionHost {
    State(Handler& given_handler, const ServerOptions& given, Clock& given_clock,
          LogSink& given_log)
        : handler(given_handler),
          settings(given),
          clock(given_clock),
          log(given_log),
          acceptor(io),
          retry(io),
          work(asio::make_work_guard(io)),
          workers(static_cast<std::size_t>(std::max(1, given.threads)), given.max_connections + 1) {
    }

    const ServerOptions& options() const override { return settings; }
    TimePoint Now() const override { return clock.Now(); }
    bool Answer(Request request, std::function<void(Reply)> done) override;
    Reply Refuse(const Request& head, int status, std::string_view why) override {
        return handler.Refuse(head, status, why);
    }
    bool TakeStream() override {
        if (streams >= settings.max_streams) return false;
        ++streams;
        return true;
    }
    void GiveStreamBack() override { --streams; }
    void OnClosed(Connection& connection) override {
        std::erase(connections, connection.shared_from_this());
        if (accept_paused && !ending) Accept();
        if (ending && connections.empty()) SayAllClosed();
    }

    Status Listen();
    void Accept();
    void OnAccepted(const boost::system::error_code& failure, tcp::socket socket);
    bool CloseOneIdle();
    void BeginEnd();
    void SayAllClosed();
    void Stop();

    Handler& handler;
    const ServerOptions settings;
    Clock& clock;
    LogSink& log;
    std::unique_ptr<asio::ssl::context> tls;  // null: plain; outlives the connections
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::steady_timer retry;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    // In order of arrival; also kept by their own callbacks. At most one more than the bound.
    std::vector<std::shared_ptr<Connection>> connections;
    std::size_t streams = 0;
    bool accept_paused = false;
    bool ending = false;
    WorkerPool workers;
    std::thread io_thread;
    std::uint16_t listening_port = 0;
    std::mutex mutex;  // guards what follows
    std::condition_variable closed_condition;
    bool all_closed = false;
    bool stopped = false;
};

bool Server::State::Answer(Request request, std::function<void(Reply)> done) {
    return workers.Submit(
        [this, request = std::move(request), done = std::move(done)](const std::stop_token&) {
            Reply reply;
            try {
                reply = handler.Handle(request);
            } catch (const std::exception& failure) {
                log.Log(LogLevel::kError, fmt::format("a request broke off: {}", failure.what()));
                reply = ProblemReply(500, "the service failed internally");
            }
            asio::post(io, [done, reply = std::move(reply)]() mutable { done(std::move(reply)); });
        });
}

Status Server::State::Listen() {
    boost::system::error_code failure;
    const asio::ip::address address = asio::ip::make_address(settings.address, failure);
    if (failure) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("\"{}\" is no IP address", settings.address)}
            .Hint("give an address like 127.0.0.1 or ::1");
    }
    if (Status allowed = CheckAddress(settings, address.is_loopback()); !allowed) return allowed;
    if (!settings.tls.certificate.empty()) {
        auto context = MakeTlsContext(settings.tls);
        if (!context) return context.error();
        tls = *std::move(context);
    }
    const tcp::endpoint endpoint(address, settings.port);
    acceptor.open(endpoint.protocol(), failure);
    if (!failure) acceptor.set_option(tcp::acceptor::reuse_address(true), failure);
    if (!failure) acceptor.bind(endpoint, failure);
    if (!failure) acceptor.listen(asio::socket_base::max_listen_connections, failure);
    if (failure) return FromSystem(failure, endpoint);
    listening_port = acceptor.local_endpoint(failure).port();
    return {};
}

void Server::State::Accept() {
    accept_paused = false;
    acceptor.async_accept([this](const boost::system::error_code& failure, tcp::socket socket) {
        OnAccepted(failure, std::move(socket));
    });
}

void Server::State::OnAccepted(const boost::system::error_code& failure, tcp::socket socket) {
    if (ending) return;
    if (failure) {
        // Out of descriptors or the like: others will close.
        retry.expires_after(kAcceptPause);
        retry.async_wait([this](const boost::system::error_code& stopped_early) {
            if (!stopped_early && !ending) Accept();
        });
        return;
    }
    boost::system::error_code gone;
    const tcp::endpoint peer = socket.remote_endpoint(gone);
    const auto connection = std::make_shared<Connection>(
        std::move(socket), tls.get(), gone ? std::string() : peer.address().to_string(), *this);
    connections.push_back(connection);
    connection->Start();
    // Full: the oldest that only idles makes room; else new clients wait in the kernel's queue.
    if (connections.size() <= settings.max_connections || CloseOneIdle()) return Accept();
    accept_paused = true;
}

bool Server::State::CloseOneIdle() {
    const auto idle = std::find_if(
        connections.begin(), std::prev(connections.end()),
        [](const std::shared_ptr<Connection>& connection) { return connection->is_idle(); });
    if (idle == std::prev(connections.end())) return false;  // the newest has not had its turn yet
    const std::shared_ptr<Connection> kept = *idle;          // Close takes it out of the list
    kept->Close();
    return true;
}

void Server::State::SayAllClosed() {
    const std::lock_guard lock(mutex);
    all_closed = true;
    closed_condition.notify_all();
}

void Server::State::BeginEnd() {
    ending = true;
    boost::system::error_code ignored;
    acceptor.close(ignored);
    retry.cancel();
    const auto open = connections;  // Finish takes connections out of the list
    for (const std::shared_ptr<Connection>& connection : open) connection->Finish();
    if (connections.empty()) SayAllClosed();
}

void Server::State::Stop() {
    {
        const std::lock_guard lock(mutex);
        if (std::exchange(stopped, true)) return;
    }
    asio::post(io, [this] { BeginEnd(); });
    {
        std::unique_lock lock(mutex);
        closed_condition.wait_for(lock, kGrace, [this] { return all_closed; });
    }
    workers.Close();
    asio::post(io, [this] {
        const auto open = connections;
        for (const std::shared_ptr<Connection>& connection : open) connection->Close();
        work.reset();
    });
    io_thread.join();
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() {
    Stop();
}

Result<std::unique_ptr<Server>> Server::Start(Handler& handler, ServerOptions options, Clock& clock,
                                              LogSink& log) {
    auto state = std::make_unique<State>(handler, options, clock, log);
    if (Status listening = state->Listen(); !listening) return listening.error();
    State* const running = state.get();
    asio::post(running->io, [running] { running->Accept(); });
    running->io_thread = std::thread([running] { running->io.run(); });
    return std::unique_ptr<Server>(new Server(std::move(state)));
}

void Server::Stop() {
    state_->Stop();
}

std::uint16_t Server::port() const {
    return state_->listening_port;
}

bool NamesLoopback(std::string_view host) {
    if (host.starts_with("[::1]")) return host == "[::1]" || host[5] == ':';
    const std::string_view name = host.substr(0, host.rfind(':'));
    if (name == "localhost") return true;
    return name.starts_with("127.") &&
           name.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace dmsnode::http
