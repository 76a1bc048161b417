#include "engine/service/remote_feed.h"

#include <utility>

#include "engine/api/wire.h"
#include "engine/base/log.h"
#include "engine/base/text.h"

namespace fotograma::service {

using base::concat;
using base::ErrorCode;
using base::Json;

namespace {

constexpr double kQuietSeconds = 45.0;  ///< Three heartbeats of the server.
constexpr int kFirstClientError = 400;
constexpr int kFirstServerError = 500;
constexpr int kTooMany = 429;

}  // namespace

void RemoteFeed::start() {
    m_link->after(0.0, [self = shared_from_this()](base::Status status) {
        if (status)
            self->connect();
        else
            self->finish(status.error());
    });
}

void RemoteFeed::cancel() {
    m_link->after(0.0, [self = shared_from_this()](const base::Status&) { self->m_call.cancel(); });
}

void RemoteFeed::finish(const base::Error& error) {
    m_subscriber->end(error);
    m_parser.reset();
}

// ---- One connection ----

void RemoteFeed::connect() {
    if (m_subscriber->isClosed()) return;
    m_end.reset();
    m_parser.emplace([this](net::ServerEvent event) { heard(event); });
    net::HttpRequest request = m_link->request("GET", "/events");
    request.headers.emplace_back("Accept", "text/event-stream");
    request.headers.emplace_back("Last-Event-ID", concat(m_subscriber->last().value));
    request.seconds = 0.0;
    request.quietSeconds = kQuietSeconds;
    request.isStream = true;
    request.onHead = [](const net::HttpResponse& head) -> base::Status {
        const std::string* type = head.header("content-type");
        if (!head.isSuccess() || (type && type->starts_with("text/event-stream"))) return {};
        return base::fail(ErrorCode::InvalidData, "The server answers, but not with events.");
    };
    request.onPiece = [self = shared_from_this()](std::string_view piece) -> base::Status {
        if (self->m_subscriber->isClosed()) return base::fail(ErrorCode::Cancelled, "Nobody listens any more.");
        return self->m_parser->feed(piece);
    };
    m_call = m_link->send(
        std::move(request),
        [self = shared_from_this()](const base::Result<net::HttpResponse>& reply) { self->ended(reply); }, Lane::Quick);
}

void RemoteFeed::heard(const net::ServerEvent& event) {
    m_link->noteTrouble({});
    m_pauses.startOver();
    if (!std::exchange(m_isHeard, true) && m_link->options().onFeed) m_link->options().onFeed({}, 0.0);
    if (event.type == "hello") return;
    const auto json = Json::parse(event.data);
    if (!json) return base::logWarning("remote", concat("An event is no JSON: ", json.error().message));
    if (event.type == "end") {
        m_end = {.reason = (*json)["reason"].asString(), .sentence = (*json)["detail"].asString()};
        return;
    }
    auto told = api::eventFromJson(*json);
    // Of a kind that a newer server has.
    if (!told) return base::logDebug("remote", told.error().message);
    const bool isStored = event.id.has_value();
    // What came before the connection broke may come once more.
    if (isStored ? told->sequence <= m_subscriber->last() : told->sequence < m_subscriber->last()) return;
    m_subscriber->tell(*told);
}

// ---- Between connections ----

void RemoteFeed::ended(const base::Result<net::HttpResponse>& reply) {
    if (m_subscriber->isClosed()) return;
    if (!reply && reply.error().code == ErrorCode::Cancelled) return finish(reply.error());
    if (m_end && m_end->reason == base::traits(ErrorCode::SequenceTooOld).name)
        return finish({ErrorCode::SequenceTooOld, m_end->sentence, {}});
    if (m_end && m_end->reason == "token_ended") return finish({ErrorCode::PermissionDenied, m_end->sentence, {}});
    if (m_end && m_end->reason == "too_slow") return comeAgain(0.0);
    if (reply && reply->status >= kFirstClientError && reply->status < kFirstServerError && reply->status != kTooMany)
        return finish(m_link->errorOf(*reply));
    const bool isHopeless =
        !reply && (reply.error().code == ErrorCode::PermissionDenied || reply.error().code == ErrorCode::InvalidData ||
                   reply.error().code == ErrorCode::InvalidArgument || reply.error().code == ErrorCode::NotFound);
    if (isHopeless) return finish(reply.error());
    const base::Error trouble =
        reply ? base::Error{ErrorCode::Unavailable, "The server has ended the connection.", {}} : reply.error();
    m_link->noteTrouble(trouble);
    comeAgainAfter(trouble);
}

void RemoteFeed::comeAgainAfter(const base::Error& trouble) {
    const double seconds = m_pauses.next();
    m_isHeard = false;
    if (m_link->options().onFeed) m_link->options().onFeed(trouble, seconds);
    comeAgain(seconds);
}

void RemoteFeed::comeAgain(double seconds) {
    m_link->after(seconds, [self = shared_from_this()](base::Status status) {
        if (self->m_subscriber->isClosed()) return;
        if (status)
            self->compareStores();
        else
            self->finish(status.error());
    });
}

/// A server that was started anew with another store counts from one again: it would have no events for us, and no error.
void RemoteFeed::compareStores() {
    m_call = m_link->ask({.path = "/jobs?limit=1&fields=id"}, [self = shared_from_this()](base::Result<Json> page) {
        if (self->m_subscriber->isClosed()) return;
        if (page && (*page)["sequence"].asInteger() < self->m_subscriber->last().value)
            return self->finish({ErrorCode::SequenceTooOld,
                                 "The server remembers other jobs than before: they must be read anew.",
                                 {}});
        if (page) return self->connect();
        if (page.error().code == ErrorCode::Cancelled || page.error().code == ErrorCode::PermissionDenied)
            return self->finish(page.error());
        self->comeAgainAfter(page.error());
    });
}

}  // namespace fotograma::service
