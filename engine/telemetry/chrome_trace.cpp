#include "engine/telemetry/chrome_trace.h"

#include <algorithm>

#include "engine/base/platform.h"
#include "engine/base/text.h"

namespace fotograma::telemetry {

using base::concat;
using base::Json;

namespace {

Json argumentsOf(const Span& span) {
    Json arguments = Json::object();
    for (const auto& [key, value] : span.attributes)
        std::visit([&](const auto& one) { arguments.set(key, Json(one)); }, value);
    arguments.set("trace", span.context.traceId);
    if (!span.error.empty()) arguments.set("error", span.error);
    return arguments;
}

Json named(std::string_view what, int process, std::string name) {
    Json json = Json::object();
    json.set("ph", "M").set("name", what).set("pid", process);
    return json.set("args", Json::object().set("name", std::move(name)));
}

}  // namespace

base::Result<std::unique_ptr<ChromeTrace>> ChromeTrace::create(const std::filesystem::path& file) {
    std::unique_ptr<ChromeTrace> trace(new ChromeTrace(file));
    trace->m_stream.open(file, std::ios::binary | std::ios::trunc);
    if (!trace->m_stream)
        return base::fail(base::ErrorCode::PermissionDenied,
                          concat("The trace file ", base::toUtf8(file), " cannot be written."));
    trace->m_stream << "[\n";
    return trace;
}

ChromeTrace::~ChromeTrace() { static_cast<void>(finish()); }

void ChromeTrace::write(const Json& event) {
    if (!std::exchange(m_isFirst, false)) m_stream << ",\n";
    m_stream << event.dump();
}

/// The first row of the picture that is free since before it began; groups come in the order of their ends.
int ChromeTrace::placeFor(const Span& outermost) {
    auto place = std::ranges::find_if(
        m_places, [&](const Place& one) { return one.kind == outermost.kind && one.busyUntilUs <= outermost.startUs; });
    if (place == m_places.end()) {
        const auto alike = 1 + std::ranges::count(m_places, outermost.kind, &Place::kind);
        place = m_places.insert(m_places.end(), Place{.kind = outermost.kind, .lanes = {}});
        const bool isRequest = outermost.kind == SpanKind::Server;
        write(
            named("process_name", static_cast<int>(m_places.size()), concat(isRequest ? "requests " : "jobs ", alike)));
    }
    place->busyUntilUs = outermost.endUs;
    return static_cast<int>(place - m_places.begin()) + 1;
}

int ChromeTrace::laneOf(int place, const std::string& name) {
    auto& lanes = m_places[static_cast<std::size_t>(place - 1)].lanes;
    const auto [lane, isNew] = lanes.try_emplace(name, static_cast<int>(lanes.size()) + 1);
    if (isNew) write(named("thread_name", place, name).set("tid", lane->second));
    return lane->second;
}

void ChromeTrace::add(std::vector<Span> spans) {
    if (spans.empty()) return;
    const std::lock_guard lock(m_mutex);
    if (m_isFinished) return;
    const int place = placeFor(spans.front());
    for (const Span& span : spans) {
        Json event = Json::object();
        event.set("ph", "X").set("name", span.name).set("cat", span.kind == SpanKind::Server ? "http" : "job");
        event.set("ts", span.startUs).set("dur", std::max<std::int64_t>(span.endUs - span.startUs, 0));
        event.set("pid", place).set("tid", laneOf(place, span.lane.empty() ? span.name : span.lane));
        write(event.set("args", argumentsOf(span)));
    }
}

void ChromeTrace::count(const std::string& name, std::int64_t atUs, double value) {
    const std::lock_guard lock(m_mutex);
    if (m_isFinished) return;
    Json event = Json::object();
    event.set("ph", "C").set("name", name).set("ts", atUs).set("pid", 0);
    write(event.set("args", Json::object().set("value", value)));
}

base::Status ChromeTrace::finish() {
    const std::lock_guard lock(m_mutex);
    if (std::exchange(m_isFinished, true)) return {};
    m_stream << "\n]\n";
    m_stream.close();
    if (!m_stream)
        return base::fail(base::ErrorCode::IoError,
                          concat("The trace file ", base::toUtf8(m_file), " could not be written to its end."));
    return {};
}

}  // namespace fotograma::telemetry
