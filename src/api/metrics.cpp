#include "api/metrics.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace dmsnode::api {
namespace {

constexpr std::array<double, 8> kBounds{0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30};

std::string Escape(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (c == '\\' || c == '"') text += '\\';
        if (c == '\n') {
            text += "\\n";
        } else {
            text += c;
        }
    }
    return text;
}

}  // namespace

void MetricsWriter::Describe(std::string_view name, std::string_view type, std::string_view help) {
    text_ += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

void MetricsWriter::Value(std::string_view name, const Labels& labels, double value) {
    text_ += name;
    if (!labels.empty()) {
        std::string list;
        for (const auto& [label, text] : labels) {
            list += fmt::format("{}{}=\"{}\"", list.empty() ? "" : ",", label, Escape(text));
        }
        text_ += "{" + list + "}";
    }
    text_ += fmt::format(" {}\n", value);
}

void Metrics::CountRequest(const std::string& operation, int status, double seconds) {
    operations_.With([&](auto& operations) {
        Operation& each = operations[operation];
        each.buckets.resize(kBounds.size());
        for (std::size_t i = 0; i < kBounds.size(); ++i) {
            if (seconds <= kBounds[i]) ++each.buckets[i];
        }
        ++each.by_status[status];
        ++each.count;
        each.seconds += seconds;
    });
}

std::string Metrics::Text() const {
    MetricsWriter writer;
    const auto operations = operations_.With([](const auto& each) { return each; });
    writer.Describe("dmsnode_api_requests_total", "counter", "Requests by operation and status.");
    for (const auto& [name, each] : operations) {
        for (const auto& [status, count] : each.by_status) {
            writer.Value("dmsnode_api_requests_total",
                         {{"operation", name}, {"status", std::to_string(status)}},
                         static_cast<double>(count));
        }
    }
    constexpr std::string_view kSeconds = "dmsnode_api_request_seconds";
    writer.Describe(kSeconds, "histogram", "How long answering took.");
    for (const auto& [name, each] : operations) {
        const std::string prefix(kSeconds);
        for (std::size_t i = 0; i < kBounds.size(); ++i) {
            writer.Value(prefix + "_bucket",
                         {{"operation", name}, {"le", fmt::format("{}", kBounds[i])}},
                         static_cast<double>(each.buckets[i]));
        }
        const auto count = static_cast<double>(each.count);
        writer.Value(prefix + "_bucket", {{"operation", name}, {"le", "+Inf"}}, count);
        writer.Value(prefix + "_sum", {{"operation", name}}, each.seconds);
        writer.Value(prefix + "_count", {{"operation", name}}, count);
    }
    for (const Collector& collect : collectors_) collect(writer);
    return writer.text();
}

}  // namespace dmsnode::api
