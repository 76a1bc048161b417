/// A request's bytes as they come from a connection: headers first, the body when it is wanted.
///
/// Units    bytes; seconds.
/// Errors   Asio's and Beast's codes; parseProblem makes an answer of them where the client can be told.
/// Owner    the buffer holds what was read beyond what was asked for: the start of the next request.
/// Thread   the strand of the transport.
#pragma once

#include <optional>

#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "engine/server/message.h"
#include "engine/server/transport.h"

namespace fotograma::server {

inline constexpr double kBodyBytesASecond = 65'536.0;  ///< Slower bodies are cut off.

using HeaderParser = boost::beast::http::request_parser<boost::beast::http::empty_body>;
using TextParser = boost::beast::http::request_parser<boost::beast::http::string_body>;
using PieceParser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;

std::optional<Method> methodOf(boost::beast::http::verb verb);

/// What a client did to HTTP, as an answer; nothing when it merely went away.
std::optional<Response> parseProblem(const boost::system::error_code& error);

/// The parsed headers as our request; the refusal when they are not acceptable. The request's id stays empty when the
/// client gave none that is fit for logs.
std::optional<Response> readRequest(const HeaderParser& parser, std::size_t targetBytes, Request& request);

/// To the end of the headers, within the transport's deadline.
boost::asio::awaitable<boost::system::error_code> readHeader(Transport& transport, boost::beast::flat_buffer& buffer,
                                                             HeaderParser& parser);
/// The rest of a body that fits into memory, within the transport's deadline.
boost::asio::awaitable<boost::system::error_code> readText(Transport& transport, boost::beast::flat_buffer& buffer,
                                                           TextParser& parser);

/// How a body came that went somewhere piece by piece.
struct Received {
    boost::system::error_code error;  ///< The client went away, or sent no HTTP.
    std::optional<Response> refused;  ///< The sink would not take it.
};
/// Hands the body to the sink in pieces, on a thread for the disk: the memory of it is one piece.
boost::asio::awaitable<Received> readPieces(Transport& transport, boost::beast::flat_buffer& buffer,
                                            PieceParser& parser, BodySink& sink, boost::asio::thread_pool& disk,
                                            double patienceSeconds);

}  // namespace fotograma::server
