/// One piece of work with a beginning and an end, and where such pieces go.
///
/// Units    microseconds since 1970.
/// Thread   values: any. SpanSink::add: any; it never waits for a disk or a network.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/telemetry/trace_context.h"

namespace fotograma::telemetry {

using SpanValue = std::variant<std::string, std::int64_t, double, bool>;
using SpanAttributes = std::vector<std::pair<std::string, SpanValue>>;  ///< Names are OpenTelemetry's where it has one.

enum class SpanKind { Internal, Server };

struct Span {
    TraceContext context;
    std::string parentSpanId;  ///< Empty: the root of its trace.
    std::string name;
    SpanKind kind = SpanKind::Internal;
    std::int64_t startUs = 0;
    std::int64_t endUs = 0;
    SpanAttributes attributes;
    std::string error;  ///< What failed; empty: nothing did.
    std::string lane;   ///< Spans of one lane follow each other or lie in each other; empty: called as the span.
};

/// Takes spans that belong together, the outermost first, when the outermost has ended.
class SpanSink {
public:
    virtual ~SpanSink() = default;
    virtual void add(std::vector<Span> spans) = 0;
    /// A value as it is from then on; not all keep such.
    virtual void count(const std::string& /*name*/, std::int64_t /*atUs*/, double /*value*/) {}
};

}  // namespace fotograma::telemetry
