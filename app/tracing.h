/// Where the spans of a command's jobs go: to a trace file, to a collector, to both, or nowhere.
///
/// Errors   create: the trace file cannot be made. finish: it could not be written whole. A collector that is not there is
///          a line of the log.
/// Owner    the file, and the thread that speaks to the collector. The service outlives it.
/// Thread   one at a time; sink and parents: any.
#pragma once

#include <memory>
#include <string>

#include "app/settings.h"
#include "engine/api/service.h"
#include "engine/service/job_tracer.h"
#include "engine/telemetry/chrome_trace.h"
#include "engine/telemetry/otlp.h"

namespace fotograma::app {

class Tracing {
public:
    /// `traceFile` empty: none. The collector is that of the settings, else of OTEL_EXPORTER_OTLP_*.
    static base::Result<std::unique_ptr<Tracing>> create(const std::string& traceFile, const Settings& settings,
                                                         api::Service& service);
    ~Tracing();

    [[nodiscard]] telemetry::SpanSink* sink() noexcept {
        return m_tracer ? &m_both : nullptr;
    }  ///< Null: nobody asked.
    [[nodiscard]] telemetry::TraceParents& parents() noexcept { return m_parents; }
    /// After the last job: what has ended is written down.
    base::Status finish();

private:
    class Both final : public telemetry::SpanSink {
    public:
        void add(std::vector<telemetry::Span> spans) override;
        void count(const std::string& name, std::int64_t atUs, double value) override;

        std::unique_ptr<telemetry::ChromeTrace> file;  ///< Null: none was asked for.
        std::unique_ptr<telemetry::OtlpExporter> exporter;
    };

    Tracing() = default;

    Both m_both;
    telemetry::TraceParents m_parents;
    std::unique_ptr<service::JobTracer> m_tracer;  ///< Last: it goes first. Null: there is nowhere to tell.
};

}  // namespace fotograma::app
