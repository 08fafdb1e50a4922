#include "support/test_servers.hpp"

#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

namespace dmsnode::testing {
namespace {

std::map<std::string, std::string> Settings() {
    const char* file = std::getenv("DMSNODE_TEST_SERVERS");
    std::ifstream in(file == nullptr ? "" : file);
    if (!in) {
        std::fprintf(stderr,
                     "DMSNODE_TEST_SERVERS names no readable file: run the tests by ./dev test, or "
                     "start servers by "
                     "scripts/servers.sh start DIR and set it to DIR/env\n");
        std::abort();
    }
    std::map<std::string, std::string> settings;
    for (std::string line; std::getline(in, line);) {
        if (const std::size_t equals = line.find('='); equals != std::string::npos) {
            settings[line.substr(0, equals)] = line.substr(equals + 1);
        }
    }
    return settings;
}

TestServer Server(const std::string& prefix) {
    std::map<std::string, std::string> settings = Settings();
    return {.host = "127.0.0.1",
            .port = std::atoi(settings.at(prefix + "_PORT").c_str()),
            .user = settings.at(prefix + "_USER"),
            .password = settings.at(prefix + "_PASSWORD"),
            .ca_file = settings.at("CA_FILE")};
}

}  // namespace

TestServer PostgresServer() {
    return Server("PG");
}
TestServer MariadbServer() {
    return Server("MARIADB");
}

std::string UniqueName(const std::string& prefix) {
    static std::atomic<int> counter{0};
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    return prefix + "_" + std::to_string(::getpid()) + "_" + std::to_string(now % 1000000007) +
           "_" + std::to_string(counter++);
}

TempDir::TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "dmsnode-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        std::perror("mkdtemp");
        std::abort();
    }
    path_ = pattern;
}

TempDir::~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

}  // namespace dmsnode::testing
