#include <fmt/format.h>

#include <charconv>

#include "cli/commands/commands.hpp"
#include "cli/connections.hpp"
#include "cli/interrupts.hpp"

namespace dmsnode::cli {
namespace {

struct ServeArguments {
    std::string listen = "127.0.0.1:12345";
    std::string data;
    std::string log_level = "info";
    std::string tls_certificate;
    std::string tls_key;
    bool allow_plain_http = false;
    bool insecure_no_auth = false;
    std::string store_url_file;
    bool no_worker = false;
    std::vector<std::string> groups;
    std::int64_t slots = 16;
};

/// `127.0.0.1:12345`, `[::1]:12345`.
Status ParseListen(const std::string& text, ServeOptions& options) {
    const std::size_t colon = text.rfind(':');
    int port = -1;
    if (colon != std::string::npos) {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data() + colon + 1, end, port);
        if (error != std::errc() || stop != end) port = -1;
    }
    if (port < 0 || port > 65535 || colon == 0) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("--listen \"{}\" is not ADDRESS:PORT", text)}
            .Hint("127.0.0.1:12345, or [::1]:12345; port 0 takes a free one");
    }
    options.address = text.substr(0, colon);
    if (options.address.starts_with('[') && options.address.ends_with(']')) {
        options.address = options.address.substr(1, options.address.size() - 2);
    }
    options.port = static_cast<std::uint16_t>(port);
    return {};
}

int Serve(const ServeArguments& given, World& world) {
    ServeOptions options;
    if (Status parsed = ParseListen(given.listen, options); !parsed) {
        Fail(parsed.error());
        return kUsage;
    }
    options.data_folder = DataFolder(given.data);
    options.insecure_no_auth = given.insecure_no_auth;
    options.tls_certificate = given.tls_certificate;
    options.tls_key = given.tls_key;
    options.allow_plain_http = given.allow_plain_http;
    if (given.tls_certificate.empty() != given.tls_key.empty()) {
        Fail(Error{ErrorCode::kInvalidArgument, "--tls-cert and --tls-key go together"});
        return kUsage;
    }
    options.log_level = LogLevelOf(given.log_level);
    options.store_url_file = given.store_url_file;
    options.work = !given.no_worker;
    if (!given.groups.empty()) options.groups = given.groups;
    options.slots = static_cast<int>(given.slots);
    if (given.no_worker && !given.groups.empty()) {
        Fail(Error{ErrorCode::kInvalidArgument,
                   "--groups is for the worker that --no-worker leaves out"});
        return kUsage;
    }
    const Interrupts interrupts;
    const bool brackets = options.address.find(':') != std::string::npos;
    const Status served = world.Serve(
        options,
        [&](std::uint16_t port) {
            fmt::print("dmsnode: DMS API ready on {}://{}{}{}:{}\n",
                       options.tls_key.empty() ? "http" : "https", brackets ? "[" : "",
                       options.address, brackets ? "]" : "", port);
            std::fflush(stdout);
        },
        interrupts.token());
    if (!served) {
        Fail(served.error());
        return served.error().code == ErrorCode::kInvalidArgument ? kUsage : kUnavailable;
    }
    return kSuccess;
}

}  // namespace

void AddServe(Command& root, World& world) {
    auto options = std::make_shared<ServeArguments>();
    Command& command =
        root.Sub("serve", "Serve the AWS DMS API and the REST API, and run workflows");
    command.Option("--listen", options->listen, "Address and port (default: 127.0.0.1:12345)");
    command.Option("--data", options->data, "Data folder (default: ~/.local/state/dmsnode)");
    command.Option("--tls-cert", options->tls_certificate, "TLS certificate, a PEM file");
    command.Option("--tls-key", options->tls_key, "Key of the TLS certificate, a PEM file");
    command.Flag("--allow-plain-http", options->allow_plain_http,
                 "Listen without TLS beyond loopback: behind a proxy that does TLS");
    command.Flag("--insecure-no-auth", options->insecure_no_auth,
                 "Answer requests without a signature; on a loopback address only");
    command.Option("--store-url-file", options->store_url_file,
                   "File with the URL of a PostgreSQL database for workflows, users and alarms; or "
                   "DMSNODE_STORE_URL (default: the data folder's own store)");
    command.List("--groups", options->groups,
                 "Worker group whose nodes this process runs; again for more (default: default)");
    command.Number("--slots", options->slots, 1, 1000,
                   "Nodes that hold a thread or a process at once (default: 16)");
    command.Flag("--no-worker", options->no_worker, "Run no nodes here; `dmsnode worker` does");
    command.Choice("--log-level", options->log_level, {"debug", "info", "warning", "error"},
                   "Least level of the log on stderr (default: info)");
    command.Examples(
        "  dmsnode key create --name laptop\n"
        "  dmsnode serve\n"
        "  aws --endpoint-url http://127.0.0.1:12345 dms describe-replication-instances\n"
        "  dmsnode serve --store-url-file store-url --no-worker\n"
        "\nCtrl-C or SIGTERM ends it; running tasks go on at the next start.\n");
    command.Action([options, &world] { return Serve(*options, world); });
}

}  // namespace dmsnode::cli
