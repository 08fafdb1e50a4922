#include <fmt/format.h>

#include "base/files.hpp"
#include "web/pack.hpp"

/// `web_pack FOLDER FILE`: a step of the build.
int main(int argc, char** argv) {
    if (argc != 3) {
        fmt::print(stderr, "usage: web_pack FOLDER FILE\n");
        return 2;
    }
    const auto packed = dmsnode::web::PackFolder(argv[1]);
    if (!packed) {
        fmt::print(stderr, "web_pack: {}\n", packed.error().ToString());
        return 1;
    }
    const auto written = dmsnode::WriteFileAtomically(argv[2], *packed, 0644);
    if (!written) fmt::print(stderr, "web_pack: {}\n", written.error().ToString());
    return written ? 0 : 1;
}
