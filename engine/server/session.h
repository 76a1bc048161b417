/// One connection of a client, request after request.
///
/// Errors   none: what goes wrong with a client ends its connection.
/// Owner    a session keeps itself alive until its connection ends; Hub outlives it.
/// Thread   call from any; each session runs in the strand of its socket.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "engine/server/hub.h"

namespace fotograma::server {

/// Serves the connection until it ends. `tls` null: plain. `io` is kept until the last answer has come.
void startSession(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context* tls, Hub& hub,
                  std::shared_ptr<boost::asio::io_context> io);

}  // namespace fotograma::server
