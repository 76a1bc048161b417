/// A route's handler, asked and awaited.
///
/// Errors   in the response; a handler that forgets to answer answers Internal.
/// Thread   the strand of the executor; the handler's answer may come on any thread.
#pragma once

#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "engine/server/route.h"

namespace fotograma::server {

/// The request's body and sink go to the handler; the rest stays for the log.
boost::asio::awaitable<Response> askHandler(Context& context, const Route& route, Request& request,
                                            std::shared_ptr<boost::asio::io_context> io,
                                            boost::asio::any_io_executor executor);

}  // namespace fotograma::server
