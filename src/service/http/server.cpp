#include "service/http/server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "service/http/impl/connection.hpp"
#include "service/impl/worker_pool.hpp"

namespace dmsnode::service::http {
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

}  // namespace

/// Everything but the two flags at the end belongs to the I/O thread.
struct Server::State final : ConnectionHost {
    State(const ServerDependencies& dependencies, const ServerOptions& given)
        : on(dependencies),
          settings(given),
          answers(on, given.insecure_no_auth),
          acceptor(io),
          retry(io),
          work(asio::make_work_guard(io)),
          workers(static_cast<std::size_t>(std::max(1, given.threads)), given.max_connections + 1) {
    }

    const ServerOptions& options() const override { return settings; }
    const Front& front() const override { return answers; }

    bool Answer(FrontRequest request, std::function<void(FrontReply)> done) override {
        return workers.Submit([this, request = std::move(request),
                               done = std::move(done)](const std::stop_token&) {
            FrontReply reply = answers.Handle(request);
            asio::post(io, [done, reply = std::move(reply)]() mutable { done(std::move(reply)); });
        });
    }

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

    const ServerDependencies on;
    const ServerOptions settings;
    const Front answers;
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::steady_timer retry;
    asio::executor_work_guard<asio::io_context::executor_type> work;
    // In order of arrival; also kept by their own callbacks. At most one more than the bound.
    std::vector<std::shared_ptr<Connection>> connections;
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

Status Server::State::Listen() {
    boost::system::error_code failure;
    const asio::ip::address address = asio::ip::make_address(settings.address, failure);
    if (failure) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("\"{}\" is no IP address", settings.address)}
            .Hint("give an address like 127.0.0.1 or ::1");
    }
    if (settings.insecure_no_auth && !address.is_loopback()) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("without authentication the service listens on loopback only, not "
                                 "on {}",
                                 settings.address)}
            .Hint("make an access key and leave the insecure mode out");
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
    const auto connection = std::make_shared<Connection>(std::move(socket), *this);
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

Result<std::unique_ptr<Server>> Server::Start(ServerDependencies dependencies,
                                              ServerOptions options) {
    auto state = std::make_unique<State>(dependencies, options);
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

}  // namespace dmsnode::service::http
