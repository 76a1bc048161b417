/// One connection of a client, request after request.
///
/// Errors   none: what goes wrong with a client ends its connection.
/// Owner    a session keeps itself alive until its connection ends; Hub and the threads for the disk outlive it.
/// Thread   call from any; each session runs in the strand of its socket.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "engine/server/hub.h"
#include "engine/server/transport.h"

namespace fotograma::server {

/// Where sessions live.
struct SessionHome {
    Hub& hub;
    std::shared_ptr<boost::asio::io_context> io;  ///< Kept until the last answer has come.
    boost::asio::thread_pool& disk;               ///< Reads and writes files, so that no other client waits for them.
};

/// Serves the connection until it ends.
void startSession(std::unique_ptr<Transport> transport, SessionHome home);

}  // namespace fotograma::server
