/// What the streams of events of one server share: each event's text, made once for all clients, and the count of both.
///
/// Owner    the last texts, which streams share as long as they wait there. Metrics outlive it.
/// Thread   any.
/// Cost     an event is made text once for each form, not once for each of a thousand clients.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/api/types.h"
#include "engine/telemetry/metrics.h"

namespace fotograma::server {

enum class EventForm {
    ServerSent,  ///< WHATWG HTML, 9.2: "id", "event", "data", a blank line.
    Lines,       ///< A line of JSON with the same three members.
};

using SharedText = std::shared_ptr<const std::string>;

class EventHub {
public:
    explicit EventHub(telemetry::Metrics& metrics);

    [[nodiscard]] SharedText text(EventForm form, const api::Event& event);
    void opened(EventForm form) { open(form).add(1.0); }
    void closed(EventForm form) { open(form).add(-1.0); }
    void told() noexcept { m_told.add(); }
    void tooSlow() noexcept { m_tooSlow.add(); }

private:
    /// Events come to one subscriber after another: in the order of the store, often many at once.
    static constexpr std::size_t kKept = 512;
    struct Kept {
        base::Sequence sequence;
        api::EventKind kind = api::EventKind::JobAdded;
        base::JobId job;
        base::UnixMillis at = 0;
        double fraction = 0.0;  ///< Of progress.
        std::int64_t frames = 0;
        std::string line;  ///< Of a log.
        SharedText text;
    };
    [[nodiscard]] telemetry::Gauge& open(EventForm form) {
        return form == EventForm::ServerSent ? m_served : m_sockets;
    }

    telemetry::Gauge& m_served;
    telemetry::Gauge& m_sockets;
    telemetry::Counter& m_told;
    telemetry::Counter& m_tooSlow;
    std::mutex m_mutex;  ///< Protects m_kept.
    std::array<std::array<Kept, kKept>, 2> m_kept;
};

/// An event of our own, as text: "hello", "end". `id` empty: live, for a client that comes again is to ask after the last
/// stored one.
[[nodiscard]] std::string eventText(EventForm form, std::string_view id, std::string_view name, const base::Json& data);

}  // namespace fotograma::server
