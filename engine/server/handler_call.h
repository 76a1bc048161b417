/// A route's handler, asked and awaited.
///
/// Errors   in the response; a handler that forgets to answer answers Internal.
/// Thread   the strand of the executor; a handler that blocks is called on `disk`, and its answer may come on any thread.
#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "engine/server/route.h"

namespace fotograma::server {

/// The request's body and sink go to the handler; the rest stays for the log.
boost::asio::awaitable<Response> askHandler(Context& context, const Route& route, Request& request,
                                            std::shared_ptr<boost::asio::io_context> io,
                                            boost::asio::any_io_executor executor, boost::asio::thread_pool& disk);

}  // namespace fotograma::server
