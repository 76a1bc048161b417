// Events as they happen.
#include <charconv>

#include "engine/server/event_stream.h"
#include "engine/server/route.h"

namespace fotograma::server {

using base::ErrorCode;

namespace {

constexpr int kSwitching = 101;
constexpr int kUpgradeRequired = 426;

std::shared_ptr<EventStream> openStream(Context& context, EventForm form, base::Sequence after) {
    auto stream = std::make_shared<EventStream>(context.events, form, context.eventBytes);
    stream->hello(after);
    std::weak_ptr<EventStream> weak = stream;
    stream->keep(context.service->subscribe(after, [weak](base::Result<api::Event> event) {
        const auto target = weak.lock();
        if (!target) return;
        if (event)
            target->push(*event);
        else
            target->end(base::traits(event.error().code).name, event.error().message);
    }));
    return stream;
}

void sendStream(Responder respond, std::shared_ptr<EventStream> stream) {
    Response response;
    if (stream->form() == EventForm::ServerSent)
        response.with("Content-Type", "text/event-stream").with("X-Accel-Buffering", "no");
    else
        response.status = kSwitching;
    response.body = std::move(stream);
    respond(std::move(response));
}

/// The event after which a client wants the others; nothing: from now on.
base::Result<std::optional<base::Sequence>> afterOf(const Request& request) {
    const std::string* last = request.header("last-event-id");
    if (!last) last = request.queryValue("after");
    if (!last || last->empty()) return std::nullopt;
    std::int64_t after = 0;
    const auto [end, error] = std::from_chars(last->data(), last->data() + last->size(), after);
    if (error != std::errc{} || end != last->data() + last->size() || after < 0)
        return base::fail(ErrorCode::InvalidArgument, "Last-Event-ID must be the number of an event.");
    return base::Sequence{after};
}

void answerStream(Context& context, std::optional<base::Sequence> after, EventForm form, Responder respond) {
    if (after) return sendStream(std::move(respond), openStream(context, form, *after));
    // From now on: where a page of no jobs stands.
    api::JobQuery query;
    query.limit = 1;
    context.service->snapshot(std::move(query),
                              [&context, form, respond = std::move(respond)](base::Result<api::Snapshot> page) mutable {
                                  if (!page) return respond(page.error());
                                  sendStream(std::move(respond), openStream(context, form, page->sequence));
                              });
}

void streamEvents(Context& context, Request request, Responder respond) {
    const auto after = afterOf(request);
    if (!after) return respond(after.error());
    answerStream(context, *after, EventForm::ServerSent, std::move(respond));
}

void socketEvents(Context& context, Request request, Responder respond) {
    const auto after = afterOf(request);
    if (!after) return respond(after.error());
    if (!request.asksForWebSocket) {
        Response response = problem(
            kUpgradeRequired, {ErrorCode::InvalidArgument, "This is a WebSocket: ask with Upgrade: websocket.", {}});
        response.with("Upgrade", "websocket");
        return respond(std::move(response));
    }
    answerStream(context, *after, EventForm::Lines, std::move(respond));
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
         .parameters = {{In::Header, "Last-Event-ID", "integer", "Events after this one; else those from now on.",
                         kFromZero},
                        {In::Query, "after", "integer", "The same.", kFromZero}},
         .giveType = "text/event-stream"},
        {.path = "/api/v1/events/ws",
         .scope = Scope::JobsRead,
         .handler = socketEvents,
         .id = "socketEvents",
         .tag = "events",
         .sentence = "The same as a WebSocket: one JSON message an event, with id, event and data.",
         .parameters = {{In::Query, "after", "integer", "Events after this one; else those from now on.", kFromZero},
                        {In::Header, "Sec-WebSocket-Protocol", "string",
                         "fotograma, bearer.TOKEN: for browsers, which cannot send Authorization."}},
         .giveType = "",
         .status = kSwitching},
    };
    return kRoutes;
}

}  // namespace fotograma::server
