#include "app/tracing.h"

#include "app/otlp_post.h"
#include "engine/base/log.h"
#include "engine/base/platform.h"

namespace fotograma::app {

void Tracing::Both::add(std::vector<telemetry::Span> spans) {
    if (file) file->add(spans);
    if (exporter) exporter->add(std::move(spans));
}

void Tracing::Both::count(const std::string& name, std::int64_t atUs, double value) {
    if (file) file->count(name, atUs, value);
}

base::Result<std::unique_ptr<Tracing>> Tracing::create(const std::string& traceFile, const Settings& settings,
                                                       api::Service& service) {
    std::unique_ptr<Tracing> tracing(new Tracing);
    if (!traceFile.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(tracing->m_both.file, telemetry::ChromeTrace::create(base::pathFromUtf8(traceFile)));
    }
    const CollectorPlace place = collectorPlace(settings.otlpEndpoint, processEnvironment);
    if (!place.url.empty()) {
        FOTOGRAMA_ASSIGN_OR_RETURN(auto post, makeOtlpPost(place));
        telemetry::OtlpOptions options;
        options.serviceName = place.serviceName;
        options.serviceVersion = FOTOGRAMA_VERSION;
        tracing->m_both.exporter = std::make_unique<telemetry::OtlpExporter>(std::move(options), std::move(post));
    }
    if (tracing->m_both.file || tracing->m_both.exporter)
        tracing->m_tracer = std::make_unique<service::JobTracer>(service, tracing->m_both, &tracing->m_parents);
    return tracing;
}

Tracing::~Tracing() {
    if (const auto finished = finish(); !finished) base::logWarning("trace", finished.error().message);
}

base::Status Tracing::finish() {
    if (m_tracer) m_tracer->finish();
    return m_both.file ? m_both.file->finish() : base::Status();
}

}  // namespace fotograma::app
