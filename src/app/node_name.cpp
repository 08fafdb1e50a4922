#include "app/node_name.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/files.hpp"
#include "base/ids.hpp"

namespace dmsnode::app {

std::string HostName() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    std::string text(name.data());
    // It stands in rows, logs and replies.
    std::ranges::replace_if(text, [](unsigned char c) { return c <= ' ' || c > '~'; }, '_');
    return text.empty() ? "localhost" : text.substr(0, 100);
}

Result<std::string> NodeName(const std::filesystem::path& data_folder) {
    constexpr std::size_t kMost = 200;
    const std::filesystem::path file = data_folder / "node-name";
    Result<std::string> known = ReadFile(file, kMost);
    if (!known && known.error().code != ErrorCode::kNotFound) return known;
    if (known) {
        while (known->ends_with('\n')) known->pop_back();
        if (!known->empty()) return known;
    }
    std::string name = HostName() + "-" + NewBase32Id(8);
    if (Status kept = WriteFileAtomically(file, name + "\n"); !kept) return kept.error();
    return name;
}

}  // namespace dmsnode::app
