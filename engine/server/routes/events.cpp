// Events as they happen.
#include <charconv>

#include "engine/base/text.h"
#include "engine/server/event_stream.h"
#include "engine/server/route.h"

namespace fotograma::server {

using base::concat;
using base::ErrorCode;

namespace {

/// What ended a subscription, as the last event.
std::string endOf(const base::Error& error) { return endText(base::traits(error.code).name, error.message); }

std::shared_ptr<EventStream> openStream(Context& context, base::Sequence after) {
    auto stream = std::make_shared<EventStream>(context.eventBytes);
    stream->push(concat("retry: 2000\nevent: hello\ndata: {\"after\":", after.value, "}\n\n"));
    std::weak_ptr<EventStream> weak = stream;
    stream->keep(context.service->subscribe(after, [weak](base::Result<api::Event> event) {
        const auto target = weak.lock();
        if (!target) return;
        if (event)
            target->push(eventText(*event));
        else
            target->end(endOf(event.error()));
    }));
    return stream;
}

void sendStream(Responder respond, std::shared_ptr<EventStream> stream) {
    Response response;
    response.with("Content-Type", "text/event-stream").with("X-Accel-Buffering", "no");
    response.body = std::move(stream);
    respond(std::move(response));
}

void streamEvents(Context& context, Request request, Responder respond) {
    const std::string* last = request.header("last-event-id");
    if (!last) last = request.queryValue("after");
    if (last && !last->empty()) {
        std::int64_t after = 0;
        const auto [end, error] = std::from_chars(last->data(), last->data() + last->size(), after);
        if (error != std::errc{} || end != last->data() + last->size() || after < 0)
            return respond({ErrorCode::InvalidArgument, "Last-Event-ID must be the number of an event.", {}});
        return sendStream(std::move(respond), openStream(context, {after}));
    }
    // From now on: where a page of no jobs stands.
    api::JobQuery query;
    query.limit = 1;
    context.service->snapshot(std::move(query),
                              [&context, respond = std::move(respond)](base::Result<api::Snapshot> page) mutable {
                                  if (!page) return respond(page.error());
                                  sendStream(std::move(respond), openStream(context, page->sequence));
                              });
}

}  // namespace

std::span<const Route> eventsRoutes() {
    static const Route kRoutes[] = {
        {.path = "/api/v1/events",
         .scope = Scope::JobsRead,
         .handler = streamEvents,
         .id = "streamEvents",
         .tag = "events",
         .sentence = "Server-sent events: every change of a job as it happens. The last event, \"end\", says why.",
         .parameters = {{In::Header, "Last-Event-ID", "integer", "Events after this one; else those from now on."},
                        {In::Query, "after", "integer", "The same."}},
         .giveType = "text/event-stream"},
    };
    return kRoutes;
}

}  // namespace fotograma::server
