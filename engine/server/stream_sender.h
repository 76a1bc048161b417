/// Sends a stream of events to its client until one of both ends, as server-sent events or as a WebSocket.
///
/// Units    seconds.
/// Errors   none: a client that has gone ends its stream.
/// Owner    borrows the transport; shares the stream.
/// Thread   the strand of the transport.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "engine/server/event_stream.h"
#include "engine/server/transport.h"

namespace fotograma::server {

struct StreamRules {
    double heartbeatSeconds = 15.0;  ///< A quiet stream says that it still is there.
    double recheckSeconds = 5.0;     ///< How often `mayGoOn` is asked.
    double writeSeconds = 30.0;
    std::function<bool()> mayGoOn;                ///< Whether the token still holds.
    std::shared_ptr<boost::asio::io_context> io;  ///< Kept as long as somebody may wake the sender.
};

/// False when the client has gone before the end.
boost::asio::awaitable<bool> sendServerSent(Transport& transport, std::shared_ptr<EventStream> events,
                                            StreamRules rules);
/// The same for a connection that was accepted as a WebSocket.
boost::asio::awaitable<void> sendOverWebSocket(Transport& transport, std::shared_ptr<WebSocket> socket,
                                               std::shared_ptr<EventStream> events, StreamRules rules);

}  // namespace fotograma::server
