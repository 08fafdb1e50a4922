#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/guarded.hpp"

namespace dmsnode::api {

/// Label names and values, in the order in which they are written.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// Writes metrics as text.
/// Source: Prometheus, "Exposition formats", text format 0.0.4.
class MetricsWriter {
public:
    /// Once a name, before its values. `type` is counter, gauge or histogram.
    void Describe(std::string_view name, std::string_view type, std::string_view help);
    void Value(std::string_view name, const Labels& labels, double value);
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// What /metrics shows: the API's own counters, and what others add by a callback.
/// Threads: AddCollector before the server starts, the rest any.
class Metrics {
public:
    /// Called for every reading; must not block for long.
    using Collector = std::function<void(MetricsWriter&)>;
    void AddCollector(Collector collector) { collectors_.push_back(std::move(collector)); }

    void CountRequest(const std::string& operation, int status, double seconds);
    std::string Text() const;

private:
    struct Operation {
        std::map<int, std::uint64_t> by_status;
        std::vector<std::uint64_t> buckets;
        double seconds = 0;
        std::uint64_t count = 0;
    };
    // Bounded: operations are those of the route table, statuses those of HTTP.
    Guarded<std::map<std::string, Operation>> operations_;
    std::vector<Collector> collectors_;
};

}  // namespace dmsnode::api
