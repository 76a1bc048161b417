/// The events of a server for one subscriber: in order, none lost or told twice, however often the connection breaks.
///
/// Errors   end the subscription: SequenceTooOld also when the server's store is another one than before,
///          PermissionDenied when the token is no longer good, Cancelled when the link stops. A server that is away ends
///          nothing: it is asked again after a while.
/// Owner    keeps itself while the subscriber wants events.
/// Thread   start and cancel: any; the rest is the link's.
#pragma once

#include <memory>
#include <optional>

#include "engine/net/event_parser.h"
#include "engine/service/remote_link.h"
#include "engine/service/subscriber.h"

namespace fotograma::service {

class RemoteFeed : public std::enable_shared_from_this<RemoteFeed> {
public:
    RemoteFeed(std::shared_ptr<RemoteLink> link, std::shared_ptr<Subscriber> subscriber)
        : m_link(std::move(link)), m_subscriber(std::move(subscriber)), m_pauses(m_link->options()) {}

    void start();
    /// After the subscriber was closed: the connection goes.
    void cancel();

private:
    struct End {
        std::string reason;
        std::string sentence;
    };

    void connect();
    void comeAgain(double seconds);
    /// The same, and whoever wants to know is told why.
    void comeAgainAfter(const base::Error& trouble);
    void compareStores();
    void heard(const net::ServerEvent& event);
    void ended(const base::Result<net::HttpResponse>& reply);
    void finish(const base::Error& error);

    std::shared_ptr<RemoteLink> m_link;
    std::shared_ptr<Subscriber> m_subscriber;
    Pauses m_pauses;
    std::optional<net::EventParser> m_parser;
    std::optional<End> m_end;  ///< What the server said last.
    bool m_isHeard = false;    ///< Of the server, since it was away.
    net::HttpCall m_call;
};

}  // namespace fotograma::service
