/// Spans on their way to an OpenTelemetry collector: OTLP over HTTP as JSON, in batches, beside the work.
///
/// Errors   what the collector does not take after three tries is dropped and counted; nobody waits for it.
/// Owner    at most `mostWaiting` spans and one thread; the destructor sends what waits, for at most two seconds.
/// Thread   add, dropped, sent: any. Post is called on the exporter's thread.
/// Source   OpenTelemetry Protocol 1.3, "OTLP/HTTP", JSON encoding (ids as hex, 64-bit integers as text).
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/json.h"
#include "engine/base/result.h"
#include "engine/telemetry/span.h"

namespace fotograma::telemetry {

struct OtlpOptions {
    std::string serviceName = "fotograma";
    std::string serviceVersion;
    std::size_t mostWaiting = 8192;
    std::size_t batch = 512;
    std::chrono::milliseconds interval{1000};   ///< A smaller batch is sent after it.
    std::chrono::milliseconds firstPause{250};  ///< After a failed try; doubled after each more.
};

/// The body of a request to /v1/traces.
[[nodiscard]] base::Json otlpDocument(const std::vector<Span>& spans, const OtlpOptions& options);

class OtlpExporter final : public SpanSink {
public:
    /// Hands one body to the collector.
    using Post = std::function<base::Status(const std::string& body)>;

    OtlpExporter(OtlpOptions options, Post post);
    ~OtlpExporter() override;

    /// Spans of a trace that its beginner does not keep are left out.
    void add(std::vector<Span> spans) override;

    [[nodiscard]] std::int64_t sent() const noexcept { return m_sent; }
    [[nodiscard]] std::int64_t dropped() const noexcept { return m_dropped; }

private:
    void work(const std::stop_token& stop);
    std::vector<Span> next(const std::stop_token& stop);
    void send(const std::vector<Span>& spans, const std::stop_token& stop);

    const OtlpOptions m_options;
    const Post m_post;
    std::atomic<std::int64_t> m_sent{0};
    std::atomic<std::int64_t> m_dropped{0};
    std::mutex m_mutex;  ///< Protects m_waiting.
    std::condition_variable_any m_changed;
    std::deque<Span> m_waiting;
    std::chrono::steady_clock::time_point m_giveUpAt = std::chrono::steady_clock::time_point::max();
    std::jthread m_thread;
};

}  // namespace fotograma::telemetry
