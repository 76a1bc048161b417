#include "engine/server/event_hub.h"

#include "engine/api/wire.h"
#include "engine/base/text.h"

namespace fotograma::server {

using base::concat;

namespace {

bool isStored(const api::Event& event) {
    return event.kind != api::EventKind::JobProgress && event.kind != api::EventKind::JobLog;
}

telemetry::Gauge& streams(telemetry::Metrics& metrics, const char* transport) {
    return metrics.gauge("fotograma_http_event_streams", "Clients that listen to events, by transport.",
                         {{"transport", transport}});
}

}  // namespace

EventHub::EventHub(telemetry::Metrics& metrics)
    : m_served(streams(metrics, "sse")),
      m_sockets(streams(metrics, "websocket")),
      m_told(metrics.counter("fotograma_http_events_sent_total", "Events put on their way to clients.")),
      m_tooSlow(metrics.counter("fotograma_http_event_streams_dropped_total",
                                "Streams that ended because their client read too slowly.")) {}

SharedText EventHub::text(EventForm form, const api::Event& event) {
    // Live events carry the number of a stored one; they differ by job and time, and by what they say.
    const std::size_t place =
        static_cast<std::size_t>(event.sequence.value + (isStored(event) ? 0 : event.job.value)) % kKept;
    const double fraction = event.progress ? event.progress->fraction : 0.0;
    const std::int64_t frames = event.progress ? event.progress->frames : 0;
    const auto isThis = [&](const Kept& kept) {
        return kept.text && kept.sequence == event.sequence && kept.kind == event.kind && kept.job == event.job &&
               kept.at == event.at && kept.fraction == fraction && kept.frames == frames && kept.line == event.text;
    };
    auto& all = m_kept[form == EventForm::ServerSent ? 0 : 1];
    {
        const std::lock_guard lock(m_mutex);
        if (const Kept& kept = all[place]; isThis(kept)) return kept.text;
    }
    auto text = std::make_shared<const std::string>(
        eventText(form, isStored(event) ? concat(event.sequence.value) : std::string(), api::toText(event.kind),
                  api::toJson(event)));
    const std::lock_guard lock(m_mutex);
    all[place] = {.sequence = event.sequence,
                  .kind = event.kind,
                  .job = event.job,
                  .at = event.at,
                  .fraction = fraction,
                  .frames = frames,
                  .line = event.text,
                  .text = text};
    return text;
}

std::string eventText(EventForm form, std::string_view id, std::string_view name, const base::Json& data) {
    if (form == EventForm::ServerSent)
        return concat(id.empty() ? "" : concat("id: ", id, "\n"), "event: ", name, "\ndata: ", data.dump(), "\n\n");
    base::Json line = base::Json::object();
    if (!id.empty()) line.set("id", id);
    return line.set("event", name).set("data", data).dump().append("\n");
}

}  // namespace fotograma::server
