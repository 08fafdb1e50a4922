#include "web/pack.hpp"

#include <fmt/format.h>
#include <sodium.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/files.hpp"
#include "base/json.hpp"

namespace dmsnode::web {
namespace {

constexpr std::size_t kMostFileBytes = 16U << 20U;
/// For inflateInit2 and deflateInit2: the largest window, with a gzip header.
constexpr int kGzipWindow = 15 + 16;

std::string TypeOf(const std::filesystem::path& path) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTypes{
        {{".html", "text/html; charset=utf-8"},
         {".js", "text/javascript; charset=utf-8"},
         {".mjs", "text/javascript; charset=utf-8"},
         {".css", "text/css; charset=utf-8"},
         {".json", "application/json"},
         {".map", "application/json"},
         {".webmanifest", "application/manifest+json"},
         {".svg", "image/svg+xml"},
         {".png", "image/png"},
         {".jpg", "image/jpeg"},
         {".webp", "image/webp"},
         {".ico", "image/x-icon"},
         {".woff2", "font/woff2"},
         {".woff", "font/woff"},
         {".txt", "text/plain; charset=utf-8"},
         {".md", "text/plain; charset=utf-8"}}};
    const std::string ending = path.extension().string();
    const auto* const found =
        std::ranges::find(kTypes, ending, &std::pair<std::string_view, std::string_view>::first);
    return found == kTypes.end() ? "application/octet-stream" : std::string(found->second);
}

std::string HashOf(std::string_view content) {
    std::array<unsigned char, 16> hash{};
    crypto_generichash(hash.data(), hash.size(),
                       reinterpret_cast<const unsigned char*>(content.data()), content.size(),
                       nullptr, 0);
    std::string text;
    for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
    return text;
}

/// zlib takes what it reads as not const, and does not write to it.
Bytef* BytesOf(std::string_view text) {
    return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

/// Empty if compressing fails: the file is then packed as it is.
std::string Gzip(std::string_view content) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) !=
        Z_OK) {
        return {};
    }
    std::string packed(deflateBound(&stream, content.size()), '\0');
    stream.next_in = BytesOf(content);
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = BytesOf(packed);
    stream.avail_out = static_cast<uInt>(packed.size());
    const int end = deflate(&stream, Z_FINISH);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return end == Z_STREAM_END ? packed : std::string();
}

Error NoPack() {
    return Error{ErrorCode::kInvalidArgument, "these bytes are no pack of web files"};
}

std::vector<std::string> FilesBelow(const std::filesystem::path& folder) {
    std::vector<std::string> paths;
    std::error_code failed;
    for (auto entry = std::filesystem::recursive_directory_iterator(folder, failed);
         entry != std::filesystem::recursive_directory_iterator(); entry.increment(failed)) {
        const bool hidden = entry->path().filename().string().starts_with('.');
        if (hidden && entry->is_directory()) entry.disable_recursion_pending();
        if (hidden || !entry->is_regular_file()) continue;
        paths.push_back("/" + entry->path().lexically_relative(folder).generic_string());
    }
    std::ranges::sort(paths);
    return paths;
}

}  // namespace

Result<std::string> PackFolder(const std::filesystem::path& folder) {
    Json files = Json::array();
    std::string bodies;
    for (const std::string& path : FilesBelow(folder)) {
        const Result<std::string> content = ReadFile(folder / path.substr(1), kMostFileBytes);
        if (!content) return content.error();
        const std::string packed = Gzip(*content);
        // What is compressed already (pictures, fonts) gains nothing.
        const bool gzip = !packed.empty() && packed.size() < content->size() / 10 * 9;
        const std::string& body = gzip ? packed : *content;
        files.push_back({{"path", path},
                         {"type", TypeOf(path)},
                         {"hash", HashOf(*content)},
                         {"gzip", gzip},
                         {"size", content->size()},
                         {"bytes", body.size()}});
        bodies += body;
    }
    return DumpJson({{"files", std::move(files)}}) + "\n" + bodies;
}

Result<Pack> Pack::Read(std::string_view bytes) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) return NoPack();
    const Result<Json> index = ParseJson(bytes.substr(0, end));
    if (!index) return NoPack();
    bytes.remove_prefix(end + 1);
    Pack pack;
    try {
        for (const Json& entry : index->at("files")) {
            const auto size = entry.at("bytes").get<std::size_t>();
            if (size > bytes.size()) return NoPack();
            pack.files_[entry.at("path").get<std::string>()] = {
                .type = entry.at("type").get<std::string>(),
                .hash = entry.at("hash").get<std::string>(),
                .gzip = entry.at("gzip").get<bool>(),
                .body = bytes.substr(0, size),
                .size = entry.at("size").get<std::size_t>()};
            bytes.remove_prefix(size);
        }
    } catch (const Json::exception&) {
        return NoPack();
    }
    if (!bytes.empty()) return NoPack();
    return pack;
}

const PackedFile* Pack::Find(std::string_view path) const {
    const auto found = files_.find(path);
    return found == files_.end() ? nullptr : &found->second;
}

Result<std::string> ContentOf(const PackedFile& file) {
    if (!file.gzip) return std::string(file.body);
    const Error damaged{ErrorCode::kInvalidArgument, "a web file in this program is damaged"};
    if (file.size > kMostFileBytes) return damaged;
    z_stream stream{};
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) return damaged;
    std::string content(file.size, '\0');
    stream.next_in = BytesOf(file.body);
    stream.avail_in = static_cast<uInt>(file.body.size());
    stream.next_out = BytesOf(content);
    stream.avail_out = static_cast<uInt>(content.size());
    const int end = inflate(&stream, Z_FINISH);
    const bool whole = end == Z_STREAM_END && stream.total_out == file.size;
    inflateEnd(&stream);
    if (!whole) return damaged;
    return content;
}

}  // namespace dmsnode::web
