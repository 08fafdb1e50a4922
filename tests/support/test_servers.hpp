#pragma once

#include <string>

namespace dmsnode::testing {

/// Where one throw-away server listens, from the file that scripts/servers.sh wrote.
struct TestServer {
    std::string host;
    int port = 0;
    std::string user;  ///< May create databases and users.
    std::string password;
    std::string ca_file;  ///< CA that signed the server's certificate (its name is `localhost`, its
                          ///< address 127.0.0.1).
};

/// The servers of this test run. Each test makes its own database in them, so that tests can run
/// side by side. Aborts with a hint if DMSNODE_TEST_SERVERS is not set (`./dev test` sets it): a
/// test must not pass without asserting.
TestServer PostgresServer();
TestServer MariadbServer();

/// A name that no other test in this or another process uses, `prefix` in front: lower case
/// letters, digits, `_`.
std::string UniqueName(const std::string& prefix);

/// A fresh folder that is removed with its content at the end of the scope.
class TempDir {
public:
    TempDir();
    ~TempDir();
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace dmsnode::testing
