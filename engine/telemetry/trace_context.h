/// Where in a trace something belongs: ids that programs hand on to each other.
///
/// Units    ids are lower-case hex: 32 digits of a trace, 16 of a span; never all zeros.
/// Errors   a header that is none is nothing: whoever sent it gets a trace of ours.
/// Thread   any.
/// Source   W3C Trace Context, 3.2 (traceparent).
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace fotograma::telemetry {

struct TraceContext {
    std::string traceId;
    std::string spanId;
    bool isSampled = true;  ///< The one who began the trace keeps it.

    [[nodiscard]] std::string header() const;  ///< "00-<trace>-<span>-01"
};

/// Of the header "traceparent"; also of later versions, as far as this one is its beginning.
[[nodiscard]] std::optional<TraceContext> parseTraceparent(std::string_view header);
/// A new span: in the trace of `parent`, else in a new one.
[[nodiscard]] TraceContext newSpan(const std::optional<TraceContext>& parent);

/// Remembers under which span a numbered thing was asked for, until it is taken or too many others came.
class TraceParents {
public:
    void set(std::int64_t number, const TraceContext& parent);
    [[nodiscard]] std::optional<TraceContext> take(std::int64_t number);

private:
    std::mutex m_mutex;  ///< Protects m_parents.
    std::map<std::int64_t, TraceContext> m_parents;
};

}  // namespace fotograma::telemetry
