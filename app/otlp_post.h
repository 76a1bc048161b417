/// The way to an OpenTelemetry collector, as settings and the environment name it.
///
/// Errors   makeOtlpPost: what the HTTP client says. Posting: Unavailable or Timeout, and what the collector answered.
/// Owner    the post holds its HTTP client.
/// Thread   post: one at a time.
/// Source   OpenTelemetry, "OTLP Exporter Configuration": OTEL_EXPORTER_OTLP_ENDPOINT, _TRACES_ENDPOINT, _HEADERS,
///          OTEL_SERVICE_NAME, OTEL_SDK_DISABLED.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/settings.h"
#include "engine/telemetry/otlp.h"

namespace fotograma::app {

struct CollectorPlace {
    std::string url;  ///< Whole, with /v1/traces; empty: nowhere.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string serviceName = "fotograma";
};

/// `endpoint` of our own settings goes first.
[[nodiscard]] CollectorPlace collectorPlace(const std::string& endpoint,
                                            const LoadedSettings::Environment& environment);

base::Result<telemetry::OtlpExporter::Post> makeOtlpPost(const CollectorPlace& place);

}  // namespace fotograma::app
