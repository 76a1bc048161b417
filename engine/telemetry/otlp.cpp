#include "engine/telemetry/otlp.h"

#include <algorithm>

#include "engine/base/log.h"
#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::telemetry {

using base::concat;
using base::Json;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int kTries = 3;
constexpr std::chrono::seconds kLastWord{2};

Json valueOf(const SpanValue& value) {
    Json json = Json::object();
    if (const auto* text = std::get_if<std::string>(&value)) return json.set("stringValue", *text);
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return json.set("intValue", concat(*whole));
    if (const auto* number = std::get_if<double>(&value)) return json.set("doubleValue", *number);
    return json.set("boolValue", std::get<bool>(value));
}

Json attribute(std::string_view key, const SpanValue& value) {
    return Json::object().set("key", key).set("value", valueOf(value));
}

Json spanOf(const Span& span) {
    constexpr int kInternal = 1;  // SpanKind of the protocol
    constexpr int kServer = 2;
    constexpr int kError = 2;  // StatusCode
    Json json = Json::object();
    json.set("traceId", span.context.traceId).set("spanId", span.context.spanId);
    if (!span.parentSpanId.empty()) json.set("parentSpanId", span.parentSpanId);
    json.set("name", span.name).set("kind", span.kind == SpanKind::Server ? kServer : kInternal);
    json.set("startTimeUnixNano", concat(span.startUs, "000")).set("endTimeUnixNano", concat(span.endUs, "000"));
    Json attributes = Json::array();
    for (const auto& [key, value] : span.attributes) attributes.append(attribute(key, value));
    json.set("attributes", std::move(attributes));
    if (!span.error.empty()) json.set("status", Json::object().set("code", kError).set("message", span.error));
    return json;
}

}  // namespace

Json otlpDocument(const std::vector<Span>& spans, const OtlpOptions& options) {
    Json resource = Json::array();
    resource.append(attribute("service.name", options.serviceName));
    if (!options.serviceVersion.empty()) resource.append(attribute("service.version", options.serviceVersion));
    Json list = Json::array();
    for (const Span& span : spans) list.append(spanOf(span));
    Json scope = Json::object();
    scope.set("scope", Json::object().set("name", "fotograma")).set("spans", std::move(list));
    Json whole = Json::object();
    whole.set("resource", Json::object().set("attributes", std::move(resource)));
    whole.set("scopeSpans", Json::array().append(std::move(scope)));
    return Json::object().set("resourceSpans", Json::array().append(std::move(whole)));
}

OtlpExporter::OtlpExporter(OtlpOptions options, Post post)
    : m_options(std::move(options)), m_post(std::move(post)), m_thread([this](const std::stop_token& stop) {
          base::setThreadName("spans");
          work(stop);
      }) {}

OtlpExporter::~OtlpExporter() {
    {
        const std::lock_guard lock(m_mutex);
        m_giveUpAt = Clock::now() + kLastWord;
    }
    m_thread.request_stop();
    m_thread.join();
    m_dropped += static_cast<std::int64_t>(m_waiting.size());
    if (m_dropped > 0) base::logWarning("telemetry", concat(dropped(), " spans did not reach the collector."));
}

void OtlpExporter::add(std::vector<Span> spans) {
    std::erase_if(spans, [](const Span& span) { return !span.context.isSampled; });
    bool isBatch = false;
    {
        const std::lock_guard lock(m_mutex);
        for (Span& span : spans) {
            if (m_waiting.size() >= m_options.mostWaiting)
                ++m_dropped;
            else
                m_waiting.push_back(std::move(span));
        }
        isBatch = m_waiting.size() >= m_options.batch;
    }
    if (isBatch) m_changed.notify_one();
}

/// A batch, after the interval a smaller one; empty only when all has been sent and the end was asked for.
std::vector<Span> OtlpExporter::next(const std::stop_token& stop) {
    std::unique_lock lock(m_mutex);
    do {
        m_changed.wait_for(lock, stop, m_options.interval, [&] { return m_waiting.size() >= m_options.batch; });
    } while (m_waiting.empty() && !stop.stop_requested());
    const std::size_t count = std::min(m_waiting.size(), m_options.batch);
    std::vector<Span> batch(std::move_iterator(m_waiting.begin()),
                            std::move_iterator(m_waiting.begin() + static_cast<std::ptrdiff_t>(count)));
    m_waiting.erase(m_waiting.begin(), m_waiting.begin() + static_cast<std::ptrdiff_t>(count));
    return batch;
}

void OtlpExporter::work(const std::stop_token& stop) {
    while (true) {
        const std::vector<Span> batch = next(stop);
        if (batch.empty()) return;
        send(batch, stop);
        if (stop.stop_requested() && Clock::now() > m_giveUpAt) return;
    }
}

void OtlpExporter::send(const std::vector<Span>& spans, const std::stop_token& stop) {
    const std::string body = otlpDocument(spans, m_options).dump();
    auto pause = m_options.firstPause;
    for (int i = 0; i < kTries; ++i, pause *= 2) {
        const base::Status posted = m_post(body);
        if (posted) {
            m_sent += static_cast<std::int64_t>(spans.size());
            return;
        }
        base::logDebug("telemetry", posted.error().message);
        std::unique_lock lock(m_mutex);
        if (i + 1 == kTries || (stop.stop_requested() && Clock::now() > m_giveUpAt)) break;
        m_changed.wait_for(lock, stop, pause, [] { return false; });
    }
    m_dropped += static_cast<std::int64_t>(spans.size());
}

}  // namespace fotograma::telemetry
